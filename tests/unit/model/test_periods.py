"""Periods as plans and data write them."""

from __future__ import annotations

import datetime

import pytest

from pei_dsl.model.periods import Period
from tests.builders import period


@pytest.mark.parametrize(
    ("written", "first", "last"),
    [
        ("2024", "2024-01-01", "2024-12-31"),
        ("2024-S2", "2024-07-01", "2024-12-31"),
        ("2024-t1", "2024-01-01", "2024-03-31"),
        ("2024-Q4", "2024-10-01", "2024-12-31"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2023-02", "2023-02-01", "2023-02-28"),
        (" 2024-07-31 ", "2024-07-31", "2024-07-31"),
    ],
)
def test_periods(written: str, first: str, last: str) -> None:
    """First and last day of each kind."""
    found = period(written)

    assert found.start == datetime.date.fromisoformat(first)
    assert found.end == datetime.date.fromisoformat(last)


@pytest.mark.parametrize(
    "written",
    [
        "",
        "24",
        "2024-S3",
        "2024-T0",
        "2024-00",
        "2024-13",
        "2023-02-29",
        "1899",
        "2201",
        "0000",
        "2024-1",
        "٢٠٢٤",
    ],
)
def test_what_is_no_period(written: str) -> None:
    """Out of the calendar, or no form that plans use."""
    assert Period.parse(written) is None


@pytest.mark.parametrize(
    ("written", "steps", "expected"),
    [
        ("2024", 1, "2023"),
        ("2024-S1", 1, "2023-S2"),
        ("2024-T2", 5, "2023-T1"),
        ("2024-01", 13, "2022-12"),
        ("2024-03-01", 1, "2024-02-29"),
    ],
)
def test_earlier(written: str, steps: int, expected: str) -> None:
    """Steps of the period's own kind."""
    assert str(period(written).earlier(steps)) == expected


def test_the_calendar_ends() -> None:
    """Before its first year there is nothing."""
    assert period("1900").earlier(1) is None
    assert period("1950").earlier(2000) is None
