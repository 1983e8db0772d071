"""The figure of an objective or action: the weighted sum of its own indicators."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from pei_dsl.algebra import rounding
from pei_dsl.evaluation.results import Contribution, GroupResult, IndicatorResult
from pei_dsl.model.absence import Absence, Reason, gravest
from pei_dsl.model.methodology import CEPLAN, Methodology, MissingSiblings, Weights
from pei_dsl.model.plan import Group, Indicator, Relevance

# Nothing was due from an indicator that is ND for one of these reasons, so it cannot weigh on its group.
LEAVING = frozenset({Reason.NOT_PROGRAMMED, Reason.NOT_APPLICABLE, Reason.NOT_DUE})


def weights(indicators: Sequence[Indicator], methodology: Methodology = CEPLAN) -> list[Fraction]:
    """
    Return the share of each indicator in its group; they sum to 1.

    By relevance R (1 very relevant to 3): p = Rmax - (R - 1) with the largest R present, w = p / sum of p.
    Where no relevance is declared, or only some, an undeclared one counts as `relevante`.
    """
    if not indicators:
        return []
    if methodology.weights is Weights.EQUAL or all(each.relevance is None for each in indicators):
        return [Fraction(1, len(indicators))] * len(indicators)
    ranks = [int(each.relevance or Relevance.RELEVANT) for each in indicators]
    points = [max(ranks) - rank + 1 for rank in ranks]
    return [Fraction(point, sum(points)) for point in points]


def group_result(
    group: Group, results: Sequence[IndicatorResult], methodology: Methodology = CEPLAN
) -> GroupResult:
    """
    Return the figure of `group` from the results of its own indicators.

    An indicator from which nothing was due leaves the mean.  One that is ND otherwise counts as the
    methodology says beside measured siblings; when all are ND, so is the group, for their gravest reason.
    """
    if not results:
        nothing = Absence(Reason.NOT_APPLICABLE, "no_indicators", {"code": group.code})
        return GroupResult(group, (), nothing, None, None)
    counting = [result for result in results if not _leaves(result, methodology)]
    shares = dict(
        zip(
            (result.indicator.code for result in counting),
            weights([result.indicator for result in counting], methodology),
            strict=True,
        )
    )
    contributions = tuple(_contribution(result, shares, methodology) for result in results)
    absence = _group_absence(results, counting, methodology)
    if absence is not None:
        return GroupResult(group, contributions, absence, None, None)
    shown = sum((each.shown for each in contributions), Fraction(0))
    exact = sum((_unrounded(result, shares) for result in counting), Fraction(0))
    return GroupResult(group, contributions, shown, exact, methodology.color(shown))


def _leaves(result: IndicatorResult, methodology: Methodology) -> bool:
    absence = result.absence
    if absence is None:
        return False
    return absence.reason in LEAVING or methodology.missing_siblings is MissingSiblings.EXCLUDE


def _group_absence(
    results: Sequence[IndicatorResult],
    counting: Sequence[IndicatorResult],
    methodology: Methodology,
) -> Absence | None:
    """Return why the whole group is ND, or None when it has a figure."""
    owed = [result.absence for result in counting if result.absence is not None]
    measured = len(owed) < len(counting)
    spoilt = bool(owed) and methodology.missing_siblings is MissingSiblings.GROUP_MISSING
    if measured and not spoilt:
        return None
    missing = owed or [result.absence for result in results if result.absence is not None]
    worst = missing[0]
    for absence in missing[1:]:
        worst = gravest(worst, absence)
    return worst


def _contribution(
    result: IndicatorResult, shares: dict[str, Fraction], methodology: Methodology
) -> Contribution:
    code = result.indicator.code
    weight = shares.get(code, Fraction(0))
    if isinstance(result.achievement, Absence):
        leaves = code not in shares
        zero = Fraction(0)
        return Contribution(code, weight, None, zero, zero, result.achievement, leaves)
    exact = weight * result.achievement.shown
    shown = rounding.apply(methodology.contribution_rounding, exact)
    return Contribution(code, weight, result.achievement.shown, exact, shown)


def _unrounded(result: IndicatorResult, shares: dict[str, Fraction]) -> Fraction:
    """Return the contribution that no rounding has touched, not even that of the alcance."""
    if isinstance(result.achievement, Absence):
        return Fraction(0)
    return shares[result.indicator.code] * result.achievement.exact
