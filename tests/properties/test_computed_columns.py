"""Computed columns: each is what its formula in its place would be, in every engine and every group."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import pei_dsl
from pei_dsl.data.reading import Engine, Reading
from pei_dsl.model.absence import Absence

HEAD = 'plan "P"\n  periodo: 2023 a 2025\nobjetivo OEI.01 "S"\n'
COLUMNS = {
    "razón": "s.a / s.c",
    "alto": "a + c > 1",
    "grupo": 'si(a > 0; "más"; si_falta(t; "?"))',
    "doble": "razón * 2",
}
WRITTEN = {
    "razón": "(s.a / s.c)",
    "alto": "(s.a + s.c > 1)",
    "grupo": 'si(s.a > 0; "más"; si_falta(s.t; "?"))',
    "doble": "((s.a / s.c) * 2)",
}
ASKED = (
    "suma(s.razón)",
    "contar(s si alto)",
    "contar(s si no alto y a > 0)",
    "promedio(s.doble si c > 0)",
    'contar(s si grupo = "más")',
    "contar_distintos(s.grupo)",
    "máximo(s.grupo en año anterior)",
    "último(s.doble)",
    "mediana(s.a - s.c si alto)",
    "contar(s.doble al cierre)",
)
SOURCE = """\
fuente s "R"
  tiempo: d
  orden: t
  desagregación: t; grupo
  columna d: fecha
  columna t: texto
  columna a: número
  columna c: número
