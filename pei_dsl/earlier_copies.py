"""What a file is called that a command replaced: it stays beside, and is never read as a plan or as data."""

from __future__ import annotations

import re

SUFFIX = ".anterior"
_ENDING = re.compile(rf"{re.escape(SUFFIX)}(\.\d+)?$", re.IGNORECASE)


def is_earlier_copy(name: str) -> bool:
    """Tell whether a file called `name` is what was there before a command replaced it."""
    return _ENDING.search(name) is not None
