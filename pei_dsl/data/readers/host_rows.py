"""Rows of a host program, in plain Python."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Sized
from typing import TypeAlias

from pei_dsl.data.answers import Answers
from pei_dsl.data.cell_values import host_period, read_object, show_object
from pei_dsl.data.contract.declared_headings import declared_names
from pei_dsl.data.contract.header_check import check_header
from pei_dsl.data.contract.held_rows import read_rows, unusable
from pei_dsl.data.readers.means import Means
from pei_dsl.data.readers.opened import Opened
from pei_dsl.data.readers.reader import Sought
from pei_dsl.data.source_findings import Findings
from pei_dsl.data.table import Table
from pei_dsl.diagnostics.errors import RequestError
from pei_dsl.model.plan import DataSource

# One mapping per row keyed by column name, or one mapping of whole columns.
HostRows: TypeAlias = Mapping[str, Sequence[object]] | Iterable[Mapping[str, object]]


class PlainRows:
    """Reads rows of plain Python."""

    def open(self, sought: Sought, means: Means) -> Table | Answers | None:
        """Return the rows, or an engine's answers over them."""
        table = table_of(sought.source, sought.given, sought.findings)  # type: ignore[arg-type]  # or it says what it is
        return means.answers_of_table(sought.source, table, sought.requests)

    def look(self, sought: Sought) -> None:
        """Report nothing: rows of a host are there only while they are read."""


READER = PlainRows()


def table_of(source: DataSource, rows: HostRows, findings: Findings) -> Table:
    """
    Return the table of `rows`; report what breaks the contract.

    Args:
        source: What declares the rows.
        rows: One mapping per row keyed by column name, or one mapping of columns, each as long as the others.
        findings: Takes what is found.

    Raises:
        RequestError: A row is no mapping, or has a column that the first has not; or the columns are not of
            one length.
    """
    given = _by_row(source, rows) if isinstance(rows, Mapping) else _mappings(source, rows)
    header = list(rows) if isinstance(rows, Mapping) else list(given[0]) if given else None
    if header is not None and not all(isinstance(name, str) for name in header):
        header = [show_object(name) for name in header]  # a frame without names counts its columns
        given = [{show_object(name): cell for name, cell in row.items()} for row in given]
    called = dict(zip(header or (), declared_names(source, header or ()), strict=True))
    if any(own != name for name, own in called.items()):
        given = [{called[name]: cell for name, cell in row.items()} for row in given]
    given = _with_periods(source, given)
    opened = Opened(list(called.values()), iter(enumerate(given, start=1)), read_object, show_object)
    if header is not None and not check_header(source, opened, findings):
        return Table(source.name, findings.origin, unusable=unusable(source, findings.origin))
    return read_rows(source, [(findings.origin, opened)], findings)


def _mappings(source: DataSource, rows: object) -> list[Mapping[str, object]]:
    given: list[Mapping[str, object]] = []
    if not isinstance(rows, Iterable):
        raise RequestError("no_rows", source=repr(source.name), given=f"{rows!r:.80}")
    for number, row in enumerate(rows, start=1):
        if not isinstance(row, Mapping):
            raise RequestError("no_row", number=number, source=repr(source.name), given=f"{row!r:.80}")
        if given and not given[0].keys() >= row.keys():
            other = next(name for name in row if name not in given[0])
            raise RequestError(
                "other_column", number=number, source=repr(source.name), column=f"{other!r:.80}"
            )
        given.append(row)
    return given


def _with_periods(source: DataSource, rows: list[Mapping[str, object]]) -> list[Mapping[str, object]]:
    """Return `rows` with the periods of pandas as plans write them, in the column of the time."""
    time = source.time
    if not time or not any(host_period(row.get(time)) for row in rows[:1]):
        return rows
    return [{**row, time: str(host_period(row.get(time)) or row.get(time))} for row in rows]


def _by_row(source: DataSource, columns: Mapping[str, Sequence[object]]) -> list[Mapping[str, object]]:
    for name, cells in columns.items():
        if isinstance(cells, str) or not isinstance(cells, Sized):
            column = f"{show_object(name)!r:.80}"
            raise RequestError("no_cells", column=column, source=repr(source.name), given=f"{cells!r:.80}")
    lengths = {name: len(cells) for name, cells in columns.items()}
    if len(set(lengths.values())) > 1:
        raise RequestError("lengths", source=repr(source.name), lengths=str(lengths))
    return [dict(zip(columns, cells, strict=True)) for cells in zip(*columns.values(), strict=True)]
