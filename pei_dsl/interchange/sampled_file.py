"""The first rows of a file of data that nothing declares yet, and how it seems to be written."""

from __future__ import annotations

import csv
import itertools
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TypeAlias

import attrs

from pei_dsl.data.cell_values import read_object, show_object
from pei_dsl.data.engine.connection import EngineError
from pei_dsl.data.readers.carriers import PARQUET, TEXT, WORKBOOK, Carrier, carrier_of_path
from pei_dsl.data.readers.encodings import DAMAGES, marked_encoding, open_bytes
from pei_dsl.data.readers.locating import DataFile, Located
from pei_dsl.data.readers.opened import Opened
from pei_dsl.data.readers.reader import Sought, reader_of
from pei_dsl.data.readers.row_files import RowFiles
from pei_dsl.data.source_findings import Findings
from pei_dsl.diagnostics import Diagnostic
from pei_dsl.interchange.seen_header import TITLES, seen_header
from pei_dsl.model.expressions import ValueType
from pei_dsl.model.plan import Column, DataSource

# So many rows tell what a column is, and so many bytes how a file of texts is written.
FIRST_ROWS = 5_000
_START = 2**18
_SEPARATORS = (",", ";", "\t", "|")

# A row with its line.
Line: TypeAlias = tuple[int, Mapping[str, object]]


@attrs.frozen
class Sampled:
    """
    The first rows of a file.

    Attributes:
        source: How it is written, as a source whose columns are those with a heading that others have.
        opened: Its header, and how its cells are read and shown.
        rows: Its first rows, each with its line, or its place where it has none.
        sheets: The other sheets of a workbook.
        carrier: What it is.
    """

    source: DataSource
    opened: Opened
    rows: Sequence[Line]
    carrier: Carrier
    sheets: Sequence[str] = ()


def sampled(path: Path, name: str) -> Sampled | Diagnostic:
    """
    Return the first rows of a file of data; or why it cannot be read (PEI3nn).

    Raises:
        MissingExtraError: A package is not installed that reads such a file.
    """
    carrier = carrier_of_path(path.name) or TEXT
    source, findings = DataSource(name, file=path.name), Findings(path.name)
    sheets: Sequence[str] = ()
    if carrier is PARQUET:
        return _parquet(source, path, findings)
    if carrier is TEXT:
        source = _written(source, path)
    if carrier is WORKBOOK:
        source, sheets = _with_sheet(source, path)
    found = _first(source, path, carrier, findings)
    if found is None:
        return findings.all()[0]
    if carrier is WORKBOOK:
        source, found = _below_title(source, path, found)
    told = _told_apart(source, found[0].header)
    if told.columns:
        source, found = told, _first(told, path, carrier, findings) or found
    opened, rows = found
    return Sampled(source, opened, rows, carrier, sheets)


_Found = tuple[Opened, Sequence[Line]]


def _first(source: DataSource, path: Path, carrier: Carrier, findings: Findings) -> _Found | None:
    """Return a file open, with its first rows read; None after reporting why not."""
    reader = reader_of(carrier)
    assert isinstance(reader, RowFiles)
    located = Located(carrier, (DataFile(path.resolve(), path.name),))
    files = reader.each_opened(Sought(source, findings, located))
    for _, opened in files:
        return opened, list(itertools.islice(opened.rows, FIRST_ROWS))
    if not findings.items:
        findings.add("PEI302", 1, "empty")
    return None


def _told_apart(source: DataSource, header: Sequence[str]) -> DataSource:
    """Return `source` with a column for each heading that stands several times, under names of their own."""
    columns: dict[str, Column] = {}
    for place, heading in enumerate(header):
        if heading.strip() and header.count(heading) > 1:
            number = header[: place + 1].count(heading)
            name = heading if number == 1 else f"{heading} {number}"
            columns[name] = Column(name, ValueType.UNKNOWN, heading=heading, occurrence=number)
    return attrs.evolve(source, columns=columns)


# ---- Files of texts --------------------------------------------------------------------------------------


