"""Codes as people write them: `OEI 1`, `ind-1-oei-1`, `0EI.O1`; which code is meant."""

from __future__ import annotations

import re

_ABBREVIATION = re.compile(r"0[A-Z]{2,4}")
_NUMBER = re.compile(r"[O\d]*\d[O\d]*")


def official_code(written: str) -> str:
    """Return the one form of the code `written`: letters and numbers of two digits joined by points."""
    return ".".join(_part(part) for part in re.findall(r"[^\W_]+", written.upper()))


# Letters that stand right before a number, at the beginning or behind a sign: `OEI1`, `IND-2.AEI1.1`.
_STUCK = re.compile(r"(?<![^\W_])(0?[A-Z]{2,6})(?=\d)", re.IGNORECASE)
# A code without any sign: `OEI01`, `AEI0102`.
_JOINED = re.compile(r"(?P<letters>[OA][A-Z]{1,4})(?P<first>\d\d?)(?P<second>\d\d)?", re.IGNORECASE)


def apart(written: str) -> str:
    """
    Return a code with a point between letters and numbers that nobody set apart; anything else as it is.

    Examples:
        >>> apart("AEI1.1"), apart("AEI0102"), apart("OEI.01")
        ('AEI.1.1', 'AEI.01.02', 'OEI.01')
    """
    joined = _JOINED.fullmatch(written.strip())
    if joined is not None:
        return ".".join(part for part in joined.groups() if part)
    return _STUCK.sub(r"\1.", written)


def _part(part: str) -> str:
    """Return a part with letters and digits where they belong, and two digits at least: `O1` and 1 are 01."""
    if _ABBREVIATION.fullmatch(part):
        return f"O{part[1:]}"
    if not _NUMBER.fullmatch(part):
        return part
    return part.replace("O", "0").lstrip("0").rjust(2, "0")
