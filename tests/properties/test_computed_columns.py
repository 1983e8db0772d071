"""Computed columns: each is what its formula in its place would be, in every engine and every group."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import pei_dsl
from pei_dsl.data.reading import Engine, Reading
from pei_dsl.model.absence import Absence
from tests.example_counts import examples

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


@functools.lru_cache(maxsize=8)  # a law is about rows: its plans are the same in each example
def read(plan: str) -> pei_dsl.Loaded:
    loaded = pei_dsl.load_text(plan)
    assert not [each for each in loaded.diagnostics if each.severity == "error"], loaded.diagnostics
    return loaded


def assert_in_every_engine(
    plan: str,
    rows: list[dict[str, Any]],
    by: Sequence[str],
    expected: object,
    **others: list[dict[str, Any]],
) -> None:
    for engine in ENGINES:
        assert values(plan, rows, engine, by, **others) == expected, engine


def values(
    plan: str, rows: list[dict[str, Any]], engine: Engine, by: Sequence[str], **others: list[dict[str, Any]]
) -> dict[tuple[object, ...], list[Fraction | Absence]]:
    """Return the figures of every group, and of the whole under ()."""
    reading = Reading(engine=engine)
    made, found = pei_dsl.break_down(read(plan), [2024], by, data={"s": rows, **others}, reading=reading)
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


@settings(max_examples=examples(40), deadline=None)
@given(rows=_rows)
def test_a_computed_column_counts_as_its_formula(rows: list[dict[str, Any]]) -> None:
    expected = values(
        HEAD + indicators(list(map(written, NUMBERS))) + SOURCE.replace("; grupo", ""),
        rows,
        Engine.REFERENCE,
        ["t"],
    )

    assert_in_every_engine(HEAD + indicators(NUMBERS) + SOURCE + COMPUTED, rows, ["t"], expected)


@settings(max_examples=examples(40), deadline=None)
@given(rows=_rows)
def test_groups_may_be_told_by_a_computed_column(rows: list[dict[str, Any]]) -> None:
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

    assert_in_every_engine(HEAD + indicators(numbers) + SOURCE + COMPUTED, rows, ["grupo", "t"], expected)


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


@settings(max_examples=examples(25), deadline=None)
@given(rows=_rows)
def test_days_of_the_period_in_a_column_are_those_that_is_measured(rows: list[dict[str, Any]]) -> None:
    source = SOURCE.replace("; grupo", "") + "  cobertura: 2023 a 2025\n"
    columns = "".join(f"  columna {name} = {each}\n" for name, (each, _) in DAYS.items())
    plain = list(OF_DAYS)
    for name, (_, formula) in DAYS.items():
        plain = [each.replace(f"s.{name}", formula).replace(f"si {name}", f"si {formula}") for each in plain]
    expected = values(HEAD + indicators(plain) + source, rows, Engine.REFERENCE, ["t"])

    assert_in_every_engine(HEAD + indicators(OF_DAYS) + source + columns, rows, ["t"], expected)


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


# A week with a holiday in it, one on a Sunday, and a year of which none is known.
HOLIDAYS = [{"fecha": each} for each in ("2023-02-01", "2024-01-16", "2024-06-30", "2024-07-29")]
CALENDAR = "fuente f\n  columna fecha: fecha\n"
OF_HOLIDAYS = {
    "plazo": "días_hábiles(s.d; s.e; f.fecha)",
    "tarde": "(días_hábiles(s.d; s.e; f.fecha) > 3)",
    "queda": "días_hábiles(s.e; fin_de_periodo; f.fecha)",
}
OF_WORKING_DAYS = (
    "suma(s.plazo)",
    "promedio(s.plazo si c > 0)",
    "contar(s si tarde)",
    "contar(s si no tarde en año anterior)",
    "máximo(s.queda)",
    "mediana(s.plazo acumulado)",
    "último(s.plazo) + anterior(contar(s si tarde))",
    "contar_distintos(s.plazo)",
)
_with_ends = st.lists(
    st.fixed_dictionaries(
        {
            "d": st.sampled_from(["2023-12-29", "2024-01-15", "2024-06-28"]),
            "e": st.sampled_from(["2024-01-18", "2024-07-30", "2024-01-12", "2024-07-30", None]),
            "t": st.sampled_from(["A", "B", None]),
            "c": st.none() | st.integers(0, 2),
        }
    ),
    min_size=1,
    max_size=8,
)
WITH_ENDS = SOURCE.replace("; grupo", "").replace("columna a: número", "columna e: fecha")


@settings(max_examples=examples(40), deadline=None)
@given(rows=_with_ends)
def test_working_days_in_a_column_are_those_of_the_formula(rows: list[dict[str, Any]]) -> None:
    columns = "".join(
        f"  columna {name} = {formula.replace('s.', '')}\n" for name, formula in OF_HOLIDAYS.items()
    )
    plain = list(OF_WORKING_DAYS)
    for name, formula in OF_HOLIDAYS.items():
        plain = [each.replace(f"s.{name}", formula).replace(f"si {name}", f"si {formula}") for each in plain]
        plain = [each.replace(f"no {name}", f"no {formula}") for each in plain]
    expected = values(
        HEAD + indicators(plain) + WITH_ENDS + CALENDAR, rows, Engine.REFERENCE, ["t"], f=HOLIDAYS
    )

    text = HEAD + indicators(OF_WORKING_DAYS) + WITH_ENDS + columns + CALENDAR
    assert_in_every_engine(text, rows, ["t"], expected, f=HOLIDAYS)


@settings(max_examples=examples(40), deadline=None)
@given(rows=_with_ends)
def test_working_days_in_a_made_source_and_in_what_rows_ask(rows: list[dict[str, Any]]) -> None:
    """As if the working days of each row had stood in the file."""
    stored = [{**row, "p": None} for row in rows]
    late = "días_hábiles(d; e; f.fecha) > 3"
    made = (
        "fuente m\n  una fila por: s.t si CONDITION\n  columna tardes = contar(s si LATE)\n"
        "fuente q\n  columna t: texto\n  columna tardes = contar(s si t = q.t y LATE)\n"
    )
    asked = indicators(["contar(m)", "suma(m.tardes)", "suma(q.tardes)"])
    own = made.replace("CONDITION", "días_hábiles(d; e; f.fecha) < 30").replace("LATE", late)
    column = "  columna plazo = días_hábiles(d; e; f.fecha)\n"
    by_column = made.replace("CONDITION", "plazo < 30").replace("LATE", "plazo > 3")
    asking: list[dict[str, Any]] = [{"t": "A"}, {"t": "B"}, {"t": None}]

    plain = HEAD + asked + WITH_ENDS + column + by_column + CALENDAR
    expected = values(plain, stored, Engine.REFERENCE, [], f=HOLIDAYS, q=asking)

    text = HEAD + asked + WITH_ENDS + own + CALENDAR
    assert_in_every_engine(text, stored, [], expected, f=HOLIDAYS, q=asking)


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("written", ["plazo", "días_hábiles(d; e; f.fecha)"])
def test_where_no_holiday_is_known_nothing_is_counted_as_zero(engine: Engine, written: str) -> None:
    """A condition that nobody can tell would count as false, in every place that a column has."""
    rows = [{"d": "2024-01-15", "e": "2024-01-18", "t": "A", "c": 1}]
    unknown = ["contar(s si plazo > 1)", "contar(m)", "suma(n.tardes)", "contar(n si tardes < 9)"]
    unknown += ["suma(q.tardes)", "contar(q si tardes < 9)", "promedio(r.tardes)", "contar(r si tardes < 9)"]
    asked = indicators([*unknown, "contar(s)"])
    text = (
        f"{WITH_ENDS}  columna plazo = días_hábiles(d; e; f.fecha)\n"
        f"fuente m\n  una fila por: s.t si {written} > 1\n"
        f"fuente n\n  una fila por: s.t\n  columna tardes = contar(s si {written} > 1)\n"
        f"fuente q\n  columna t: texto\n  columna tardes = contar(s si t = q.t y {written} > 1)\n"
        "fuente r\n  una fila por: n.t\n  columna tardes = suma(n.tardes)\n"
    )

    found = values(HEAD + asked + text + CALENDAR, rows, engine, [], f=[], q=[{"t": "A"}])[()]

    assert [isinstance(each, Absence) for each in found] == [*[True] * len(unknown), False]
    assert {each.cause for each in found if isinstance(each, Absence)} == {"no_rows"}
