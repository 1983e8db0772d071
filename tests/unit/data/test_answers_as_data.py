"""Answers of sources go into plain data and back, and what is no answer is refused."""

from __future__ import annotations

import datetime
import json
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pei_dsl.data import answers_as_data as as_data
from pei_dsl.data.aggregates import Outcome
from pei_dsl.data.answers import Behind, FoundRows, Making, Unmatched
from pei_dsl.data.recorded_answers import question_line
from pei_dsl.diagnostics.catalogue import Joined, Term
from pei_dsl.model.absence import Absence, Reason
from pei_dsl.model.expressions import Aggregate, ColumnValue, Comparison, Number, Text
from pei_dsl.model.periods import Period
from pei_dsl.model.quality import Quality
from pei_dsl.source import Span

TEXTS = st.text(max_size=5)
PARAMETERS = st.recursive(
    TEXTS | st.integers(),
    lambda inner: (
        st.builds(Term, TEXTS, TEXTS, st.dictionaries(TEXTS, inner, max_size=2))
        | st.builds(Joined, st.lists(inner, max_size=2).map(tuple), TEXTS)
    ),
    max_leaves=4,
)
ABSENCES = st.builds(Absence, st.sampled_from(Reason), TEXTS, st.dictionaries(TEXTS, PARAMETERS, max_size=2))
PRESENT = st.fractions() | TEXTS | st.dates() | st.booleans()
VALUES = PRESENT | ABSENCES
OUTCOMES = st.builds(
    Outcome,
    VALUES,
    st.lists(st.integers(0), max_size=3).map(tuple),
    st.integers(0),
    TEXTS,
    st.frozensets(st.sampled_from(Quality)),
)


def told(data: object) -> object:
    """Return `data` as JSON brings it to another machine."""
    return json.loads(json.dumps(data))


@given(VALUES | st.none())
def test_values(value: object) -> None:
    back = as_data.value_of_data(told(as_data.value_to_data(value)))  # type: ignore[arg-type]

    assert back == value
    assert type(back) is type(value)


@given(OUTCOMES)
def test_outcomes(outcome: Outcome) -> None:
    assert as_data.outcome_of_data(told(as_data.outcome_to_data(outcome))) == outcome


@given(st.none() | st.builds(Making, TEXTS, st.integers(), st.integers(), TEXTS))
def test_makings(making: Making | None) -> None:
    assert as_data.making_of_data(told(as_data.making_to_data(making))) == making


ASKED = [Aggregate("count", name, None, None) for name in ("a", "b", "c")]


@given(
    st.dictionaries(st.sampled_from(ASKED), st.builds(Unmatched, st.integers(0), st.integers(0)), max_size=3)
)
def test_what_found_nothing(found: dict[Aggregate, Unmatched]) -> None:
    """Known by its place among what the source asks, in the order in which it was told."""
    back = as_data.unmatched_of_data(ASKED, told(as_data.unmatched_to_data(ASKED, found)))

    assert [*back.items()] == [*found.items()]


@pytest.mark.parametrize("data", [3, [3], [[3, 1, 1]], [[-1, 1, 1]], [["a", 1, 1]], [[0, 1]]])
def test_nothing_is_found_for_what_is_not_asked(data: object) -> None:
    with pytest.raises((ValueError, TypeError)):
        as_data.unmatched_of_data(ASKED, data)


def test_what_a_row_got_is_told_with_the_rows_behind_it() -> None:
    def behind(value: Fraction, count: int) -> str:
        return json.dumps(as_data.behind_to_data(Behind(value, "b.csv", FoundRows(count, ()))))

    lines = {behind(Fraction(1), 1), behind(Fraction(2), 1), behind(Fraction(1), 2)}
    assert len(lines) == 3


WRONG = [
    3,
    "número",
    [],
    ["número"],
    ["número", 3],
    ["número", "3/0"],
    ["fecha", "ayer"],
    ["nd", "?", "", {}],
]


@pytest.mark.parametrize("data", [*WRONG, {}])
@pytest.mark.parametrize("read", [as_data.value_of_data, as_data.outcome_of_data, as_data.making_of_data])
def test_what_is_no_answer_is_refused(read: object, data: object) -> None:
    with pytest.raises((ValueError, ZeroDivisionError)):
        read(data)  # type: ignore[operator]


def test_a_question_is_what_it_means_and_not_where_it_stands() -> None:
    def node(limit: int, span: Span) -> Aggregate:
        condition = Comparison(">", ColumnValue("espera", span=span), Number(Fraction(limit)))
        return Aggregate("count", "citas", None, condition, span=span)

    year = Period.year_of(2024)
    here, there = node(30, Span(0, 9)), node(30, Span(5, 14))
    line = question_line("outcome", (), here, year, ())

    assert line == question_line("outcome", (), there, year, ())
    assert line != question_line("outcome", (), node(31, Span(0, 9)), year, ())
    assert line != question_line("outcome", (), here, Period.year_of(2023), ())
    assert line != question_line("values", (), here, year, ())
    assert line != question_line("outcome", ("sede",), here, year, ())


def test_no_two_kinds_of_part_are_one() -> None:
    """A text is no date of the same letters, and a number no text."""
    parts = [
        Text("2024-01-01"),
        datetime.date(2024, 1, 1),
        "2024-01-01",
        Number(Fraction(1)),
        Text("1"),
        1,
        True,
    ]
    lines = [json.dumps(as_data.asked(each)) for each in parts]

    assert len(set(lines)) == len(lines)
    with pytest.raises(TypeError):
        as_data.asked(object())
