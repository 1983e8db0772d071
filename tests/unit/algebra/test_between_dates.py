"""Working days against NumPy, and what they say of days."""

from __future__ import annotations

import datetime
from fractions import Fraction

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from pei_dsl.algebra.builtins import IMPLEMENTATIONS
from pei_dsl.algebra.builtins.over_rows import SEPARATOR
from pei_dsl.algebra.values import Value
from pei_dsl.model.absence import Absence

DAYS = st.dates(datetime.date(2019, 12, 20), datetime.date(2026, 1, 10))
# One of each year, so that all years are known.
NEW_YEARS = [datetime.date(year, 1, 1) for year in range(2019, 2027)]
HOLIDAYS = st.lists(DAYS, max_size=40).map(lambda drawn: [*NEW_YEARS, *drawn])
ONE = datetime.timedelta(days=1)


def working_days(first: datetime.date, last: datetime.date, holidays: list[datetime.date]) -> Value:
    """Return the working days from `first` to `last`."""
    listed = SEPARATOR.join(each.isoformat() for each in sorted(set(holidays)))
    return IMPLEMENTATIONS["working_days"](first, last, listed)


@given(DAYS, DAYS, HOLIDAYS)
def test_numpy_counts_as_many(
    first: datetime.date, last: datetime.date, holidays: list[datetime.date]
) -> None:
    """`busday_count` leaves out the end and counts the beginning, so it is asked from a day later on."""
    low, high = sorted((first, last))
    counted = int(np.busday_count(low + ONE, high + ONE, holidays=np.array(holidays, dtype="datetime64[D]")))

    assert working_days(low, high, holidays) == counted
    assert working_days(high, low, holidays) == -counted


@given(DAYS, DAYS, DAYS, HOLIDAYS)
def test_stretches_add_up(
    a: datetime.date, b: datetime.date, c: datetime.date, holidays: list[datetime.date]
) -> None:
    parts = [working_days(a, b, holidays), working_days(b, c, holidays)]

    assert sum(each for each in parts if isinstance(each, Fraction)) == working_days(a, c, holidays)


def test_a_year_without_holidays_is_told() -> None:
    known = [datetime.date(2024, 7, 29)]
    day = datetime.date
    for first, last in ((day(2023, 12, 30), day(2024, 1, 2)), (day(2024, 12, 31), day(2025, 1, 1))):
        for ends in ((first, last), (last, first)):
            found = working_days(*ends, known)
            assert isinstance(found, Absence)
            assert found.cause == "no_holidays"
    # Of the day on which it begins no holiday matters.
    assert working_days(day(2023, 12, 31), day(2024, 1, 2), known) == 2
    assert working_days(day(2020, 5, 5), day(2020, 5, 5), known) == 0


def test_the_ends_of_the_calendar() -> None:
    first, last = datetime.date.min, datetime.date.max
    assert working_days(first, first + ONE, [first]) == 1
    assert working_days(last - ONE, last, [last]) == 0
