"""The figure of an objective or action: the weighted sum of its own indicators."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from pei_dsl.algebra import rounding
from pei_dsl.evaluation.certainty import certainty
from pei_dsl.evaluation.results import Contribution, GroupResult, IndicatorResult
from pei_dsl.evaluation.weights import LEAVING, weights
from pei_dsl.model.absence import Absence, Reason, gravest
from pei_dsl.model.methodology import CEPLAN, Methodology, MissingSiblings
from pei_dsl.model.plan import Group


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
        return GroupResult(group, (), nothing, None, None, None)
    counting = [result for result in results if not _leaves(result, methodology)]
    shares = dict(
        zip(
            (result.indicator.code for result in counting),
            weights([result.indicator for result in counting], methodology),
            strict=True,
        )
    )
    contributions = tuple(_contribution(result, shares, methodology) for result in results)
    sure = certainty(results, methodology)
    absence = _group_absence(results, counting, methodology)
    if absence is not None:
        return GroupResult(group, contributions, absence, None, None, sure)
    total = sum((each.shown for each in contributions), Fraction(0))
    shown = rounding.apply(methodology.figure_rounding, total)
    exact = sum((_unrounded(result, shares) for result in counting), Fraction(0))
    quality = frozenset(mark for result in counting if result.absence is None for mark in result.quality)
    return GroupResult(group, contributions, shown, exact, methodology.color(shown), sure, quality)


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
