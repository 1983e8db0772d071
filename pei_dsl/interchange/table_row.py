"""One row of a table: its own cells, and those that stand for several rows."""

from __future__ import annotations

import attrs

from pei_dsl.interchange.cells import Cell
from pei_dsl.interchange.headings import CODE_FIELDS, TITLE_FIELDS
from pei_dsl.interchange.sheet_layout import Layout
from pei_dsl.interchange.workbook import Merge

# What may be one cell for several rows: merged, it stands for all of them.
SHARED = frozenset(
    {
        *CODE_FIELDS,
        *TITLE_FIELDS,
        *("level", "responsible", "executing_unit", "method", "class", "priority", "unit", "direction"),
    }
)


@attrs.frozen
class Row:
    """
    A row of a table.

    Attributes:
        number: Its number in the sheet.
        own: Its cells by column.
        shared: The cells that stand for it because they are merged over several rows.
        wide: Places of cells that are merged over several.
    """

    layout: Layout
    number: int
    own: dict[int, Cell]
    shared: dict[int, Cell]
    wide: frozenset[tuple[int, int]]

    def has(self, field: str) -> bool:
        """Tell whether the table has a column for `field`."""
        return bool(self.layout.column(field))

    def cell(self, field: str) -> Cell:
        """Return the cell of `field`, which may be merged over several rows."""
        column = self.layout.column(field)
        if not column:
            return Cell(self.layout.sheet.name, self.number, 1)
        return self.shared.get(column) or self.own[column]

    @property
    def first(self) -> Cell:
        """Its first cell that holds something."""
        return next((each for each in self.own.values() if not each.is_empty), next(iter(self.own.values())))

    @property
    def all_cells(self) -> tuple[Cell, ...]:
        """Its cells that hold something, those of columns that are not recognised among them."""
        sheet = self.layout.sheet
        cells = (sheet.cell(self.number, column) for column in sheet.columns)
        return tuple(each for each in cells if not each.is_empty)


def table_row(layout: Layout, row: int) -> Row:
    """Return the row number `row` of a table."""
    sheet = layout.sheet
    merges = [each for each in sheet.merges if each.top <= row <= each.bottom]
    shared = {}
    for column, each in layout.columns.items():
        merge = _merge_at(merges, column)
        if merge is not None and merge.top < row and each.field in SHARED:
            shared[column] = sheet.cell(merge.top, merge.left)
    wide = frozenset((each.top, each.left) for each in merges)
    return Row(layout, row, {column: sheet.cell(row, column) for column in layout.columns}, shared, wide)


def _merge_at(merges: list[Merge], column: int) -> Merge | None:
    return next((each for each in merges if each.left <= column <= each.right), None)
