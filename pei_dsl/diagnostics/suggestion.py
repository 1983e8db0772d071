"""Did you mean: the nearest known words, blind to case and accents."""

from __future__ import annotations

import difflib
import functools
import itertools
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import attrs

from pei_dsl.vocabulary import fold

# Among so many words each is compared; among more, those that share most with what was written.
MAX_COMPARED = 40
# How many words are looked at to find those.
_MAX_LOOKED_AT = 400
_LIKENESS = 0.72
# Very long names are no slips, and comparing takes the square of their length.
_MAX_LENGTH = 80


def nearest(written: str, known: Iterable[str], limit: int = 1) -> list[str]:
    """
    Return up to `limit` words of `known` that `written` may be a slip of, best first.

    A word that differs only by case or accents comes first, then near spellings.  A thousand unknown names
    among a thousand known ones cost a thousand times as much as one: words are compared with few.
    """
    index = _index(tuple(known))
    written_fold = fold(written)
    if written_fold in index.by_fold:
        return [index.by_fold[written_fold]]
    if len(written_fold) > _MAX_LENGTH:
        return []
    close = difflib.get_close_matches(written_fold, index.like(written_fold), n=limit, cutoff=_LIKENESS)
    return [index.by_fold[match] for match in close]


@functools.lru_cache(maxsize=16)
def _index(known: tuple[str, ...]) -> _Index:
    by_fold: dict[str, str] = {}
    for word in known:
        by_fold.setdefault(fold(word), word)
    return _Index(by_fold)


@attrs.frozen(eq=False)
class _Index:
    """Known words, the first of each spelling without case and accents."""

    by_fold: Mapping[str, str]

    def like(self, written: str) -> Sequence[str]:
        """Return the words that `written` is compared with."""
        if len(self.by_fold) <= MAX_COMPARED:
            return [*self.by_fold]
        slips = dict.fromkeys(word for cut in _cuts(written) for word in self._by_cut.get(cut, ()))
        shared: Counter[str] = Counter()
        looked_at = 0
        # The rarest pairs of letters tell most.
        for pair in sorted(_pairs(written), key=lambda each: (len(self._by_pair.get(each, ())), each)):
            found = self._by_pair.get(pair, ())[: _MAX_LOOKED_AT - looked_at]
            shared.update(found)
            looked_at += len(found)
        others = (word for word, _ in shared.most_common(MAX_COMPARED))
        return [*dict.fromkeys((*itertools.islice(slips, MAX_COMPARED), *others))]

    @functools.cached_property
    def _by_cut(self) -> Mapping[str, Sequence[str]]:
        """The words by what is left of them without one letter: those of two slips of a letter share one."""
        return _grouped((cut, word) for word in self.by_fold for cut in _cuts(word))

    @functools.cached_property
    def _by_pair(self) -> Mapping[str, Sequence[str]]:
        """The words by the pairs of letters in them."""
        return _grouped((pair, word) for word in self.by_fold for pair in _pairs(word))


def _grouped(pairs: Iterable[tuple[str, str]]) -> Mapping[str, Sequence[str]]:
    grouped: dict[str, list[str]] = {}
    for key, word in pairs:
        grouped.setdefault(key, []).append(word)
    return grouped


def _cuts(word: str) -> set[str]:
    """Return `word`, and what is left of it without one of its letters."""
    if len(word) > _MAX_LENGTH:
        return {word}
    return {word, *(word[:place] + word[place + 1 :] for place in range(len(word)))}


def _pairs(word: str) -> set[str]:
    return {first + second for first, second in itertools.pairwise(word[:_MAX_LENGTH])}


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
