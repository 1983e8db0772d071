"""Bounds of an alcance from those of its value and goal, and of a group from those of its indicators."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from pei_dsl.algebra import rounding
from pei_dsl.algebra.intervals import Bounds, Interval, hull
from pei_dsl.evaluation.achievement import achievement
from pei_dsl.evaluation.results import GroupResult
from pei_dsl.model.absence import Absence
from pei_dsl.model.methodology import Methodology, Progress
from pei_dsl.model.plan import GoalInterval, Indicator

_ZERO = Fraction(0)


def achievement_bounds(
    indicator: Indicator, value: Bounds, goal: Bounds | GoalInterval, methodology: Methodology
) -> Bounds:
    """
    Return the bounds of the alcance, in percent, for all values and goals; rounded or not.

    The alcance rises or falls with each of both, so that its bounds are at their ends.  None where a bound
    is missing, or the methodology measures something else than the ratio of both.
    """
    if value is None or goal is None or methodology.progress is not Progress.TYPE_1:
        return None
    if isinstance(goal, GoalInterval):
        return _bounds_within(indicator, value, goal, methodology)
    if value.high < 0 or goal.high < 0 or goal.low <= 0 < goal.high:
        return None
    ends: list[Fraction] = []
    for one in {max(_ZERO, value.low), value.high}:
        for other in {max(_ZERO, goal.low), goal.high}:
            reached = achievement(indicator.direction, one, other, methodology, indicator.aggregation)
            if isinstance(reached, Absence):
                return None
            ends.extend((reached.exact, reached.shown))
    return hull(ends)


def _bounds_within(
    indicator: Indicator, value: Interval, goal: GoalInterval, methodology: Methodology
) -> Bounds:
    """Return the bounds of the alcance against an interval: ends of the value, what lies within."""
    ends: list[Fraction] = []
    for one in (value.low, value.high, *([goal.nearest(value.low)] if _meets(value, goal) else [])):
        reached = achievement(indicator.direction, one, goal, methodology, indicator.aggregation)
        if isinstance(reached, Absence):
            return None
        ends.extend((reached.exact, reached.shown))
    return hull(ends)


def _meets(value: Interval, goal: GoalInterval) -> bool:
    return value.low <= goal.upper and goal.lower <= value.high


def group_bounds(result: GroupResult, alcances: Mapping[str, Bounds], methodology: Methodology) -> Bounds:
    """
    Return the bounds of a group's figure, in percent, from those of its indicators' alcances.

    Roundings never fall as what they round rises, so the ends of the sum come from the ends of its parts.
    """
    if isinstance(result.achievement, Absence):
        return None
    plain: list[Fraction] = [_ZERO, _ZERO]
    rounded: list[Fraction] = [_ZERO, _ZERO]
    for each in result.contributions:
        if each.achievement is None:
            continue
        bounds = alcances.get(each.code)
        if bounds is None:
            return None
        for side, end in enumerate((bounds.low, bounds.high)):
            plain[side] += each.weight * end
            rounded[side] += rounding.apply(methodology.contribution_rounding, each.weight * end)
    shown = [rounding.apply(methodology.figure_rounding, each) for each in rounded]
    return hull([*plain, *shown, result.achievement, *([result.exact] if result.exact is not None else [])])
