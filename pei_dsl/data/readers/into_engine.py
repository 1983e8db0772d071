"""Rows that were read in Python, given to an engine."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from fractions import Fraction
from pathlib import Path

from pei_dsl.algebra.values import Present
from pei_dsl.data.cell_values import MAX_PLACES
from pei_dsl.data.completeness import is_total, text_columns
from pei_dsl.data.engine.decimals import DECIMALS, DIGITS, decimal, fits
from pei_dsl.data.engine.dialect import Dialect
from pei_dsl.data.engine.duckdb.duckdb_connection import DuckDBConnection
from pei_dsl.data.engine.relation import Relation
from pei_dsl.data.engine.sqlite.sqlite_connection import SQLiteConnection
from pei_dsl.data.engine.sqlite.sqlite_dialect import SQLite
from pei_dsl.data.table import Row, Table
from pei_dsl.model.expressions import ValueType
from pei_dsl.model.moment import Moment
from pei_dsl.model.plan import DataSource
from pei_dsl.model.quality import Quality

_MARKS = {mark: number for number, mark in enumerate(Quality, start=1)}
_TYPES = {
    ValueType.NUMBER: f"DECIMAL({DIGITS},{DECIMALS})",
    ValueType.TEXT: "VARCHAR",
    ValueType.UNKNOWN: "VARCHAR",
    ValueType.DATE: "DATE",
    ValueType.BOOLEAN: "BOOLEAN",
}


def into_sqlite(connection: SQLiteConnection, source: DataSource, table: Table) -> Relation:
    """Return the rows of `table`, which can be loaded, as a table of SQLite."""
    names = _names(source)
    name = connection.fresh()
    connection.raw.execute(f"CREATE TABLE {name} ({', '.join(names)})")
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
