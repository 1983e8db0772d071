"""Every aggregate, of every type of value, under every type and shape of filter, is had alike from every engine."""

from __future__ import annotations

import datetime
import itertools
import tempfile
from collections.abc import Iterator, Sequence
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from pei_dsl.algebra.builtins import AGGREGATES
from pei_dsl.algebra.builtins.aspects import AggregateQuery
from pei_dsl.algebra.values import Present
from pei_dsl.data.aggregates import aggregate
from pei_dsl.data.answers import Answers, FoundRow, FoundRows, TableAnswers
from pei_dsl.data.engine.connection import Connection
from pei_dsl.data.engine.dialect import Dialect
from pei_dsl.data.engine.duckdb.duckdb_connection import DuckDBConnection
from pei_dsl.data.engine.duckdb.duckdb_dialect import DuckDB
from pei_dsl.data.engine.engine_answers import EngineAnswers
from pei_dsl.data.engine.into_engine import into_duckdb, into_sqlite
from pei_dsl.data.engine.postgres.postgres_dialect import PostgreSQL
from pei_dsl.data.engine.query.measures import Measure, Route, recipe
from pei_dsl.data.engine.relation import Relation
from pei_dsl.data.engine.spark.spark_dialect import Spark
from pei_dsl.data.engine.sqlite.sqlite_connection import SQLiteConnection
from pei_dsl.data.engine.sqlite.sqlite_dialect import SQLite
from pei_dsl.data.table import Row, Table
from pei_dsl.model import expressions as m
from pei_dsl.model.expressions import Aggregate, ValueType
from pei_dsl.model.periods import Granularity, Period
from pei_dsl.model.plan import Column, DataSource
from tests.in_engines import in_postgres, in_spark, in_sqlite_file

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

COLUMNS = {
    "t": ValueType.DATE,
    "número": ValueType.NUMBER,
    "texto": ValueType.TEXT,
    "fecha": ValueType.DATE,
    "booleano": ValueType.BOOLEAN,
    "otro": ValueType.NUMBER,
    "clave": ValueType.NUMBER,
}
SOURCE = DataSource(
    "s", time="t", columns={name: Column(name, kind) for name, kind in COLUMNS.items()}, order=("clave",)
)
YEAR = Period.year_of(2024)
# Texts that are numbers to whoever compares them as such, in another order; those that are none; and both cases.
TEXTS = ["9", "10", "1e1", "-2", "010", "Z", "a", "ñ"]
NUMBERS = [Fraction(number) for number in ("9", "10", "-2", "0.5", "3", "0")]
DAYS = [datetime.date(2024, 1, 9), datetime.date(2024, 1, 10), datetime.date(2019, 12, 31)]

number, text, day, truth, other = (
    m.ColumnValue(name) for name in ("número", "texto", "fecha", "booleano", "otro")
)
VALUES: dict[str, m.Expression | None] = {
    "rows": None,
    "number": number,
    "text": text,
    "date": day,
    "truth": truth,
    "linear": m.Sum((m.Product((number, m.Number(Fraction(-2))), (False, False)), other), (False, True)),
    "product": m.Product((number, other), (False, False)),
    "quotient": m.Product((number, other), (False, True)),
}
_THREE = m.Number(Fraction(3))
# What no row can tell in which the divisor is zero.
_BREAKS = m.Comparison(">", m.Product((number, other), (False, True)), _THREE)
FILTERS: dict[str, m.Expression | None] = {
    "none": None,
    "number orders": m.Comparison("<", number, _THREE),
    "number equals": m.Comparison("=", number, _THREE),
    "numbers": m.Comparison(">=", number, other),
    "number among": m.Membership(number, (_THREE, m.Number(Fraction(9)))),
    "computed": m.Comparison("<", m.Sum((number, other), (False, False)), _THREE),
    "text orders": m.Comparison("<", text, m.Text("9")),
    "text equals": m.Comparison("<>", text, m.Text("10")),
    "text among": m.Membership(text, (m.Text("9"), m.Text("Z"))),
    "date orders": m.Comparison(">", day, m.Date(datetime.date(2024, 1, 9))),
    "truth": truth,
    "missing": m.Call("is_missing", (text,)),
    "not": m.Not(m.Comparison("<", number, _THREE)),
    "and": m.Logic("y", (m.Comparison("<", number, _THREE), m.Comparison("<", text, m.Text("9")))),
    "breaks": _BREAKS,
    "breaks where": m.Logic("y", (m.Comparison("<", text, m.Text("9")), _BREAKS)),
    "breaks unless": m.Logic("o", (_BREAKS, m.Membership(text, (m.Text("9"), m.Text("Z"))))),
    "or": m.Logic("o", (m.Comparison(">", number, _THREE), m.Comparison("<", text, m.Text("9")))),
}


