"""Times between moments against the standard library."""

from __future__ import annotations

import datetime
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from pei_dsl.algebra import arithmetic
from pei_dsl.algebra.builtins import IMPLEMENTATIONS
from pei_dsl.data.cell_values import BadCell, read_object, read_text
from pei_dsl.data.expected import Expected
from pei_dsl.model.expressions import ValueType
from pei_dsl.model.moment import Moment

EXPECTED = Expected(ValueType.MOMENT)
moments = st.datetimes(
    datetime.datetime.fromisoformat("1900-01-01"), datetime.datetime.fromisoformat("2200-12-31")
)


@given(moments, moments)
def test_minutes_and_hours_are_those_between(first: datetime.datetime, last: datetime.datetime) -> None:
    between = last - first
    micro = between.days * 86_400_000_000 + between.seconds * 1_000_000 + between.microseconds
    ends = Moment(first), Moment(last)

    assert IMPLEMENTATIONS["minutes"](*ends) == Fraction(micro, 60_000_000)
    assert IMPLEMENTATIONS["hours"](*ends) == Fraction(micro, 3_600_000_000)
    assert arithmetic.compare("<", *ends) == (first < last)
    assert arithmetic.compare(">=", *ends) == (first >= last)


@given(moments)
def test_what_is_shown_is_read_again(at: datetime.datetime) -> None:
    moment = Moment(at)

    assert read_text(str(moment), EXPECTED) == moment
    assert read_object(at, EXPECTED) == moment
    assert IMPLEMENTATIONS["hour"](moment) == at.hour
    assert IMPLEMENTATIONS["date_of"](moment) == at.date()


@given(st.datetimes().filter(lambda at: at.year > 1900 and at.year < 2200))
def test_twelve_hours_and_a_half_day_are_read(at: datetime.datetime) -> None:
    at = at.replace(second=0, microsecond=0)
    half = "p. m." if at.hour >= 12 else "a.m."
    written = f"{at.date().isoformat()} {at.hour % 12 or 12}:{at.minute:02} {half}"

    assert read_text(written, EXPECTED) == Moment(at)


def test_what_is_no_moment() -> None:
    for cell in (
        "2024-07-31",
        "08:30",
        "2024-07 08:30",
        "2024 08:30",
        "2024-07-31 13:00 pm",
        "2024-07-31 08:60",
    ):
        assert isinstance(read_text(cell, EXPECTED), BadCell), cell
    for given_ in (datetime.date(2024, 7, 31), datetime.time(8, 30), 45504.5, True):
        assert isinstance(read_object(given_, EXPECTED), BadCell), given_
