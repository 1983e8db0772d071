"""Every engine gives what `data.aggregates` defines, for whatever rows and aggregates."""

from __future__ import annotations

import datetime
import tempfile
from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from pei_dsl import evaluate, load_text
from pei_dsl.data.aggregates import aggregate
from pei_dsl.data.engine.connection import Connection, EngineError
from pei_dsl.data.engine.duckdb.duckdb_connection import DuckDBConnection
from pei_dsl.data.engine.engine_answers import EngineAnswers
from pei_dsl.data.engine.engine_limits import Limits
from pei_dsl.data.engine.into_engine import into_duckdb, into_sqlite
from pei_dsl.data.engine.partitions import Partitions
from pei_dsl.data.engine.relation import Relation
from pei_dsl.data.engine.sqlite.sqlite_connection import SQLiteConnection
from pei_dsl.data.engine.sqlite.sqlite_dialect import SQLite
from pei_dsl.data.table import Row, Table
from pei_dsl.model.absence import Absence
from pei_dsl.model.expressions import (
    Aggregate,
    ColumnValue,
    Comparison,
    Number,
    ValueType,
    Window,
    WindowKind,
)
from pei_dsl.model.periods import Granularity, Period
from pei_dsl.model.plan import Column, DataSource
from tests.aggregations import Asked, asked
from tests.example_counts import examples
from tests.in_engines import ADDRESS, database_relation, in_postgres, in_spark, in_sqlite_file, spark_relation

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

FOLDER = Path(tempfile.mkdtemp(prefix="pei-tests-"))


def assert_agrees(asked_for: Asked, relation: Relation, connection: Connection) -> None:
    """Assert that an engine answers every question as the reference does, for the whole and for each group."""
    answers = EngineAnswers(relation, connection, breakdown=asked_for.by, factored=asked_for.factored)
    answers.prefetch(asked_for.requests)
    table = asked_for.table()
    for node, period in asked_for.requests:
        expected, found = aggregate(node, asked_for.source, table, period), answers.outcome(node, period)
        told = f"{connection.dialect.name}: {node} {period}"
        assert (type(found.value), found.value) == (type(expected.value), expected.value), told
        assert found.read == expected.read, told
        if not isinstance(expected.value, Absence):
            assert found.quality == expected.quality, told
        if node.windows:
            continue  # a closing date is that of the whole, which the rows of a group do not tell
        for group in asked_for.groups:
            rows = [row for row in table.rows if tuple(row.cells[name] for name in asked_for.by) == group]
            of_group = aggregate(node, asked_for.source, asked_for.table(rows), period)
            assert answers.outcome(node, period, group).value == of_group.value, f"{told} {group}"
    assert_groups_together_are_what_each_is(asked_for, answers)


def assert_groups_together_are_what_each_is(asked_for: Asked, answers: EngineAnswers) -> None:
    """Assert the same of all groups at once, whose windows are put together in another way, in any order."""
    groups = [(), *asked_for.groups, ("nobody",) * len(asked_for.by)] if asked_for.by else [()]
    for node, period in [*asked_for.requests, *reversed(asked_for.requests)]:
        expected = [answers.outcome(node, period, group).value for group in groups]
        assert answers.values(node, period, groups) == expected, f"{node} {period}"


# ---- In this process ---------------------------------------------------------------------------------


@settings(max_examples=examples(150), deadline=None, suppress_health_check=list(HealthCheck))
@given(asked_for=asked())
def test_duckdb_agrees(asked_for: Asked, duckdb: DuckDBConnection) -> None:
    relation = into_duckdb(duckdb, asked_for.source, asked_for.table(), FOLDER)

    assert_agrees(asked_for, relation, duckdb)


@settings(max_examples=examples(150), deadline=None, suppress_health_check=list(HealthCheck))
@given(asked_for=asked())
def test_sqlite_agrees(asked_for: Asked) -> None:
    connection = SQLiteConnection()
    relation = into_sqlite(connection, asked_for.source, asked_for.table())

    assert_agrees(asked_for, relation, connection)
    connection.close()


class NarrowSQLite(SQLite):
    """An engine that allows few columns: what does not fit into one plan takes several."""

    columns = 103


@settings(max_examples=examples(60), deadline=None, suppress_health_check=list(HealthCheck))
@given(asked_for=asked())
def test_plans_with_few_columns_each_give_what_one_gives(asked_for: Asked) -> None:
    connection = SQLiteConnection(dialect=NarrowSQLite())
    relation = into_sqlite(connection, asked_for.source, asked_for.table())

    assert_agrees(asked_for, relation, connection)
    connection.close()


