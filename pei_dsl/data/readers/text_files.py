"""Files of texts between separators, gzip-compressed or not."""

from __future__ import annotations

import contextlib
import csv
import itertools
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, cast

from pei_dsl.data.answers import Answers
from pei_dsl.data.contract.declared_headings import declared_names
from pei_dsl.data.contract.header_check import check_header
from pei_dsl.data.contract.held_rows import RowCheck
from pei_dsl.data.readers.encodings import (
    DAMAGES,
    MAX_PACKED,
    is_compressed,
    marked_encoding,
    open_text,
    undecodable_line,
    unpacks_too_far,
)
from pei_dsl.data.readers.joined_headings import joined
from pei_dsl.data.readers.locating import MAX_BYTES, DataFile, Located
from pei_dsl.data.readers.means import Means
from pei_dsl.data.readers.no_texts import no_text
from pei_dsl.data.readers.opened import Opened
from pei_dsl.data.readers.reader import Sought
from pei_dsl.data.readers.row_files import RowFiles
from pei_dsl.data.readers.separators import NAMED_SEPARATORS, Written, begin, separator_of
from pei_dsl.data.readers.text_cells import read_cell
from pei_dsl.data.source_findings import Findings
from pei_dsl.data.table import Table
from pei_dsl.model.plan import DataSource, Register

if TYPE_CHECKING:
    from pei_dsl.data.engine.relation import Relation

# How often one looks how much was read, in rows.
_LOOK = 10_000


def _is_packed(file: DataFile, findings: Findings) -> bool:
    """Tell whether a file would unpack without end; report it (PEI309)."""
    try:
        packed = unpacks_too_far(file.path)
    except OSError:
        return False  # whoever opens it says so
    if packed:
        findings.file = file.shown
        findings.add("PEI309", 0, "packed", limit=MAX_PACKED)
    return packed


class TextFiles(RowFiles):
    """Reads files of texts: small ones row by row, large ones by the embedded engine."""

    def opened(self, source: DataSource, file: DataFile, findings: Findings) -> Opened | None:
        """Return `file` open."""
        return None if _is_packed(file, findings) else open_csv(source, file, findings)

    def look(self, sought: Sought) -> None:
        """Report files that cannot be read, lack declared columns, or are not wholly in their encoding."""
        for file, _ in self.each_opened(sought):
            _check_encoding(sought.source, file, sought.findings)

    def open(self, sought: Sought, means: Means) -> Table | Answers | None:
        """Return an engine's answers over large files, and the rows of others."""
        if any(_is_packed(file, sought.findings) for file in sought.files.files):
            return None
        if not means.engine_pays(sum(file.path.stat().st_size for file in sought.files.files)):
            return super().open(sought, means)
        relation = self._columns(sought, means)
        if relation is not None:
            return means.answers(relation, means.duckdb(), sought.requests)
        return None if sought.findings.count else super().open(sought, means)

    def _columns(self, sought: Sought, means: Means) -> Relation | None:
        """
        Return the rows inside DuckDB, or None after reporting what is wrong with them.

        Where nothing is reported, whoever reads row by row must say why they are not there.
        """
        from pei_dsl.data.readers.raw_columns import NotPlainError
        from pei_dsl.data.readers.text_columns import text_files

        source, located, findings = sought.source, sought.files, sought.findings
        try:
            return text_files(means.duckdb(), source, located, means.folder(), findings)
        except NotPlainError:
            if sum(file.path.stat().st_size for file in located.files) > MAX_BYTES:
                _check_rows(source, located, findings)  # too many to keep, but what is wrong can be told
            return None


READER = TextFiles()


def open_csv(
    owner: DataSource | Register, file: DataFile, findings: Findings, *, bounded: bool = True
) -> Opened | None:
    """
    Return `file` open, or None after reporting why it cannot be read (PEI301, PEI302, PEI308, PEI309).

    Its rows are read as they are asked for.

    Args:
        owner: What declares the file.
        file: The file.
        findings: Takes what is found, now and while rows are read.
        bounded: Whether only so many bytes are read of it as memory may hold in rows (PEI309).
    """
    if not _is_text(file.path, owner, findings):
        return None
    header: list[str] | None = None
    first, written = "", Written(separator_of(owner))
    found = findings.count
    with _told(owner, file.path, findings), open_text(file.path, owner.encoding) as text:
        written, first = begin(text, owner)
        with contextlib.suppress(csv.Error):
            header = next(_reader(written, itertools.chain([first], text)), [])
    if findings.count > found:
        return None
    names = None if header is None else written.names(header)
    if names is not None and isinstance(owner, DataSource):
        names = declared_names(owner, names)
    if isinstance(owner, DataSource) and owner.columns.keys().isdisjoint(names or ()):
        word = _other_separator(owner, first)
        if word:
            findings.add("PEI302", 1 + written.before, "separator", separator=word)
            return None
    if names is None:
        findings.add("PEI308", 1 + written.before, "quotes")
        return None
    found_at = _elsewhere(owner, file.path, names) if isinstance(owner, DataSource) else None
    if found_at is not None:
        variant = "elsewhere" if found_at[0] == found_at[1] else "two_rows"
        findings.add("PEI302", found_at[0], variant, number=found_at[0], last=found_at[1])
        return None
    rows = _rows(owner, file.path, names, findings, MAX_BYTES if bounded else None)
    return Opened(names, rows, read_cell, head=1 + written.before)


