"""Functions of texts: what they say of each other, and of letters one by one."""

from __future__ import annotations

import datetime
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pei_dsl.algebra.builtins import IMPLEMENTATIONS
from pei_dsl.algebra.values import Value
from pei_dsl.model.absence import Absence, Reason

texts = st.text("AB0á\U0010ffff", max_size=5)
some = texts.filter(bool)


def call(name: str, *given: Value | int) -> Value:
    """Return what the function gives."""
    return IMPLEMENTATIONS[name](*(Fraction(each) if isinstance(each, int) else each for each in given))


@given(some, some)
def test_a_beginning_is_the_letters_at_the_left(text: str, start: str) -> None:
    assert call("starts_with", text, start) == (call("left", text, len(start)) == start)
    assert call("ends_with", text, start) == (call("right", text, len(start)) == start)


@given(texts, texts, texts)
def test_a_part_has_something_before_it_and_behind_it(before: str, part: str, behind: str) -> None:
    whole = before + part + behind
    assert call("contains", whole, part) is True
    assert call("starts_with", whole, before) is True
    assert call("ends_with", whole, behind) is True


@given(some, st.lists(some, min_size=1, max_size=3))
def test_several_are_one_or_another(text: str, others: list[str]) -> None:
    for name in ("starts_with", "ends_with", "contains"):
        assert call(name, text, *others) == any(call(name, text, each) for each in others)


@given(some, st.integers(1, 9), st.integers(1, 9))
def test_letters_are_counted_from_one(text: str, first: int, count: int) -> None:
    expected = "".join(letter for place, letter in enumerate(text, 1) if first <= place < first + count)
    found = call("middle", text, first, count)

    if expected:
        assert found == expected
    else:
        assert isinstance(found, Absence)
        assert found.reason is Reason.NO_DATA


@pytest.mark.parametrize("number", [0, -1, Fraction(3, 2)])
def test_no_number_of_letters(number: Fraction | int) -> None:
    for found in (
        call("left", "AB", number),
        call("right", "AB", number),
        call("middle", "AB", number, 1),
        call("middle", "AB", 1, number),
    ):
        assert isinstance(found, Absence)
        assert found.reason is Reason.INVALID


@given(some, some, some)
def test_a_range_of_texts_is_one_of_beginnings(text: str, low: str, high: str) -> None:
    """It holds what lies between its ends, and all that begins with its end."""
    assert call("between", text, low, high) == (low <= text and (text <= high or text.startswith(high)))


@given(*[st.fractions()] * 3)
def test_a_range_of_numbers_holds_its_ends(x: Fraction, low: Fraction, high: Fraction) -> None:
    assert call("between", x, low, high) == (low <= x <= high)
    assert call("between", low, low, low) is True


@given(*[st.dates()] * 3)
def test_a_range_of_dates_holds_its_ends(x: datetime.date, low: datetime.date, high: datetime.date) -> None:
    assert call("between", x, low, high) == (low <= x <= high)
