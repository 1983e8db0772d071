"""Functions of dates against the calendar of the standard library."""

from __future__ import annotations

import calendar
import datetime
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from pei_dsl.algebra.builtins import IMPLEMENTATIONS
from pei_dsl.algebra.builtins.of_dates import WEEKDAYS
from pei_dsl.algebra.values import Value
from pei_dsl.model.absence import Absence
from pei_dsl.model.periods import Granularity, Period

DATES = st.dates()
EDGES = [datetime.date.min, datetime.date(2024, 2, 29), datetime.date(1900, 3, 1), datetime.date.max]


def call(name: str, *given: Value | int) -> Value:
    """Return what the function gives."""
    return IMPLEMENTATIONS[name](*(Fraction(each) if isinstance(each, int) else each for each in given))


@given(DATES | st.sampled_from(EDGES))
def test_the_parts_of_a_date_make_it(date: datetime.date) -> None:
    parts = [call(part, date) for part in ("year", "month", "day")]

    assert parts == [date.year, date.month, date.day]
    assert call("date", *parts) == date
    assert call("date", *parts[:2]) == date.replace(day=1)
    assert call("date", *parts[:1]) == datetime.date(date.year, 1, 1)


@given(st.dates(datetime.date(1900, 1, 1), datetime.date(2100, 12, 31)))
def test_quarter_and_semester_are_those_of_periods(date: datetime.date) -> None:
    """The stretch that a plan writes `2024-T3` holds the dates of quarter 3."""
    for name, letter, granularity in (
        ("quarter", "T", Granularity.QUARTER),
        ("semester", "S", Granularity.SEMESTER),
    ):
        number = call(name, date)
        period = Period.parse(f"{date.year}-{letter}{number}")
        assert period is not None
        assert period.granularity is granularity
        assert period.start <= date <= period.end


@given(DATES)
def test_a_week_has_seven_weekdays_and_monday_is_the_first(date: datetime.date) -> None:
    assert call("weekday", date) == WEEKDAYS[calendar.weekday(date.year, date.month, date.day)]
    assert call("weekday", datetime.date(2024, 7, 29)) == "lunes"


@given(st.integers(-1, 10_001), st.integers(-1, 14), st.integers(-1, 33))
def test_a_day_exists_or_is_told(year: int, month: int, day: int) -> None:
    """As the calendar module says how many days a month has."""
    exists = (
        1 <= year <= 9999 and 1 <= month <= 12 and 1 <= day <= calendar.monthrange(max(year, 1), month)[1]
    )
    found = call("date", year, month, day)

    assert isinstance(found, datetime.date) == exists
    assert exists or (isinstance(found, Absence) and found.cause == "no_such_day")


@given(DATES, st.integers(-4_000_000, 4_000_000))
def test_adding_days_is_undone_by_counting_them(date: datetime.date, days: int) -> None:
    found = call("add_days", date, days)
    if isinstance(found, datetime.date):
        assert call("days", date, found) == days
    else:
        assert not 1 <= date.toordinal() + days <= datetime.date.max.toordinal()


def test_halves_of_days_and_of_months_are_told() -> None:
    half, date = Fraction(1, 2), datetime.date(2024, 1, 1)
    for found, cause in (
        (call("add_days", date, half), "whole_days"),
        (call("date", 2024, half), "no_such_day"),
        (call("date", 10**400), "no_such_day"),
        (call("add_days", date, 10**400), "beyond_calendar"),
    ):
        assert isinstance(found, Absence)
        assert found.cause == cause
