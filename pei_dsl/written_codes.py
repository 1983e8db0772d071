"""Codes as people write them: `OEI 1`, `ind-1-oei-1`, `0EI.O1`; which code is meant."""

from __future__ import annotations

import re

_ABBREVIATION = re.compile(r"0[A-Z]{2,4}")
_NUMBER = re.compile(r"[O\d]*\d[O\d]*")


def official_code(written: str) -> str:
    """Return the one form of the code `written`: letters and numbers of two digits joined by points."""
    return ".".join(_part(part) for part in re.findall(r"[^\W_]+", written.upper()))


def _part(part: str) -> str:
    """Return a part with letters and digits where they belong, and two digits at least: `O1` and 1 are 01."""
    if _ABBREVIATION.fullmatch(part):
        return f"O{part[1:]}"
    if not _NUMBER.fullmatch(part):
        return part
    return part.replace("O", "0").lstrip("0").rjust(2, "0")
