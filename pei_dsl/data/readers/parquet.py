"""Parquet files, read by DuckDB."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import attrs

from pei_dsl.data.answers import Answers
from pei_dsl.data.cell_values import read_object
from pei_dsl.data.contract.conversions import Kept
from pei_dsl.data.contract.declared_headings import declared_names
from pei_dsl.data.contract.header_check import check_header
from pei_dsl.data.contract.held_rows import read_rows
from pei_dsl.data.engine.connection import EngineError
from pei_dsl.data.engine.duckdb.duckdb_connection import DuckDBConnection
from pei_dsl.data.engine.relation import Relation
from pei_dsl.data.extras import MissingExtraError
from pei_dsl.data.readers import doubts
from pei_dsl.data.readers.duckdb_columns import Typing, together
from pei_dsl.data.readers.held_columns import of_columns
from pei_dsl.data.readers.locating import DataFile, Located
from pei_dsl.data.readers.means import Means
from pei_dsl.data.readers.opened import Opened
from pei_dsl.data.readers.raw_columns import DoubtfulRowsError, Raw, kept_in
from pei_dsl.data.readers.reader import NOT_LOOKED_AT, Sought
from pei_dsl.data.source_findings import Findings
from pei_dsl.data.table import Table
from pei_dsl.model.plan import DataSource

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
            findings.note(NOT_LOOKED_AT, file=findings.origin, source=source.name, command=missing.command)


READER = ParquetFiles()


def parquet(
    connection: DuckDBConnection, source: DataSource, located: Located, findings: Findings
) -> Relation | None:
    """
    Return the rows of Parquet files, or None after reporting why there are none (PEI302 to PEI319).

    Raises:
        NotPlainError, WrongTypeError, EngineError: See `typed.Typing.run`.
    """
    groups = _by_types(connection, source, located, findings)
    if groups is None:
        return None

    def places(numbers: Sequence[int]) -> list[tuple[str, int]]:
        several = len(located.files) > 1
        return [
            (located.files[number // _PER_FILE].shown if several else "", number % _PER_FILE)
            for number in numbers
        ]

    raws = [_raw(connection, source, located, group, findings.origin) for group in groups]
    if len(raws) > 1:
        return attrs.evolve(together(connection, source, raws), places=places)
    try:
        relation = Typing(connection, source, raws[0]).run()
    except DoubtfulRowsError as doubt:
        doubts.tell(connection, source, doubt.table, findings, read_object, places, located.files[0].shown)
        if findings.count:
            return None
        raise
    return attrs.evolve(relation, places=places)


@attrs.frozen
class _Alike:
    """
    Files whose declared columns are kept in the same types.

    Attributes:
        cells: What reads each declared column, in SQL, with its type.
        files: Their places among all files.
    """

    cells: Mapping[str, tuple[str, str]]
    files: Sequence[int]


def _by_types(
    connection: DuckDBConnection, source: DataSource, located: Located, findings: Findings
) -> list[_Alike] | None:
    """
    Return the files by the types of their declared columns, or None after reporting one that lacks a column.

    Read together, all would be read in the types of the first one.
    """
    found: dict[tuple[tuple[str, str], ...], list[int]] = {}
    for index, file in enumerate(located.files):
        findings.file = file.shown
        cells = _cells(connection, source, file)
        if not check_header(source, Opened(tuple(cells), iter(()), read_object, head=0), findings):
            return None
        found.setdefault(tuple(cells[name] for name in source.columns), []).append(index)
    findings.file = findings.origin
    return [_Alike(dict(zip(source.columns, types, strict=True)), files) for types, files in found.items()]


def _cells(connection: DuckDBConnection, source: DataSource, file: DataFile) -> dict[str, tuple[str, str]]:
    """
    Return what reads each column of `file`, in SQL, with its type; instants are known as such.

    What the name of the file says is a column, too.
    """
    table = f"({connection.dialect.text(str(file.path))})"
    kept = connection.kept(f"read_parquet{table}")
    zoned: set[str] = set()
    if "TIMESTAMP_NS" in kept.values():  # which some versions say of instants too
        schema = connection.rows(f"SELECT name, CAST(logical_type AS VARCHAR) FROM parquet_schema{table}")
        zoned = {str(name) for name, logical in schema if "isAdjustedToUTC=1" in str(logical)}
    cells: dict[str, tuple[str, str]] = {}
    for called, (name, kind) in zip(declared_names(source, list(kept)), kept.items(), strict=True):
        cell = connection.dialect.identifier(name)
        instant = kind == "TIMESTAMP_NS" and name in zoned
        there = (f"(CAST({cell} AS TIMESTAMP) AT TIME ZONE 'UTC')", "TIMESTAMP WITH TIME ZONE")
        cells[called] = there if instant else (cell, kind)
    for called in file.named:
        cells[called] = (_NAMED, "VARCHAR")
    return cells


def _raw(
    connection: DuckDBConnection, source: DataSource, located: Located, group: _Alike, origin: str
) -> Raw:
    text = connection.dialect.text
    names = ", ".join(text(str(located.files[index].path)) for index in group.files)

    def cell(name: str) -> str:
        """A column of the files, or what each of their names says."""
        if group.cells[name][0] != _NAMED:
            return group.cells[name][0]
        said = ", ".join(text(located.files[index].named[name]) for index in group.files)
        return f"[{said}][CAST(file_index AS BIGINT) + 1]"

    columns = ", ".join(f"{cell(name)} AS k{index}" for index, name in enumerate(source.columns))
    file = "file_index"
    if len(group.files) < len(located.files):
        file = f"CAST([{', '.join(map(str, group.files))}][CAST(file_index AS BIGINT) + 1] AS BIGINT)"
    table = (
        f"(SELECT {columns}, {file} * {_PER_FILE} + file_row_number + 1 AS place "
        f"FROM read_parquet([{names}], file_row_number = true))"
    )
    types = {name: kind for name, (_, kind) in group.cells.items()}
    files = [located.files[index].path for index in group.files]
    return Raw(table, types, "r.place", origin, repeats=True, files=files)


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
            cells = _cells(connection, source, file)
        except EngineError as problem:
            findings.add(problem.code, 0, problem.variant, **{"file": file.shown, **problem.params})
        else:
            check_header(source, Opened(tuple(cells), iter(()), read_object, head=0), findings)
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
            cells = _cells(connection, source, file)
            findings.file = file.shown
            if not check_header(source, Opened(tuple(cells), iter(()), read_object, head=0), findings):
                continue
            names = tuple(source.columns)

            def read(cell: tuple[str, str], said: str | None) -> str:
                return _for_python(connection, source, *cell) if said is None else text(said)

            wanted = ", ".join(
                f"{read(cells[name], file.named.get(name))} AS k{index}" for index, name in enumerate(names)
            )
            query = f"SELECT {wanted} FROM read_parquet({text(str(file.path))})"
            yield file.shown, Opened(names, _numbered(connection, query, names), read_object, head=0)

    return read_rows(source, opened(), findings)


def _for_python(connection: DuckDBConnection, source: DataSource, cell: str, kind: str) -> str:
    """
    Return a cell as Python has it.

    It has no numbers of 32 bits, so they become those of 64 bits that print alike; and instants become what
    clocks of the plan's zone show.
    """
    if kind == "FLOAT":
        return connection.dialect.from_single(cell)
    if kept_in(kind) is Kept.ZONED:
        return f"CAST({cell} AT TIME ZONE {connection.dialect.text(source.zone)} AS TIMESTAMP)"
    return cell


def _numbered(
    connection: DuckDBConnection, query: str, names: Sequence[str]
) -> Iterator[tuple[int, dict[str, object]]]:
    for number, row in enumerate(connection.each_row(query), start=1):
        yield number, dict(zip(names, row, strict=True))


# Stands for a column that only the name of a file tells.
_NAMED = ""

# No file has so many rows: what the numbers of the rows of one file are kept apart by.
_PER_FILE = 10**12
