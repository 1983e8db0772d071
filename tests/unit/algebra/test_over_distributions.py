"""Percentiles, deviations and modes against the standard library, and against what defines them."""

from __future__ import annotations

import statistics
from collections import Counter
from decimal import Context, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pei_dsl.algebra.builtins import AGGREGATES
from pei_dsl.algebra.values import Present, Value
from pei_dsl.model.absence import Absence

numbers = st.lists(st.fractions(-100, 100, max_denominator=20), min_size=1, max_size=12)
MANY_DIGITS = Context(prec=90)


def figure(name: str, values: list[Fraction], rank: Fraction | None = None) -> Value:
    """Return what an aggregate gives, having seen that it is the same of values with how often each occurs."""
    once: list[Present] = list(values)
    counted: Counter[Present] = Counter(once)
    function = AGGREGATES.named(name)
    found = function.of_values(once, [1] * len(once), rank)
    assert function.of_values(list(counted), list(counted.values()), rank) == found
    return found


@given(numbers, st.integers(1, 99))
def test_percentiles_are_those_of_the_standard_library(values: list[Fraction], hundredth: int) -> None:
    """Of which the method `inclusive` is that of PERCENTIL.INC."""
    expected = statistics.quantiles(values * 2 if len(values) == 1 else values, n=100, method="inclusive")
    assert figure("percentile", values, Fraction(hundredth, 100)) == expected[hundredth - 1]


@given(numbers)
def test_the_percentile_in_the_middle_is_the_median(values: list[Fraction]) -> None:
    assert figure("percentile", values, Fraction(1, 2)) == figure("median", values)
    assert figure("percentile", values, Fraction(0)) == min(values)
    assert figure("percentile", values, Fraction(1)) == max(values)


@given(numbers, st.fractions(0, 1, max_denominator=30), st.fractions(0, 1, max_denominator=30))
def test_percentiles_rise(values: list[Fraction], one: Fraction, other: Fraction) -> None:
    low, high = (figure("percentile", values, rank) for rank in sorted((one, other)))
    assert isinstance(low, Fraction)
    assert isinstance(high, Fraction)
    assert low <= high


def square_root(number: Fraction) -> Fraction:
    """Return a root with far more digits than a result has."""
    quotient = MANY_DIGITS.divide(Decimal(number.numerator), Decimal(number.denominator))
    return Fraction(MANY_DIGITS.sqrt(quotient))


@given(numbers)
def test_deviations_are_roots_of_the_variances_of_the_standard_library(values: list[Fraction]) -> None:
    wide = Fraction(51, 100) / 10**40
    population = figure("population_deviation", values)
    assert isinstance(population, Fraction)
    assert abs(population - square_root(statistics.pvariance(values))) <= wide

    sample = figure("sample_deviation", values)
    if len(values) == 1:
        assert isinstance(sample, Absence)
        assert sample.cause == "one_value"
    else:
        assert isinstance(sample, Fraction)
        assert abs(sample - square_root(statistics.variance(values))) <= wide


def test_a_deviation_that_is_rational_is_exact() -> None:
    values = [Fraction(each) for each in (2, 4, 4, 4, 5, 5, 7, 9)]
    assert figure("population_deviation", values) == 2
    assert figure("sample_deviation", [Fraction(3), Fraction(3)]) == 0


@given(st.lists(st.integers(0, 3).map(Fraction), min_size=1, max_size=8))
def test_a_mode_is_the_only_one(values: list[Fraction]) -> None:
    modes = statistics.multimode(values)
    found = figure("mode", values)
    if len(modes) == 1:
        assert found == modes[0]
    else:
        assert isinstance(found, Absence)
        assert found.cause == "several_modes"
        assert found.params["values"] == ", ".join(str(each) for each in sorted(modes)[:3]) + (
            ", …" if len(modes) > 3 else ""
        )


@pytest.mark.parametrize(("values", "most"), [(["a", "b", "b"], "b"), (["z"], "z")])
def test_a_mode_of_texts(values: list[str], most: str) -> None:
    assert AGGREGATES.named("mode").of_values(values, [1] * len(values), None) == most
