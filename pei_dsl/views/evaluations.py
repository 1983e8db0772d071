"""Several evaluations of one plan that are shown together: by methodology, and in each by period."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import attrs

from pei_dsl.diagnostics import Diagnostic
from pei_dsl.evaluation.evaluation import Evaluation
from pei_dsl.immutable import brief


@attrs.frozen
class Evaluations:
    """
    Evaluations of one plan.

    Attributes:
        runs: One run for each methodology; in each the same periods, in their order.
        warnings: What `revisar` warns of these figures.
    """

    __repr__ = brief

    runs: tuple[tuple[Evaluation, ...], ...]
    warnings: tuple[Diagnostic, ...] = ()

    @classmethod
    def of(
        cls, evaluations: Sequence[Evaluation], periods: int, warnings: tuple[Diagnostic, ...] = ()
    ) -> Evaluations:
        """Return `evaluations` of so many `periods`, all of one methodology after all of another."""
        starts = range(0, len(evaluations), periods)
        return cls(tuple(tuple(evaluations[start : start + periods]) for start in starts), warnings)

    @property
    def compares(self) -> bool:
        """Whether several methodologies stand side by side, for one period."""
        return len(self.runs) > 1 and len(self.runs[0]) == 1

    @property
    def evolves(self) -> bool:
        """Whether several periods stand side by side."""
        return len(self.runs[0]) > 1

    def __iter__(self) -> Iterator[Evaluation]:
        """Give them all, one methodology after another."""
        return (each for run in self.runs for each in run)
