"""What SQL computes of a row is a column to whatever asks for it; what some row makes *inválido* stays at home."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import pytest

from pei_dsl.algebra.builtins import FUNCTIONS
from pei_dsl.algebra.builtins.aspects import FunctionQuery
from pei_dsl.data.aggregates import aggregate
from pei_dsl.data.engine.connection import Connection
from pei_dsl.data.engine.duckdb.duckdb_connection import DuckDBConnection
from pei_dsl.data.engine.engine_answers import EngineAnswers
from pei_dsl.data.engine.into_engine import into_duckdb, into_sqlite
from pei_dsl.data.engine.query.measures import Route, recipe
from pei_dsl.data.engine.query.sql_terms import Terms
from pei_dsl.data.engine.relation import Relation
from pei_dsl.data.engine.sqlite.sqlite_connection import SQLiteConnection
from pei_dsl.data.table import Row, Table
from pei_dsl.model import expressions as m
from pei_dsl.model.absence import Absence
from pei_dsl.model.expressions import Aggregate, ValueType
from pei_dsl.model.periods import Period
from pei_dsl.model.plan import Column, DataSource

SOURCE = DataSource(
    "s",
    columns={
        "a": Column("a", ValueType.DATE),
        "b": Column("b", ValueType.DATE),
        "t": Column("t", ValueType.TEXT),
        "n": Column("n", ValueType.NUMBER),
    },
    order=("n",),
)
A, B, T, N = map(m.ColumnValue, SOURCE.columns)
TWO = m.Number(Fraction(2))
YEAR = Period.year_of(2024)
# Every day of two weeks, a leap day, both ends of a year and of the calendars of engines, and empty cells.
DAYS = [datetime.date(2023, 12, 20) + datetime.timedelta(days=each) for each in range(16)]
DAYS += [datetime.date(2024, 2, 29), datetime.date(1969, 12, 31), datetime.date(1900, 3, 1)]
ROWS = tuple(
    Row(
        {"a": day, "b": DAYS[number % 5], "t": "150101"[: number % 7] or None, "n": Fraction(number)},
        None,
        number,
    )
    for number, day in enumerate([*DAYS, None])
)
HOLIDAYS = m.Text("; ".join(f"{year}-{day}" for year in range(1900, 2025) for day in ("01-01", "12-25")))
FEW = m.Text("2023-12-25; 2024-01-01")
TERMS: dict[FunctionQuery, m.Call] = {
    FunctionQuery.YEAR: m.Call("year", (A,)),
    FunctionQuery.MONTH: m.Call("month", (A,)),
    FunctionQuery.QUARTER: m.Call("quarter", (A,)),
    FunctionQuery.SEMESTER: m.Call("semester", (A,)),
    FunctionQuery.DAY: m.Call("day", (A,)),
    FunctionQuery.WEEKDAY: m.Call("weekday", (A,)),
    FunctionQuery.DAYS: m.Call("days", (A, B)),
    FunctionQuery.WORKING_DAYS: m.Call("working_days", (A, B, HOLIDAYS)),
    FunctionQuery.LEFT: m.Call("left", (T, TWO)),
    FunctionQuery.RIGHT: m.Call("right", (T, TWO)),
    FunctionQuery.CHOICE: m.Call("if", (m.Comparison(">", m.Call("days", (A, B)), TWO), N, TWO)),
    FunctionQuery.OTHERWISE: m.Call("if_missing", (T, m.Text("x"))),
}
# They give truth values, which conditions say.
TRUTHS = {FunctionQuery.IS_NULL, FunctionQuery.STARTS, FunctionQuery.CONTAINS, FunctionQuery.BETWEEN}
TABLE = Table("s", "o", ROWS)


@pytest.fixture(params=["duckdb", "sqlite"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Relation, Connection]]:
    """Give the rows in an engine."""
    if request.param == "duckdb":
        with DuckDBConnection() as duckdb:
            yield into_duckdb(duckdb, SOURCE, TABLE, tmp_path), duckdb
        return
    sqlite = SQLiteConnection()
    yield into_sqlite(sqlite, SOURCE, TABLE), sqlite
    sqlite.close()


def test_every_function_that_says_how_engines_have_it_is_here() -> None:
    said = {each.query for each in FUNCTIONS}

    assert said == {*TERMS, *TRUTHS, FunctionQuery.AT_HOME}


@pytest.mark.parametrize("query", TERMS, ids=lambda query: query.name)
def test_a_term_of_each_row_is_what_the_reference_says(
    query: FunctionQuery, engine: tuple[Relation, Connection]
) -> None:
    term = TERMS[query]
    relation, connection = engine
    answers = EngineAnswers(relation, connection)
    nodes = [
        Aggregate("unique", "s", term, m.Comparison("=", N, m.Number(row.cells["n"])))  # type: ignore[arg-type]
        for row in ROWS
    ]

    answers.prefetch((each, YEAR) for each in nodes)

    expected = [aggregate(each, SOURCE, TABLE, YEAR).value for each in nodes]
    assert len({str(each) for each in expected}) > 2
    assert [answers.outcome(each, YEAR).value for each in nodes] == expected


@pytest.mark.parametrize("query", TERMS, ids=lambda query: query.name)
def test_a_term_is_a_column_for_routes_and_filters(
    query: FunctionQuery, engine: tuple[Relation, Connection]
) -> None:
    terms = Terms(*engine)
    term = TERMS[query]
    node = Aggregate("count_distinct", "s", term, m.Comparison("<>", term, term))

    measure = EngineAnswers(*engine, terms=terms).measure(node)

    assert recipe(measure, terms.wide, engine[1].dialect, factored=False).route is Route.DISTINCT
    assert list(terms.cells) == [term]


def test_what_some_row_makes_invalid_stays_at_home(engine: tuple[Relation, Connection]) -> None:
    unknown = m.Call("working_days", (A, B, FEW))
    known = m.Comparison(">", A, m.Date(datetime.date(2023, 1, 1)))
    answers = EngineAnswers(*engine)
    node, sound = (Aggregate("sum", "s", unknown, each) for each in (None, known))

    found = [answers.outcome(each, YEAR).value for each in (node, sound)]

    assert found == [aggregate(each, SOURCE, TABLE, YEAR).value for each in (node, sound)]
    assert [isinstance(each, Absence) for each in found] == [True, False]
    assert not answers.terms.cells


def test_years_without_holidays_between_two_with_some_are_not_known(
    engine: tuple[Relation, Connection],
) -> None:
    gap = m.Call("working_days", (m.Date(datetime.date(1969, 12, 30)), B, m.Text("1969-12-25; 2023-12-25")))
    within = m.Call(
        "working_days", (m.Date(datetime.date(2022, 12, 31)), B, m.Text("1969-12-25; 2023-12-25"))
    )
    answers = EngineAnswers(*engine)
    nodes = [Aggregate("sum", "s", each) for each in (gap, within)]

    found = [answers.outcome(each, YEAR).value for each in nodes]

    assert found == [aggregate(each, SOURCE, TABLE, YEAR).value for each in nodes]
    assert list(answers.terms.cells) == [within]
