"""How much each indicator of a group weighs, and which of them owe a figure at all."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from pei_dsl.evaluation.results import IndicatorResult
from pei_dsl.model.absence import Reason
from pei_dsl.model.methodology import CEPLAN, Methodology, Weights
from pei_dsl.model.plan import Indicator, Relevance

# Nothing was due from an indicator that is ND for one of these reasons, so it cannot weigh on its group.
LEAVING = frozenset({Reason.NOT_PROGRAMMED, Reason.NOT_APPLICABLE, Reason.NOT_DUE})


def weights(indicators: Sequence[Indicator], methodology: Methodology = CEPLAN) -> list[Fraction]:
    """
    Return the share of each indicator in its group; they sum to 1.

    By relevance R (1 very relevant to 3): p = Rmax - (R - 1) with the largest R present, w = p / sum of p.
    Where no relevance is declared, or only some, an undeclared one counts as `relevante`.  A methodology may
    take the declared `peso` of each instead, or equal weights.
    """
    if not indicators:
        return []
    if methodology.weights is Weights.DECLARED:
        return _declared(indicators)
    if methodology.weights is Weights.EQUAL or all(each.relevance is None for each in indicators):
        return [Fraction(1, len(indicators))] * len(indicators)
    ranks = [int(each.relevance or Relevance.RELEVANT) for each in indicators]
    points = [max(ranks) - rank + 1 for rank in ranks]
    return [Fraction(point, sum(points)) for point in points]


def _declared(indicators: Sequence[Indicator]) -> list[Fraction]:
    """Return the declared weights as shares; what declares none shares what the others leave, or has none."""
    declared = [each.weight for each in indicators]
    given = sum((weight for weight in declared if weight is not None), Fraction(0))
    open_ = declared.count(None)
    rest = max(Fraction(0), 1 - given) / open_ if open_ else Fraction(0)
    points = [rest if weight is None else weight for weight in declared]
    total = sum(points, Fraction(0))
    if not total:
        return [Fraction(1, len(indicators))] * len(indicators)
    return [point / total for point in points]


def is_due(result: IndicatorResult) -> bool:
    """Tell whether a figure was due from an indicator: it has one, or owes it."""
    return result.absence is None or result.absence.reason not in LEAVING
