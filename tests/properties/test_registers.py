"""Rows of other sources in columns: each is the aggregate with the cells of its row put in, in every engine."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import psycopg
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

import pei_dsl
from pei_dsl.data import looking_up
from pei_dsl.data.looked_up_rows import Keyed
from pei_dsl.data.permissions import OWN
from pei_dsl.data.reading import Engine, Reading
from pei_dsl.model.absence import Absence, Reason
from tests.example_counts import examples
from tests.in_engines import ADDRESS

# What a column asks: {k}, {a} and {d} are cells of the row that asks, or what is written in their place.
ASKED = (
    "contar(s si k = {k})",
    "contar(s.a si k = {k} y b)",
    "suma(s.a si {k} = k)",
    "suma(s.a si k = {k} y a = {a} en año anterior)",
    "promedio(s.a si k = {k} en últimos 2 años)",
    "mediana(s.a + 1 si k = {k})",
    "contar(s si k = {k} y d >= {d})",
    "suma(s.a * {a} si k = {k})",
    "contar(s si k = {k} y {a} > 0)",
    "contar(s si a = {a} + 1 en últimos 3 años)",
    "suma(s.a si a + 1 = {a} y k = {k} acumulado)",
    "último(s.a si k = {k} en últimos 3 años)",
    "máximo(s.a si k = {k} al cierre)",
    "contar_distintos(s.k si a = si_falta({a}; 0))",
    "único(s.a si k = {k} y b en últimos 3 años)",
    "contar(s si 1 / a > 0 y k = {k})",
    "suma(1 / s.a si k = {k})",
    "contar(s si k = {k} y 1 / (a - {a}) > 0)",
    "suma(s.a si k = {k} y alto)",
    "contar(s si par = {a})",
    "contar(s si b = ({a} > 0) y k = {k})",
)
KEYS = ("A", "B", "más")
ENGINES = (Engine.REFERENCE, Engine.DUCKDB, Engine.SQLITE)
SOURCES = """\
fuente s "Lo que se pregunta"
  tiempo: d
  orden: a
  columna d: fecha
  columna k: texto
  columna a: número
  columna b: sí o no
  columna alto = a > 0
  columna par = 2 / a
fuente p "Quien pregunta"
  columna n: número
  columna k: texto
  columna a: número
  columna d: fecha
