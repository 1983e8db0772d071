"""What a file is called that a command replaced: it stays beside, and is never read as a plan or as data."""

from __future__ import annotations

import re

SUFFIX = ".anterior"
OPENED = (".docx",)
"""Files that people open by their ending, which a copy has too: `informe.anterior.docx`."""
_ENDING = re.compile(rf"{re.escape(SUFFIX)}(\.\d+)?({'|'.join(map(re.escape, OPENED))})?$", re.IGNORECASE)


def earlier_name(name: str, number: int = 1) -> str:
    """Return what the copy of a file called `name` is called; the first has no number."""
    counted = f"{SUFFIX}.{number}" if number > 1 else SUFFIX
    ending = next((each for each in OPENED if name.lower().endswith(each)), "")
    stem, kept = (name[: -len(ending)], name[-len(ending) :]) if ending else (name, "")
    return f"{stem}{counted}{kept}"


def is_earlier_copy(name: str) -> bool:
    """Tell whether a file called `name` is what was there before a command replaced it."""
    return _ENDING.search(name) is not None
