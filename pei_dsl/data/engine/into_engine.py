"""Rows that were read in Python, given to an engine."""

from __future__ import annotations

import datetime
import tempfile
from collections.abc import Iterator, Sequence
from fractions import Fraction
from pathlib import Path

from pei_dsl.algebra.values import Present
from pei_dsl.data.cell_values import MAX_PLACES
from pei_dsl.data.completeness import is_total, text_columns
from pei_dsl.data.engine.connection import Connection
from pei_dsl.data.engine.decimals import DECIMALS, DIGITS, decimal, fits
from pei_dsl.data.engine.dialect import Dialect
from pei_dsl.data.engine.duckdb.duckdb_connection import DuckDBConnection
from pei_dsl.data.engine.literals import sql_literal
from pei_dsl.data.engine.postgres.postgres_connection import PostgresConnection
from pei_dsl.data.engine.relation import Relation
from pei_dsl.data.engine.sqlite.sqlite_connection import SQLiteConnection
from pei_dsl.data.engine.sqlite.sqlite_dialect import SQLite
from pei_dsl.data.table import Row, Table
from pei_dsl.model.expressions import ValueType
from pei_dsl.model.moment import Moment
from pei_dsl.model.plan import DataSource
from pei_dsl.model.quality import Quality

# So many rows are written into a query where no table is kept for us.
_WRITTEN = 5_000
_MARKS = {mark: number for number, mark in enumerate(Quality, start=1)}
_TYPES = {
    ValueType.NUMBER: f"DECIMAL({DIGITS},{DECIMALS})",
    ValueType.TEXT: "VARCHAR",
    ValueType.UNKNOWN: "VARCHAR",
    ValueType.DATE: "DATE",
    ValueType.BOOLEAN: "BOOLEAN",
}


def brought(connection: Connection, source: DataSource, table: Table) -> Relation | None:
    """
    Return rows that are somewhere else as a relation of `connection`, for it to join its own with.

    None where it keeps no tables for us and there are too many to be written into each query, where it
    cannot keep a value exactly, and where a cell is *inválido*, which only the reference tells.

    Raises:
        EngineError: The engine refused.
    """
    broken = table.unusable is not None or any(row.broken for row in table.rows)
    if broken or not can_load(source, table, connection.dialect):
        return None
    match connection:
        case DuckDBConnection():
            with tempfile.TemporaryDirectory(prefix="rows-", dir=connection.spilling) as folder:
                return into_duckdb(connection, source, table, Path(folder))
        case SQLiteConnection():
            return into_sqlite(connection, source, table)
        case PostgresConnection() if len(table.rows) <= _WRITTEN:
            return _written_out(connection.dialect, source, table)
        case _:
            return None


def _written_out(dialect: Dialect, source: DataSource, table: Table) -> Relation:
    """Return the rows of `table`, which has no time, as literals of a query."""
    names = [f"c{index}" for index in range(len(source.columns))]
    rows = [
        [
            "NULL" if (cell := row.cells.get(column)) is None else sql_literal(cell, dialect)
            for column in source.columns
        ]
        for row in table.rows
    ]
    rows = rows or [["NULL"] * len(names)]  # no key is equal to an empty one
    typed = ", ".join(
        f"CAST({name} AS {dialect.types[column.type]}) AS {name}"
        for name, column in zip(names, source.columns.values(), strict=True)
    )
    query = f"SELECT {typed} FROM {dialect.table('w', names, rows)}"
    return Relation(query, source, origin=table.origin, totals=frozenset())


def into_sqlite(connection: SQLiteConnection, source: DataSource, table: Table) -> Relation:
    """Return the rows of `table`, which can be loaded, as a table of SQLite."""
    names = _names(source)
    name = connection.fresh()
    connection.raw.execute(f"CREATE TEMP TABLE {name} ({', '.join(names)})")
    marks = ", ".join("?" * len(names))
    connection.raw.executemany(f"INSERT INTO {name} VALUES ({marks})", _records(source, table))
    return _relation(name, source, table)


def can_load(source: DataSource, table: Table, dialect: Dialect) -> bool:
    """Tell whether every value of `table` is one that the engine keeps exactly."""
    if any(column.type is ValueType.MOMENT for column in source.columns.values()):
        return False  # moments are computed with at home
    kept = _can_write if isinstance(dialect, SQLite) else fits
    return all(cell is None or kept(cell) for row in table.rows for cell in row.cells.values())


def _can_write(value: Present) -> bool:
    """Tell whether finitely many digits hold `value`, and no more than a cell may have."""
    return not isinstance(value, Fraction) or pow(10, MAX_PLACES, value.denominator) == 0


def into_duckdb(connection: DuckDBConnection, source: DataSource, table: Table, folder: Path) -> Relation:
    """Return the rows of `table`, which can be loaded, as a table of DuckDB, by way of a file in `folder`."""
    path = folder / "rows.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        file.writelines(f"{','.join(map(_quoted, record))}\n" for record in _records(source, table))
    types = [_TYPES[column.type] for column in source.columns.values()]
    types.extend(("DATE", "DATE", "BIGINT", "INTEGER"))
    declared = ", ".join(f"'{name}': '{kind}'" for name, kind in zip(_names(source), types, strict=True))
    name = connection.fresh()
    connection.run(
        f"CREATE OR REPLACE TEMP TABLE {name} AS SELECT * FROM "
        f"read_csv({connection.dialect.text(str(path))}, header = false, auto_detect = false, "
        f"columns = {{{declared}}}, nullstr = '', allow_quoted_nulls = false, quote = '\"', escape = '\"', "
        "delim = ',', parallel = false)"
    )
    path.unlink()
    return _relation(name, source, table)


def _quoted(cell: str | int | None) -> str:
    """Return a cell between quotes, and an empty one without."""
    return "" if cell is None else '"' + str(cell).replace('"', '""') + '"'


def _names(source: DataSource) -> list[str]:
    return [*(f"c{index}" for index in range(len(source.columns))), "s", "e", "n", "q"]


def _relation(name: str, source: DataSource, table: Table) -> Relation:
    def places(numbers: Sequence[int]) -> list[tuple[str, int]]:
        return [table.place_of(number) for number in numbers]

    query = f"SELECT * FROM {name}"
    totals = frozenset(
        column
        for column in text_columns(source)
        if any(is_total(row.cells.get(column)) for row in table.rows)
    )
    return Relation(
        query,
        source,
        bool(source.time),
        numbered=True,
        origin=table.origin,
        omitted=table.omitted,
        totals=totals,
        places=places,
    )


def _records(source: DataSource, table: Table) -> Iterator[list[str | int | None]]:
    for row in table.rows:
        cells = [_written(row.cells.get(column)) for column in source.columns]
        yield [*cells, *_time(row), row.number, _MARKS[row.quality] if row.quality else None]


def _time(row: Row) -> list[str | None]:
    if row.period is None:
        return [None, None]
    return [row.period.start.isoformat(), row.period.end.isoformat()]


def _written(cell: Present | None) -> str | int | None:
    match cell:
        case bool():
            return int(cell)
        case Fraction():
            return decimal(cell)
        case datetime.date() | Moment():
            return cell.isoformat()
        case _:
            return cell
