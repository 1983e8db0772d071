"""
Avance tipo II: how much of the way to the goal is done.

Known from third-party code only [C]; no report prints it.

Not additive: from the baseline to the goal.  Additive (`agregable`): all years to date together.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import assert_never

import attrs

from pei_dsl.algebra.values import absent
from pei_dsl.evaluation.achievement import achievement, made, of_negative, of_quotient, rises
from pei_dsl.evaluation.basis import HUNDRED, Quotient, Rule
from pei_dsl.evaluation.results import Achievement
from pei_dsl.model.absence import Absence, Reason
from pei_dsl.model.figure import GoalInterval, GoalValue
from pei_dsl.model.methodology import CEPLAN, MaintainedGoal, Methodology, ZeroGoal
from pei_dsl.model.plan import Aggregation, Direction

Figure = Fraction | Absence


def from_baseline(
    value: Figure,
    goal: GoalValue,
    baseline: Figure | None,
    methodology: Methodology = CEPLAN,
    direction: Direction = Direction.UNDEFINED,
    limit: Aggregation | None = None,
) -> Achievement | Absence:
    """
    Return (value - baseline) / (goal - baseline), in percent; the same ratio for both directions.

    A value on the far side of the baseline gives a negative way, shown as 0 and kept raw.  Goal equal to
    baseline: there is no way to go, so that the methodology says what is measured instead; that may ask for
    the `direction`, or for the `limit` that takes its place.
    """
    if isinstance(goal, Absence):
        return goal
    if isinstance(goal, GoalInterval):
        return _no_way()
    if baseline is None:
        return Absence(Reason.NOT_APPLICABLE, "no_baseline")
    if isinstance(baseline, Absence):
        return Absence(Reason.NOT_APPLICABLE, "no_baseline")
    if goal == baseline:
        return _maintained(value, goal, methodology, direction, limit)
    if isinstance(value, Absence):
        return value
    if min(value, goal, baseline) < 0:
        return of_negative(goal, methodology)
    # Written so that the way to go is positive, as one does on paper.
    up = goal > baseline
    done, whole = ((value, baseline), (goal, baseline)) if up else ((baseline, value), (baseline, goal))
    return of_quotient(Quotient(done, whole, subtracted=True), methodology)


def _no_way() -> Absence:
    """Return why nothing is measured on the way to an interval: there is no one figure to arrive at."""
    return Absence(Reason.NOT_APPLICABLE, "interval_way")


def _maintained(
    value: Figure,
    goal: Fraction,
    methodology: Methodology,
    direction: Direction,
    limit: Aggregation | None,
) -> Achievement | Absence:
    """Return what is measured where the goal is to keep the baseline; our own, no report prints one."""
    match methodology.maintained_goal:
        case MaintainedGoal.NOT_MEASURED:
            return Absence(Reason.NOT_APPLICABLE, "goal_is_baseline")
        case MaintainedGoal.TYPE_1:
            return achievement(direction, value, goal, methodology, limit)
        case MaintainedGoal.FULL_IF_KEPT:
            rising = rises(direction, limit)
            if rising is None:
                return Absence(Reason.NOT_APPLICABLE, "no_direction")
            if isinstance(value, Absence):
                return value
            if min(value, goal) < 0:
                return of_negative(goal, methodology)
            kept = value >= goal if rising else value <= goal
            return made(HUNDRED if kept else Fraction(0), methodology, Rule.KEPT if kept else Rule.NOT_KEPT)
        case _:
            assert_never(methodology.maintained_goal)


def to_date(
    direction: Direction,
    values: Sequence[Figure],
    goals: Sequence[GoalValue],
    methodology: Methodology = CEPLAN,
) -> Achievement | Absence:
    """
    Return the sum of values against the sum of goals of the years to date, as tipo I compares two figures.

    A year without goal adds to neither sum; a year with a goal and without value makes the whole ND.
    """
    if any(isinstance(goal, GoalInterval) for goal in goals):
        return _no_way()
    if direction is Direction.UNDEFINED:
        return Absence(Reason.NOT_APPLICABLE, "no_direction")
    pairs = [
        (value, goal)
        for value, goal in zip(values, goals, strict=True)
        if not isinstance(goal, GoalInterval)
        and not (
            isinstance(goal, Absence) or (goal == 0 and methodology.zero_goal is ZeroGoal.NOT_PROGRAMMED)
        )
    ]
    if not pairs:
        return next(
            (goal for goal in goals if isinstance(goal, Absence)), Absence(Reason.NOT_PROGRAMMED, "zero_goal")
        )
    missing = absent(*(value for value, _ in pairs))
    if missing is not None:
        return missing
    below = [goal for value, goal in pairs if goal < 0 or (isinstance(value, Fraction) and value < 0)]
    if below:
        return of_negative(below[0], methodology)
    added = tuple(value for value, _ in pairs if isinstance(value, Fraction))
    expected = tuple(goal for _, goal in pairs)
    reached = achievement(direction, sum(added, Fraction(0)), sum(expected, Fraction(0)), methodology)
    if isinstance(reached, Absence) or not isinstance(reached.basis, Quotient):
        return reached
    terms = Quotient(added, expected) if direction is Direction.ASCENDING else Quotient(expected, added)
    return attrs.evolve(reached, basis=terms)
