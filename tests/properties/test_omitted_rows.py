"""Rows that `omite:` leaves out are the same ones wherever the rows are kept."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from fractions import Fraction
from typing import TYPE_CHECKING

import attrs
import psycopg
import pyarrow as arrow
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pei_dsl.algebra.scalar import Environment, evaluate
from pei_dsl.data.answers import TableAnswers
from pei_dsl.data.contract.omission import Omission
from pei_dsl.data.engine.connection import Connection
from pei_dsl.data.engine.duckdb.duckdb_connection import DuckDBConnection
from pei_dsl.data.engine.engine_answers import EngineAnswers
from pei_dsl.data.engine.relation import Relation
from pei_dsl.data.readers.frames import frame_relation
from pei_dsl.data.source_findings import Findings
from pei_dsl.data.table import Row
from pei_dsl.model import expressions as m
from pei_dsl.model.absence import Absence, Reason
from pei_dsl.model.expressions import Aggregate, ValueType
from pei_dsl.model.periods import Period
from pei_dsl.model.plan import Column, DataSource
from tests.example_counts import examples
from tests.in_engines import host_table, in_postgres, in_spark, in_sqlite_file, record

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

COLUMNS = {
    "n": ValueType.NUMBER,
    "x": ValueType.TEXT,
    "d": ValueType.DATE,
    "b": ValueType.BOOLEAN,
}
SOURCE = DataSource("s", columns={name: Column(name, kind) for name, kind in COLUMNS.items()})
YEAR = Period.year_of(2024)
ASKED = [Aggregate("count", "s", None), Aggregate("sum", "s", m.ColumnValue("n"))]
LITERALS: Mapping[str, list[m.Expression]] = {
    "n": [*(m.Number(Fraction(number)) for number in ("0", "7.5", "12")), m.Negative(m.Number(Fraction(1)))],
    "x": [m.Text("TOTAL"), m.Text("9"), m.Text("10"), m.Text("T")],
    "d": [m.Date(datetime.date(2024, 6, 1)), m.Date(datetime.date(2024, 1, 9))],
}


@st.composite
def comparisons(draw: st.DrawFn) -> m.Expression:
    column = draw(st.sampled_from(["n", "x", "d", "b"]))
    cell = m.ColumnValue(column)
    if column == "b" or draw(st.integers(0, 4)) == 0:
        return cell if column == "b" else m.Call("is_missing", (cell,))
    literals = st.sampled_from(LITERALS[column])
    if draw(st.booleans()):
        functions = ["between", *["starts_with", "contains"] * (column == "x")]
        return m.Call(draw(st.sampled_from(functions)), (cell, draw(literals), draw(literals)))
    if draw(st.booleans()):
        return m.Membership(cell, tuple(draw(st.lists(literals, min_size=1, max_size=2))))
    operator, sides = draw(st.sampled_from(["=", "<>", "<", "<=", ">", ">="])), (cell, draw(literals))
    return m.Comparison(operator, *(sides if draw(st.booleans()) else sides[::-1]))


conditions = st.recursive(
    comparisons(),
    lambda inner: st.one_of(
        inner.map(m.Not),
        st.builds(
            lambda word, parts: m.Logic(word, tuple(parts)),
            st.sampled_from("yo"),
            st.lists(inner, min_size=2, max_size=3),
        ),
    ),
    max_leaves=4,
)
rows = st.lists(
    st.tuples(
        st.none() | st.sampled_from(["0", "7.5", "12", "-1", "3"]).map(Fraction),
        st.none() | st.sampled_from(["TOTAL", "Total", "9", "10", "Lima"]),
        st.none() | st.sampled_from([datetime.date(2024, 1, 9), datetime.date(2024, 6, 2)]),
        st.none() | st.booleans(),
    ),
    min_size=1,
    max_size=6,
).map(
    lambda drawn: tuple(
        Row(dict(zip(COLUMNS, cells, strict=True)), None, number) for number, cells in enumerate(drawn, 1)
    )
)


def expected(source: DataSource, given_rows: tuple[Row, ...]) -> list[object]:
    """Return what rows in memory give, after seeing that they are those for which the condition is not true."""
    assert source.omits is not None
    records = [dict(zip(source.columns, record(source, row), strict=True)) for row in given_rows]
    table, findings = host_table(source, records)
    assert findings == []
    stays = []
    for row in given_rows:
        cells = {
            name: Absence(Reason.NO_DATA, "x") if cell is None else cell for name, cell in row.cells.items()
        }
        if evaluate(source.omits, Environment(column=cells.__getitem__)) is not True:
            stays.append(row.number)
    assert [row.number for row in table.rows] == stays
    answers = TableAnswers(source, table)
    return [answers.omitted(), *(answers.outcome(node, YEAR).value for node in ASKED)]


def assert_same(
    source: DataSource, given_rows: tuple[Row, ...], relation: Relation, connection: Connection
) -> None:
    answers = EngineAnswers(relation, connection)

    assert [answers.omitted(), *(answers.outcome(node, YEAR).value for node in ASKED)] == expected(
        source, given_rows
    )


drawn = settings(
    max_examples=examples(60),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@drawn
@given(condition=conditions, given_rows=rows)
def test_in_duckdb(condition: m.Expression, given_rows: tuple[Row, ...], duckdb: DuckDBConnection) -> None:
    source = attrs.evolve(SOURCE, omits=condition)
    kinds = [arrow.decimal128(20, 4), arrow.string(), arrow.date32(), arrow.bool_()]
    cells = zip(*(record(source, row) for row in given_rows), strict=True)
    table = arrow.table(
        {name: arrow.array(each, kind) for name, each, kind in zip(COLUMNS, cells, kinds, strict=True)}
    )
    findings = Findings("s")
    relation = frame_relation(duckdb, source, table, findings)
    assert relation is not None
    assert findings.count == 0

    assert_same(source, given_rows, relation, duckdb)


def test_duckdb_vouches_for_rows_beside_one_that_is_left_out(duckdb: DuckDBConnection) -> None:
    """What the row that is left out breaks keeps no engine from reading the others by itself."""
    required = {**SOURCE.columns, "n": Column("n", ValueType.NUMBER, required=True)}
    total = m.Comparison("=", m.ColumnValue("x"), m.Text("TOTAL"))
    source = attrs.evolve(SOURCE, columns=required, keys=("x",), omits=total)
    table = arrow.table(
        {
            "n": ["7", None, "dos"],
            "x": ["Lima", "TOTAL", "TOTAL"],
            "d": ["2024-01-09", "?", None],
            "b": ["sí", "?", "?"],
        }
    )
    relation = frame_relation(duckdb, source, table, Findings("s"))

    assert relation is not None
    assert relation.omitted == 2
    assert EngineAnswers(relation, duckdb).outcome(ASKED[1], YEAR).value == 7


CODES = DataSource(
    "s", columns={"u": Column("u", ValueType.TEXT, digits=6), "n": Column("n", ValueType.NUMBER)}
)


@pytest.mark.parametrize(
    ("condition", "left"),
    [
        (m.Comparison("=", m.ColumnValue("u"), m.Text("TOTAL")), 3),
        (m.Membership(m.ColumnValue("u"), (m.Text("TOTAL"), m.Text("010101"))), 2),
        (m.Call("starts_with", (m.ColumnValue("u"), m.Text("TOT"))), 3),
    ],
)
def test_a_code_is_asked_with_its_zeros_and_a_cell_that_is_none_as_it_is_written(
    condition: m.Expression, left: int, duckdb: DuckDBConnection
) -> None:
    source = attrs.evolve(CODES, omits=condition)
    cells = [("10101", 1), ("150101", 2), ("TOTAL", 3)]
    records = tuple(
        Row({"u": code, "n": Fraction(number)}, None, number) for number, (code, _) in enumerate(cells, 1)
    )
    findings = Findings("s")
    frame = arrow.table({"u": [code for code, _ in cells], "n": [number for _, number in cells]})
    relation = frame_relation(duckdb, source, frame, findings)
    table, bad = host_table(source, [{"u": code, "n": number} for code, number in cells])
    assert relation is not None
    assert (findings.count, bad) == (0, [])

    with in_sqlite_file(source, records) as (connection, in_file):
        answers = (
            EngineAnswers(relation, duckdb),
            TableAnswers(source, table),
            EngineAnswers(in_file, connection),
        )
        assert {each.outcome(ASKED[1], YEAR).value for each in answers} == {left}


@drawn
@given(condition=conditions, given_rows=rows)
def test_in_a_file_of_sqlite(condition: m.Expression, given_rows: tuple[Row, ...]) -> None:
    source = attrs.evolve(SOURCE, omits=condition)
    with in_sqlite_file(source, given_rows) as (connection, relation):
        assert_same(source, given_rows, relation, connection)


@drawn
@given(condition=conditions, given_rows=rows)
def test_in_postgresql(
    condition: m.Expression, given_rows: tuple[Row, ...], admin: psycopg.Connection
) -> None:
    source = attrs.evolve(SOURCE, omits=condition)
    with in_postgres(source, given_rows, admin) as (connection, relation):
        assert_same(source, given_rows, relation, connection)


@pytest.mark.slow
@settings(max_examples=examples(20), deadline=None, suppress_health_check=list(HealthCheck))
@given(condition=conditions, given_rows=rows)
def test_in_spark(condition: m.Expression, given_rows: tuple[Row, ...], spark: SparkSession) -> None:
    source = attrs.evolve(SOURCE, omits=condition)
    with in_spark(source, given_rows, spark) as (connection, relation):
        assert_same(source, given_rows, relation, connection)


@given(condition=conditions)
def test_only_columns_that_are_no_texts_are_taken_as_written(condition: m.Expression) -> None:
    """A number, a day or a truth value is asked as it is written whether it is there, and nothing else."""
    omission = Omission.of(attrs.evolve(SOURCE, omits=condition))
    assert omission is not None

    for column, as_written in omission.cells.values():
        assert not as_written or COLUMNS[column] is not ValueType.TEXT
