"""Goals over the years: the direction they take, and the baseline that they start from."""

from __future__ import annotations

import itertools
from fractions import Fraction

from pei_dsl.analysis.lints.subject import (
    Point,
    compares_by_itself,
    points,
    written,
    yearly,
)
from pei_dsl.diagnostics.catalogue import Parameter
from pei_dsl.model.methodology import ZeroGoal
from pei_dsl.model.plan import Direction, Indicator, Plan
from pei_dsl.model.terms import term


def trend(plan: Plan, indicator: Indicator) -> list[Point]:
    """Return the yearly goals of `indicator` in order, without zeros that say "nothing this year"."""
    ignored = plan.methodology.zero_goal is ZeroGoal.NOT_PROGRAMMED
    return [each for each in yearly(points(indicator.goals)) if each.value or not ignored]


def steps_along(indicator: Indicator, goals: list[Point]) -> list[Fraction]:
    """Return how far each goal moves from the one before, positive along the direction."""
    if compares_by_itself(indicator):
        return []
    pairs = itertools.pairwise(goals)
    return [(after.value - before.value) * direction_sign(indicator) for before, after in pairs]


def direction_sign(indicator: Indicator) -> int:
    """Return 1 where more is better, -1 where less is, and 0 where neither is said."""
    return {Direction.ASCENDING: 1, Direction.DESCENDING: -1, Direction.UNDEFINED: 0}[indicator.direction]


def baseline_of(indicator: Indicator) -> Point | None:
    """Return the baseline, where goals can be compared with it."""
    if indicator.baseline is None or indicator.direction is Direction.UNDEFINED:
        return None
    if indicator.unit.kind == "rate_of_change":
        return None
    figure = indicator.baseline.figure
    return (
        Point(indicator.baseline.period, figure, figure.value) if isinstance(figure.value, Fraction) else None
    )


def about(indicator: Indicator) -> dict[str, Parameter]:
    """Return what messages say of `indicator`."""
    return {"code": indicator.code, "direction": term(indicator.direction)}


def first_and_last(indicator: Indicator, goals: list[Point]) -> dict[str, Parameter]:
    """Return what messages say of the first and the last of `goals`."""
    first, last = goals[0], goals[-1]
    return {
        "first": str(first.period),
        "first_goal": written(first.value, indicator.unit, first.figure.decimals),
        "last": str(last.period),
        "last_goal": written(last.value, indicator.unit, last.figure.decimals),
    }


def against(indicator: Indicator, baseline: Point, goal: Point) -> dict[str, Parameter]:
    """Return what messages say of a goal beside the baseline."""
    return {
        "base_period": str(baseline.period),
        "baseline": written(baseline.value, indicator.unit, baseline.figure.decimals),
        "period": str(goal.period),
        "goal": written(goal.value, indicator.unit, goal.figure.decimals),
    }
