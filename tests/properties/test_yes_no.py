"""Yes and no are 1 and 0: a plan that says them measures as one that has the figures, in workbooks, too."""

from __future__ import annotations

import io
from collections.abc import Sequence
from fractions import Fraction

import attrs
import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pei_dsl import evaluate, format_text, load_text
from pei_dsl.algebra.intervals import Interval, point
from pei_dsl.auditing.bounds import figure_bounds
from pei_dsl.diagnostics import Severity
from pei_dsl.evaluation.results import IndicatorResult
from pei_dsl.interchange.exporting import capture_workbook, long_table
from pei_dsl.interchange.importing import Imported, import_workbook
from pei_dsl.interchange.merging import merge
from pei_dsl.model.plan import Figure
from pei_dsl.model.units import parse_unit
from pei_dsl.source import Source
from pei_dsl.views import words
from tests.example_counts import examples
from tests.properties.test_merging import known

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


@settings(max_examples=examples(30), deadline=None)
@given(answers, answers, st.sampled_from(["número", "índice"]))
def test_they_measure_as_figures_do(goals: list[bool], values: list[bool], unit: str) -> None:
    said = results(plan([WORDS[each] for each in goals], [WORDS[each] for each in values], unit))
    counted = results(plan([str(int(each)) for each in goals], [str(int(each)) for each in values], unit))

    assert [each.achievement for each in said] == [each.achievement for each in counted]
    assert [each.value for each in said] == [each.value for each in counted]
    assert [words.value(each) for each in said] == [WORDS[each] for each in values]
    assert [words.goal(each) for each in said] == [WORDS[each] for each in goals]


@settings(max_examples=examples(20), deadline=None)
@given(st.integers(0, 4), st.integers(0, 4))
def test_a_condition_is_yes_or_no(number: int, limit: int) -> None:
    text = (
        plan(["sí"] * 3, [], "índice")
        .replace("  valores:\n", "")
        .replace("  unidad", "  fórmula: n >= L\n  unidad")
    )
    found = results(f"{text}\nvariable n = {number}\nvariable L = {limit}\n")

    assert [each.value for each in found] == [int(number >= limit)] * 3


MILESTONES = ["", "Reglamento aprobado", "Hito: sí, de 3; con «comillas» y 1/2", "no", "2024"]


@settings(max_examples=8, deadline=None)
@given(answers, answers, st.lists(st.sampled_from(MILESTONES), min_size=3, max_size=3))
def test_books_and_tables_bring_them_back(
    goals: list[bool], values: list[bool], milestones: list[str]
) -> None:
    """With their milestones, onto their own plan, where nothing changes, and onto another one."""
    said = [
        f'{WORDS[each]} "{done}"' if done else WORDS[each]
        for each, done in zip(goals, milestones, strict=True)
    ]
    text = format_text(plan(said, [WORDS[each] for each in values], "número"))
    bare = format_text(plan(["no"] * 3, ["no"] * 3, "número"))
    loaded = load_text(text)

    assert not loaded.errors
    for name, data in (
        ("libro.xlsx", capture_workbook(loaded)),
        ("tabla.csv", long_table(loaded).encode()),
    ):
        assert from_book(text, name, data) == text
        assert from_book(bare, name, data) == text


@pytest.mark.parametrize(
    "cell", ['sí "Acta firmada"', "Sí: Acta firmada", "SI «Acta firmada»", "sí “Acta firmada”"]
)
def test_a_cell_may_say_its_milestone_in_several_ways(cell: str) -> None:
    quoted = cell.replace('"', '""')
    matrix = (
        "Código;Denominación;Unidad de medida;Sentido;Logro esperado 2024\n"
        f'OEI.01;O;;;\nIND.01.OEI.01;I;número;ascendente;"{quoted}"\n'
    )
    found = import_workbook("m.csv", matrix.encode())

    assert isinstance(found, Imported)
    assert '    2024: sí "Acta firmada"\n' in found.text
    assert [each.code for each in found.diagnostics if each.severity is not Severity.NOTE] == []


def test_a_milestone_beside_a_figure_is_a_note() -> None:
    """Only yes and no have one; what stands beside anything else is not lost."""
    text = format_text(plan(['sí "Acta firmada"'] * 3, [], "número").replace("  valores:\n", ""))
    book = openpyxl.load_workbook(io.BytesIO(capture_workbook(load_text(text))))
    page = book["Captura"]
    cell = next(
        each for row in page.iter_rows() for each in row if each.comment and "Acta" in each.comment.text
    )
    cell.value, cell.number_format = 7, "0"
    saved = io.BytesIO()
    book.save(saved)
    found = import_workbook("libro.xlsx", saved.getvalue())

    assert isinstance(found, Imported)
    assert "    2024: 7\n" in found.text
    assert "## Logro esperado / 2024: Acta firmada\n" in found.text


def from_book(text: str, name: str, data: bytes) -> str:
    book = import_workbook(name, data)
    assert isinstance(book, Imported)
    return merge(Source.of("plan.pei", text), book, known(load_text(text))).text


def test_words_stand_for_their_one_figure() -> None:
    """A shown 1 may be anything that rounds to it; `sí` is 1 and nothing else."""
    index = parse_unit("índice")
    assert index is not None

    assert figure_bounds(Figure(Fraction(1)), index) == Interval(Fraction(1, 2), Fraction(3, 2))
    assert figure_bounds(Figure(Fraction(1)), attrs.evolve(index, yes_no=True)) == point(Fraction(1))