def test_more_measures_than_an_engine_has_columns() -> None:
    numbers = [Fraction(number) for number in range(0, 1200, 37)]  # few rows: each costs a step per measure
    source = DataSource("datos", columns={"x": Column("x", ValueType.NUMBER)})
    rows = [Row({"x": value}, None, number) for number, value in enumerate(numbers, start=1)]
    nodes = [
        Aggregate(
            "sum", "datos", ColumnValue("x"), Comparison(">=", ColumnValue("x"), Number(Fraction(least)))
        )
        for least in range(1200)
    ]
    connection = SQLiteConnection()
    answers = EngineAnswers(into_sqlite(connection, source, Table("datos", "", tuple(rows))), connection)
    year = Period.year_of(2024)

    answers.prefetch((node, year) for node in nodes)

    expected = [sum(each for each in numbers if each >= least) or None for least in range(1200)]
    found = [answers.outcome(node, year).value for node in nodes]
    assert [each if isinstance(each, Fraction) and each else None for each in found] == expected
    assert found[0] == sum(numbers)
    connection.close()


@pytest.mark.parametrize("function", ["count_distinct", "median", "sum", "last"])
def test_clauses_that_come_to_the_same_days_are_asked_once(function: str, duckdb: DuckDBConnection) -> None:
    """The year, that year by its name, and its months together: what one of them sees is not counted twice."""
    source = DataSource(
        "datos", time="d", columns={"d": Column("d", ValueType.DATE), "x": Column("x", ValueType.NUMBER)}
    )
    days = [datetime.date(2024, month, 1) for month in (1, 2, 3)]
    rows = tuple(
        Row({"d": day, "x": Fraction(day.month)}, Period(day, day, Granularity.DAY), number)
        for number, day in enumerate(days, start=1)
    )
    year = Period.year_of(2024)
    clauses: list[tuple[Window, ...]] = [
        (),
        (Window(WindowKind.PERIOD),),
        (Window(WindowKind.CUMULATIVE),),
        (Window(WindowKind.FIXED, named=year),),
        (Window(WindowKind.SINCE, named=year),),
    ]
    nodes = [Aggregate(function, "datos", ColumnValue("x"), None, each) for each in clauses]
    table = Table("datos", "", rows)
    sqlite = SQLiteConnection()
    relations: list[tuple[Relation, Connection]] = [
        (into_duckdb(duckdb, source, table, FOLDER), duckdb),
        (into_sqlite(sqlite, source, table), sqlite),
    ]

    for relation, connection in relations:
        answers = EngineAnswers(relation, connection)
        asked = [(node, period) for node in nodes for period in (year, Period.of(Granularity.SEMESTER, 2024))]
        answers.prefetch(asked)
        for node, period in asked:
            expected = aggregate(node, source, table, period).value
            assert answers.outcome(node, period).value == expected, (connection, node.windows, str(period))
    sqlite.close()


@pytest.fixture(scope="module")
def three_engines() -> Iterator[list[DuckDBConnection]]:
    with DuckDBConnection() as first, DuckDBConnection() as second, DuckDBConnection() as third:
        yield [first, second, third]


@settings(max_examples=examples(60), deadline=None, suppress_health_check=list(HealthCheck))
@given(asked_for=asked(), places=st.lists(st.integers(0, 2), min_size=8, max_size=8))
def test_partitions_put_together_give_what_the_whole_gives(
    asked_for: Asked, places: list[int], three_engines: list[DuckDBConnection]
) -> None:
    relations = []
    for number, engine in enumerate(three_engines):
        rows = [row for row, place in zip(asked_for.rows, places, strict=False) if place == number]
        relations.append(into_duckdb(engine, asked_for.source, asked_for.table(rows), FOLDER))
    assert len({relation.query for relation in relations}) == 1

    home, *others = three_engines
    assert_agrees(asked_for, relations[0], Partitions(home, [other.rows for other in others]))


# ---- Elsewhere ---------------------------------------------------------------------------------------


def assert_postgres_agrees(asked_for: Asked, admin: psycopg.Connection) -> None:
    with in_postgres(asked_for.source, asked_for.rows, admin) as (connection, relation):
        assert_agrees(asked_for, relation, connection)


@settings(max_examples=examples(25), deadline=None, suppress_health_check=list(HealthCheck))
@given(asked_for=asked(ordered=True))
def test_a_database_of_postgresql_agrees(asked_for: Asked, admin: psycopg.Connection) -> None:
    assert_postgres_agrees(asked_for, admin)


@pytest.mark.slow
@settings(max_examples=examples(500), deadline=None, suppress_health_check=list(HealthCheck))
@given(asked_for=asked(ordered=True))
def test_a_database_of_postgresql_agrees_for_long(asked_for: Asked, admin: psycopg.Connection) -> None:
    assert_postgres_agrees(asked_for, admin)


@settings(max_examples=examples(40), deadline=None, suppress_health_check=list(HealthCheck))
@given(asked_for=asked(ordered=True))
def test_a_database_of_sqlite_agrees(asked_for: Asked) -> None:
    with in_sqlite_file(asked_for.source, asked_for.rows) as (connection, relation):
        assert_agrees(asked_for, relation, connection)


@pytest.mark.slow
@settings(
    max_examples=examples(12), deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.generate]
)
@given(asked_for=asked(ordered=True))
def test_a_frame_of_spark_agrees(asked_for: Asked, spark: SparkSession) -> None:
    with in_spark(asked_for.source, asked_for.rows, spark) as (connection, relation):
        assert_agrees(asked_for, relation, connection)


# ---- Beyond what engines keep ------------------------------------------------------------------------

