"""Which findings are shown while somebody types: cleared ones go at once, new ones wait until it is quiet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import attrs

from pei_dsl.editing.placed_findings import PlacedFinding

# So many seconds without a key make it quiet: what is half written is no mistake yet.
QUIET = 0.25

Findings = tuple[PlacedFinding, ...]
_Identity = tuple[str, str, str]


@attrs.define
class Settling:
    """
    The findings of one plan as they are shown; times are those of any clock that only goes forward.

    Attributes:
        shown: What is shown.
        waiting: What was found last, and is shown when it is quiet.
    """

    shown: Findings = ()
    waiting: Findings | None = None
    _changed_at: float | None = None
    _of_texts: Findings = ()

    def changed(self, now: float) -> None:
        """Take note that somebody wrote."""
        self._changed_at = now

    def found(self, new: Findings, now: float, *, is_complete: bool = True) -> Findings:
        """
        Return what is shown after `new` was found.

        Without `is_complete`, `new` is about the texts alone: what else was found stays until that is found
        again.
        """
        if not is_complete:
            known = Counter(map(_identity, self._of_texts))
            beside = _without(self.waiting if self.waiting is not None else self.shown, known)
            self._of_texts = new
            new = (*new, *beside)
        self.waiting = new
        if self.wait(now) > 0:
            new = _those_in(new, Counter(map(_identity, self.shown)))
        else:
            self.waiting = None
        self.shown = new
        return new

    def wait(self, now: float) -> float:
        """Return how long it still takes until it is quiet."""
        return 0 if self._changed_at is None else max(0, self._changed_at + QUIET - now)

    def settled(self, now: float) -> Findings | None:
        """Return what is shown now that it may be quiet; None where nothing waits, or it is not."""
        if self.waiting is None or self.wait(now) > 0:
            return None
        self.shown, self.waiting = self.waiting, None
        return self.shown


def _identity(finding: PlacedFinding) -> _Identity:
    """Return what makes a finding the same one while the text around it moves."""
    return finding.file, finding.diagnostic.code, finding.diagnostic.message()


def _those_in(found: Iterable[PlacedFinding], known: Counter[_Identity]) -> Findings:
    kept = []
    for each in found:
        if known[_identity(each)] > 0:
            known[_identity(each)] -= 1
            kept.append(each)
    return tuple(kept)


def _without(found: Iterable[PlacedFinding], known: Counter[_Identity]) -> Findings:
    kept = []
    for each in found:
        if known[_identity(each)] > 0:
            known[_identity(each)] -= 1
        else:
            kept.append(each)
    return tuple(kept)
