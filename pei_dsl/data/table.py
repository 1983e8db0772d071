"""Rows in memory, with the period that each belongs to and where it came from."""

from __future__ import annotations

import bisect
from collections.abc import Callable, Mapping, Sequence

import attrs

from pei_dsl.algebra.values import Present
from pei_dsl.data.grouped_figures import GroupedFigures
from pei_dsl.data.percent_signs import PercentSigns
from pei_dsl.model.absence import Absence
from pei_dsl.model.periods import Period
from pei_dsl.model.quality import Quality


@attrs.frozen
class Row:
    """
    One row.

    Attributes:
        cells: The value of each declared column; None for an empty cell.
        period: What the time column says; None in a table without time.
        number: Its place among all rows of the source, in the order of files and lines.  In a single file it
            is the line, or the row of the sheet; in the host's data the position, counted from 1.
        quality: What marks it as preliminary, estimated or revised; None for a final row.
        broken: Why a computed column that is *inválido* in this row is; its cell is None.
    """

    cells: Mapping[str, Present | None]
    period: Period | None
    number: int
    quality: Quality | None = None
    broken: Mapping[str, Absence] = attrs.field(factory=dict)


@attrs.frozen
class Part:
    """
    One of the files that a table was read from.

    Attributes:
        file: Its path from the workspace.
        sheet: The sheet of a workbook, or "".
        before: What the numbers of its rows begin behind: row 7 of the file has number `before + 7`.
    """

    file: str
    sheet: str = ""
    before: int = 0


@attrs.frozen
class Table:
    """
    The rows of one source.

    Attributes:
        source: Name of the source.
        origin: Where the rows came from: a path, or the host.
        rows: In the order of the file.
        unusable: Why no figure may rest on these rows, when their contract is broken.
        parts: The files that the rows came from, in order.
        omitted: How many rows `omite:` left out.
        grouped: The columns of numbers whose cells are texts, with how these are written.
        percents: The same columns, with how many cells have the sign of percentages.
        places: Tells the file and the line of rows by their numbers, where an engine read them.
    """

    source: str
    origin: str
    rows: tuple[Row, ...] = ()
    unusable: Absence | None = None
    parts: tuple[Part, ...] = ()
    omitted: int = 0
    grouped: Mapping[str, GroupedFigures] = attrs.field(factory=dict, eq=False, repr=False)
    percents: Mapping[str, PercentSigns] = attrs.field(factory=dict, eq=False, repr=False)
    places: Callable[[Sequence[int]], Sequence[tuple[str, int]]] | None = attrs.field(
        default=None, eq=False, repr=False
    )

    def part_of(self, number: int) -> Part | None:
        """Return the file that the row called `number` came from; None for rows of a host."""
        index = bisect.bisect_left(self.parts, number, key=lambda part: part.before) - 1
        return self.parts[index] if index >= 0 else None

    def place_of(self, number: int) -> tuple[str, int]:
        """Return the file and the line of the row called `number`; the file only where there are several."""
        if self.places is not None:
            return self.places([number])[0]
        part = self.part_of(number) if len(self.parts) > 1 else None
        return ("", number) if part is None else (part.file, number - part.before)