def nodes(function: str) -> Iterator[Aggregate]:
    """Yield an aggregate for each value that it can take, and each filter."""
    for value, condition in itertools.product(VALUES, FILTERS):
        declared = AGGREGATES.named(function)
        if value == "rows" and not declared.counts_rows:
            continue
        if declared.takes is ValueType.NUMBER and value in {"text", "date", "truth"}:
            continue
        rank = Fraction(9, 10) if declared.takes_rank else None
        yield Aggregate(function, "s", VALUES[value], FILTERS[condition], (), rank)


FUNCTIONS = [each.name for each in AGGREGATES]
REQUESTS = [(node, YEAR) for function in FUNCTIONS for node in nodes(function)]


def _row(key: int, cells: Sequence[Present | None]) -> Row:
    named = dict(zip(COLUMNS, (datetime.date(2024, 1, 1 + key), *cells, Fraction(key)), strict=True))
    start = datetime.date(2024, 1, 1 + key)
    return Row(named, Period(start, start, Granularity.DAY), key)


def rows_of(cells: Sequence[Sequence[Present | None]]) -> tuple[Row, ...]:
    """Return rows with these cells, each of a day of its own."""
    return tuple(_row(key, each) for key, each in enumerate(cells, start=1))


FIXED = rows_of(
    [
        (Fraction(1), "9", DAYS[0], True, Fraction(2)),
        (Fraction(2), "10", DAYS[1], False, Fraction(-3)),
        (Fraction(10), "1e1", None, None, None),
        (None, "Z", DAYS[2], True, Fraction(9)),
        (Fraction(9), None, DAYS[0], False, Fraction("0.5")),
        (Fraction("-0.5"), "ñ", DAYS[2], None, Fraction(10)),
    ]
)
# A divisor of zero beside a text that is missing: neither a row that passes nor one that surely does not.
BROKEN = (*FIXED, *rows_of([(Fraction(1), None, None, None, Fraction(0))] * 7)[6:])
drawn = st.lists(
    st.tuples(
        *(
            st.none() | st.sampled_from(values)
            for values in (NUMBERS, TEXTS, DAYS, [True, False], NUMBERS)  # in the order of the columns
        )
    ),
    max_size=8,
).map(rows_of)


def assert_agrees(
    rows: tuple[Row, ...], relation: Relation, connection: Connection, *, factored: bool
) -> None:
    """Assert that an engine says of all aggregates at once what the reference says of each."""
    answers = EngineAnswers(relation, connection, factored=factored)
    answers.prefetch(REQUESTS)
    table = Table("s", "o", rows)
    wrong = {
        f"{node.function} of {node.value} where {node.filter}": (found, expected)
        for node, period in REQUESTS
        if (found := answers.outcome(node, period).value)
        != (expected := aggregate(node, SOURCE, table, period).value)
    }
    assert wrong == {}, connection.dialect.name


# ---- Which way -------------------------------------------------------------------------------------------

