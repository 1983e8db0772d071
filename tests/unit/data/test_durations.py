"""Durations as formats write them, against the standard library."""

from __future__ import annotations

import datetime
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pei_dsl.data.cell_values import BadCell, read_object, read_text
from pei_dsl.data.durations import parse_duration_format, read_duration, seconds_of
from pei_dsl.data.expected import Expected
from pei_dsl.model.expressions import ValueType
from pei_dsl.model.units import parse_unit

MINUTES = Expected(ValueType.NUMBER, formats=("h:mm:ss",), seconds=60)
spans = st.integers(0, 999 * 3600)


@given(spans)
def test_hours_minutes_and_seconds_are_what_they_say(seconds: int) -> None:
    minutes, second = divmod(seconds, 60)
    hour, minute = divmod(minutes, 60)

    assert read_text(f"{hour}:{minute:02}:{second:02}", MINUTES) == Fraction(seconds, 60)
    assert read_duration(f"{minutes}:{second:02}", ("mm:ss",), 60) == Fraction(seconds, 60)
    assert read_duration(f"{hour}:{minute:02}", ("[h]:mm",), 3600) == Fraction(hour * 60 + minute, 60)
    assert read_object(datetime.timedelta(seconds=seconds), MINUTES) == Fraction(seconds, 60)


@given(st.times())
def test_excel_counts_to_the_second(time: datetime.time) -> None:
    found = read_object(time, MINUTES)
    exact = Fraction(time.hour * 60 + time.minute) + Fraction(
        time.second * 10**6 + time.microsecond, 60 * 10**6
    )

    assert isinstance(found, Fraction)
    assert (found * 60).denominator == 1
    assert abs(found - exact) <= Fraction(1, 120)


@pytest.mark.parametrize(
    "text", ["45", "1:60:00", "1:00:60", "1:5:3:2", "-1:00:00", "1:00", "h:mm:ss", "1:30:00 h", "٣:00:00", ""]
)
def test_what_is_written_otherwise_is_no_duration(text: str) -> None:
    found = read_text(text, MINUTES)
    assert found is None if not text else isinstance(found, BadCell)


def test_decimals_of_a_second() -> None:
    assert read_duration("0:12.5", ("m:ss",), 1) == Fraction(25, 2)
    assert read_duration("0:00:00,25", ("h:mm:ss",), 1) == Fraction(1, 4)


def test_two_formats_that_contradict_each_other_name_none() -> None:
    assert read_duration("1:30", ("h:mm", "m:ss"), 60) is None
    assert read_duration("1:30:00", ("h:mm", "h:mm:ss"), 60) == 90
    assert read_duration("0:00", ("h:mm", "m:ss"), 60) == 0


@pytest.mark.parametrize("written", ["h:mm", "hh:mm:ss", "H:MM", "[h]:mm:ss", "mm:ss", "[mm]:ss"])
def test_formats(written: str) -> None:
    assert parse_duration_format(written)


@pytest.mark.parametrize(
    "written", ["", "h", "mm", "h:ss", "ss:mm", "h:mm:ss:ms", "dd:hh", "h:[mm]", "h.mm", "hhh:mm", "[ss]"]
)
def test_what_is_no_format(written: str) -> None:
    assert parse_duration_format(written) == ()


@pytest.mark.parametrize(
    ("unit", "seconds"),
    [
        ("número de minutos", 60),
        ("cantidad de horas", 3600),
        ("número de Segundos", 1),
        ("number of days", 86400),
        ("número de personas", 0),
        ("porcentaje", 0),
        ("número", 0),
    ],
)
def test_units_of_time(unit: str, seconds: int) -> None:
    assert seconds_of(parse_unit(unit)) == seconds


def test_a_number_is_no_duration() -> None:
    """Nobody knows whether it counts minutes or, as Excel keeps it, days."""
    for given_ in (45, 0.5, Fraction(3, 2), True):
        assert isinstance(read_object(given_, MINUTES), BadCell), given_
