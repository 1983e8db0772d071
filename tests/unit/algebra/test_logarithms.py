"""Logarithms and powers of e against series of fractions, of which the rest is known."""

from __future__ import annotations

from decimal import Context, Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pei_dsl.algebra.logarithms import MAX_EXPONENT, decimal_logarithm, exponential, logarithm
from pei_dsl.algebra.rounding import round_half_even
from pei_dsl.model.absence import Absence
from tests.example_counts import examples

DECIMALS = 40
ENOUGH = Fraction(1, 10**60)


def atanh(z: Fraction) -> tuple[Fraction, Fraction]:
    """Return bounds of the inverse hyperbolic tangent of 0 <= z < 1/2: its series, and all that is left out."""
    total, power, odd = Fraction(0), z, 1
    while power > ENOUGH:
        total, power, odd = total + power / odd, power * z * z, odd + 2
    return total, total + power / (1 - z * z)


def ln(number: Fraction) -> tuple[Fraction, Fraction]:
    """Return bounds of ln: that of a number between 1 and 2, and so many times ln 2."""
    twos = 0
    while number >= 2:
        number, twos = number / 2, twos + 1
    while number < 1:
        number, twos = number * 2, twos - 1
    low, high = (2 * each for each in atanh((number - 1) / (number + 1)))
    two = sorted(2 * each * twos for each in atanh(Fraction(1, 3)))
    return low + two[0], high + two[1]


def exp(exponent: Fraction) -> tuple[Fraction, Fraction]:
    """Return bounds of e to the power of 0 <= exponent <= 8: its series, and all that is left out."""
    total, term, count = Fraction(0), Fraction(1), 0
    while term > ENOUGH or count < 2 * exponent:
        total, count = total + term, count + 1
        term = term * exponent / count
    return total, total + 2 * term


def assert_rounded(found: object, low: Fraction, high: Fraction) -> None:
    """Assert that a result is what both bounds are at 40 decimals, as far as they agree."""
    expected = {round_half_even(each, DECIMALS) for each in (low, high)}
    assert found in expected


positive = st.fractions(Fraction(1, 10**6), 10**6, max_denominator=10**6)


@settings(max_examples=examples(60), deadline=None)
@given(positive)
def test_natural_logarithms(number: Fraction) -> None:
    assert_rounded(logarithm(number), *ln(number))


@settings(max_examples=examples(60), deadline=None)
@given(positive)
def test_decimal_logarithms(number: Fraction) -> None:
    low, high = ln(number)
    tens = ln(Fraction(10))
    quotients = [end / ten for end in (low, high) for ten in tens]
    assert_rounded(decimal_logarithm(number), min(quotients), max(quotients))


@settings(max_examples=examples(60), deadline=None)
@given(st.fractions(-8, 8, max_denominator=10**6))
def test_powers_of_e(exponent: Fraction) -> None:
    low, high = exp(abs(exponent))
    assert_rounded(exponential(exponent), *((low, high) if exponent >= 0 else (1 / high, 1 / low)))


@given(st.integers(-400, 400))
def test_powers_of_ten_have_whole_logarithms(power: int) -> None:
    assert decimal_logarithm(Fraction(10) ** power) == power


@pytest.mark.parametrize("power", [0, 1, 5, 19_000, -19_000])
def test_a_neighbour_of_a_power_of_ten_has_none(power: int) -> None:
    neighbour = Fraction(10) ** power * Fraction(11, 10)
    found = decimal_logarithm(neighbour)
    assert isinstance(found, Fraction)
    assert found.denominator != 1
    assert decimal_logarithm(Fraction(10) ** power) == power


WIDE = Context(prec=160)


@settings(max_examples=examples(60), deadline=None)
@given(st.integers(1, 10**41), st.sampled_from([-1, 1]), st.integers(45, 100))
def test_what_lies_close_to_a_half_is_rounded_to_its_own_side(units: int, side: int, place: int) -> None:
    """However close: each number is made from its result, which lies so far from a half of the last decimal."""
    result = Fraction(2 * units + 1, 2 * 10**DECIMALS) + Fraction(side, 10**place)
    expected = round_half_even(result, DECIMALS)
    written = WIDE.divide(Decimal(result.numerator), Decimal(result.denominator))

    assert logarithm(Fraction(WIDE.exp(written))) == expected
    assert decimal_logarithm(Fraction(WIDE.power(Decimal(10), written))) == expected
    assert exponential(Fraction(WIDE.ln(written))) == expected


def test_what_is_exact() -> None:
    assert logarithm(Fraction(1)) == 0
    assert exponential(Fraction(0)) == 1


@given(st.integers(2, 10**6), st.integers(41, 200))
def test_a_number_close_to_one_has_all_its_decimals(numerator: int, zeros: int) -> None:
    """Near 1 the logarithm is nearly the difference, of which 40 decimals show nothing."""
    tiny = Fraction(numerator, 10 ** (zeros + 7))
    assert logarithm(1 + tiny) == round_half_even(tiny, DECIMALS)


def test_outside_their_domain_they_say_so() -> None:
    for found, cause in (
        (logarithm(Fraction(0)), "logarithm"),
        (logarithm(Fraction(-1)), "logarithm"),
        (decimal_logarithm(Fraction(0)), "logarithm"),
        (exponential(Fraction(MAX_EXPONENT)), "too_large"),
        (exponential(Fraction(10**300)), "too_large"),
    ):
        assert isinstance(found, Absence)
        assert found.cause == cause


def test_the_ends_of_the_scale() -> None:
    greatest = exponential(MAX_EXPONENT - Fraction(1, 10**9))
    assert isinstance(greatest, Fraction)
    assert 10**868 < greatest < 10**869
    assert exponential(Fraction(-101)) == 0
    assert exponential(Fraction(-92)) == Fraction(1, 10**40)
    assert exponential(Fraction(-(10**300))) == 0
