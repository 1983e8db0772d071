"""Intervals: what digits stand for, and bounds of what comes of them."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pei_dsl.algebra import intervals
from pei_dsl.algebra.arithmetic import power as exact_power
from pei_dsl.algebra.intervals import Bounds, Interval, displayed, hull, point
from tests.strategies import fractions

F = Fraction


def interval(low: str, high: str) -> Interval:
    return Interval(F(low), F(high))


@st.composite
def inside(draw: st.DrawFn) -> tuple[Interval, Fraction]:
    """An interval and a number in it."""
    ends = sorted([draw(fractions), draw(fractions), draw(fractions)])
    return Interval(ends[0], ends[2]), ends[1]


@pytest.mark.parametrize(
    ("value", "decimals", "expected"),
    [
        ("3.75", 2, ("3.745", "3.755")),
        ("93", 0, ("92.5", "93.5")),
        ("-1.2", 1, ("-1.25", "-1.15")),
        ("0", 3, ("-0.0005", "0.0005")),
    ],
)
def test_digits_stand_for_half_a_unit_either_way(
    value: str, decimals: int, expected: tuple[str, str]
) -> None:
    assert displayed(F(value), decimals) == interval(*expected)


def test_what_touches_meets_and_does_not_overlap() -> None:
    below, above = displayed(F(93), 0), displayed(F(94), 0)

    assert below.meets(above)
    assert not below.overlaps(above)
    assert below.overlaps(point(F("93.5")))
    assert below.common(above) == point(F("93.5"))
    assert below.common(displayed(F(95), 0)) is None


def test_nothing_is_divided_by_what_may_be_zero() -> None:
    assert intervals.divide(point(F(1)), interval("-0.5", "0.5")) is None
    assert intervals.divide(point(F(1)), interval("0", "0.5")) is None
    assert intervals.divide(point(F(1)), interval("0.5", "1")) == interval("1", "2")


@pytest.mark.parametrize(
    ("base", "exponent", "expected"),
    [
        (("-2", "3"), "2", ("0", "9")),
        (("-3", "-2"), "2", ("4", "9")),
        (("-2", "3"), "3", ("-8", "27")),
        (("2", "4"), "-1", ("0.25", "0.5")),
        (("-1", "4"), "-1", None),
        (("-1", "4"), "0", None),
        (("1", "4"), "0.5", None),
        (("4", "4"), "0.5", ("2", "2")),
    ],
)
def test_powers(base: tuple[str, str], exponent: str, expected: tuple[str, str] | None) -> None:
    found = intervals.power(interval(*base), point(F(exponent)))

    assert found == (interval(*expected) if expected is not None else None)


def test_an_open_exponent_bounds_nothing() -> None:
    assert intervals.power(point(F(2)), interval("1", "2")) is None


def test_a_figure_that_is_none_bounds_nothing() -> None:
    huge = point(F(10) ** 20_000)

    assert intervals.multiply(huge, huge) is None


@given(inside(), inside())
def test_operations_hold_what_they_give(first: tuple[Interval, F], second: tuple[Interval, F]) -> None:
    (left, x), (right, y) = first, second
    pairs: list[tuple[Callable[[Interval, Interval], Bounds], Callable[[F, F], F]]] = [
        (intervals.add, lambda a, b: a + b),
        (intervals.subtract, lambda a, b: a - b),
        (intervals.multiply, lambda a, b: a * b),
    ]
    for operation, exact in pairs:
        found = operation(left, right)
        assert found is not None
        assert found.holds(exact(x, y))
    quotient = intervals.divide(left, right)
    assert (quotient is None) == right.holds(F(0))
    assert quotient is None or quotient.holds(x / y)
    assert intervals.negative(left).holds(-x)
    assert left.scaled(y).holds(x * y)
    assert hull([x, y]).holds(x)


@given(inside(), st.integers(-4, 6))
def test_powers_hold_what_they_give(drawn: tuple[Interval, F], exponent: int) -> None:
    base, x = drawn
    found = intervals.power(base, point(F(exponent)))
    if found is not None:
        exact = exact_power(x, F(exponent))

        assert isinstance(exact, F)
        assert found.holds(exact)
