"""Yes and no are 1 and 0: a plan that says them measures as one that has the figures, in workbooks, too."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import attrs
from hypothesis import given, settings
from hypothesis import strategies as st

from pei_dsl import evaluate, format_text, load_text
from pei_dsl.algebra.intervals import Interval, point
from pei_dsl.auditing.bounds import figure_bounds
from pei_dsl.evaluation.results import IndicatorResult
from pei_dsl.interchange.exporting import capture_workbook
from pei_dsl.model.plan import Figure
from pei_dsl.model.units import parse_unit
from pei_dsl.views import words
from tests.properties.test_merging import brought

WORDS = {True: "sí", False: "no"}
answers = st.lists(st.booleans(), min_size=3, max_size=3)


def plan(goals: Sequence[str], values: Sequence[str], unit: str) -> str:
    lines = [
        "".join(f"    {2024 + at}: {each}\n" for at, each in enumerate(some)) for some in (goals, values)
    ]
    return f"""plan "P"
  periodo: 2024 a 2026

objetivo OEI.01 "O"

indicador IND.01.OEI.01 "I"
  unidad:  {unit}
  sentido: ascendente
  logros:
{lines[0]}  valores:
{lines[1]}"""


def results(text: str) -> list[IndicatorResult]:
    loaded = load_text(text)
    assert not loaded.errors, loaded.errors
    return [evaluate(loaded, year).evaluation.indicators["IND.01.OEI.01"] for year in (2024, 2025, 2026)]


@settings(max_examples=30, deadline=None)
@given(answers, answers, st.sampled_from(["número", "índice"]))
def test_they_measure_as_figures_do(goals: list[bool], values: list[bool], unit: str) -> None:
    said = results(plan([WORDS[each] for each in goals], [WORDS[each] for each in values], unit))
    counted = results(plan([str(int(each)) for each in goals], [str(int(each)) for each in values], unit))

    assert [each.achievement for each in said] == [each.achievement for each in counted]
    assert [each.value for each in said] == [each.value for each in counted]
    assert [words.value(each) for each in said] == [WORDS[each] for each in values]
    assert [words.goal(each) for each in said] == [WORDS[each] for each in goals]


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 4), st.integers(0, 4))
def test_a_condition_is_yes_or_no(number: int, limit: int) -> None:
    text = (
        plan(["sí"] * 3, [], "índice")
        .replace("  valores:\n", "")
        .replace("  unidad", "  fórmula: n >= L\n  unidad")
    )
    found = results(f"{text}\nvariable n = {number}\nvariable L = {limit}\n")

    assert [each.value for each in found] == [int(number >= limit)] * 3


@settings(max_examples=10, deadline=None)
@given(answers, answers, st.sampled_from(["", ' "Reglamento aprobado"']))
def test_a_book_brings_them_back(goals: list[bool], values: list[bool], milestone: str) -> None:
    """Onto its own plan nothing changes, milestones stay; onto another one they come as words."""
    said = [f"{WORDS[each]}{milestone}" for each in goals]
    text = format_text(plan(said, [WORDS[each] for each in values], "número"))
    bare = format_text(plan(["no"] * 3, ["no"] * 3, "número"))
    book = capture_workbook(load_text(text))

    assert brought(text, book) == text
    assert [each.goal for each in results(brought(bare, book))] == [int(each) for each in goals]
    plain = plan([WORDS[each] for each in goals], [WORDS[each] for each in values], "número")
    assert brought(bare, book) == format_text(plain)


def test_words_stand_for_their_one_figure() -> None:
    """A shown 1 may be anything that rounds to it; `sí` is 1 and nothing else."""
    index = parse_unit("índice")
    assert index is not None

    assert figure_bounds(Figure(Fraction(1)), index) == Interval(Fraction(1, 2), Fraction(3, 2))
    assert figure_bounds(Figure(Fraction(1)), attrs.evolve(index, yes_no=True)) == point(Fraction(1))
