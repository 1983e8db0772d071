"""The same rows in every engine: given to one inside the process, or as a table or frame of one elsewhere."""

from __future__ import annotations

import contextlib
import datetime
import sqlite3
import tempfile
from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

import attrs
import psycopg
import pytest

from pei_dsl.data.engine.connection import Connection, EngineError
from pei_dsl.data.engine.decimals import decimal
from pei_dsl.data.engine.engine_limits import Limits
from pei_dsl.data.engine.postgres.postgres_dialect import PostgreSQL
from pei_dsl.data.engine.relation import Relation
from pei_dsl.data.engine.spark.spark_connection import SparkConnection
from pei_dsl.data.engine.sqlite.sqlite_dialect import SQLite
from pei_dsl.data.readers import databases, host_rows, spark
from pei_dsl.data.source_findings import Findings
from pei_dsl.data.table import Row, Table
from pei_dsl.diagnostics import Diagnostic
from pei_dsl.model.expressions import ValueType
from pei_dsl.model.plan import DataSource

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

TABLE = "los datos"
ADDRESS = "PEI_PROBADA"


def database_relation(
    source: DataSource, limits: Limits
) -> tuple[Connection | None, Relation | None, list[Diagnostic]]:
    """Return the connection and the rows of a source with `conexión`, and what is wrong with them."""
    findings = Findings(f"{source.table} ({source.connection})")
    connection, relation = databases._opened(source, limits, findings, {})
    return connection, relation, findings.all()


def spark_relation(
    source: DataSource, frame: DataFrame, limits: Limits
) -> tuple[SparkConnection, Relation | None, list[Diagnostic]]:
    """Return the session and the rows of a frame that a host hands over, and what is wrong with them."""
    connection = SparkConnection(frame.sparkSession, limits)
    findings = Findings(f"«{source.name}»")
    relation = None
    try:
        relation = spark._of_frame(connection, source, frame, findings)
    except EngineError as problem:
        findings.add(problem.code, 0, problem.variant, **{"file": findings.origin, **problem.params})
    return connection, relation, findings.all()


def host_table(source: DataSource, rows: host_rows.HostRows) -> tuple[Table, list[Diagnostic]]:
    """Return the table of rows in plain Python, and what breaks the contract."""
    findings = Findings(f"«{source.name}»")
    return host_rows.table_of(source, rows, findings), findings.all()


def record(source: DataSource, row: Row) -> list[object]:
    """Return the cells of a row as drivers take them; the time column says the period."""
    cells: dict[str, object] = {
        name: Decimal(decimal(cell)) if isinstance(cell, Fraction) else cell
        for name, cell in row.cells.items()
    }
    if source.time:
        cells[source.time] = str(row.period)
    return list(cells.values())


@contextlib.contextmanager
def _of_database(source: DataSource) -> Iterator[tuple[Connection, Relation]]:
    declared = attrs.evolve(source, connection=ADDRESS, table=TABLE)
    connection, relation, findings = database_relation(declared, Limits())
    assert findings == []
    assert connection is not None
    assert relation is not None
    try:
        yield connection, relation
    finally:
        connection.close()


@contextlib.contextmanager
def in_postgres(
    source: DataSource, rows: Sequence[Row], admin: psycopg.Connection
) -> Iterator[tuple[Connection, Relation]]:
    """Give the rows as a table of a database whose address `ADDRESS` holds, in the types that one would take."""
    types = PostgreSQL.types
    name = PostgreSQL().identifier
    declared = ", ".join(
        f"{name(column)} {'text' if column == source.time else types[each.type]}"
        for column, each in source.columns.items()
    )
    admin.execute(f'DROP TABLE IF EXISTS "{TABLE}"; CREATE TABLE "{TABLE}" ({declared})'.encode())
    marks = ", ".join(["%s"] * len(source.columns))
    records = [record(source, row) for row in rows]
    admin.cursor().executemany(f'INSERT INTO "{TABLE}" VALUES ({marks})'.encode(), records)
    with _of_database(source) as found:
        yield found


@contextlib.contextmanager
def in_sqlite_file(source: DataSource, rows: Sequence[Row]) -> Iterator[tuple[Connection, Relation]]:
    """Give the rows as a table of a file of SQLite."""
    name = SQLite().identifier
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as environment:
        path = Path(folder) / "base de datos.db"
        with contextlib.closing(sqlite3.connect(path)) as file:
            file.execute(f"CREATE TABLE {name(TABLE)} ({', '.join(map(name, source.columns))})")
            marks = ", ".join("?" * len(source.columns))
            for row in rows:
                cells = [_written(cell) for cell in record(source, row)]
                file.execute(f"INSERT INTO {name(TABLE)} VALUES ({marks})", cells)
            file.commit()
        environment.setenv(ADDRESS, f"sqlite:///{path.as_posix()}")
        with _of_database(source) as found:
            yield found


def _written(cell: object) -> object:
    match cell:
        case Decimal():
            return f"{cell:f}"
        case datetime.date():
            return cell.isoformat()
        case _:
            return cell


@contextlib.contextmanager
def in_spark(
    source: DataSource, rows: Sequence[Row], spark: SparkSession
) -> Iterator[tuple[Connection, Relation]]:
    """Give the rows as a frame of Spark."""
    from pyspark.sql import types

    kinds = {
        ValueType.NUMBER: types.DecimalType(38, 18),
        ValueType.TEXT: types.StringType(),
        ValueType.DATE: types.DateType(),
        ValueType.BOOLEAN: types.BooleanType(),
    }
    fields = [
        types.StructField(name, types.StringType() if name == source.time else kinds[column.type])
        for name, column in source.columns.items()
    ]
    frame = spark.createDataFrame([tuple(record(source, row)) for row in rows], types.StructType(fields))
    connection, relation, findings = spark_relation(source, frame, Limits())
    assert findings == []
    assert relation is not None
    yield connection, relation
