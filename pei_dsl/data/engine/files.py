"""Parquet and CSV files, read by DuckDB."""

from __future__ import annotations

import codecs
import contextlib
import csv
import gzip
import io
import shutil
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import BinaryIO, cast

import attrs

from pei_dsl.data.cells import read_object
from pei_dsl.data.contract import check_header, read_rows
from pei_dsl.data.csv_files import ENCODINGS, separator_of
from pei_dsl.data.engine.connection import EngineError
from pei_dsl.data.engine.duckdb_connection import DuckDBConnection
from pei_dsl.data.engine.relation import Relation
from pei_dsl.data.engine.typed import BLANKS, NotPlainError, Raw, Typing
from pei_dsl.data.files import DataFile, Located
from pei_dsl.data.findings import Findings
from pei_dsl.data.opened import Opened
from pei_dsl.data.table import Table
from pei_dsl.model.expressions import ValueType
from pei_dsl.model.plan import DataSource
from pei_dsl.vocabulary import fold

_GZIP = b"\x1f\x8b"
_WIDE_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)


def parquet(
    connection: DuckDBConnection, source: DataSource, located: Located, findings: Findings
) -> Relation | None:
    """
    Return the rows of Parquet files, or None after reporting why there are none (PEI302).

    Raises:
        NotPlainError, WrongTypeError, EngineError: See `typed.Typing.run`.
    """
    text = connection.dialect.text
    names = ", ".join(text(str(file.path)) for file in located.files)
    described: dict[str, str] = {}
    for file in located.files:
        rows = connection.rows(f"DESCRIBE SELECT * FROM read_parquet({text(str(file.path))})")
        found = {str(row[0]): str(row[1]) for row in rows}
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
    relation = Typing(connection, source, Raw(table, types, "r.place", findings.origin, repeats=True)).run()

    def places(numbers: Sequence[int]) -> list[tuple[str, int]]:
        several = len(located.files) > 1
        return [
            (located.files[number // _PER_FILE].shown if several else "", number % _PER_FILE)
            for number in numbers
        ]

    return attrs.evolve(relation, places=places)


def parquet_table(
    connection: DuckDBConnection, source: DataSource, located: Located, findings: Findings
) -> Table:
    """Return the rows of Parquet files read one by one, and report each cell that breaks the contract."""

    def opened() -> Iterator[tuple[str, Opened]]:
        for file in located.files:
            query = f"SELECT * FROM read_parquet({connection.dialect.text(str(file.path))})"
            kept = {str(row[0]): str(row[1]) for row in connection.rows(f"DESCRIBE {query}")}
            names = tuple(kept)
            found = Opened(
                names, _numbered(connection, _widened(connection, query, kept), names), read_object, head=0
            )
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
        findings.add("PEI340", column=column.name, kept=kept[column.name], declared=str(column.type))
    return bool(found)


def _numbered(
    connection: DuckDBConnection, query: str, names: Sequence[str]
) -> Iterator[tuple[int, dict[str, object]]]:
    for number, row in enumerate(connection.rows(query), start=1):
        yield number, dict(zip(names, row, strict=True))


# No file has so many rows: what the numbers of the rows of one file are kept apart by.
_PER_FILE = 10**12


# ---- CSV ---------------------------------------------------------------------------------------------


def text_files(connection: DuckDBConnection, source: DataSource, located: Located, folder: Path) -> Relation:
    """
    Return the rows of CSV files, which are read into the engine's own table; `n` counts them from 1.

    Raises:
        NotPlainError: Something is not as it should be, or not as the engine reads it: whoever reads line by
            line can tell what.
        EngineError: The engine ran out of what it may use.
    """
    name = connection.fresh()
    width = len(source.columns)
    cells = ", ".join(f"k{index} VARCHAR" for index in range(width))
    connection.run(f"CREATE TEMP TABLE {name} ({cells})")
    for file in located.files:
        _insert(connection, source, file, folder, name)
    types = dict.fromkeys(source.columns, "VARCHAR")
    relation = Typing(connection, source, Raw(name, types, "r.rowid + 1", located_origin(located))).run()
    typed = connection.fresh()
    connection.run(f"CREATE TEMP TABLE {typed} AS {relation.query}")
    connection.run(f"DROP TABLE {name}")

    def places(numbers: Sequence[int]) -> list[tuple[str, int]]:
        return lines_of(source, located, numbers)

    return attrs.evolve(relation, query=f"SELECT * FROM {typed}", places=places)


def lines_of(source: DataSource, located: Located, numbers: Sequence[int]) -> list[tuple[str, int]]:
    """Return the file and the line of rows by their positions among all rows that are not empty, from 1."""
    wanted, position = set(numbers), 0
    found: dict[int, tuple[str, int]] = {}
    for file in located.files:
        if len(found) == len(wanted):
            break
        with _lines(source, file) as lines:
            reader = csv.reader(lines, delimiter=separator_of(source), strict=True)
            next(reader, None)
            line = reader.line_num
            for cells in reader:
                first, line = line + 1, reader.line_num
                if any(cell.strip() for cell in cells):
                    position += 1
                    if position in wanted:
                        found[position] = (file.shown if located.many else "", first)
    return [found.get(number, ("", 0)) for number in numbers]


def located_origin(located: Located) -> str:
    """Return what the files are called together."""
    return located.files[0].shown if len(located.files) == 1 else ", ".join(located.folders)


def _insert(
    connection: DuckDBConnection, source: DataSource, file: DataFile, folder: Path, table: str
) -> None:
    """Add the rows of a file to `table`, leaving out lines without any cell, as the reader in Python does."""
    text = connection.dialect.text
    header = _header(source, file)
    wanted = [header.index(name) for name in source.columns if header.count(name) == 1]
    if len(wanted) != len(source.columns):
        raise NotPlainError
    path = _plain_utf8(source, file, folder)
    declared = ", ".join(f"'h{index}': 'VARCHAR'" for index in range(len(header)))
    cells = [f"h{index}" for index in range(len(header))]
    blanks = text(BLANKS)
    surely = " OR ".join(f"{cell} BETWEEN '!' AND '~'" for cell in cells)
    filled = " OR ".join([surely, *(f"trim(COALESCE({cell}, ''), {blanks}) <> ''" for cell in cells)])
    chosen = ", ".join(f"h{index}" for index in wanted)
    query = (
        f"INSERT INTO {table} SELECT {chosen} FROM read_csv({text(str(path))}, header = true, "
        f"auto_detect = false, columns = {{{declared}}}, delim = {text(separator_of(source))}, quote = '\"', "
        f"escape = '\"', nullstr = '', strict_mode = true, null_padding = false, "
        f"max_line_size = {_LONGEST_LINE}) WHERE {filled}"
    )
    try:
        connection.run(query)
    except EngineError as problem:
        if problem.code == "PEI331":  # what the engine cannot read, the reader in Python explains
            raise NotPlainError from problem
        raise
    finally:
        if path != file.path:
            path.unlink(missing_ok=True)


_LONGEST_LINE = 16 * 2**20


def _open_binary(path: Path) -> BinaryIO:
    with path.open("rb") as file:
        compressed = file.read(2) == _GZIP
    return cast("BinaryIO", gzip.open(path)) if compressed else path.open("rb")


@contextlib.contextmanager
def _lines(source: DataSource, file: DataFile) -> Iterator[io.TextIOWrapper]:
    """Open a file as text, whatever it is compressed with or encoded in."""
    with _open_binary(file.path) as raw:
        encoding = _encoding(source, raw.read(4))
        raw.seek(0)
        with io.TextIOWrapper(raw, encoding=encoding, newline="") as lines:
            yield lines


def _encoding(source: DataSource, start: bytes) -> str:
    if start.startswith(_WIDE_MARKS):
        return "utf-32" if start.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)) else "utf-16"
    if start.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    return ENCODINGS.get(fold(source.encoding), source.encoding)


def _header(source: DataSource, file: DataFile) -> list[str]:
    """Return the names in the first line of a file."""
    try:
        with _lines(source, file) as lines:
            reader = csv.reader(lines, delimiter=separator_of(source), strict=True)
            return [name.strip() for name in next(reader, [])]
    except (OSError, EOFError, UnicodeError, LookupError, ValueError, csv.Error) as error:
        raise NotPlainError from error


def _plain_utf8(source: DataSource, file: DataFile, folder: Path) -> Path:
    """Return a file in UTF-8 with the same text: the file itself, or a copy in `folder`."""
    try:
        with file.path.open("rb") as raw:
            start = raw.read(4)
        if start[:2] != _GZIP and _encoding(source, start) in {"utf-8", "utf-8-sig"}:
            return file.path
        copy = folder / "copy.csv"
        with _lines(source, file) as lines, copy.open("w", encoding="utf-8", newline="") as plain:
            shutil.copyfileobj(lines, plain, 2**20)
    except (OSError, EOFError, UnicodeError, LookupError, ValueError) as error:
        raise NotPlainError from error
    return copy
