"""What is said beside a figure is the same whoever keeps the rows, and true of the rows."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import pei_dsl
from pei_dsl.data.answers import TableAnswers
from pei_dsl.data.completeness import INSIDE_TOTALS, TOTALS, Unfinished, is_total, unfinished
from pei_dsl.data.engine.connection import EngineError, SqlRows
from pei_dsl.data.engine.duckdb.duckdb_connection import DuckDBConnection
from pei_dsl.data.reading import Engine, Reading
from pei_dsl.data.table import Row, Table
from pei_dsl.diagnostics.codes import DiagnosticCode
from pei_dsl.evaluation.caveats import Caveat, CaveatKind
from pei_dsl.model.periods import Granularity, Period
from pei_dsl.model.plan import DataSource
from tests.example_counts import examples

PLAN = """\
plan "P"
  periodo: 2023 a 2025
objetivo OEI.01 "S"
indicador IND.01.OEI.01 "I"
  fórmula: suma(s.a) / suma(s.b)
  unidad: porcentaje
  sentido: ascendente
  logros: 2024: 8%
indicador IND.02.OEI.01 "I"
  fórmula: N - anterior(N)
  donde:
    N "N" = suma(s.a si t <> "q" en últimos 6 meses)
  unidad: número
  sentido: ascendente
  logros: 2024: 8
indicador IND.03.OEI.01 "I"
  fórmula: K / contar(s al cierre) + promedio(s.a acumulado) / promedio(s.b acumulado)
  donde:
    K "K" = 45
  unidad: número
  sentido: ascendente
  logros: 2024: 8
fuente s "R"
  tiempo: d
  desagregación: x
  columna d: fecha
  columna x: texto
  columna t: texto
  columna a: número
  columna b: número