WAYS = {
    AggregateQuery.COUNT: Route.FUSED,
    AggregateQuery.SUM: Route.FUSED,
    AggregateQuery.MEAN: Route.FUSED,
    AggregateQuery.LEAST: Route.FUSED,
    AggregateQuery.GREATEST: Route.FUSED,
    AggregateQuery.MEDIAN: Route.MIDDLE,
    AggregateQuery.DISTINCT: Route.DISTINCT,
    AggregateQuery.FIRST: Route.RANKED,
    AggregateQuery.LAST: Route.RANKED,
    AggregateQuery.SHARED: Route.HOME,
    AggregateQuery.AT_HOME: Route.HOME,
}
DIALECTS = (DuckDB(), SQLite(), PostgreSQL(), Spark())


@pytest.mark.parametrize("dialect", DIALECTS, ids=lambda dialect: dialect.name)
@pytest.mark.parametrize("function", FUNCTIONS)
def test_an_aggregate_of_a_column_is_had_in_this_way(function: str, dialect: Dialect) -> None:
    measure = Measure(function, number, FILTERS["number orders"], closing=False)

    assert (
        recipe(measure, Relation("", SOURCE), dialect, factored=False).route is WAYS[measure.declared.query]
    )


# ---- Each engine -----------------------------------------------------------------------------------------

both = pytest.mark.parametrize("factored", [True, False], ids=["by classes", "row by row"])
examples = settings(max_examples=2, deadline=None, suppress_health_check=list(HealthCheck))


@both
@examples
@example(rows=FIXED)
@example(rows=BROKEN)
@given(rows=drawn)
def test_duckdb_gives_every_aggregate(
    rows: tuple[Row, ...], duckdb: DuckDBConnection, *, factored: bool
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        relation = into_duckdb(duckdb, SOURCE, Table("s", "o", rows), Path(folder))

    assert_agrees(rows, relation, duckdb, factored=factored)


@both
@examples
@example(rows=FIXED)
@example(rows=BROKEN)
@given(rows=drawn)
def test_sqlite_gives_every_aggregate(rows: tuple[Row, ...], *, factored: bool) -> None:
    connection = SQLiteConnection()
    relation = into_sqlite(connection, SOURCE, Table("s", "o", rows))

    assert_agrees(rows, relation, connection, factored=factored)
    connection.close()


@examples
@example(rows=FIXED)
@example(rows=BROKEN)
@given(rows=drawn)
def test_a_database_of_sqlite_gives_every_aggregate(rows: tuple[Row, ...]) -> None:
    with in_sqlite_file(SOURCE, rows) as (connection, relation):
        assert_agrees(rows, relation, connection, factored=False)


@both
@examples
@example(rows=FIXED)
@example(rows=BROKEN)
@given(rows=drawn)
def test_postgresql_gives_every_aggregate(
    rows: tuple[Row, ...], admin: psycopg.Connection, *, factored: bool
) -> None:
    with in_postgres(SOURCE, rows, admin) as (connection, relation):
        assert_agrees(rows, relation, connection, factored=factored)


@pytest.mark.slow
def test_spark_gives_every_aggregate(spark: SparkSession) -> None:
    with in_spark(SOURCE, FIXED, spark) as (connection, relation):
        assert_agrees(FIXED, relation, connection, factored=True)


# ---- Rows that cannot be computed ----------------------------------------------------------------------------


def test_the_row_that_breaks_a_filter_is_named(duckdb: DuckDBConnection) -> None:
    node = Aggregate("count", "s", None, FILTERS["breaks where"], ())
    table = Table("s", "o", BROKEN)
    sqlite = SQLiteConnection()
    with tempfile.TemporaryDirectory() as folder:
        engines: list[tuple[Relation, Connection]] = [
            (into_duckdb(duckdb, SOURCE, table, Path(folder)), duckdb),
            (into_sqlite(sqlite, SOURCE, table), sqlite),
        ]
    answers: list[Answers] = [TableAnswers(SOURCE, table), *(EngineAnswers(*engine) for engine in engines)]

    found = [each.rows(node, YEAR, ["número", "texto", "otro"], 10) for each in answers]

    assert (
        found
        == [FoundRows(1, (FoundRow(7, "", {"número": Fraction(1), "texto": None, "otro": Fraction(0)}),))] * 3
    )
    sqlite.close()
