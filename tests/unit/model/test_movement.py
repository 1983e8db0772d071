"""How an indicator moved since something was recommended: between which figures, and which way."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pei_dsl.model.follow_up import Recommendation
from pei_dsl.model.movement import Course, movement
from pei_dsl.model.periods import Period
from pei_dsl.model.plan import Direction, Indicator
from pei_dsl.model.units import NUMBER, PERCENTAGE, Unit
from tests.example_counts import examples

YEARS = {str(year): Period.year_of(year) for year in (2022, 2023, 2024, 2025)}


def indicator(direction: Direction = Direction.ASCENDING, unit: Unit = NUMBER) -> Indicator:
    return Indicator("IND.01.OEI.01", "T", "OEI.01", unit=unit, direction=direction)


def period(written: str) -> Period:
    found = Period.parse(written)
    assert found is not None
    return found


def since(written: str) -> Recommendation:
    return Recommendation("REC.01", period=period(written) if written else None)


@settings(max_examples=examples(40))
@given(st.fractions(), st.fractions(), st.sampled_from([*Direction]))
def test_which_way_is_said_by_the_direction(before: Fraction, after: Fraction, direction: Direction) -> None:
    values = {YEARS["2023"]: before, YEARS["2024"]: after}
    found = movement(since("2023"), indicator(direction), values, YEARS["2024"])

    assert found is not None
    assert (found.before, found.after, found.since, found.until) == (
        before,
        after,
        YEARS["2023"],
        YEARS["2024"],
    )
    if direction is Direction.UNDEFINED:
        assert found.course is Course.UNCLEAR
    elif before == after:
        assert found.course is Course.SAME
    else:
        gains = after - before if direction is Direction.ASCENDING else before - after
        assert found.course is (Course.BETTER if gains > 0 else Course.WORSE)


@pytest.mark.parametrize("written", ["2024", "2025", "2024-S2", "2024-T4", "2024-12"])
def test_from_what_ends_no_earlier_nothing_moved(written: str) -> None:
    """The report of a period ends with it, however short it is."""
    values = {period(written): Fraction(1), YEARS["2024"]: Fraction(2)}

    assert movement(since(written), indicator(), values, YEARS["2024"]) is None


def test_without_a_period_it_is_measured_from_the_same_time_before() -> None:
    values = {YEARS["2023"]: Fraction(1), YEARS["2024"]: Fraction(2), YEARS["2022"]: Fraction(9)}
    found = movement(since(""), indicator(), values, YEARS["2024"])

    assert found is not None
    assert found.since == YEARS["2023"]


@pytest.mark.parametrize("lacks", ["2023", "2024"])
def test_it_takes_both_figures(lacks: str) -> None:
    values = {each: Fraction(1) for name, each in YEARS.items() if name != lacks}

    assert movement(since("2023"), indicator(), values, YEARS["2024"]) is None


@pytest.mark.parametrize(
    ("unit", "written", "course"),
    [
        (NUMBER, "2024-S1", Course.UNCLEAR),
        (NUMBER, "2023", Course.BETTER),
        (PERCENTAGE, "2024-S1", Course.BETTER),
    ],
)
def test_what_is_counted_is_compared_within_the_same_length_of_time(
    unit: Unit, written: str, course: Course
) -> None:
    values = {period(written): Fraction(1, 2), YEARS["2024"]: Fraction(1)}
    found = movement(since(written), indicator(unit=unit), values, YEARS["2024"])

    assert found is not None
    assert found.course is course