"""
LOADED = pei_dsl.load_text(PLAN)
PERIODS: list[Period | str] = ["2024", "2024-S1", "2024-T3", "2024-03"]

months = [str(Period.of(Granularity.MONTH, 2024, number)) for number in range(1, 13)]
whens = st.sampled_from(
    [*months, *months[:4], "2024-T1", "2024-T2", "2024-S1", "2024", "2023-11", "2024-02-29"]
)
texts = st.sampled_from(["p", "q", "Totales de p", None, "TOTAL", "Total", "Subtotal:"])
numbers = st.none() | st.integers(-3, 3)
rows = st.lists(
    st.fixed_dictionaries({"d": whens, "x": texts, "t": texts, "a": numbers, "b": numbers}), max_size=12
)


def said(
    given_: Sequence[dict[str, Any]], engine: Engine, periods: Sequence[Period | str] = PERIODS
) -> list[object]:
    evaluations, found = pei_dsl.evaluate_many(LOADED, periods, data={"s": given_}, reading=Reading(engine))
    assert not found
    parts, _ = pei_dsl.break_down(LOADED, periods, ["x"], data={"s": given_}, reading=Reading(engine))
    return [
        *({code: each.caveats for code, each in one.indicators.items()} for one in evaluations),
        *((each.period, each.indicator.code, each.caveats) for each in parts.series),
    ]


def test_the_plan_is_read() -> None:
    assert not LOADED.errors


@pytest.mark.parametrize("engine", [Engine.DUCKDB, Engine.SQLITE])
@given(rows, st.sampled_from([PERIODS, ["2024"], ["2024", "2023"], ["2024-S1", "2024"]]))
@settings(max_examples=examples(15))
def test_engines_say_beside_a_figure_what_the_reference_says(
    engine: Engine, given_: list[dict[str, Any]], periods: list[Period | str]
) -> None:
    """Whatever the buckets of time that the periods need: those of months tell them, longer ones ask."""
    assert said(given_, engine, periods) == said(given_, Engine.REFERENCE, periods)


@pytest.mark.parametrize("engine", [Engine.DUCKDB, Engine.SQLITE])
@pytest.mark.parametrize("periods", [PERIODS, ["2024"], ["2024-S1", "2024"], ["2024", "2023"]], ids=str)
@pytest.mark.parametrize(
    "dated",
    [months[:3], months[:9], [*months[:4], "2024-T2"], ["2024-S1"], months[:11], [*months[:3], "2025-01"]],
    ids=lambda dated: dated[-1],
)
def test_engines_reach_as_far(engine: Engine, periods: list[Period | str], dated: list[str]) -> None:
    """Drawn months are seldom such that the data end early; these are, with rows of totals and halves."""
    given_ = [
        {"d": when, "x": "Total", "t": "p", "a": 1, "b": None if number else 2}
        for number, when in enumerate(dated)
    ]
    found = said(given_, Engine.REFERENCE, periods)
    assert said(given_, engine, periods) == found
    assert CaveatKind.UNFINISHED in {
        each.kind for one in found if isinstance(one, dict) for caveats in one.values() for each in caveats
    }


# What is said of rows that rest on those of other sources, in cases of their own below; and what was not seen.
BESIDE_OTHERS = {CaveatKind.NOT_LOOKED_AT, CaveatKind.NOBODY, CaveatKind.UNMATCHED}


def test_each_kind_is_said() -> None:
    """One table in which all of them are but those that need another."""
    given_ = [
        {"d": "2024-01", "x": "p", "t": "p", "a": 1, "b": 2},
        {"d": "2024-02", "x": "p", "t": "p", "a": 1, "b": None},
        {"d": "2024-03", "x": "TOTAL", "t": "p", "a": 2, "b": 2},
    ]
    (evaluation,), _ = pei_dsl.evaluate_many(LOADED, ["2024-S1"], data={"s": given_})
    found = [each for result in evaluation.indicators.values() for each in result.caveats]
    assert {each.kind for each in found} == {*CaveatKind} - BESIDE_OTHERS
    about: dict[str, str | int] = {"source": "s", "column": "x", "count": 1}
    assert Caveat(CaveatKind.TOTAL_ROW, about) in found
    unfinished_: dict[str, str | int] = {"source": "s", "last": "2024-03", "count": 3, "of": 6}
    assert Caveat(CaveatKind.UNFINISHED, unfinished_) in found


def test_a_registered_value_rests_on_no_rows() -> None:
    given_ = [{"d": "2024-01", "x": "TOTAL", "t": "p", "a": 1, "b": 2}]
    values = {"IND.01.OEI.01": {"2024": Fraction(1, 2)}}
    evaluation = pei_dsl.evaluate(LOADED, "2024", data={"s": given_}, values=values).evaluation
    assert evaluation.indicators["IND.01.OEI.01"].caveats == ()


def test_a_period_that_is_still_open_is_not_due_and_not_unfinished() -> None:
    given_ = [{"d": f"2024-0{month}", "x": "p", "t": "p", "a": 1, "b": 2} for month in (1, 2, 3)]
    before, after = datetime.date(2024, 4, 1), datetime.date(2025, 1, 1)
    for day, expected in ((before, 0), (after, 1)):
        evaluation = pei_dsl.evaluate(LOADED, "2024", data={"s": given_}, on=day).evaluation
        assert len(evaluation.indicators["IND.01.OEI.01"].caveats) == expected


@pytest.mark.parametrize("cell", TOTALS)
def test_totals_are_told_by_what_an_engine_compares(cell: str) -> None:
    assert is_total(cell)
    assert any(each in cell for each in INSIDE_TOTALS)
    assert not is_total(f"{cell} de la región")


# ---- Months --------------------------------------------------------------------------------------------

SOURCE = DataSource("s", time="d")


def reached(dated: Sequence[str], asked: str, source: DataSource = SOURCE) -> Unfinished | None:
    periods = [Period.parse(each) for each in dated]
    table = Table("s", "", tuple(Row({}, period, number) for number, period in enumerate(periods, 1)))
    span = Period.parse(asked)
    assert span is not None
    return unfinished(source, span, TableAnswers(source, table))


@pytest.mark.parametrize(
    ("dated", "asked", "expected"),
    [
        (months[:3], "2024", ("2024-03", 3, 12)),
        (months[:3], "2024-S1", ("2024-03", 3, 6)),
        (months[:2], "2024-T1", ("2024-02", 2, 3)),
        (["2024-01-31", "2024-02-15", "2024-02-16", "2024-03-01"], "2024", ("2024-03", 3, 12)),
        (["2024-T1"], "2024", ("2024-03", 3, 12)),
        (["2024-T1", "2024-T2", "2024-T3"], "2024", ("2024-09", 9, 12)),
        (["2024-S1"], "2024", ("2024-06", 6, 12)),
        (["2024-S1", "2024-07"], "2024", ("2024-07", 7, 12)),
        (["2024"], "2024", None),
        (["2024", "2024-01", "2024-02"], "2024", None),
        (months, "2024", None),
        (months[:1], "2024", None),  # a yearly survey
        (months[:2], "2024", None),  # two events are no custom
        ([months[0], months[2]], "2024", None),  # now and then
        (months[1:4], "2024", None),
        (months[:3], "2024-03", None),
        ([], "2024", None),
    ],
)
def test_data_that_end_before_the_period_does(
    dated: list[str], asked: str, expected: tuple[str, int, int] | None
) -> None:
    found = reached(dated, asked)
    assert (found and (str(found.last), found.count, found.of)) == expected


@pytest.mark.parametrize(
    ("covers", "asked", "expected"),
    [
        (("2024-01", "2024-09"), "2024", ("2024-09", 9, 12)),
        (("2023", "2024"), "2024", None),
        (("2024-01", "2024-01"), "2024-T1", ("2024-01", 1, 3)),
        (("2023", "2023"), "2024", None),  # ends before: there are no rows to be read
    ],
)
def test_what_a_source_declares_is_believed(
    covers: tuple[str, str], asked: str, expected: tuple[str, int, int] | None
) -> None:
    first, last = (Period.parse(each) for each in covers)
    assert first is not None
    assert last is not None
    found = reached(["2024-01"], asked, DataSource("s", time="d", coverage=(first, last)))
    assert (found and (str(found.last), found.count, found.of)) == expected


def test_months_of_a_window_may_begin_in_any_month() -> None:
    first, last = Period.parse("2023-11"), Period.parse("2024-04")
    assert first is not None
    assert last is not None
    span = Period(first.start, last.end, Granularity.MONTH)
    dated = [Period.parse(each) for each in ("2023-11", "2023-12", "2024-01", "2024-02", "2024-T2")]
    table = Table("s", "", tuple(Row({}, period, number) for number, period in enumerate(dated, 1)))
    found = unfinished(SOURCE, span, TableAnswers(SOURCE, table))
    assert (found and (str(found.last), found.count, found.of)) == ("2024-02", 4, 6)


# ---- What it costs -------------------------------------------------------------------------------------

EARLY = [{"d": f"2024-0{month}", "x": "TOTAL", "t": "p", "a": 1, "b": 1} for month in (1, 2, 3)]


@attrs.define
class Refusing:
    """Which queries an engine refuses, by words in them."""

    words: tuple[str, ...] = ()
    asked: list[str] = attrs.field(factory=list)


@pytest.fixture
def refusing(monkeypatch: pytest.MonkeyPatch) -> Refusing:
    found = Refusing()
    plain = DuckDBConnection.rows

    def rows(self: DuckDBConnection, query: str) -> SqlRows:
        found.asked.append(query)
        if any(word in query for word in found.words):
            code: DiagnosticCode = "PEI333"
            raise EngineError(code, seconds="1")
        return plain(self, query)

    monkeypatch.setattr(DuckDBConnection, "rows", rows)
    return found


# What tells the queries that are asked apart: of the rows of totals, and of months.
APART = ["t WHERE c1 IN (", "AS p2 FROM"]


@pytest.mark.parametrize("word", APART, ids=["totals", "months"])
def test_what_is_asked_beside_a_figure_never_stops_it(word: str, refusing: Refusing) -> None:
    """Where an engine refuses it, the figure stands, and that nobody looked is said beside it, once."""
    refusing.words = (word,)
    (evaluation,), found = pei_dsl.evaluate_many(
        LOADED, ["2024"], data={"s": EARLY}, reading=Reading(Engine.DUCKDB)
    )
    result = evaluation.indicators["IND.01.OEI.01"]
    assert not found
    assert result.value == 1
    assert result.caveats[-1] == Caveat(CaveatKind.NOT_LOOKED_AT, {"source": "s"})
    assert sum(word in query for query in refusing.asked) == 1


def test_nothing_is_asked_apart_where_there_is_nothing_to_tell(refusing: Refusing) -> None:
    whole = [{"d": month, "x": "p", "t": "p", "a": 1, "b": 1} for month in months]
    asked = []
    for given_ in (whole, EARLY):
        refusing.asked.clear()
        said(given_, Engine.DUCKDB, ["2024"])
        digits = "SELECT COUNT(*), MIN("  # of the columns that are added up
        others = [query for query in refusing.asked if not query.startswith(digits)]
        asked.append([sum(word in query for query in others) for word in APART])
    assert asked == [[0, 0], [2, 2]]  # an evaluation and a breakdown


@pytest.mark.parametrize("engine", [Engine.DUCKDB, Engine.SQLITE])
def test_a_limit_that_the_figures_keep_to_stops_nothing(engine: Engine) -> None:
    reading = Reading(engine, rows=2)  # one for each of the two years that this looks at
    (evaluation,), found = pei_dsl.evaluate_many(LOADED, ["2024"], data={"s": EARLY}, reading=reading)
    assert not found
    assert evaluation.indicators["IND.01.OEI.01"].value == 1


@pytest.mark.parametrize("empty", [0, 1, 2])
def test_rows_of_nobody_are_said(empty: int) -> None:
    """A source with a row for each person leaves out rows that say no person."""
    text = (
        'plan "P"\n  periodo: 2024\nobjetivo OEI.01 "O"\nindicador IND.01.OEI.01 "N"\n'
        "  unidad: número\n  sentido: ascendente\n  logros: 2024: 3\n  fórmula: contar(personas)\n"
        "fuente s\n  columna d: mes\n  columna p: texto\n  tiempo: d\n"
        "fuente personas\n  una fila por: s.p\n"
    )
    given_ = [{"d": "2024-12", "p": each} for each in ["a", "b", "a", *[None] * empty]]
    result = pei_dsl.evaluate(pei_dsl.load_text(text), 2024, data={"s": given_}).evaluation.indicators[
        "IND.01.OEI.01"
    ]

    assert result.value == 2
    said = [each for each in result.caveats if each.kind is CaveatKind.NOBODY]
    assert [each.params["count"] for each in said] == [empty] * bool(empty)


@pytest.mark.parametrize("engine", [Engine.REFERENCE, Engine.DUCKDB, Engine.SQLITE])
@pytest.mark.parametrize("lost", [0, 1, 2])
def test_values_that_are_looked_up_in_vain_are_said(engine: Engine, lost: int) -> None:
    """Of the rows that the figure reads, and of no others; a count that finds none tells just that."""
    text = (
        'plan "P"\n  periodo: 2024\nobjetivo OEI.01 "O"\nindicador IND.01.OEI.01 "N"\n'
        "  unidad: número\n  sentido: ascendente\n  logros: 2024: 3\n  fórmula: suma(s.peso) + suma(s.n)\n"
        "fuente s\n  columna d: mes\n  columna p: texto\n  tiempo: d\n"
        "  columna peso = único(t.peso si p = s.p)\n  columna n = contar(t si p = s.p)\n"
        "fuente t\n  columna p: texto\n  columna peso: número\n"
    )
    asking = [{"d": "2024-12", "p": each} for each in ["a", "b", *["c", None][:lost]]]
    data = {
        "s": [*asking, {"d": "2023-12", "p": "c"}],
        "t": [{"p": "a", "peso": 3}, {"p": "b", "peso": 4}],
    }
    measured = pei_dsl.evaluate(pei_dsl.load_text(text), 2024, data=data, reading=Reading(engine))
    result = measured.evaluation.indicators["IND.01.OEI.01"]

    assert result.value == 9
    said = [each.params for each in result.caveats if each.kind is CaveatKind.UNMATCHED]
    about = {"source": "s", "column": "peso", "other": "t", "count": lost, "of": 2 + lost}
    # The second that is lost has no key: nobody knows how many rows it has, either.
    unknown = {**about, "column": "n", "count": 1}
    assert said == [about][: bool(lost)] + [unknown][: lost == 2]
