"""The tables of a plan: from its files, or handed over by the host program."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TypeAlias

from pei_dsl.data.contract import Findings, check_header, read_rows, unusable
from pei_dsl.data.files import open_csv
from pei_dsl.data.table import Table
from pei_dsl.diagnostics import Diagnostic
from pei_dsl.model.absence import Absence, Reason
from pei_dsl.model.plan import DataSource

HostRows: TypeAlias = Iterable[Mapping[str, object]]


def read_table(source: DataSource, root: Path | None) -> tuple[Table, list[Diagnostic]]:
    """
    Return the rows of `source` and the findings (PEI3xx) about its file.

    Without `root` there is no workspace: then the host hands rows over, and a source it leaves out has none.
    """
    if root is None or not source.file:
        absence = Absence(Reason.NO_DATA, "no_file", {"source": source.name})
        return Table(source.name, source.file, unusable=absence), []
    findings = Findings(shown_path(source.folder, source.file))
    file = open_csv(source, root, findings)
    if file is None or not check_header(source, file.header, findings):
        return Table(source.name, findings.file, unusable=unusable(source, findings.file)), findings.all()
    table = read_rows(source, file.rows, findings, from_file=True)
    return table, findings.all()


def check_file(source: DataSource, root: Path) -> list[Diagnostic]:
    """Return the findings that need no rows: the file is there, can be read and has the declared columns."""
    if not source.file:
        return []
    findings = Findings(shown_path(source.folder, source.file))
    file = open_csv(source, root, findings)
    if file is not None:
        check_header(source, file.header, findings)
    return findings.all()


def host_table(source: DataSource, rows: HostRows) -> tuple[Table, list[Diagnostic]]:
    """Return the table of `rows`, one mapping per row keyed by column name, and what breaks the contract."""
    findings = Findings(f"«{source.name}»")
    given = [(number, row) for number, row in enumerate(rows, start=1)]
    if given and not check_header(source, list(given[0][1]), findings):
        return Table(source.name, findings.file, unusable=unusable(source, findings.file)), findings.all()
    table = read_rows(source, given, findings, from_file=False)
    return table, findings.all()


def shown_path(folder: str, file: str) -> str:
    """Return the path of a data file relative to the workspace, for messages."""
    return f"{folder}/{file}" if folder else file