def _written(source: DataSource, path: Path) -> DataSource:
    """Return `source` with the encoding, the separator and the row of the header of a file."""
    try:
        mark = marked_encoding(path)
        with open_bytes(path) as raw:
            start = raw.read(_START)
        encoding = mark or ("utf-8" if _is_utf_8(start) else "cp1252")
        text = start.decode(encoding, "ignore")
    except (*DAMAGES, LookupError):
        return source  # whoever opens it says what is wrong
    if encoding == "cp1252":
        source = attrs.evolve(source, encoding="windows-1252")
    lines = text.removeprefix("\ufeff").splitlines(keepends=True)[: 2 * TITLES]
    if lines and lines[0].casefold().startswith("sep="):
        return source
    best = max(_SEPARATORS, key=lambda sign: _fitting(_records(lines, sign)))
    records = _records(lines, best)
    rows = seen_header(lambda number: [*records[number - 1 : number], []][0], _width(records))
    header = rows if rows != (1, 1) else None
    return attrs.evolve(source, separator=best, header=header)


def _is_utf_8(start: bytes) -> bool:
    try:
        start.decode("utf-8")
    except UnicodeDecodeError as error:
        return len(start) == _START and error.start >= _START - 4  # cut within a letter
    return True


def _records(lines: Sequence[str], sign: str) -> list[list[str]]:
    try:
        return list(csv.reader(lines, delimiter=sign))
    except csv.Error:
        return []


def _width(records: Sequence[Sequence[str]]) -> int:
    """Return how many cells most rows have."""
    widths = Counter(len(row) for row in records if any(cell.strip() for cell in row))
    return max(widths, key=lambda width: (widths[width], width)) if widths else 0


def _fitting(records: Sequence[Sequence[str]]) -> tuple[int, int]:
    """Return how well a separator divides: in how many rows, and into how many cells."""
    width = _width(records)
    return (sum(len(row) == width for row in records), width) if width > 1 else (0, 0)


# ---- Workbooks and files of Parquet ----------------------------------------------------------------------


def _with_sheet(source: DataSource, path: Path) -> tuple[DataSource, Sequence[str]]:
    """Return `source` with the first sheet of a workbook that has several, and the names of the others."""
    from pei_dsl.data.readers.workbook_sheets import shown_sheets

    names = shown_sheets(path)
    return (attrs.evolve(source, sheet=names[0]), names[1:]) if len(names) > 1 else (source, ())


def _below_title(source: DataSource, path: Path, found: _Found) -> tuple[DataSource, _Found]:
    """Return the rows that seem to be the header, where the first row alone does not."""
    opened, _ = found

    def of_header(rows: tuple[int, int]) -> tuple[DataSource, _Found | None]:
        below = attrs.evolve(source, header=rows)
        return below, _first(below, path, WORKBOOK, Findings(path.name))

    def row(number: int) -> Sequence[str]:
        if number == opened.head:
            return opened.header
        _, tried = of_header((number, number))
        return () if tried is None else tried[0].header

    rows = seen_header(row, len(opened.header), opened.head)
    if rows == (opened.head, opened.head):
        return source, found
    below, tried = of_header(rows)
    return (source, found) if tried is None else (below, tried)


def _parquet(source: DataSource, path: Path, findings: Findings) -> Sampled | Diagnostic:
    from pei_dsl.data.engine.duckdb.duckdb_connection import DuckDBConnection

    with DuckDBConnection() as connection:
        table = f"read_parquet({connection.dialect.text(str(path.resolve()))})"
        try:
            names = list(connection.kept(table))
            query = f"SELECT * FROM {table}"  # noqa: S608  (the path is a literal of the engine)
            rows = connection.rows(connection.dialect.first_rows(query, FIRST_ROWS))
        except EngineError as problem:
            findings.add(problem.code, 0, problem.variant, **{"file": path.name, **problem.params})
            return findings.all()[0]
    none: Iterator[tuple[int, Mapping[str, object]]] = iter(())
    opened = Opened(names, none, read_object, _shown, head=0)
    found = [(place, dict(zip(names, row, strict=True))) for place, row in enumerate(rows, start=1)]
    return Sampled(source, opened, found, PARQUET)


def _shown(cell: object) -> str:
    return "" if cell is None else show_object(cell)
