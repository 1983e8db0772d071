"""The alcance of an indicator (Avance Tipo I of CEPLAN's form B-7): a total function."""

from __future__ import annotations

from fractions import Fraction

import attrs

from pei_dsl.algebra import rounding
from pei_dsl.algebra.values import invalid
from pei_dsl.evaluation.basis import HUNDRED, Basis, Quotient, Rule
from pei_dsl.evaluation.results import Achievement
from pei_dsl.model.absence import Absence, Reason
from pei_dsl.model.figure import GoalInterval, GoalValue
from pei_dsl.model.methodology import CEPLAN, Methodology, Negatives, ZeroGoal
from pei_dsl.model.plan import Aggregation, Direction


def achievement(
    direction: Direction,
    value: Fraction | Absence,
    goal: GoalValue,
    methodology: Methodology = CEPLAN,
    limit: Aggregation | None = None,
) -> Achievement | Absence:
    """
    Return how far `value` (valor obtenido) reaches `goal` (logro esperado), in percent: avance tipo I.

    Ascending: value / goal; descending: goal / value; capped.  An undefined direction needs a `limit`: below
    a maximum allowed, or above a minimum allowed, the alcance is full; beyond it, it falls as the ratio does.
    A goal that is an interval says both limits, so that no direction is asked for.
    The baseline plays no part.  The outcome of every combination of missing, negative, zero and positive
    stands in docs/language/methodology.md.

        >>> achievement(Direction.DESCENDING, Fraction("2.23"), Fraction("0.72")).shown
        Fraction(3229, 100)
    """
    if isinstance(goal, Absence):
        return goal
    if isinstance(goal, GoalInterval):
        return _of_interval(value, goal, methodology)
    if goal == 0 and methodology.zero_goal is ZeroGoal.NOT_PROGRAMMED:
        return Absence(Reason.NOT_PROGRAMMED, "zero_goal")
    # Whether a figure is due must not depend on the data, so what the plan lacks is told before the value.
    rising = rises(direction, limit)
    if rising is None:
        return Absence(Reason.NOT_APPLICABLE, "no_direction")
    if isinstance(value, Absence):
        return value
    if goal < 0 or value < 0:
        return of_negative(goal, methodology)
    if goal == 0:
        return _zero_goal(value, methodology, rises=rising)
    if rising:
        return of_quotient(Quotient((value,), (goal,)), methodology)
    if value == 0:
        if methodology.cap is None:
            return invalid("boundless" if direction is Direction.DESCENDING else "boundless_limit")
        return attrs.evolve(made(methodology.cap, methodology, Rule.ZERO_VALUE), raw=None)
    return of_quotient(Quotient((goal,), (value,)), methodology)


def rises(direction: Direction, limit: Aggregation | None) -> bool | None:
    """Tell whether more is better; None when nothing says so.  A maximum allowed reads as descending [N]."""
    match direction, limit:
        case Direction.ASCENDING, _:
            return True
        case Direction.DESCENDING, _:
            return False
        case _, Aggregation.MINIMUM_ALLOWED:
            return True
        case _, Aggregation.MAXIMUM_ALLOWED:
            return False
        case _:
            return None


def of_negative(goal: Fraction, methodology: Methodology) -> Achievement | Absence:
    """Return what the methodology makes of a negative value or goal."""
    if methodology.negatives is Negatives.ZERO:
        return made(Fraction(0), methodology, Rule.NEGATIVE)
    return invalid("negative_goal" if goal < 0 else "negative_value")


def _of_interval(
    value: Fraction | Absence, goal: GoalInterval, methodology: Methodology
) -> Achievement | Absence:
    """Return the alcance against an interval: full within, value / lower below, upper / value above; ours."""
    if isinstance(value, Absence):
        return value
    if goal.holds(value):
        return made(HUNDRED, methodology, Rule.WITHIN)
    end = goal.nearest(value)
    if min(value, end) < 0:
        return of_negative(end, methodology)
    return of_quotient(Quotient((min(value, end),), (max(value, end),)), methodology)


def _zero_goal(value: Fraction, methodology: Methodology, *, rises: bool) -> Achievement:
    if methodology.zero_goal is not ZeroGoal.FULL_IF_MET:
        return made(Fraction(0), methodology, Rule.ZERO_GOAL)
    if rises or value == 0:
        return made(HUNDRED, methodology, Rule.ZERO_GOAL_MET)
    return made(Fraction(0), methodology, Rule.ZERO_GOAL_MISSED)


def of_quotient(basis: Quotient, methodology: Methodology) -> Achievement:
    """Return the alcance of a quotient."""
    return made(basis.percent, methodology, basis)


def made(raw: Fraction, methodology: Methodology, basis: Basis | None = None) -> Achievement:
    """Return the alcance of a raw ratio: below zero it counts as none, then it is capped, then rounded."""
    counted = max(raw, Fraction(0))
    exact = counted if methodology.cap is None else min(counted, methodology.cap)
    return Achievement(raw, exact, rounding.apply(methodology.achievement_rounding, exact), basis)


def highest(methodology: Methodology) -> Fraction | None:
    """Return the highest alcance that can be printed: the cap, rounded; None without one."""
    cap = methodology.cap
    return None if cap is None else rounding.apply(methodology.achievement_rounding, cap)
