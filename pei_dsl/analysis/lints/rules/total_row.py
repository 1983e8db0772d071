"""Rows that are the total of the others, and count with what they add up."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

import attrs

from pei_dsl.analysis.lints.declaration import Remark, lint
from pei_dsl.analysis.lints.subject import Subject
from pei_dsl.data.completeness import is_total, text_columns
from pei_dsl.data.table import Row, Table
from pei_dsl.diagnostics.catalogue import Parameter
from pei_dsl.model.expressions import ValueType
from pei_dsl.model.plan import DataSource

# Fewer rows add up by chance, and so does a single column.
FEWEST_OTHERS = 2
FEWEST_COLUMNS = 2


@attrs.frozen
class _Total:
    """A row that looks like a total: the text that says so, if one does, and how many rows have it."""

    row: Row
    column: str = ""
    cell: str = ""
    count: int = 1


@lint("PEI435", looks_at_data=True)
def total_row(subject: Subject) -> Iterator[Remark]:
    """Warn of a row called *total*, or that is the sum of all others in most columns of numbers."""
    asked = subject.asked
    for name in subject.columns_read:
        table, source = subject.data.tables.get(name), subject.plan.sources[name]
        if table is None or table.unusable is not None:
            continue
        found = _called(table, source) or _adding_up(table, source)
        if found is None or (name, found.column, found.cell) in asked:
            continue  # a filter knows of it
        params: dict[str, Parameter] = {
            "source": name,
            "line": found.row.number,
            "column": found.column,
            "cell": found.cell,
            "count": found.count,
        }
        place = subject.name("source", name, source.declared_at)
        yield Remark(place, "" if found.column else "sum", params=params)


def _called(table: Table, source: DataSource) -> _Total | None:
    """Return the first row with a cell that is just a word for a total."""
    for column in text_columns(source):
        rows = [row for row in table.rows if is_total(row.cells.get(column))]
        if rows and len(rows) < len(table.rows):
            return _Total(rows[0], column, str(rows[0].cells[column]), len(rows))
    return None


def _adding_up(table: Table, source: DataSource) -> _Total | None:
    """Return the row that is the sum of all others in two columns and in half of them."""
    numbers = [each.name for each in source.stored.columns.values() if each.type is ValueType.NUMBER]
    if len(table.rows) <= FEWEST_OTHERS or len(numbers) < FEWEST_COLUMNS:
        return None
    sums = {column: _sum(table.rows, column) for column in numbers}
    for row in table.rows:
        fitting = [
            column
            for column in numbers
            if isinstance(cell := row.cells.get(column), Fraction) and cell and cell * 2 == sums[column]
        ]
        if len(fitting) >= FEWEST_COLUMNS and len(fitting) * 2 >= len(numbers):
            return _Total(row)
    return None


def _sum(rows: Sequence[Row], column: str) -> Fraction:
    cells = (row.cells.get(column) for row in rows)
    return sum((cell for cell in cells if isinstance(cell, Fraction)), Fraction(0))
