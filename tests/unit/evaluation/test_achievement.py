"""The alcance of every combination of value and goal."""

from __future__ import annotations

from fractions import Fraction

import pytest

from pei_dsl.evaluation.achievement import achievement
from pei_dsl.evaluation.results import Achievement
from pei_dsl.model.absence import Absence, Reason
from pei_dsl.model.methodology import CEPLAN, Methodology, Negatives, RoundingStep, ZeroGoal
from pei_dsl.model.plan import Aggregation, Direction
from tests.builders import ND

UP, DOWN, NONE = Direction.ASCENDING, Direction.DESCENDING, Direction.UNDEFINED
DUE = Absence(Reason.NOT_DUE, "registered")
ZERO = Methodology("z", zero_goal=ZeroGoal.ZERO)
FULL = Methodology("f", zero_goal=ZeroGoal.FULL_IF_MET)
BOUNDLESS = Methodology("b", cap=None)
NEGATIVE_ZERO = Methodology("n", negatives=Negatives.ZERO)


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
    """Without a goal nothing is due, whatever the value."""
    assert achievement(direction, ND, DUE) == DUE
    assert achievement(direction, Fraction(1), DUE) == DUE


@pytest.mark.parametrize("direction", [UP, DOWN])
def test_a_missing_value(direction: Direction) -> None:
    assert achievement(direction, ND, Fraction(1)) == ND


@pytest.mark.parametrize("value", [ND, Fraction(1)])
def test_what_the_plan_lacks_is_told_before_the_value(value: Fraction | Absence) -> None:
    """Whether a figure is due depends on the plan alone, never on the data."""
    found = achievement(NONE, value, Fraction(1))

    assert isinstance(found, Absence)
    assert found.cause == "no_direction"


@pytest.mark.parametrize(
    ("limit", "value", "expected"),
    [
        (Aggregation.MAXIMUM_ALLOWED, "4", "100"),
        (Aggregation.MAXIMUM_ALLOWED, "5", "100"),
        (Aggregation.MAXIMUM_ALLOWED, "10", "50"),
        (Aggregation.MAXIMUM_ALLOWED, "0", "100"),
        (Aggregation.MINIMUM_ALLOWED, "6", "100"),
        (Aggregation.MINIMUM_ALLOWED, "5", "100"),
        (Aggregation.MINIMUM_ALLOWED, "4", "80"),
        (Aggregation.MINIMUM_ALLOWED, "0", "0"),
    ],
)
def test_limits_of_an_undefined_direction(limit: Aggregation, value: str, expected: str) -> None:
    found = achievement(NONE, Fraction(value), Fraction(5), CEPLAN, limit)

    assert isinstance(found, Achievement)
    assert found.shown == Fraction(expected)


@pytest.mark.parametrize("limit", [Aggregation.MAXIMUM_ALLOWED, None])
def test_a_zero_has_a_true_reason_without_a_cap(limit: Aggregation | None) -> None:
    found = achievement(DOWN if limit is None else NONE, Fraction(0), Fraction(5), BOUNDLESS, limit)

    assert isinstance(found, Absence)
    assert found.cause == ("boundless" if limit is None else "boundless_limit")


@pytest.mark.parametrize("value", ["0", "0.001", "0.1"])
def test_the_cap_is_rounded_whatever_it_rests_on(value: str) -> None:
    whole = Methodology("w", cap=Fraction("125.05"), achievement_rounding=RoundingStep(0))
    found = achievement(DOWN, Fraction(value), Fraction(5), whole)

    assert isinstance(found, Achievement)
    assert (found.exact, found.shown) == (Fraction("125.05"), Fraction(125))


@pytest.mark.parametrize("limit", Aggregation)
def test_a_limit_changes_no_direction_that_is_defined(limit: Aggregation) -> None:
    found = achievement(DOWN, Fraction(10), Fraction(5), CEPLAN, limit)

    assert found == achievement(DOWN, Fraction(10), Fraction(5))


def test_a_methodology_may_count_negatives_as_zero() -> None:
    found = achievement(UP, Fraction(-5), Fraction(5), NEGATIVE_ZERO)

    assert isinstance(found, Achievement)
    assert found.shown == 0
