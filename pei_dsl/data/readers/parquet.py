"""Parquet files, read by DuckDB."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import attrs

from pei_dsl.data.answers import Answers
from pei_dsl.data.cell_values import read_object
from pei_dsl.data.contract.held_rows import check_header, read_rows
from pei_dsl.data.engine.connection import EngineError
from pei_dsl.data.engine.duckdb.duckdb_connection import DuckDBConnection
from pei_dsl.data.engine.relation import Relation
from pei_dsl.data.extras import MissingExtraError
from pei_dsl.data.readers import doubts
from pei_dsl.data.readers.duckdb_columns import (
    DoubtfulRowsError,
    Raw,
    Typing,
)
from pei_dsl.data.readers.held_columns import of_columns
from pei_dsl.data.readers.locating import Located
from pei_dsl.data.readers.means import Means
from pei_dsl.data.readers.opened import Opened
from pei_dsl.data.readers.reader import NOT_LOOKED_AT, Sought
from pei_dsl.data.source_findings import Findings
from pei_dsl.data.table import Table
from pei_dsl.model.expressions import ValueType
from pei_dsl.model.plan import DataSource
from pei_dsl.model.terms import term

# More rows than this are for the engine to add up, not to be read one by one: a million take some 600 MB.
MAX_ROWS = 5_000_000


class ParquetFiles:
    """Reads Parquet files: all by the embedded engine, row by row where that is asked for or called for."""

    def open(self, sought: Sought, means: Means) -> Table | Answers | None:
        """Return the answers of the engine, or the rows that it reads."""
        source, located, findings = sought.source, sought.files, sought.findings
        return of_columns(
            sought,
            means,
            lambda: parquet(means.duckdb(), source, located, findings),
            lambda: parquet_table(means.duckdb(), source, located, findings),
        )

    def look(self, sought: Sought) -> None:
        """Report files that lack declared columns, or that are none; a note where the engine is not there."""
        source, findings = sought.source, sought.findings
        try:
            with DuckDBConnection() as connection:
                check_parquet(connection, source, sought.files, findings)
        except MissingExtraError as missing:
            findings.note(NOT_LOOKED_AT, file=findings.origin, source=source.name, extra=missing.extra)


READER = ParquetFiles()


def parquet(
    connection: DuckDBConnection, source: DataSource, located: Located, findings: Findings
) -> Relation | None:
    """
    Return the rows of Parquet files, or None after reporting why there are none (PEI302 to PEI319).

    Raises:
        NotPlainError, WrongTypeError, EngineError: See `typed.Typing.run`.
    """
    text = connection.dialect.text
    names = ", ".join(text(str(file.path)) for file in located.files)
    described: dict[str, str] = {}
    for file in located.files:
        found = connection.kept(f"read_parquet({text(str(file.path))})")
        findings.file = file.shown
        if not check_header(source, Opened(tuple(found), iter(()), read_object, head=0), findings):
            return None
        described = described or found
    findings.file = findings.origin
    identifier = connection.dialect.identifier
    columns = ", ".join(f"{identifier(name)} AS k{index}" for index, name in enumerate(source.columns))
    table = (
        f"(SELECT {columns}, file_index * {_PER_FILE} + file_row_number + 1 AS place "
        f"FROM read_parquet([{names}], file_row_number = true))"
    )
    types = {name: described[name] for name in source.columns}

    def places(numbers: Sequence[int]) -> list[tuple[str, int]]:
        several = len(located.files) > 1
        return [
            (located.files[number // _PER_FILE].shown if several else "", number % _PER_FILE)
            for number in numbers
        ]

    raw = Raw(table, types, "r.place", findings.origin, repeats=True)
    try:
        relation = Typing(connection, source, raw).run()
    except DoubtfulRowsError as doubt:
        doubts.tell(connection, source, doubt.table, findings, read_object, places, located.files[0].shown)
        if findings.count:
            return None
        raise
    return attrs.evolve(relation, places=places)


def check_parquet(
    connection: DuckDBConnection, source: DataSource, located: Located, findings: Findings
) -> None:
    """
    Report Parquet files that lack declared columns (PEI302), or that are none (PEI331).

    Raises:
        MissingExtraError: The engine is not installed.
    """
    for file in located.files:
        findings.file = file.shown
        try:
            kept = connection.kept(f"read_parquet({connection.dialect.text(str(file.path))})")
        except EngineError as problem:
            findings.add(problem.code, 0, problem.variant, **{"file": file.shown, **problem.params})
        else:
            check_header(source, Opened(tuple(kept), iter(()), read_object, head=0), findings)
    findings.file = findings.origin


def parquet_table(
    connection: DuckDBConnection, source: DataSource, located: Located, findings: Findings
) -> Table:
    """
    Return the rows of Parquet files read one by one, and report each cell that breaks the contract.

    More than `MAX_ROWS` are not read (PEI309).
    """
    text = connection.dialect.text
    names = ", ".join(text(str(file.path)) for file in located.files)
    counted = f"SELECT SUM(num_rows) FROM parquet_file_metadata([{names}])"
    count = int(str(connection.rows(counted)[0][0]))
    if count > MAX_ROWS:
        findings.add("PEI309", 0, "rows", rows=count, limit=MAX_ROWS)
        return read_rows(source, (), findings)

    def opened() -> Iterator[tuple[str, Opened]]:
        for file in located.files:
            table = f"read_parquet({text(str(file.path))})"
            kept = connection.kept(table)
            query = _widened(connection, f"SELECT * FROM {table}", kept)
            found = Opened(tuple(kept), _numbered(connection, query, tuple(kept)), read_object, head=0)
            findings.file = file.shown
            if check_header(source, found, findings) and not _has_instants(source, kept, findings):
                yield file.shown, found

    return read_rows(source, opened(), findings)


def _widened(connection: DuckDBConnection, query: str, kept: Mapping[str, str]) -> str:
    """Return `query` with numbers of 32 bits as those of 64 bits that print alike: Python has no others."""
    identifier = connection.dialect.identifier
    names = [identifier(name) for name, kind in kept.items() if kind == "FLOAT"]
    if not names:
        return query
    wider = ", ".join(f"{connection.dialect.from_single(name)} AS {name}" for name in names)
    return f"SELECT * REPLACE ({wider}) FROM ({query}) t"


def _has_instants(source: DataSource, kept: Mapping[str, str], findings: Findings) -> bool:
    """Report columns of dates that are kept as instants, whose day depends on where one is (PEI340)."""
    found = [
        column
        for column in source.columns.values()
        if column.type is ValueType.DATE and "ZONE" in kept[column.name]
    ]
    for column in found:
        findings.add("PEI340", column=column.name, kept=kept[column.name], declared=term(column.type))
    return bool(found)


def _numbered(
    connection: DuckDBConnection, query: str, names: Sequence[str]
) -> Iterator[tuple[int, dict[str, object]]]:
    for number, row in enumerate(connection.each_row(query), start=1):
        yield number, dict(zip(names, row, strict=True))


# No file has so many rows: what the numbers of the rows of one file are kept apart by.
_PER_FILE = 10**12
