"""Years that were mistyped: what they were meant to be, told by the years around them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

_SAME_DIGITS = 3  # of four


def meant_year(years: Sequence[str], index: int, *, like: bool = True) -> str:
    """
    Return what the year at `index` of a list was meant to be, or "" when the others do not tell.

    Args:
        years: The periods of a list as they are written, in order.
        index: The one that is wrong: none, repeated, or outside the plan.
        like: Whether it must share most digits with what is written (2204 for 2024).
    """
    others = {year for place, year in enumerate(years) if place != index}
    candidates = []
    if index > 0 and years[index - 1].isdecimal():
        candidates.append(str(int(years[index - 1]) + 1))
    if index + 1 < len(years) and years[index + 1].isdecimal():
        candidates.append(str(int(years[index + 1]) - 1))
    for each in candidates:
        if each not in others and each != years[index] and (not like or _alike(each, years[index])):
            return each
    return ""


def _alike(first: str, second: str) -> bool:
    shared = Counter(first) & Counter(second)
    return len(first) == len(second) == 4 and shared.total() >= _SAME_DIGITS
