"""What is wrong with the rows that an engine doubts: told by the one reader of cells, of those rows alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from pei_dsl.data.contract.held_rows import RowCheck
from pei_dsl.data.engine.duckdb.duckdb_connection import DuckDBConnection
from pei_dsl.data.readers.opened import CellReader
from pei_dsl.data.source_findings import Findings
from pei_dsl.model.plan import DataSource

# Rows that are looked at together.
_PAGE = 10_000


def tell(
    connection: DuckDBConnection,
    source: DataSource,
    table: str,
    findings: Findings,
    read_cell: CellReader,
    places: Callable[[Sequence[int]], Sequence[tuple[str, int]]],
    single: str,
) -> None:
    """
    Report what breaks the contract in the rows of `table`, as if all rows had been read one by one.

    Only where the first findings lie is looked up in the files, since that takes reading them.

    Args:
        connection: The engine.
        source: The contract.
        table: The rows; see `DoubtfulRowsError`.
        findings: Takes the first hundred findings, and their number.
        read_cell: How cells are read.
        places: Tells the file and the line of rows by their places; "" for a single file.
        single: What messages call a single file.
    """
    counted = Findings(findings.origin, limit=findings.limit)
    check = RowCheck(source, counted, read_cell)
    first: dict[int, Mapping[str, object]] = {}
    for place, cells in _rows(connection, source, table):
        before = len(counted.items)
        check.row(place, cells)
        if before < counted.limit and (len(counted.items) > before or source.keys):
            first[place] = cells
    of_dates = [(doubts, doubts.first.line) for doubts in check.dates if doubts.first is not None]
    check.finish()
    check = RowCheck(source, findings, read_cell)
    for (file, line), cells in zip(places(list(first)), first.values(), strict=True):
        findings.file = file or single
        check.row(line, cells)
    found = places([line for _, line in of_dates])
    for (doubts, _), (file, line) in zip(of_dates, found, strict=True):
        doubts.tell(findings, file or single, line)
    findings.file = findings.origin
    findings.count_as(counted)


def _rows(
    connection: DuckDBConnection, source: DataSource, table: str
) -> Iterator[tuple[int, Mapping[str, object]]]:
    number = int(str(connection.rows(f"SELECT COUNT(*) FROM {table}")[0][0]))
    for start in range(0, number, _PAGE):
        page = f"SELECT * FROM {table} WHERE rowid >= {start} AND rowid < {start + _PAGE} ORDER BY n"
        for place, *cells in connection.rows(page):
            yield int(str(place)), dict(zip(source.columns, cells, strict=True))
