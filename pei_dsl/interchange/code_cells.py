"""Codes in the cells of a matrix: `OEI 1`, `AEI1.1`, `OEI.01: Mejorar la atención`."""

from __future__ import annotations

import re

import attrs

from pei_dsl.analysis.resolve.symbols import kind_of
from pei_dsl.interchange.cells import Cell
from pei_dsl.vocabulary import fold
from pei_dsl.written_codes import apart, official_code


@attrs.frozen
class Code:
    """A code as a plan writes it, and what it is of: `objective`, `action` or `indicator`."""

    code: str
    kind: str


@attrs.frozen
class Named:
    """
    What the cell of a code says.

    Attributes:
        code: The code.
        title: The name behind it in the same cell, or "".
        is_official: Whether the code is written as plans write it.
    """

    code: Code
    title: str = ""
    is_official: bool = True


# What stands between a code and a name in one cell, and how far from the left a code may end.
_BETWEEN = re.compile(r"[\s.:)\-–—]+")
_MARKS = " .:)-–—"
_LONGEST_CODE = 30
_IN_WORDS = re.compile(
    r"(?P<what>objetivo|accion)(?: estrategic[oa])?(?: institucional)?(?: n[.ro°º]*)? ?"
    r"(?P<numbers>\d+(?:\.\d+)?)(?P<rest>\b.*)?"
)


def read_code(cell: Cell) -> Code | None:
    """Return the code that is all that `cell` says, however it is written; None when it is none."""
    return code_of(cell.text) if isinstance(cell.value, str) else None


def read_named(cell: Cell) -> Named | None:
    """Return the code that `cell` begins with and the name behind it; None when it begins with none."""
    if not isinstance(cell.value, str):
        return None
    text = cell.text
    code = code_of(text)
    if code is not None:
        return Named(code, "", text == code.code)
    return _with_title(text) or _in_words(text)


def code_of(written: str) -> Code | None:
    """Return the code that `written` means, or None."""
    code = official_code(apart(written))
    kind = kind_of(code)
    return Code(code, kind) if kind in {"objective", "action", "indicator"} else None


def _with_title(text: str) -> Named | None:
    """Return what `OEI.01: Mejorar` says: the longest beginning that is a code, and the name behind it."""
    ends = [match.start() for match in _BETWEEN.finditer(text[: _LONGEST_CODE + 1])]
    for end in reversed(ends):
        code, title = code_of(text[:end]), text[end:].lstrip(_MARKS)
        if code is not None and title:
            return Named(code, title, text[:end] == code.code)
    return None


def _in_words(text: str) -> Named | None:
    """Return what `Objetivo estratégico 1: Mejorar` says."""
    folded = fold(text)
    match = _IN_WORDS.match(folded)
    # What is folded has its letters where the text has them, or nobody could cut the name out of it.
    if match is None or len(folded) != len(text):
        return None
    abbreviation = "OEI" if match["what"] == "objetivo" else "AEI"
    code = code_of(f"{abbreviation}.{match['numbers']}")
    if code is None:
        return None
    return Named(code, text[match.end("numbers") :].lstrip(_MARKS), is_official=False)