"""
_DAYS = ["2022-05-01", "2023-02-01", "2023-06-30", "2024-01-15", "2024-06-30"]
_keys = st.sampled_from([*KEYS, None])
_small = st.none() | st.integers(-1, 3)
asked_rows = st.lists(
    st.fixed_dictionaries(
        {"d": st.sampled_from(_DAYS), "k": _keys, "a": _small, "b": st.none() | st.booleans()}
    ),
    max_size=9,
)
asking_rows = st.lists(
    st.fixed_dictionaries({"k": _keys, "a": _small, "d": st.sampled_from([*_DAYS, None])}),
    min_size=1,
    max_size=3,
)
Rows = list[dict[str, Any]]


def figures(
    formulas: Sequence[str],
    sources: str,
    data: dict[str, Rows],
    engine: Engine,
    folder: Path | None = None,
) -> list[object]:
    """
    Return the values of formulas in 2024, in their order; of an absence its reason.

    Files that `sources` declare are in `folder`.
    """
    return values_of(plan_of(formulas, sources, folder), data, engine)


def plan_of(formulas: Sequence[str], sources: str, folder: Path | None = None) -> pei_dsl.Loaded:
    """Return a plan whose indicators are `formulas`, in their order."""
    plan = 'plan "P"\n  periodo: 2022 a 2024\nobjetivo OEI.01 "S"\n' + "".join(
        f'indicador IND.{number:02}.OEI.01 "I"\n  fórmula: {formula}\n  unidad: número\n'
        "  sentido: ascendente\n  logros: 2024: 8\n"
        for number, formula in enumerate(formulas, start=1)
    )
    if folder is None:
        loaded = pei_dsl.load_text(plan + sources, permissions=OWN)
    else:
        (folder / "plan.pei").write_text(plan + sources, "utf-8")
        loaded = pei_dsl.load(folder)
    assert not [each for each in loaded.diagnostics if each.severity == "error"], loaded.diagnostics
    return loaded


def values_of(loaded: pei_dsl.Loaded, data: dict[str, Rows], engine: Engine) -> list[object]:
    """Return the values of the indicators of a plan in 2024, in their order; of an absence its reason."""
    measured = pei_dsl.evaluate(loaded, 2024, data=data, reading=Reading(engine=engine))
    assert not measured.diagnostics
    values = [each.computed for each in measured.evaluation.indicators.values()]
    return [value.reason if isinstance(value, Absence) else value for value in values]


def written(cell: object) -> str:
    """Return a cell as formulas write it."""
    if isinstance(cell, str) and cell[:1].isdigit():
        return datetime.date.fromisoformat(cell).isoformat()
    return f'"{cell}"' if isinstance(cell, str) else f"({cell})"


def with_cells(asked: str, row: dict[str, Any]) -> str | None:
    """Return `asked` for one row; None where one of its cells is empty, of which nobody knows the figure."""
    text = asked.replace("si_falta({a}; 0)", written(row["a"] or 0))
    needed = [name for name in "kad" if f"{{{name}}}" in text]
    if any(row[name] is None for name in needed):
        return None
    return text.format(**{name: written(row[name]) for name in needed})


@settings(max_examples=examples(25), deadline=None)
@given(rows=asked_rows, asking=asking_rows)
@example(
    rows=[
        {"d": "2024-01-15", "k": None, "a": 3, "b": None},
        {"d": "2024-01-15", "k": "A", "a": 1, "b": True},
    ],
    asking=[{"k": "A", "a": 3, "d": "2022-05-01"}, {"k": "A", "a": 1, "d": "2024-06-30"}],
)
@example(
    rows=[
        {"d": "2024-01-15", "k": None, "a": 0, "b": None},
        {"d": "2024-01-15", "k": "B", "a": 1, "b": True},
    ],
    asking=[{"k": "B", "a": -1, "d": "2024-06-30"}, {"k": None, "a": 1, "d": None}],
)
def test_a_column_is_the_aggregate_with_the_cells_of_its_row(rows: Rows, asking: Rows) -> None:
    """In every engine; what is expected, and the plan, are made once for all."""
    asking = [{"n": number, **row} for number, row in enumerate(asking)]
    columns = "".join(
        f"  columna c{number} = {asked.format(k='p.k', a='p.a', d='p.d')}\n"
        for number, asked in enumerate(ASKED)
    )
    cells = [(number, row) for row in asking for number in range(len(ASKED))]
    data = {"s": rows, "p": asking}
    loaded = plan_of([f"único(p.c{number} si n = {row['n']})" for number, row in cells], SOURCES + columns)
    texts = [with_cells(ASKED[number], row) for number, row in cells]
    plain = [text for text in texts if text is not None]
    known = dict(zip(plain, figures(plain, SOURCES, data, Engine.REFERENCE), strict=True))

    told = [f"{ASKED[number]} {row}" for number, row in cells]
    expected = [Reason.NO_DATA if text is None else known[text] for text in texts]
    for engine in ENGINES:
        found = values_of(loaded, data, engine)
        assert list(zip(told, found, strict=True)) == list(zip(told, expected, strict=True)), engine


LEVELS = """\
fuente claves "Claves"
  una fila por: p.k
  columna filas  = contar(p)
  columna suyas  = suma(p.c0)
  columna mayor  = máximo(p.a)
  columna ajenas = contar(s si k = claves.k y a > claves.mayor)
  columna propias = contar(p si a = claves.mayor)
