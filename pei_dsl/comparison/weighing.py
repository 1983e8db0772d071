"""How much each indicator of a group weighs, told from sums over those that count: one look at each."""

from __future__ import annotations

from fractions import Fraction
from typing import TypeAlias

from pei_dsl.comparison.unions import Standing, Weighing
from pei_dsl.model.methodology import Methodology, Weights
from pei_dsl.model.plan import Relevance

Sums: TypeAlias = tuple[Fraction | int, ...]
"""What is summed up over the indicators of a group: how many owe their figure, then what shares rest on."""

NOTHING: Sums = (0, 0, 0, 0, 0)
_RANKS = (None, *Relevance)


def summed(weighing: Weighing, standing: Standing, methodology: Methodology) -> Sums:
    """Return what one indicator adds to the sums of its group."""
    if not standing.counts:
        return NOTHING
    owes = int(standing.achievement is None)
    match methodology.weights:
        case Weights.DECLARED:
            return (owes, weighing.weight or 0, int(weighing.weight is None), 1, 0)
        case Weights.EQUAL:
            return (owes, 1, 0, 0, 0)
        case Weights.RELEVANCE:
            return (owes, *(int(weighing.relevance == each) for each in _RANKS))


def share(weighing: Weighing, sums: Sums, methodology: Methodology) -> Fraction:
    """Return the share of an indicator that counts, as `weights` gives it among all that do."""
    match methodology.weights:
        case Weights.DECLARED:
            _, given, without, count, _ = sums
            return _declared(weighing.weight, Fraction(given), int(without), int(count))
        case Weights.EQUAL:
            return Fraction(1, int(sums[1]))
        case Weights.RELEVANCE:
            _, unsaid, *ranked = (int(each) for each in sums)
            if not any(ranked):
                return Fraction(1, unsaid)
            ranked[Relevance.RELEVANT - 1] += unsaid
            lowest = max(rank for rank, count in enumerate(ranked, 1) if count)
            points = sum(count * (lowest - rank + 1) for rank, count in enumerate(ranked, 1))
            own = weighing.relevance or Relevance.RELEVANT
            return Fraction(lowest - own + 1, points)


def _declared(weight: Fraction | None, given: Fraction, without: int, count: int) -> Fraction:
    rest = max(Fraction(0), 1 - given) / without if without else Fraction(0)
    total = given + rest * without
    return Fraction(1, count) if not total else (rest if weight is None else weight) / total
