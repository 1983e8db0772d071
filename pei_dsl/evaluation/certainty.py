"""
How much a group's figure rests on: its coverage, its bounds, and whether its colour is firm.

Averages over whoever reported make a score rise when data break; averages that count ND as zero punish in
silence.  So a figure never stands alone: beside it stand the interval in which it would lie whatever the
missing indicators turn out to be, and whether that interval has one colour.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from pei_dsl.algebra import rounding
from pei_dsl.evaluation.achievement import highest
from pei_dsl.evaluation.basis import HUNDRED
from pei_dsl.evaluation.results import Certainty, Coverage, GroupResult, IndicatorResult, PlanResult
from pei_dsl.evaluation.weights import is_due, weights
from pei_dsl.model.absence import Absence
from pei_dsl.model.methodology import CEPLAN, Methodology


def certainty(results: Sequence[IndicatorResult], methodology: Methodology = CEPLAN) -> Certainty | None:
    """
    Return what is sure of a group's figure; None when nothing was due from any of its indicators.

    Bounds follow the methodology's own steps, roundings included, so at full coverage they are the figure.
    """
    due = [result for result in results if is_due(result)]
    if not due:
        return None
    shares = weights([result.indicator for result in due], methodology)
    coverage = _coverage(due, shares)
    low = _sum(due, shares, Fraction(0), methodology)
    high = highest(methodology)
    if coverage.is_complete or high is not None:
        high = _sum(due, shares, high or HUNDRED, methodology)
    worst = methodology.color(low)
    # An interval without upper end reaches the best colour.
    best = methodology.color(high) if high is not None else methodology.bands[0].color
    return Certainty(coverage, low, high, worst if worst is best else None)


def _coverage(due: Sequence[IndicatorResult], shares: Sequence[Fraction]) -> Coverage:
    reported = [result.absence is None for result in due]
    weight = sum((share for share, there in zip(shares, reported, strict=True) if there), Fraction(0))
    return Coverage(sum(reported), len(due), weight)


def _sum(
    due: Sequence[IndicatorResult], shares: Sequence[Fraction], missing: Fraction, methodology: Methodology
) -> Fraction:
    """Return the group's figure with every missing alcance at `missing`."""
    total = Fraction(0)
    for result, share in zip(due, shares, strict=True):
        reached = result.achievement
        figure = missing if isinstance(reached, Absence) else reached.shown
        total += rounding.apply(methodology.contribution_rounding, share * figure)
    return rounding.apply(methodology.figure_rounding, total)


def plan_result(
    objectives: Sequence[GroupResult],
    indicators: Sequence[IndicatorResult],
    methodology: Methodology = CEPLAN,
) -> PlanResult:
    """
    Return what can be said of a whole plan: the plain mean of its objectives, and how sure it is.

    An objective from which nothing was due leaves the mean; one that owes its figure counts as zero, so that
    the mean never rises because data broke.
    """
    sure = [(each, each.certainty) for each in objectives if each.certainty is not None]
    if not sure:
        return PlanResult(None, None)
    due = [result for result in indicators if is_due(result)]
    reported = sum(result.absence is None for result in due)
    coverage = Coverage(reported, len(due), Fraction(reported, len(due)) if due else Fraction(1))
    figures = [
        Fraction(0) if isinstance(group.achievement, Absence) else group.achievement for group, _ in sure
    ]
    low = sum((each.low for _, each in sure), Fraction(0)) / len(sure)
    highs = [each.high for _, each in sure]
    high = (
        None if None in highs else sum((each for each in highs if each is not None), Fraction(0)) / len(sure)
    )
    worst = methodology.color(low)
    best = methodology.color(high) if high is not None else methodology.bands[0].color
    measured = any(not isinstance(group.achievement, Absence) for group, _ in sure)
    mean = sum(figures, Fraction(0)) / len(sure) if measured else None
    return PlanResult(mean, Certainty(coverage, low, high, worst if worst is best else None))
