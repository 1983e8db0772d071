"""The tables of a plan: from its files, or handed over by the host program."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TypeAlias

from pei_dsl.data.cell_values import read_object, show_object
from pei_dsl.data.contract.held_rows import RowCheck, check_header, read_rows, unusable
from pei_dsl.data.extras import MissingExtraError
from pei_dsl.data.readers.carriers import Kind
from pei_dsl.data.readers.locating import DataFile, Located, locate, shown_path
from pei_dsl.data.readers.opened import Opened
from pei_dsl.data.readers.text_files import check_encoding, open_csv
from pei_dsl.data.source_findings import Findings
from pei_dsl.data.table import Table
from pei_dsl.diagnostics import Diagnostic, Label, Severity
from pei_dsl.diagnostics.codes import DiagnosticCode
from pei_dsl.model.absence import Absence, Reason
from pei_dsl.model.plan import DataSource

# One mapping per row keyed by column name, or one mapping of whole columns.
HostRows: TypeAlias = Mapping[str, Sequence[object]] | Iterable[Mapping[str, object]]


def read_table(
    source: DataSource, root: Path | None, roots: Sequence[Path] = ()
) -> tuple[Table, list[Diagnostic]]:
    """
    Return the rows of `source` and the findings (PEI3xx) about its files.

    Args:
        source: The source; its path counts from the folder that declares it.
        root: The workspace.  Without one the host hands rows over, and a source it leaves out has none.
        roots: Folders outside the workspace that may be read too.

    Raises:
        MissingExtraError: A package is not installed that its files need.
    """
    findings = Findings(shown_path(source.folder, source.file))
    if root is None or not source.file:
        return _nothing(source), []
    located = locate(source, root, findings, roots)
    if located is not None and located.kind not in OPENERS:
        return _nothing(source), []
    files = () if located is None else _open(source, located, findings)
    return read_rows(source, files, findings), findings.all()


def check_file(source: DataSource, root: Path, roots: Sequence[Path] = ()) -> list[Diagnostic]:
    """
    Return the findings that need no rows: the files can be read and have the declared columns.

    Where the engine that reads Parquet files is not installed, a note says that they were not looked at.
    """
    if not source.file:
        return []
    findings = Findings(shown_path(source.folder, source.file))
    located = locate(source, root, findings, roots)
    if located is None:
        return findings.all()
    if located.kind is Kind.PARQUET:
        return _check_parquet(source, located, findings)
    if located.kind in OPENERS:
        files = {file.shown: file for file in located.files}
        for shown, _ in _open(source, located, findings):
            if located.kind is Kind.CSV:
                check_encoding(source, files[shown], findings)
    return findings.all()


def check_rows(source: DataSource, located: Located, findings: Findings) -> None:
    """Report what is wrong with text files that are too long to keep their rows."""
    for file in located.files:
        findings.file = file.shown
        opened = open_csv(source, file, findings, bounded=False)
        if opened is not None and check_header(source, opened, findings):
            check = RowCheck(source, findings, opened.read_cell)
            for line, cells in opened.rows:
                check.row(line, cells)
    findings.file = findings.origin


def _check_parquet(source: DataSource, located: Located, findings: Findings) -> list[Diagnostic]:
    from pei_dsl.data.engine.duckdb.duckdb_connection import DuckDBConnection
    from pei_dsl.data.readers.parquet import check_parquet

    try:
        with DuckDBConnection() as connection:
            check_parquet(connection, source, located, findings)
    except MissingExtraError as missing:
        file, params = findings.origin, {"source": source.name, "extra": missing.extra}
        return [
            Diagnostic(
                NOT_LOOKED_AT, Label(None), {"file": file, **params}, file=file, severity=Severity.NOTE
            )
        ]
    return findings.all()


# The note on files that only a package can look into that is not installed.
NOT_LOOKED_AT: DiagnosticCode = "PEI342"


# ---- What opens each kind ---------------------------------------------------------------------------------


def kind_of(source: DataSource, root: Path, roots: Sequence[Path] = ()) -> Kind | None:
    """Return what the rows of `source` are kept in; None when it has none of its own, or none are found."""
    if source.connection:
        return Kind.DATABASE
    located = locate(source, root, Findings(source.file), roots) if source.file else None
    return None if located is None else located.kind


def _open_workbook(source: DataSource, file: DataFile, findings: Findings) -> Opened | None:
    from pei_dsl.data.readers.workbooks import open_workbook

    return open_workbook(source, file, findings)


# Who opens files of a kind, here in plain Python; Parquet files and databases are for the engine alone.
OPENERS: Mapping[Kind, Callable[[DataSource, DataFile, Findings], Opened | None]] = {
    Kind.CSV: open_csv,
    Kind.WORKBOOK: _open_workbook,
}


def _open(source: DataSource, located: Located, findings: Findings) -> Iterator[tuple[str, Opened]]:
    """Yield the files that can be read and have the declared columns; report what is wrong with others."""
    if located.kind is not Kind.WORKBOOK and (source.sheet or source.range):
        name = Path(located.files[0].shown).name  # of a folder or pattern, which the plan alone does not tell
        findings.add("PEI313", 0, "workbook", field="hoja" if source.sheet else "rango", file=name)
        return
    for file in located.files:
        findings.file = file.shown
        opened = OPENERS[located.kind](source, file, findings)
        if opened is not None and check_header(source, opened, findings):
            yield file.shown, opened
    findings.file = findings.origin


def _nothing(source: DataSource) -> Table:
    absence = Absence(Reason.NO_DATA, "no_file", {"source": source.name})
    return Table(source.name, source.file, unusable=absence)


# ---- Rows of a host ---------------------------------------------------------------------------------------


def host_table(source: DataSource, rows: HostRows) -> tuple[Table, list[Diagnostic]]:
    """
    Return the table of `rows`, and what breaks the contract.

    Args:
        source: What declares the rows.
        rows: One mapping per row keyed by column name, or one mapping of columns, each as long as the others.

    Raises:
        ValueError: A row is no mapping, or the columns are not of one length.
    """
    findings = Findings(f"«{source.name}»")
    given = _by_row(source, rows) if isinstance(rows, Mapping) else _mappings(source, rows)
    header = list(rows) if isinstance(rows, Mapping) else list(given[0]) if given else None
    opened = Opened(header or (), iter(enumerate(given, start=1)), read_object, show_object)
    if header is not None and not check_header(source, opened, findings):
        return Table(source.name, findings.origin, unusable=unusable(source, findings.origin)), findings.all()
    table = read_rows(source, [(findings.origin, opened)], findings)
    return table, findings.all()


def _mappings(source: DataSource, rows: Iterable[object]) -> list[Mapping[str, object]]:
    given: list[Mapping[str, object]] = []
    for number, row in enumerate(rows, start=1):
        if not isinstance(row, Mapping):
            message = f"row {number} of {source.name!r} is no mapping of columns to cells: {row!r:.80}"
            raise ValueError(message)  # noqa: TRY004  (wrong calls of the library are ValueErrors)
        given.append(row)
    return given


def _by_row(source: DataSource, columns: Mapping[str, Sequence[object]]) -> list[Mapping[str, object]]:
    lengths = {name: len(cells) for name, cells in columns.items()}
    if len(set(lengths.values())) > 1:
        message = f"the columns of {source.name!r} are not of one length: {lengths}"
        raise ValueError(message)
    return [dict(zip(columns, cells, strict=True)) for cells in zip(*columns.values(), strict=True)]
