"""Did you mean: the nearest known words, blind to case and accents."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from pei_dsl.vocabulary import fold


def nearest(written: str, known: Iterable[str], limit: int = 1) -> list[str]:
    """
    Return up to `limit` words of `known` that `written` may be a slip of, best first.

    A word that differs only by case or accents comes first, then near spellings.
    """
    by_fold: dict[str, str] = {}
    for word in known:
        by_fold.setdefault(fold(word), word)
    written_fold = fold(written)
    if written_fold in by_fold:
        return [by_fold[written_fold]]
    # Very long names are no slips, and difflib is quadratic in their length.
    if len(written_fold) > 80:
        return []
    close = difflib.get_close_matches(written_fold, by_fold, n=limit, cutoff=0.72)
    return [by_fold[match] for match in close]


def is_slip(written: str, meant: str, known: Iterable[str]) -> bool:
    """
    Tell whether `written` can only be a slip of the hand for `meant`, of all the words `known`.

    Case, accents and a full stop at the end never count.  Beyond these it takes one letter that is missing,
    too much, wrong or in its neighbour's place, a word long enough to be told by the others, and no other
    word as near.
    """
    bare = fold(written).rstrip(" .,;:")
    aim = fold(meant)
    if bare == aim:
        return True
    if len(aim) < 5 or _distance(bare, aim) > 1:
        return False
    return all(fold(other) == aim or _distance(bare, fold(other)) > 1 for other in known)


def _distance(first: str, second: str) -> int:
    """Return how many letters were added, left out, changed or swapped; 2 stands for more than one."""
    if first == second:
        return 0
    if abs(len(first) - len(second)) > 1:
        return 2
    start = 0
    while start < min(len(first), len(second)) and first[start] == second[start]:
        start += 1
    a, b = first[start:], second[start:]
    swapped = len(a) == len(b) > 1 and a[0] == b[1] and a[1] == b[0] and a[2:] == b[2:]
    return 1 if a[1:] == b[1:] or a == b[1:] or a[1:] == b or swapped else 2