HUGE: list[int | Fraction] = [2**63 - 1, 2**63 - 1, 10**19, Fraction(1, 10**18)]


def sum_of(numbers: Sequence[int | Fraction]) -> Asked:
    """Return a table of numbers, and the question of what they are together."""
    source = DataSource("s", columns={"a": Column("a", ValueType.NUMBER)}, order=("a",))
    rows = tuple(Row({"a": Fraction(number)}, None, index) for index, number in enumerate(numbers))
    node = Aggregate("sum", "s", ColumnValue("a"))
    return Asked(source, rows, [(node, Period.year_of(2024))], (), factored=False)


def test_sums_of_more_than_64_bits_are_exact(duckdb: DuckDBConnection) -> None:
    asked_for = sum_of(HUGE)

    assert_agrees(asked_for, into_duckdb(duckdb, asked_for.source, asked_for.table(), FOLDER), duckdb)
    connection = SQLiteConnection()
    assert_agrees(asked_for, into_sqlite(connection, asked_for.source, asked_for.table()), connection)


def test_sums_of_more_than_38_digits_are_exact_or_refused(duckdb: DuckDBConnection) -> None:
    asked_for = sum_of([Fraction(10**20) - Fraction(1, 10**18)] * 3)

    connection = SQLiteConnection()
    assert_agrees(asked_for, into_sqlite(connection, asked_for.source, asked_for.table()), connection)
    relation = into_duckdb(duckdb, asked_for.source, asked_for.table(), FOLDER)
    with pytest.raises(EngineError):
        EngineAnswers(relation, duckdb).prefetch(asked_for.requests)


def test_postgresql_adds_any_number_and_takes_nan_for_missing(admin: psycopg.Connection) -> None:
    admin.execute(
        b"DROP TABLE IF EXISTS numbers; CREATE TABLE numbers (big bigint, long numeric, real_ float8, small float4); "
        b"INSERT INTO numbers SELECT 9223372036854775807, 1e40 + 0.1, 0.1, 0.1 FROM generate_series(1, 3); "
        b"INSERT INTO numbers VALUES (NULL, 'NaN', 'NaN', 'Infinity'), (NULL, NULL, '-Infinity', NULL)"
    )
    columns = {name: Column(name, ValueType.NUMBER) for name in ("big", "long", "real_", "small")}
    source = DataSource("s", connection=ADDRESS, table="numbers", columns=columns)
    connection, relation, findings = database_relation(source, Limits())
    assert (findings, connection is None, relation is None) == ([], False, False)
    assert connection is not None
    assert relation is not None
    answers = EngineAnswers(relation, connection)
    period = Period.year_of(2024)

    def asked_of(function: str, column: str) -> object:
        return answers.outcome(Aggregate(function, "s", ColumnValue(column)), period).value

    assert asked_of("sum", "big") == 3 * (2**63 - 1)
    assert asked_of("sum", "long") == 3 * (Fraction(10**40) + Fraction("0.1"))
    assert [asked_of("sum", name) for name in ("real_", "small")] == [Fraction("0.3"), Fraction("0.3")]
    assert [asked_of("count", name) for name in columns] == [3, 3, 3, 3]
    connection.close()


@pytest.mark.slow
def test_a_host_gives_a_frame_and_its_session_stays_as_it_was(spark: SparkSession) -> None:
    loaded = load_text(
        "fuente egresos\n  tiempo: mes\n  columna mes: fecha\n  columna personas: número; obligatoria\n"
        'objetivo OEI.01 "A"\nindicador IND.01.OEI.01 "B"\n  fórmula: suma(egresos.personas)\n'
    )
    frame = spark.createDataFrame(
        [("2024-01", 120.5), ("2024-S2", 0.25), ("2023", 1.0)], "mes string, personas double"
    )
    measured = evaluate(loaded, 2024, data={"egresos": frame})
    assert measured.diagnostics == ()
    assert measured.evaluation.indicators["IND.01.OEI.01"].value == Fraction("120.75")

    assert spark.conf.get("spark.sql.ansi.enabled") == "false"


@pytest.mark.slow
def test_spark_adds_64_bits_exactly_and_refuses_what_it_cannot_keep(spark: SparkSession) -> None:
    rows = [(2**63 - 1, Decimal(10**20 - 1), 0.1), (2**63 - 1, Decimal(10**20 - 1), float("nan"))]
    frame = spark.createDataFrame(rows, "big bigint, long decimal(38, 18), real double")
    columns = {name: Column(name, ValueType.NUMBER) for name in ("big", "long", "real")}
    connection, relation, findings = spark_relation(DataSource("s", columns=columns), frame, Limits())
    assert findings == []
    assert relation is not None
    period = Period.year_of(2024)
    answers = EngineAnswers(relation, connection)
    assert answers.outcome(Aggregate("sum", "s", ColumnValue("big")), period).value == 2 * (2**63 - 1)
    assert answers.outcome(Aggregate("sum", "s", ColumnValue("real")), period).value == Fraction("0.1")
    with pytest.raises(EngineError):
        EngineAnswers(relation, connection).outcome(Aggregate("sum", "s", ColumnValue("long")), period)
