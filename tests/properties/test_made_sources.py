"""Sources made of another: each column is its aggregate with `si clave = esta` added, in every engine."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import pei_dsl
from pei_dsl.data.reading import Engine, Reading
from pei_dsl.model.absence import Absence, Reason
from tests.example_counts import examples

# The aggregates of the columns, with their filters and time clauses, and how the figure of one row is asked.
COLUMNS = (
    ("contar(s{})", "suma"),
    ("contar(s.a si b{})", "suma"),
    ("suma(s.a{})", "suma"),
    ("suma(s.a en año anterior{})", "suma"),
    ("promedio(s.a en últimos 2 años{})", "único"),
    ("mediana(s.a + 1{})", "único"),
    ("máximo(s.a al cierre{})", "único"),
    ("último(s.a en últimos 3 años{})", "único"),
    ("contar_distintos(s.a acumulado{})", "suma"),
    ("contar_distintos(año(s.d) en últimos 3 años{})", "suma"),
    ("contar_distintos(trimestre(s.d) en últimos 3 años si b{})", "suma"),
    ("único(s.a si b{})", "único"),
    ("contar(s si 1 / a > 0{})", "suma"),
    ("suma(s.a si alto{})", "suma"),
)
WHO = ("", " en últimos 3 años", " si b", " si a > 0 en año anterior", " al cierre")
KEYS = ("A", "B", "C")
ENGINES = (Engine.REFERENCE, Engine.DUCKDB, Engine.SQLITE)
SOURCE = """\
fuente s "R"
  tiempo: d
  orden: a
  columna d: fecha
  columna k: texto
  columna a: número
  columna b: sí o no
  columna alto = a > 0
"""
_rows = st.lists(
    st.fixed_dictionaries(
        {
            "d": st.sampled_from(["2022-05-01", "2023-02-01", "2023-06-30", "2024-01-15", "2024-06-30"]),
            "k": st.sampled_from([*KEYS, None]),
            "a": st.none() | st.integers(-1, 3),
            "b": st.none() | st.booleans(),
        }
    ),
    min_size=1,
    max_size=9,
)


def figures(
    variables: dict[str, str], sources: str, rows: list[dict[str, Any]], engine: Engine
) -> dict[str, Any]:
    """Return the values of formulas in 2024 by name."""
    plan = 'plan "P"\n  periodo: 2022 a 2024\nobjetivo OEI.01 "S"\n' + "".join(
        f'indicador IND.{number:02}.OEI.01 "{name}"\n  fórmula: {formula}\n  unidad: número\n'
        "  sentido: ascendente\n  logros: 2024: 8\n"
        for number, (name, formula) in enumerate(variables.items(), start=1)
    )
    loaded = pei_dsl.load_text(plan + sources)
    assert not [each for each in loaded.diagnostics if each.severity == "error"], loaded.diagnostics
    measured = pei_dsl.evaluate(loaded, 2024, data={"s": rows}, reading=Reading(engine=engine))
    assert not measured.diagnostics
    return {each.indicator.title: each.computed for each in measured.evaluation.indicators.values()}


def plain(value: Fraction | Absence | None) -> object:
    """Return a figure, or what kind of absence it is: of a made source other rows are missing."""
    return value.reason if isinstance(value, Absence) else value


@pytest.mark.parametrize("engine", ENGINES)
@settings(max_examples=examples(30), deadline=None)
@given(rows=_rows, chosen=st.lists(st.sampled_from(COLUMNS), min_size=1, max_size=4, unique=True))
def test_a_column_is_its_aggregate_for_one_key(
    engine: Engine, rows: list[dict[str, Any]], chosen: list[tuple[str, str]]
) -> None:
    made = 'fuente x "X"\n  una fila por: s.k en últimos 3 años\n' + "".join(
        f"  columna c{number} = {formula.format('')}\n" for number, (formula, _) in enumerate(chosen)
    )
    there = [key for key in KEYS if any(row["k"] == key for row in rows)]
    asked = {
        f"{key} {number}": (formula.format(f' si k = "{key}"'), f'único(x.c{number} si k = "{key}")')
        for key in there
        for number, (formula, _) in enumerate(chosen)
    }
    if not asked:
        return
    expected = figures({name: one for name, (one, _) in asked.items()}, SOURCE, rows, Engine.REFERENCE)
    found = figures({name: other for name, (_, other) in asked.items()}, SOURCE + made, rows, engine)

    for name, value in expected.items():
        if isinstance(value, Absence) and value.reason is Reason.INVALID:
            assert isinstance(found[name], Absence)
            assert found[name].reason is Reason.INVALID
        else:
            assert plain(found[name]) == plain(value), name


@pytest.mark.parametrize("engine", ENGINES)
@settings(max_examples=examples(30), deadline=None)
@given(rows=_rows, clauses=st.sampled_from(WHO))
def test_as_many_rows_as_different_keys(engine: Engine, rows: list[dict[str, Any]], clauses: str) -> None:
    made = f'fuente x "X"\n  una fila por: s.k{clauses}\n'
    expected = figures({"n": f"contar_distintos(s.k{clauses})"}, SOURCE, rows, Engine.REFERENCE)

    assert plain(figures({"n": "contar(x)"}, SOURCE + made, rows, engine)["n"]) == plain(expected["n"])


TWO_LEVELS = """\
fuente pares "Pares"
  una fila por: s.k; s.b
  columna filas = contar(s)
  columna hay   = contar(s.a)
fuente claves "Claves"
  una fila por: pares.k
  columna total   = contar(pares)
  columna llenos  = contar(pares si hay / filas >= 50%)
  columna parte   = llenos / total
"""


@pytest.mark.parametrize("engine", ENGINES)
@settings(max_examples=examples(30), deadline=None)
@given(rows=_rows)
def test_made_of_what_is_made(engine: Engine, rows: list[dict[str, Any]]) -> None:
    """The mean of shares of shares, against a plain count in Python."""
    pairs: dict[tuple[str, bool], list[object]] = {}
    inside = [row for row in rows if row["d"] >= "2024"]
    for row in inside:
        if row["k"] is not None and row["b"] is not None:
            pairs.setdefault((row["k"], row["b"]), []).append(row["a"])
    parts = []
    for key in KEYS:
        own = [cells for (name, _), cells in pairs.items() if name == key]
        if own:
            full = sum(2 * sum(cell is not None for cell in cells) >= len(cells) for cells in own)
            parts.append(Fraction(full, len(own)))
    found = figures({"n": "promedio(claves.parte)"}, SOURCE + TWO_LEVELS, rows, engine)["n"]

    assert plain(found) == (sum(parts) / len(parts) if parts else Reason.NO_DATA)