"""
COMPUTED = "".join(f"  columna {name} = {formula}\n" for name, formula in reversed(COLUMNS.items()))
ENGINES = (Engine.REFERENCE, Engine.DUCKDB, Engine.SQLITE)
_rows = st.lists(
    st.fixed_dictionaries(
        {
            "d": st.sampled_from(["2023-02-01", "2024-01-15", "2024-06-30"]),
            "t": st.sampled_from(["A", "B", "más", None]),
            "a": st.none() | st.integers(-2, 3),
            "c": st.none() | st.integers(0, 2),
        }
    ),
    min_size=1,
    max_size=8,
)


def indicators(formulas: Sequence[str]) -> str:
    return "".join(
        f'indicador IND.{number:02}.OEI.01 "I"\n  fórmula: {formula}\n  unidad: número\n'
        "  sentido: ascendente\n  logros: 2024: 8\n"
        for number, formula in enumerate(formulas, start=1)
    )


def values(
    plan: str, rows: list[dict[str, Any]], engine: Engine, by: Sequence[str]
) -> dict[tuple[object, ...], list[Fraction | Absence]]:
    """Return the figures of every group, and of the whole under ()."""
    loaded = pei_dsl.load_text(plan)
    assert not [each for each in loaded.diagnostics if each.severity == "error"], loaded.diagnostics
    reading = Reading(engine=engine)
    made, found = pei_dsl.break_down(loaded, [2024], by, data={"s": rows}, reading=reading)
    assert not found, [str(each.params) for each in found]
    keys = [(), *made.groups]
    return {
        key: [(series.total, *series.values)[index] for series in made.series]
        for index, key in enumerate(keys)
    }


def written(formula: str) -> str:
    """Return `formula` with the formulas of computed columns in their place."""
    for name, text in WRITTEN.items():
        formula = formula.replace(f"s.{name}", text).replace(f"si {name}", f"si {text}")
        formula = formula.replace(f"no {name}", f"no {text}")
    return formula


NUMBERS = [each for each in ASKED if "máximo" not in each]


@pytest.mark.parametrize("engine", ENGINES)
@settings(max_examples=40, deadline=None)
@given(rows=_rows)
def test_a_computed_column_counts_as_its_formula(engine: Engine, rows: list[dict[str, Any]]) -> None:
    expected = values(
        HEAD + indicators(list(map(written, NUMBERS))) + SOURCE.replace("; grupo", ""),
        rows,
        Engine.REFERENCE,
        ["t"],
    )

    assert values(HEAD + indicators(NUMBERS) + SOURCE + COMPUTED, rows, engine, ["t"]) == expected


@pytest.mark.parametrize("engine", ENGINES)
@settings(max_examples=40, deadline=None)
@given(rows=_rows)
def test_groups_may_be_told_by_a_computed_column(engine: Engine, rows: list[dict[str, Any]]) -> None:
    """As if the column had stood in the file."""

    def group(row: dict[str, Any]) -> str | None:
        if row["a"] is None:
            return None
        return "más" if row["a"] > 0 else row["t"] or "?"

    stored = [{**row, "grupo": group(row)} for row in rows]
    rest = "".join(line for line in COMPUTED.splitlines(keepends=True) if "columna grupo" not in line)
    numbers = [each for each in NUMBERS if "grupo" not in each]
    plain = HEAD + indicators(numbers) + SOURCE + "  columna grupo: texto\n" + rest
    expected = values(plain, stored, Engine.REFERENCE, ["grupo", "t"])

    assert values(HEAD + indicators(numbers) + SOURCE + COMPUTED, rows, engine, ["grupo", "t"]) == expected


DAYS = {
    "antigüedad": ("días(d; fin_de_periodo)", "días(s.d; fin_de_periodo)"),
    "del_año": ("d >= inicio_de_periodo", "(s.d >= inicio_de_periodo)"),
    "vieja": ("antigüedad > 200", "(días(s.d; fin_de_periodo) > 200)"),
}
OF_DAYS = (
    "suma(s.antigüedad)",
    "contar(s si vieja)",
    "contar(s si vieja y a > 0)",
    "máximo(s.antigüedad acumulado)",
    "contar(s si del_año en año anterior)",
    "suma(s.antigüedad si del_año) + anterior(contar(s si vieja))",
    "anterior(suma(s.antigüedad))",
)


@pytest.mark.parametrize("engine", ENGINES)
@settings(max_examples=25, deadline=None)
@given(rows=_rows)
def test_days_of_the_period_in_a_column_are_those_that_is_measured(
    engine: Engine, rows: list[dict[str, Any]]
) -> None:
    source = SOURCE.replace("; grupo", "") + "  cobertura: 2023 a 2025\n"
    columns = "".join(f"  columna {name} = {each}\n" for name, (each, _) in DAYS.items())
    plain = list(OF_DAYS)
    for name, (_, formula) in DAYS.items():
        plain = [each.replace(f"s.{name}", formula).replace(f"si {name}", f"si {formula}") for each in plain]
    expected = values(HEAD + indicators(plain) + source, rows, Engine.REFERENCE, ["t"])

    assert values(HEAD + indicators(OF_DAYS) + source + columns, rows, engine, ["t"]) == expected


@pytest.mark.parametrize("engine", ENGINES)
def test_days_of_the_period_in_a_made_source_and_as_groups(engine: Engine) -> None:
    rows = [
        {"d": "2024-12-01", "t": "A", "a": 1, "c": 1},
        {"d": "2024-02-11", "t": "B", "a": 1, "c": 1},
        {"d": "2024-12-21", "t": "A", "a": 1, "c": 1},
    ]
    source = (
        SOURCE.replace("grupo", "tramo") + '  columna tramo = si(días(d; fin_de_periodo) > 200; "+"; "-")\n'
    )
    made = "fuente p\n  una fila por: s.t\n  columna edad = días(máximo(s.d); fin_de_periodo)\n"
    asking = (
        "fuente q\n  una fila por: s.t\n"
        "  columna viejas = contar(s si antigüedad > 200)\n"
        "fuente r\n  una fila por: p.t\n"
        "  columna viejas = contar(s si t = r.t y antigüedad > 20)\n"
    )
    source += "  columna antigüedad = días(d; fin_de_periodo)\n"
    asked = indicators(["contar(s)", "suma(p.edad)", "suma(q.viejas)", "suma(r.viejas)"])

    found = values(HEAD + asked + source + made + asking, rows, engine, ["tramo"])

    assert found[()] == [3, 334, 1, 2]
    assert {key: each[0] for key, each in found.items()} == {(): 3, ("+",): 1, ("-",): 2}
