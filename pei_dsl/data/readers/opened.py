"""A file that is open: its header and its rows, whatever it is kept in."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Self, TypeAlias

import attrs

from pei_dsl.algebra.values import Present
from pei_dsl.data.cell_values import BadCell, read_period
from pei_dsl.data.expected import Expected
from pei_dsl.data.ranges import column_letters
from pei_dsl.model.periods import Period

# From what stands in a cell, and what should, to its value.
CellReader: TypeAlias = Callable[[object, Expected], Present | BadCell | None]


# So many rows are read between two questions whether to go on: a few milliseconds of work.
ROWS_BETWEEN = 500


@attrs.frozen
class Opened:
    """
    An open file.

    Attributes:
        header: The names of its columns, "" for one without.
        rows: Its rows that are not empty, each with its number in the file.
        read_cell: How its cells are read.
        show_cell: How its cells are shown in messages.
        read_time: How the cells of its time column are read.
        head: The number of the row that is the header.
        sheet: The sheet of a workbook, or "".
        first_column: The column of the sheet in which the header begins, counted from 1.
    """

    header: Sequence[str]
    rows: Iterator[tuple[int, Mapping[str, object]]]
    read_cell: CellReader
    show_cell: Callable[[object], str] = str
    read_time: Callable[[object, Expected], Period | None] = read_period
    head: int = 1
    sheet: str = ""
    first_column: int = 1

    def up_to(self, first: int | None) -> Self:
        """Return it with its `first` rows alone; with all for None."""
        return self if first is None else attrs.evolve(self, rows=itertools.islice(self.rows, first))

    def unless_stopped(self, go_on: Callable[[], None]) -> Self:
        """Return it with rows that ask `go_on` from time to time; what it raises ends them."""

        def rows() -> Iterator[tuple[int, Mapping[str, object]]]:
            for index, row in enumerate(self.rows):
                if not index % ROWS_BETWEEN:
                    go_on()
                yield row

        return attrs.evolve(self, rows=rows())

    def with_cells(self, named: Mapping[str, str]) -> Self:
        """Return it with columns whose cells are the same in all rows: what the name of its file says."""
        if not named:
            return self
        rows = ((number, {**cells, **named}) for number, cells in self.rows)
        return attrs.evolve(self, header=[*self.header, *named], rows=rows)

    def place(self, row: int, column: str = "") -> str:
        """Return the cell of a sheet as Excel calls it, `Población!C7`; "" in a text file."""
        if not self.sheet:
            return ""
        index = self.header.index(column) if column in self.header else 0
        return f"{shown_sheet(self.sheet)}!{column_letters(self.first_column + index)}{row}"


def shown_sheet(name: str) -> str:
    """Return the name of a sheet as references write it: in quotes when it is no single word."""
    return name if name.replace("_", "").isalnum() else f"'{name}'"
