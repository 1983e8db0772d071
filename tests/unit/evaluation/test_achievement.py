"""The alcance of every combination of value and goal."""

from __future__ import annotations

from fractions import Fraction

import pytest

from pei_dsl.evaluation.achievement import achievement
from pei_dsl.evaluation.results import Achievement
from pei_dsl.model.absence import Absence, Reason
from pei_dsl.model.methodology import CEPLAN, Methodology, ZeroGoal
from pei_dsl.model.plan import Direction
from tests.builders import ND

UP, DOWN, NONE = Direction.ASCENDING, Direction.DESCENDING, Direction.UNDEFINED
DUE = Absence(Reason.NOT_DUE, "registered")
ZERO = Methodology("z", zero_goal=ZeroGoal.ZERO)
FULL = Methodology("f", zero_goal=ZeroGoal.FULL_IF_MET)
BOUNDLESS = Methodology("b", cap=None)


@pytest.mark.parametrize(
    ("direction", "value", "goal", "methodology", "expected"),
    [
        (UP, "2.5", "5", CEPLAN, "50"),
        (UP, "6", "5", CEPLAN, "100"),
        (UP, "6", "5", BOUNDLESS, "120"),
        (UP, "0", "5", CEPLAN, "0"),
        (UP, "1", "3", CEPLAN, "33.33"),
        (DOWN, "2.23", "0.72", CEPLAN, "32.29"),
        (DOWN, "5", "10", CEPLAN, "100"),
        (DOWN, "0", "5", CEPLAN, "100"),
        (DOWN, "0", "5", BOUNDLESS, "boundless"),
        (UP, "5", "0", CEPLAN, "zero_goal"),
        (UP, "5", "0", ZERO, "0"),
        (UP, "5", "0", FULL, "100"),
        (DOWN, "5", "0", FULL, "0"),
        (DOWN, "0", "0", FULL, "100"),
        (UP, "-5", "5", CEPLAN, "negative_value"),
        (UP, "5", "-5", CEPLAN, "negative_goal"),
        (NONE, "5", "5", CEPLAN, "no_direction"),
        (NONE, "5", "0", CEPLAN, "zero_goal"),
    ],
)
def test_outcomes(
    direction: Direction, value: str, goal: str, methodology: Methodology, expected: str
) -> None:
    """A figure, or the cause of there being none."""
    found = achievement(direction, Fraction(value), Fraction(goal), methodology)

    if isinstance(found, Achievement):
        assert found.shown == Fraction(expected)
    else:
        assert found.cause == expected


@pytest.mark.parametrize("direction", Direction)
def test_absences(direction: Direction) -> None:
    """Without a goal nothing is due, whatever the value; then without a value there is no figure."""
    assert achievement(direction, ND, DUE) == DUE
    assert achievement(direction, Fraction(1), DUE) == DUE
    assert achievement(direction, ND, Fraction(1)) == ND
