"""Figures named inside aggregates: each is what its literal would be, in every engine and every group."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import pei_dsl
from pei_dsl.data.reading import Engine, Reading
from pei_dsl.evaluation.evaluate import formulas_of
from pei_dsl.model.absence import Absence
from pei_dsl.workspace.verbs import reading_data
from tests.example_counts import examples

ASKED = (
    "contar(s si a < {u})",
    "contar(s si a >= {u} y t = {w})",
    "suma(s.a * {u} si b)",
    "promedio(s.a - {u})",
    'suma(s.a si t en ({w}; "C"))',
    "máximo(s.a si a <= {u} en año anterior)",
    "contar_distintos(s.t si a > {u} / 3)",
)
HEAD = 'plan "P"\n  periodo: 2023 a 2025\nobjetivo OEI.01 "S"\n'
SOURCE = """\
fuente s "R"
  tiempo: d
  desagregación: t
  columna d: fecha
  columna t: texto
  columna a: número
  columna b: sí o no
"""
_rows = st.lists(
    st.fixed_dictionaries(
        {
            "d": st.sampled_from(["2023-02-01", "2024-01-15", "2024-06-30"]),
            "t": st.sampled_from(["A", "B", "C", None]),
            "a": st.none() | st.integers(-5, 5),
            "b": st.none() | st.booleans(),
        }
    ),
    min_size=1,
    max_size=8,
)


def values(plan: str, rows: Sequence[dict[str, Any]], engine: Engine) -> list[list[Fraction | Absence]]:
    loaded = pei_dsl.load_text(plan)
    assert not [each for each in loaded.diagnostics if each.severity == "error"]
    made, found = pei_dsl.break_down(loaded, [2024], ["t"], data={"s": rows}, reading=Reading(engine=engine))
    assert not found
    return [[series.total, *series.values] for series in made.series]


def indicators(u: str, w: str) -> str:
    return "".join(
        f'indicador IND.{number:02}.OEI.01 "I"\n  fórmula: {formula.format(u=u, w=w)}\n  unidad: número\n'
        "  sentido: ascendente\n  logros: 2024: 8\n"
        for number, formula in enumerate(ASKED, start=1)
    )


@pytest.mark.parametrize("engine", [Engine.REFERENCE, Engine.DUCKDB, Engine.SQLITE])
@settings(max_examples=examples(40), deadline=None)
@given(rows=_rows, divisor=st.integers(1, 7))
def test_a_named_figure_counts_as_its_literal(
    engine: Engine, rows: list[dict[str, Any]], divisor: int
) -> None:
    named = f'variable u = (suma(s.a si a > -9) + contar(s)) / {divisor}\nvariable w = "A"\n'
    loaded = pei_dsl.load_text(HEAD + named + indicators("u", "w") + SOURCE)

    with reading_data(loaded, {"s": rows}) as (data, _):
        figure = formulas_of(loaded.plan, data, loaded.plan.methodology).computed(
            "variable:u", pei_dsl.Period.year_of(2024)
        )
    found = values(HEAD + named + indicators("u", "w") + SOURCE, rows, engine)
    if not isinstance(figure, Fraction):
        assert all(isinstance(each, Absence) for column in found[:1] for each in column)
        return
    literal = f"({figure.numerator} / {figure.denominator})"
    expected = values(HEAD + indicators(literal, '"A"') + SOURCE, rows, Engine.REFERENCE)
    assert found == expected
