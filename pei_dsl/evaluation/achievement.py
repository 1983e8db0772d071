"""The alcance of an indicator (Avance Tipo I of CEPLAN's form B-7): a total function."""

from __future__ import annotations

from fractions import Fraction

from pei_dsl.algebra import rounding
from pei_dsl.algebra.values import invalid
from pei_dsl.evaluation.results import Achievement
from pei_dsl.model.absence import Absence, Reason
from pei_dsl.model.methodology import CEPLAN, Methodology, ZeroGoal
from pei_dsl.model.plan import Direction

HUNDRED = Fraction(100)


def achievement(
    direction: Direction,
    value: Fraction | Absence,
    goal: Fraction | Absence,
    methodology: Methodology = CEPLAN,
) -> Achievement | Absence:
    """
    Return how far `value` (valor obtenido) reaches `goal` (logro esperado), in percent.

    Ascending: value / goal; descending: goal / value; capped.  The baseline plays no part.  The outcome of
    every combination of missing, negative, zero and positive stands in docs/language/methodology.md.

        >>> achievement(Direction.DESCENDING, Fraction("2.23"), Fraction("0.72")).shown
        Fraction(3229, 100)
    """
    if isinstance(goal, Absence):
        return goal
    if goal == 0 and methodology.zero_goal is ZeroGoal.NOT_PROGRAMMED:
        return Absence(Reason.NOT_PROGRAMMED, "zero_goal")
    if isinstance(value, Absence):
        return value
    if direction is Direction.UNDEFINED:
        return Absence(Reason.NOT_APPLICABLE, "no_direction")
    if goal < 0 or value < 0:
        return invalid("negative_goal" if goal < 0 else "negative_value")
    if goal == 0:
        return _zero_goal(direction, value, methodology)
    if direction is Direction.ASCENDING:
        return _made(value / goal * HUNDRED, methodology)
    if value == 0:
        if methodology.cap is None:
            return invalid("boundless")
        return Achievement(None, methodology.cap, methodology.cap)
    return _made(goal / value * HUNDRED, methodology)


def _zero_goal(direction: Direction, value: Fraction, methodology: Methodology) -> Achievement:
    met = direction is Direction.ASCENDING or value == 0
    full = met and methodology.zero_goal is ZeroGoal.FULL_IF_MET
    return _made(HUNDRED if full else Fraction(0), methodology)


def _made(raw: Fraction, methodology: Methodology) -> Achievement:
    exact = raw if methodology.cap is None else min(raw, methodology.cap)
    return Achievement(raw, exact, rounding.apply(methodology.achievement_rounding, exact))
