"""The alcance of an indicator."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import assume, given
from hypothesis import strategies as st

from pei_dsl.evaluation.achievement import achievement
from pei_dsl.evaluation.results import Achievement
from pei_dsl.model.absence import Absence
from pei_dsl.model.methodology import CEPLAN, EXACTA, Methodology
from pei_dsl.model.plan import Direction
from tests import strategies

directions = st.sampled_from(Direction)
moving = st.sampled_from([Direction.ASCENDING, Direction.DESCENDING])
present_or_not = strategies.fractions | strategies.absences | st.just(Fraction(0))


@given(directions, present_or_not, present_or_not, strategies.methodologies)
def test_the_alcance_is_total(
    direction: Direction, value: Fraction | Absence, goal: Fraction | Absence, methodology: Methodology
) -> None:
    """Every combination has a figure or a reason; a figure lies within 0 and the cap."""
    found = achievement(direction, value, goal, methodology)

    if isinstance(found, Achievement):
        assert found.exact >= 0
        assert found.shown >= 0
        if methodology.cap is not None:
            assert found.exact <= methodology.cap
            assert found.shown <= methodology.cap
        if found.raw is not None:
            assert found.exact == (found.raw if methodology.cap is None else min(found.raw, methodology.cap))
    else:
        assert isinstance(found, Absence)


@given(moving, strategies.positive_fractions, strategies.positive_fractions, strategies.positive_fractions)
def test_a_better_value_never_reaches_less(
    direction: Direction, first: Fraction, second: Fraction, goal: Fraction
) -> None:
    """The alcance grows with the value of an ascending indicator and falls with that of a descending one."""
    low, high = sorted((first, second))
    at_low, at_high = (achievement(direction, value, goal, CEPLAN) for value in (low, high))

    assert isinstance(at_low, Achievement)
    assert isinstance(at_high, Achievement)
    worse, better = (at_low, at_high) if direction is Direction.ASCENDING else (at_high, at_low)
    assert worse.exact <= better.exact
    assert worse.shown <= better.shown


@given(
    directions,
    st.fractions(0) | st.just(Fraction(0)),
    st.fractions(0),
    strategies.positive_fractions,
    strategies.methodologies,
)
def test_the_scale_of_figures_does_not_matter(
    direction: Direction, value: Fraction, goal: Fraction, scale: Fraction, methodology: Methodology
) -> None:
    """Value and goal counted in hundreds instead of ones give the same alcance."""
    scaled = achievement(direction, value * scale, goal * scale, methodology)

    assert achievement(direction, value, goal, methodology) == scaled


@given(moving, strategies.positive_fractions)
def test_a_goal_met_is_a_hundred(direction: Direction, goal: Fraction) -> None:
    """A value equal to its goal reaches exactly 100, in both directions."""
    found = achievement(direction, goal, goal, EXACTA)

    assert found == Achievement(Fraction(100), Fraction(100), Fraction(100))


@given(strategies.positive_fractions, strategies.positive_fractions)
def test_the_directions_mirror_each_other(value: Fraction, goal: Fraction) -> None:
    """A descending indicator is an ascending one with value and goal exchanged."""
    assume(value != goal)

    up = achievement(Direction.ASCENDING, value, goal)
    assert up == achievement(Direction.DESCENDING, goal, value)
    assert isinstance(up, Achievement)
    assert (up.exact == 100) == (value > goal)
