"""
Avance tipo II: how much of the way to the goal is done.

Known from third-party code only [C]; no report prints it.

Not additive: from the baseline to the goal.  Additive (`agregable`): all years to date together.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import attrs

from pei_dsl.algebra.values import absent
from pei_dsl.evaluation.achievement import achievement, of_negative, of_quotient
from pei_dsl.evaluation.basis import Quotient
from pei_dsl.evaluation.results import Achievement
from pei_dsl.model.absence import Absence, Reason
from pei_dsl.model.methodology import CEPLAN, Methodology, ZeroGoal
from pei_dsl.model.plan import Direction

Figure = Fraction | Absence


def from_baseline(
    value: Figure, goal: Figure, baseline: Figure | None, methodology: Methodology = CEPLAN
) -> Achievement | Absence:
    """
    Return (value - baseline) / (goal - baseline), in percent; the same ratio for both directions.

    A value on the far side of the baseline gives a negative way, shown as 0 and kept raw.  Goal equal to
    baseline: there is no way to go, so nothing can be measured.
    """
    if isinstance(goal, Absence):
        return goal
    if baseline is None:
        return Absence(Reason.NOT_APPLICABLE, "no_baseline")
    if isinstance(baseline, Absence):
        return Absence(Reason.NOT_APPLICABLE, "no_baseline")
    if goal == baseline:
        return Absence(Reason.NOT_APPLICABLE, "goal_is_baseline")
    if isinstance(value, Absence):
        return value
    if min(value, goal, baseline) < 0:
        return of_negative(goal, methodology)
    # Written so that the way to go is positive, as one does on paper.
    up = goal > baseline
    done, whole = ((value, baseline), (goal, baseline)) if up else ((baseline, value), (baseline, goal))
    return of_quotient(Quotient(done, whole, subtracted=True), methodology)


def to_date(
    direction: Direction,
    values: Sequence[Figure],
    goals: Sequence[Figure],
    methodology: Methodology = CEPLAN,
) -> Achievement | Absence:
    """
    Return the sum of values against the sum of goals of the years to date, as tipo I compares two figures.

    A year without goal adds to neither sum; a year with a goal and without value makes the whole ND.
    """
    if direction is Direction.UNDEFINED:
        return Absence(Reason.NOT_APPLICABLE, "no_direction")
    pairs = [
        (value, goal)
        for value, goal in zip(values, goals, strict=True)
        if not (isinstance(goal, Absence) or (goal == 0 and methodology.zero_goal is ZeroGoal.NOT_PROGRAMMED))
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
    rises = direction is Direction.ASCENDING
    terms = Quotient(added, expected) if rises else Quotient(expected, added)
    return attrs.evolve(reached, basis=terms)
