"""Files of texts as columns of DuckDB."""

from __future__ import annotations

import csv
import itertools
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

import attrs

from pei_dsl.data.contract.declared_headings import declared_names
from pei_dsl.data.engine.connection import EngineError
from pei_dsl.data.engine.duckdb.duckdb_connection import DuckDBConnection
from pei_dsl.data.engine.relation import Relation
from pei_dsl.data.readers import doubts
from pei_dsl.data.readers.duckdb_columns import Typing
from pei_dsl.data.readers.encodings import DAMAGES, encoding_of, is_compressed, open_text
from pei_dsl.data.readers.few_values import with_few
from pei_dsl.data.readers.locating import DataFile, Located
from pei_dsl.data.readers.plain_texts import BLANKS
from pei_dsl.data.readers.raw_columns import DoubtfulRowsError, NotPlainError, Raw
from pei_dsl.data.readers.separators import Written, begin
from pei_dsl.data.readers.text_cells import read_cell
from pei_dsl.data.source_findings import Findings
from pei_dsl.model.plan import DataSource


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
        doubts.tell(connection, source, doubt.table, findings, read_cell, places, located.files[0].shown)
        if findings.count:
            return None
        raise
    typed = connection.fresh()
    connection.run(f"CREATE TEMP TABLE {typed} AS {relation.query}")
    connection.run(f"DROP TABLE {name}")
    kept = attrs.evolve(relation, query=f"SELECT * FROM {typed}", places=places)
    return with_few(connection, kept)


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
    with open_text(file.path, source.encoding) as lines:
        written, head = begin(lines, source)
        separator, header = written.separator, 1 + written.before
        text = enumerate(itertools.chain([head], lines), start=header)
        for number, line in text:
            if '"' in line:  # from here on a row may have several lines
                reader = csv.reader(itertools.chain([line], lines), delimiter=separator, strict=True)
                yield from _of_reader(reader, number - 1, header)
                return
            if number > header and (line[0].isalnum() or line.replace(separator, "").strip()):
                yield number


def _of_reader(reader: Iterator[list[str]], before: int, header: int) -> Iterator[int]:
    line = before
    for cells in reader:
        first, line = line + 1, before + reader.line_num  # type: ignore[attr-defined]  # csv readers count lines
        if first > header and any(cell.strip() for cell in cells):
            yield first


def located_origin(located: Located) -> str:
    """Return what the files are called together."""
    return located.files[0].shown if len(located.files) == 1 else ", ".join(located.folders)


def _insert(
    connection: DuckDBConnection, source: DataSource, file: DataFile, folder: Path, table: str
) -> None:
    """Add the rows of a file to `table`, leaving out lines without any cell, as the reader in Python does."""
    text = connection.dialect.text
    written, header = _header(source, file)
    if source.of_headings is not None or any(
        name not in file.named and header.count(name) != 1 for name in source.columns
    ):
        raise NotPlainError
    path = _plain_utf8(source, file, folder)
    declared = ", ".join(f"'h{index}': 'VARCHAR'" for index in range(len(header)))
    cells = [f"h{index}" for index in range(len(header))]
    blanks = text(BLANKS)
    surely = " OR ".join(f"{cell} BETWEEN '!' AND '~'" for cell in cells)
    filled = " OR ".join([surely, *(f"trim(COALESCE({cell}, ''), {blanks}) <> ''" for cell in cells)])
    chosen = ", ".join(
        text(file.named[name]) if name in file.named else f"h{header.index(name)}" for name in source.columns
    )
    query = (
        f"INSERT INTO {table} SELECT {chosen} FROM read_csv({text(str(path))}, header = true, "
        f"auto_detect = false, columns = {{{declared}}}, delim = {text(written.separator)}, "
        f"skip = {0 if source.header is not None else written.before}, quote = '\"', "
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


def _header(source: DataSource, file: DataFile) -> tuple[Written, list[str]]:
    """Return how a file is written, and the names in its header."""
    try:
        with open_text(file.path, source.encoding) as lines:
            written, head = begin(lines, source)
            reader = csv.reader(itertools.chain([head], lines), delimiter=written.separator, strict=True)
            return written, declared_names(source, written.names(next(reader, [])))
    except (*DAMAGES, LookupError, ValueError, csv.Error) as error:
        raise NotPlainError from error


def _plain_utf8(source: DataSource, file: DataFile, folder: Path) -> Path:
    """
    Return a file in UTF-8 with the same text: the file itself, or a copy in `folder`.

    The copy of a file whose header is further down begins with it: what stands above may be anything.
    """
    try:
        utf_8 = encoding_of(file.path, source.encoding) in {"utf-8", "utf-8-sig"}
        if utf_8 and not is_compressed(file.path) and source.header is None:
            return file.path
        copy = folder / "copy.csv"
        with (
            open_text(file.path, source.encoding) as lines,
            copy.open("w", encoding="utf-8", newline="") as plain,
        ):
            if source.header is not None:
                plain.write(begin(lines, source)[1])
            shutil.copyfileobj(lines, plain, 2**20)
    except (*DAMAGES, LookupError, ValueError) as error:
        raise NotPlainError from error
    return copy