def _check_rows(source: DataSource, located: Located, findings: Findings) -> None:
    """Report what is wrong with text files that are too long to keep their rows."""
    for file in located.files:
        findings.file = file.shown
        opened = open_csv(source, file, findings, bounded=False)
        if opened is not None and check_header(source, opened, findings):
            check = RowCheck(source, findings, opened.read_cell)
            for line, cells in opened.rows:
                check.row(line, cells)
    findings.file = findings.origin


def _is_text(path: Path, owner: DataSource | Register, findings: Findings) -> bool:
    """Tell whether a file may be one of texts."""
    try:
        variant = no_text(path, owner.encoding)
    except OSError:
        findings.add("PEI301", 0, "unreadable", file=owner.file)
        return False
    if variant:
        findings.add("PEI309", 0, variant, name=path.name)
    return not variant


def _check_encoding(owner: DataSource | Register, file: DataFile, findings: Findings) -> None:
    """Report a file that is not wholly in its encoding (PEI309); one too long to be kept is not looked at."""
    if file.path.stat().st_size <= MAX_BYTES:
        with _told(owner, file.path, findings):
            line = undecodable_line(file.path, owner.encoding)
            if line:
                _undecodable(owner, file.path, line, findings)


def _undecodable(owner: DataSource | Register, path: Path, line: int, findings: Findings) -> None:
    findings.add("PEI309", line, line=line, encoding=marked_encoding(path) or owner.encoding)


@contextlib.contextmanager
def _told(owner: DataSource | Register, path: Path, findings: Findings) -> Iterator[None]:
    """Report what keeps a file from being read as text (PEI301, PEI309)."""
    try:
        try:
            yield
        except UnicodeDecodeError:  # to find its line the file is read once more, and may be damaged too
            _undecodable(owner, path, undecodable_line(path, owner.encoding), findings)
    except (LookupError, ValueError):  # no codec, or none of texts
        findings.add("PEI309", 0, "unknown", encoding=owner.encoding)
    except DAMAGES:
        if is_compressed(path):
            findings.add("PEI309", 0, "gzip")
        else:
            findings.add("PEI301", 0, "unreadable", file=owner.file)


def _reader(written: Written, lines: Iterator[str]) -> Iterator[list[str]]:
    return csv.reader(lines, delimiter=written.separator, strict=True)


def _other_separator(source: DataSource, line: str) -> str:
    """Return the separator with which the first line has all columns, in words, or ""."""
    for word, sign in NAMED_SEPARATORS:
        try:
            cells = next(csv.reader([line], delimiter=sign, strict=True), [])
        except csv.Error:
            continue
        wanted = {each.name for each in source.columns.values() if not each.origin}
        if wanted and wanted <= {*declared_names(source, cells)}:
            return word
    return ""


# Rows in which a header is looked for that is not the first one.
_TITLES = 50


def _elsewhere(source: DataSource, path: Path, names: Sequence[str]) -> tuple[int, int] | None:
    """Return the row that has the names of all columns, or the two that have them together, from 1."""
    wanted = {each.name for each in source.columns.values() if not each.origin}
    if source.header is not None or not wanted or wanted <= {*names}:
        return None
    with (
        contextlib.suppress(*DAMAGES, LookupError, ValueError, csv.Error),
        open_text(path, source.encoding) as text,
    ):
        written, first = begin(text, source)
        rows = _reader(written, itertools.chain([first], text))
        above: list[str] = []
        for number, cells in enumerate(itertools.islice(rows, _TITLES), start=1):
            if wanted <= {*declared_names(source, cells)}:
                return number, number
            if wanted <= {*declared_names(source, joined([above, cells]))}:
                return number - 1, number
            above = cells
    return None


def _rows(
    owner: DataSource | Register, path: Path, header: list[str], findings: Findings, most: int | None
) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield the rows that are not empty, each with its first line."""
    if most is not None and path.stat().st_size > most:
        findings.add("PEI309", 0, "large", limit=most // 2**20)
        return
    with _told(owner, path, findings), open_text(path, owner.encoding) as text:
        written, head = begin(text, owner)
        reader = _reader(written, itertools.chain([head], text))
        line = 1
        try:
            next(reader, None)
            line = written.before + reader.line_num  # type: ignore[attr-defined]  # csv readers count lines
            for number, cells in enumerate(reader):
                first, line = line + 1, written.before + reader.line_num  # type: ignore[attr-defined]
                if number % _LOOK == 0 and most is not None and cast("BinaryIO", text.buffer).tell() > most:
                    findings.add("PEI309", 0, "large", limit=most // 2**20)
                    return
                if not any(cell.strip() for cell in cells):
                    continue
                if len(cells) != len(header):
                    findings.add("PEI308", first, cells=len(cells), columns=len(header))
                    continue
                yield first, dict(zip(header, cells, strict=True))
        except csv.Error:
            findings.add("PEI308", line + 1, "quotes")