"""


@pytest.mark.parametrize("engine", ENGINES)
@settings(max_examples=examples(20), deadline=None)
@given(rows=asked_rows, asking=asking_rows)
def test_made_sources_read_and_ask(engine: Engine, rows: Rows, asking: Rows) -> None:
    """Against loops in Python."""
    sources = SOURCES + "  columna c0 = contar(s si k = p.k)\n" + LEVELS
    data = {"s": rows, "p": [{"n": number, **row} for number, row in enumerate(asking)]}
    now = [row for row in rows if row["d"] >= "2024"]
    expected: list[object] = []
    for key in KEYS:
        own = [row for row in asking if row["k"] == key]
        numbers = [row["a"] for row in own if row["a"] is not None]
        most = max(numbers, default=None)
        others = [row["a"] for row in now if row["k"] == key and row["a"] is not None]
        if not own:
            expected += [Reason.NO_DATA] * 3
            continue
        unknown = not now or most is None
        expected += [
            Reason.NO_DATA if not now else len(own) * sum(row["k"] == key for row in now),
            Reason.NO_DATA if unknown else sum(each > most for each in others),
            Reason.NO_DATA if most is None else numbers.count(most),
        ]
    asked = [
        f'único(claves.{name} si k = "{key}")' for key in KEYS for name in ("suyas", "ajenas", "propias")
    ]
    found = figures(asked, sources, data, engine)

    assert found == expected


# ---- Where the rows are ------------------------------------------------------------------------------------

JOINED = (
    "contar(s si k = {k})",
    "contar(s si k = {k} y b) > 0",
    "suma(s.a si {k} = k)",
    "suma(s.a * 2 + 1 si k = {k} y b)",
    "promedio(s.a si k = {k} en últimos 2 años)",
    "último(s.a si k = {k} en últimos 3 años)",
    "máximo(s.a si k = {k} al cierre)",
    "contar_distintos(s.a si k = {k} acumulado)",
    "suma(s.a si k = {k} y alto) + contar(s si k = {k})",
    "contar(s si k = {k} y d = {d} en últimos 3 años)",
    "único(s.k si k = {k})",
)
OUTER = (
    "contar(p.{c})",
    "contar(p.a si a > 0)",
    "suma(p.{c})",
    "promedio(p.{c} * 2)",
    "contar(p si {c} > 0)",
    'máximo(p.{c} si k = "A")',
    "contar_distintos(p.{c})",
)
OF_TRUTHS, OF_TEXTS = 1, len(JOINED) - 1


def outer_figures() -> list[str]:
    found = []
    for number in range(len(JOINED)):
        column = f"c{number}"
        if number == OF_TRUTHS:
            found += [f"contar(p si {column})", f"contar(p si no {column})"]
        elif number == OF_TEXTS:
            found += [f"contar(p.{column})", f"contar_distintos(p.{column})", f'contar(p si {column} = "A")']
        else:
            found += [each.format(c=column) for each in OUTER]
    return found


def asking_columns(asked: Sequence[str]) -> str:
    return "".join(
        f"  columna c{number} = {each.format(k='p.k', a='p.a', d='p.d')}\n"
        for number, each in enumerate(asked)
    )


def never_at_home(*given: object) -> object:
    raise AssertionError(given)


@pytest.mark.parametrize("engine", ENGINES[1:])
@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=asked_rows, asking=asking_rows)
@example(rows=[], asking=[{"k": "A", "a": 1, "d": None}])
@example(
    rows=[{"d": "2022-05-01", "k": "A", "a": 3, "b": True}],
    asking=[
        {"k": "A", "a": 1, "d": "2022-05-01"},
        {"k": "B", "a": 1, "d": None},
        {"k": None, "a": 2, "d": None},
    ],
)
def test_keys_and_sums_are_joined_where_the_rows_are(
    monkeypatch: pytest.MonkeyPatch, engine: Engine, rows: Rows, asking: Rows
) -> None:
    """Nothing comes home to be asked: not the rows that ask, no keys."""
    data = {"s": rows, "p": [{"n": number, **row} for number, row in enumerate(asking)]}
    sources = SOURCES + asking_columns(JOINED)
    asked = outer_figures()
    expected = figures(asked, sources, data, Engine.REFERENCE)
    with monkeypatch.context() as patched:
        patched.setattr(looking_up, "fill", never_at_home)
        patched.setattr(Keyed, "of", never_at_home)
        found = figures(asked, sources, data, engine)

    assert list(zip(asked, found, strict=True)) == list(zip(asked, expected, strict=True))


@pytest.mark.parametrize("engine", ENGINES[1:])
@settings(max_examples=4, deadline=None)
@given(rows=asked_rows, asking=asking_rows, shared=st.booleans())
def test_what_is_told_of_figures_is_the_same(engine: Engine, rows: Rows, asking: Rows, shared: bool) -> None:
    """Groups, keys that found nothing, and what a figure rests on: as in the reference, word for word."""
    columns = asking_columns(JOINED[-1:] if shared else (JOINED[0], JOINED[4], JOINED[6]))
    formula = 'contar(p si c0 = "A")' if shared else "suma(p.c0) + suma(p.c1) / contar(p si c2 > 0)"
    plan = (
        'plan "P"\n  periodo: 2022 a 2024\nobjetivo OEI.01 "S"\nindicador IND.01.OEI.01 "I"\n'
        f"  fórmula: {formula}\n  unidad: índice\n  sentido: ascendente\n  logros: 2024: 8\n"
        + SOURCES.replace('"Quien pregunta"\n', '"Quien pregunta"\n  desagregación: k\n')
        + columns
    )
    loaded = pei_dsl.load_text(plan)
    data = {"s": rows, "p": [{"n": number, **row} for number, row in enumerate(asking)]}
    told = []
    for each in (Engine.REFERENCE, engine):
        reading = Reading(engine=each)
        explained = pei_dsl.explain(loaded, "IND.01.OEI.01", 2024, data=data, reading=reading)
        apart, _ = pei_dsl.break_down(loaded, [2024], ["k"], data=data, reading=reading)
        told.append((pei_dsl.explanation_to_json(explained), pei_dsl.breakdown_to_json(apart)))

    assert told[0] == told[1]


@settings(max_examples=2, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=asked_rows, asking=asking_rows)
def test_tables_of_one_server_are_joined_there(
    monkeypatch: pytest.MonkeyPatch, admin: psycopg.Connection, rows: Rows, asking: Rows
) -> None:
    data = {"s": rows, "p": [{"n": number, **row} for number, row in enumerate(asking)]}
    sources = SOURCES + asking_columns(JOINED[:5])
    asked = [f"suma(p.c{number})" for number in (0, 2, 3, 4)] + ["contar(p si c1)", "contar(p.c4)"]
    expected = figures(asked, sources, data, Engine.REFERENCE)
    admin.execute("DROP TABLE IF EXISTS asked, asking")
    admin.execute("CREATE TABLE asked (d date, k text, a numeric, b boolean)")
    admin.execute("CREATE TABLE asking (n int, k text, a numeric, d date)")
    cursor = admin.cursor()
    cursor.executemany("INSERT INTO asked VALUES (%(d)s, %(k)s, %(a)s, %(b)s)", rows)
    cursor.executemany("INSERT INTO asking VALUES (%(n)s, %(k)s, %(a)s, %(d)s)", data["p"])
    there = sources
    for name, table in (("s", "asked"), ("p", "asking")):
        there = re.sub(rf'(fuente {name} "[^"]*"\n)', rf"\1  conexión: {ADDRESS}\n  tabla: {table}\n", there)
    with monkeypatch.context() as patched:
        patched.setattr(looking_up, "fill", never_at_home)
        patched.setattr(Keyed, "of", never_at_home)
        found = figures(asked, there, {}, Engine.AUTOMATIC)

    assert list(zip(asked, found, strict=True)) == list(zip(asked, expected, strict=True))
