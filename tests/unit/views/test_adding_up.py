"""Rounded amounts that add up."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from pei_dsl.algebra.rounding import round_half_up
from pei_dsl.views.adding_up import adding_up

amounts = st.lists(st.fractions(-100, 100), min_size=1, max_size=8)


@given(amounts, st.integers(0, 4))
def test_what_is_printed_adds_up_to_the_total_that_is_printed(exact: list[Fraction], decimals: int) -> None:
    total = round_half_up(sum(exact, Fraction(0)), decimals)
    printed = adding_up(exact, total, decimals)

    assert sum(printed) == total
    assert all(abs(a - b) < Fraction(2, 10**decimals) for a, b in zip(exact, printed, strict=True))
    assert all(round_half_up(each, decimals) == each for each in printed)
