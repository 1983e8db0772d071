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
