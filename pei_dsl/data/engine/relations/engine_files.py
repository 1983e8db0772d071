"""Parquet and CSV files, read by DuckDB."""

from __future__ import annotations

import csv
import itertools
import shutil
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import attrs

from pei_dsl.algebra.values import Present
from pei_dsl.data.cells import BadCell, read_object
from pei_dsl.data.contract import check_header, read_rows
from pei_dsl.data.csv_files import read_cell, separator_of
from pei_dsl.data.engine.connection import EngineError
from pei_dsl.data.engine.duckdb.duckdb_connection import DuckDBConnection
from pei_dsl.data.engine.relation import Relation
from pei_dsl.data.engine.relations import doubts
from pei_dsl.data.engine.relations.typed import (
    BLANKS,
    DoubtfulRowsError,
    NotPlainError,
    Raw,
    Typing,
    with_few,
)
from pei_dsl.data.files import DataFile, Located
from pei_dsl.data.findings import Findings
from pei_dsl.data.opened import Opened
from pei_dsl.data.table import Table
from pei_dsl.data.texts import encoding_of, is_compressed, open_text
from pei_dsl.model.expressions import ValueType
from pei_dsl.model.plan import DataSource
from pei_dsl.numerals import Notation

# More rows than this are for the engine to add up, not to be read one by one: a million take some 600 MB.
MAX_ROWS = 5_000_000


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
        findings.add("PEI340", column=column.name, kept=kept[column.name], declared=str(column.type))
    return bool(found)


def _numbered(
    connection: DuckDBConnection, query: str, names: Sequence[str]
) -> Iterator[tuple[int, dict[str, object]]]:
    for number, row in enumerate(connection.each_row(query), start=1):
        yield number, dict(zip(names, row, strict=True))


# No file has so many rows: what the numbers of the rows of one file are kept apart by.
_PER_FILE = 10**12


# ---- CSV ---------------------------------------------------------------------------------------------


def text_files(
    connection: DuckDBConnection, source: DataSource, located: Located, folder: Path, findings: Findings
) -> Relation | None:
    """
    Return the rows of CSV files, or None after reporting which cells break the contract.

    They are read into the engine's own table; `n` counts them from 1.

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

    def places(numbers: Sequence[int]) -> list[tuple[str, int]]:
        return lines_of(source, located, numbers)

    raw = Raw(name, types, "r.rowid + 1", located_origin(located))
    try:
        relation = Typing(connection, source, raw).run()
    except DoubtfulRowsError as doubt:
        doubts.tell(connection, source, doubt.table, findings, _read_cell, places, located.files[0].shown)
        if findings.count:
            return None
        raise
    typed = connection.fresh()
    connection.run(f"CREATE TEMP TABLE {typed} AS {relation.query}")
    connection.run(f"DROP TABLE {name}")
    kept = attrs.evolve(relation, query=f"SELECT * FROM {typed}", places=places)
    return with_few(connection, kept)


def _read_cell(
    cell: object, wanted: ValueType, missing: tuple[str, ...], notation: Notation
) -> Present | BadCell | None:
    """Return the value of the text in a cell; the engine has no text in an empty one."""
    return read_cell("" if cell is None else cell, wanted, missing, notation)


def lines_of(source: DataSource, located: Located, numbers: Sequence[int]) -> list[tuple[str, int]]:
    """Return the file and the line of rows by their positions among all rows that are not empty, from 1."""
    wanted = set(numbers)
    last = max(wanted, default=0)
    position = 0
    found: dict[int, tuple[str, int]] = {}
    for file in located.files:
        if position >= last:
            break
        for line in _first_lines(source, file):
            position += 1
            if position in wanted:
                found[position] = (file.shown if located.many else "", line)
                if position == last:
                    break
    return [found.get(number, ("", 0)) for number in numbers]


def _first_lines(source: DataSource, file: DataFile) -> Iterator[int]:
    """Yield the first line of each row that is not empty, after the header."""
    separator = separator_of(source)
    with open_text(file.path, source.encoding) as lines:
        text = enumerate(lines, start=1)
        for number, line in text:
            if '"' in line:  # from here on a row may have several lines
                reader = csv.reader(itertools.chain([line], lines), delimiter=separator, strict=True)
                yield from _of_reader(reader, number - 1)
                return
            if number > 1 and (line[0].isalnum() or line.replace(separator, "").strip()):
                yield number


def _of_reader(reader: Iterator[list[str]], before: int) -> Iterator[int]:
    line = before
    for cells in reader:
        first, line = line + 1, before + reader.line_num  # type: ignore[attr-defined]  # csv readers count lines
        if first > 1 and any(cell.strip() for cell in cells):
            yield first


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


def _header(source: DataSource, file: DataFile) -> list[str]:
    """Return the names in the first line of a file."""
    try:
        with open_text(file.path, source.encoding) as lines:
            reader = csv.reader(lines, delimiter=separator_of(source), strict=True)
            return [name.strip() for name in next(reader, [])]
    except (OSError, EOFError, UnicodeError, LookupError, ValueError, csv.Error) as error:
        raise NotPlainError from error


def _plain_utf8(source: DataSource, file: DataFile, folder: Path) -> Path:
    """Return a file in UTF-8 with the same text: the file itself, or a copy in `folder`."""
    try:
        utf_8 = encoding_of(file.path, source.encoding) in {"utf-8", "utf-8-sig"}
        if utf_8 and not is_compressed(file.path):
            return file.path
        copy = folder / "copy.csv"
        with (
            open_text(file.path, source.encoding) as lines,
            copy.open("w", encoding="utf-8", newline="") as plain,
        ):
            shutil.copyfileobj(lines, plain, 2**20)
    except (OSError, EOFError, UnicodeError, LookupError, ValueError) as error:
        raise NotPlainError from error
    return copy
