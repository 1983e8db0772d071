"""Beginnings, parts and ranges of texts are in every engine what they are in plain Python, letter by letter."""

from __future__ import annotations

import itertools
import tempfile
from pathlib import Path

import psycopg

from pei_dsl.algebra.builtins import IMPLEMENTATIONS
from pei_dsl.data.engine.connection import Connection
from pei_dsl.data.engine.duckdb.duckdb_connection import DuckDBConnection
from pei_dsl.data.engine.into_engine import into_duckdb, into_sqlite
from pei_dsl.data.engine.query.conditions import translate
from pei_dsl.data.engine.relation import Relation
from pei_dsl.data.engine.sqlite.sqlite_connection import SQLiteConnection
from pei_dsl.data.table import Row, Table
from pei_dsl.model import expressions as m
from pei_dsl.model.expressions import ValueType
from pei_dsl.model.plan import Column, DataSource
from tests.aggregations import HOSTILE
from tests.in_engines import in_postgres

TEXTS = sorted({*HOSTILE, "A", "AB", "a", "á", "C50", "C501", "C58", "C58z", "C59", "D", "%", "_", "A_"})
SOURCE = DataSource("s", columns={"x": Column("x", ValueType.TEXT)}, order=("x",))
ROWS = tuple(Row({"x": text}, None, number) for number, text in enumerate(TEXTS, start=1))
CALLS = [
    *(
        m.Call(name, (m.ColumnValue("x"), m.Text(each)))
        for name in ("starts_with", "contains")
        for each in TEXTS
    ),
    *(
        m.Call("between", (m.ColumnValue("x"), m.Text(low), m.Text(high)))
        for low, high in itertools.product(TEXTS[::2], TEXTS[1::2])
    ),
]


def assert_same(relation: Relation, connection: Connection) -> None:
    """Assert that each condition, said in SQL, finds the rows for which the reference finds it true."""
    for node in CALLS:
        sql = translate(node, relation, connection.dialect)
        assert sql is not None, node
        query = f"SELECT {relation.alias('x')} FROM ({relation.query}) t WHERE {sql}"
        literals = [each.value for each in node.arguments if isinstance(each, m.Text)]
        expected = [text for text in TEXTS if IMPLEMENTATIONS[node.function](text, *literals) is True]
        assert sorted(str(text) for (text,) in connection.rows(query)) == expected, node


def test_duckdb(duckdb: DuckDBConnection) -> None:
    assert_same(into_duckdb(duckdb, SOURCE, Table("s", "", ROWS), Path(tempfile.mkdtemp())), duckdb)


def test_sqlite() -> None:
    connection = SQLiteConnection()
    assert_same(into_sqlite(connection, SOURCE, Table("s", "", ROWS)), connection)
    connection.close()


def test_postgresql(admin: psycopg.Connection) -> None:
    with in_postgres(SOURCE, ROWS, admin) as (connection, relation):
        assert_same(relation, connection)
