"""Sheets of workbooks: `.xlsx`, `.xlsm`, `.xls` and `.ods`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

import attrs

from pei_dsl.algebra.display import grouped
from pei_dsl.data.contract.declared_headings import declared_names
from pei_dsl.data.expected import Expected
from pei_dsl.data.letters import column_name
from pei_dsl.data.ranges import CellRange, column_letters
from pei_dsl.data.readers.joined_headings import joined
from pei_dsl.data.readers.locating import MAX_BYTES, DataFile
from pei_dsl.data.readers.number_formats import Shown
from pei_dsl.data.readers.opened import Opened, shown_sheet
from pei_dsl.data.readers.row_files import RowFiles
from pei_dsl.data.readers.sheet_values import UNCOMPUTED, NoValue, as_shown, read_cell, read_time, shown_cell
from pei_dsl.data.readers.wide import below_headings
from pei_dsl.data.readers.workbook_sheets import open_book, sheet_called, sheet_name
from pei_dsl.data.readers.workbook_xml import (
    NOTHING,
    SheetText,
    read_sheet_text,
    unpacked_bytes,
    widest_ods_sheet,
)
from pei_dsl.data.source_findings import Findings
from pei_dsl.model.expressions import ValueType
from pei_dsl.model.plan import DataSource

if TYPE_CHECKING:
    from python_calamine import CalamineSheet

# More cells than this are no sheet that somebody keeps, and the reader holds them all.
MAX_CELLS = 100_000_000


class Workbooks(RowFiles):
    """Reads sheets of workbooks."""

    def opened(self, source: DataSource, file: DataFile, findings: Findings) -> Opened | None:
        """Return the sheet of `file` that `source` names, open."""
        return open_workbook(source, file, findings)


READER = Workbooks()


def open_workbook(source: DataSource, file: DataFile, findings: Findings) -> Opened | None:
    """
    Return the sheet of `file` that `source` names; None after reporting why there is none (PEI309, PEI321).

    Raises:
        MissingExtraError: The package that reads workbooks is not installed.
    """
    try:
        if unpacked_bytes(file.path) > MAX_BYTES:
            findings.add("PEI309", 0, "large", limit=MAX_BYTES // 2**20)
            return None
        if _too_large(*widest_ods_sheet(file.path), findings):
            return None
        book = open_book(file.path)
    except OSError:
        findings.add("PEI301", 0, "unreadable", file=source.file)
        return None
    if isinstance(book, str):
        findings.add("PEI321", 0, book)
        return None
    name = sheet_name(source, book, findings)
    if name is None:
        return None
    text = read_sheet_text(file.path, name)
    if _too_large(name, text.cells, findings):
        return None
    sheet = sheet_called(book, name)
    if sheet is None:
        findings.add("PEI321", 0, "")
        return None
    return _opened(source, sheet, text, findings)


def _too_large(sheet: str, cells: int, findings: Findings) -> bool:
    """Tell whether a sheet spans too many cells to be held; report one that does."""
    if cells > MAX_CELLS:
        findings.add("PEI321", 0, "large", sheet=sheet, limit=grouped(Fraction(MAX_CELLS), 0))
    return cells > MAX_CELLS


# ---- Header and rows ------------------------------------------------------------------------------------


@attrs.frozen
class _Merged:
    """A merged area; rows and columns count from 1."""

    top: int
    left: int
    bottom: int
    right: int

    def contains(self, row: int, column: int) -> bool:
        """Tell whether a cell is part of it."""
        return self.top <= row <= self.bottom and self.left <= column <= self.right


@attrs.frozen
class _Grid:
    """The cells of a sheet within a range, by row; every row has the width of the range."""

    cells: CellRange
    rows: Mapping[int, Sequence[object]]

    def cell(self, row: int, column: int) -> object:
        """Return what is in a cell; "" outside the sheet."""
        cells = self.rows.get(row, ())
        index = column - self.cells.first_column
        return cells[index] if 0 <= index < len(cells) else ""


def _opened(source: DataSource, sheet: CalamineSheet, text: SheetText, findings: Findings) -> Opened | None:
    wanted = CellRange.parse(source.range) if source.range else None
    area = _filled(sheet, text)
    if area is None:
        findings.add("PEI302", 1, "empty")
        return None
    if source.header is not None:
        wanted = attrs.evolve(wanted or attrs.evolve(area, last_row=None), first_row=source.header[0])
    cells = _within(wanted, area)
    if cells is None:
        findings.add("PEI321", 0, "range", range=source.range, filled=str(area), sheet=sheet.name)
        return None
    grid = _grid(sheet, cells)
    merged = [_Merged(a + 1, b + 1, c + 1, d + 1) for (a, b), (c, d) in sheet.merged_cell_ranges or ()]
    header, first = _header(sheet, grid, merged, *(source.header or (cells.first_row, cells.first_row)))
    header = declared_names(source, header)
    if _is_elsewhere(source, grid, header, area, sheet.name, findings):
        return None
    opened = Opened(
        header,
        iter(()),
        read_cell,
        shown_cell,
        read_time,
        head=cells.first_row if source.header is None else source.header[1],
        sheet=sheet.name,
        first_column=cells.first_column,
    )
    declared = [name for name, column in zip(header, below_headings(source, header), strict=True) if column]
    skipped = _broken_merges(opened, declared, merged, first, cells, findings)
    rows = _rows(grid, header, first, _with_errors(text, cells), _formatted(source, header, text, cells))
    return attrs.evolve(opened, rows=((number, row) for number, row in rows if number not in skipped))


def _filled(sheet: CalamineSheet, text: SheetText) -> CellRange | None:
    """
    Return the range from the first cell that is filled to the last; None for an empty sheet.

    A formula that gave nothing fills its cell too, and may stand alone in the last row.
    """
    if sheet.start is None or sheet.end is None:
        return None
    (top, left), (bottom, right) = sheet.start, sheet.end
    last = max(bottom + 1, *(row for row, _ in (*text.errors, *text.uncomputed)), 1)
    return CellRange(left + 1, top + 1, right + 1, last)


def _within(wanted: CellRange | None, filled: CellRange) -> CellRange | None:
    """Return the part of `wanted` that holds rows, or None when nothing in it is filled."""
    if wanted is None:
        return filled
    last = min(filled.last_row or 0, wanted.last_row or filled.last_row or 0)
    outside = wanted.last_column < filled.first_column or wanted.first_column > filled.last_column
    if outside or last < max(wanted.first_row, filled.first_row):
        return None
    return attrs.evolve(wanted, last_row=last, last_column=min(wanted.last_column, filled.last_column))


def _grid(sheet: CalamineSheet, cells: CellRange) -> _Grid:
    """Return the cells of `cells`; the sheet's own rows begin at row 1 and at its first filled column."""
    assert sheet.start is not None
    offset = sheet.start[1] + 1
    rows: dict[int, Sequence[object]] = {}
    for number, row in enumerate(sheet.iter_rows(), start=1):
        if number > (cells.last_row or 0):
            break
        padded = [""] * (offset - 1) + list(row)
        rows[number] = padded[cells.first_column - 1 : cells.last_column]
    return _Grid(cells, rows)


def _header(
    sheet: CalamineSheet, grid: _Grid, merged: Sequence[_Merged], top: int, last: int
) -> tuple[list[str], int]:
    """
    Return the names of the columns, which stand in the rows `top` to `last`, and the first row below them.

    A merged cell of the header names each of its columns, and the rows below it begin where it ends.
    """
    rows = [_heading_row(sheet, grid, merged, row) for row in range(top, last + 1)]
    inside = [each for each in merged if each.top <= last and top <= each.bottom and _meets(each, grid.cells)]
    return joined(rows) if len(rows) > 1 else rows[0], max([last, *(each.bottom for each in inside)]) + 1


def _heading_row(sheet: CalamineSheet, grid: _Grid, merged: Sequence[_Merged], row: int) -> list[str]:
    """Return the names in a row of the header; a cell merged with those above it has none of its own."""
    merged = [each for each in merged if each.top <= row <= each.bottom and _meets(each, grid.cells)]
    whole = None
    names: list[str] = []
    for column in range(grid.cells.first_column, grid.cells.last_column + 1):
        cell = grid.cell(row, column)
        area = next((each for each in merged if each.contains(row, column)), None)
        if cell == "" and area is not None and row in {area.top, grid.cells.first_row}:
            if area.top < row or area.left < grid.cells.first_column:
                whole = whole or _grid(sheet, CellRange(1, 1, grid.cells.last_column, row))
                cell = whole.cell(area.top, area.left)
            else:
                cell = grid.cell(area.top, area.left)
        names.append(_name(cell))
    return names


def _name(cell: object) -> str:
    """Return the name of a column that a cell gives."""
    return column_name(" ".join(shown_cell(cell).split()))


# Rows in which a header is looked for that is not where it should be.
_TITLES = 50


def _is_elsewhere(
    source: DataSource,
    grid: _Grid,
    header: Sequence[str],
    filled: CellRange,
    sheet: str,
    findings: Findings,
) -> bool:
    """Tell whether the names of the columns stand further down, below a title; report it."""
    wanted = {each.name for each in source.columns.values() if not each.origin}
    if wanted <= set(header) or source.header is not None:
        return False
    first = grid.cells.first_row
    above = [_name(cell) for cell in grid.rows.get(first, ())]
    for number in range(first + 1, first + _TITLES):
        names = [_name(cell) for cell in grid.rows.get(number, ())]
        if wanted <= set(declared_names(source, names)):
            found = attrs.evolve(grid.cells, first_row=number, last_row=None)
            place = f"{shown_sheet(sheet)}!{column_letters(found.first_column)}{number}"
            findings.add("PEI321", number, "elsewhere", place, range=str(found), number=number)
            return True
        if wanted <= set(declared_names(source, joined([above, names]))):
            place = f"{shown_sheet(sheet)}!{column_letters(grid.cells.first_column)}{number - 1}"
            findings.add("PEI321", number - 1, "two_rows", place, number=number - 1, last=number)
            return True
        above = names
    if any(header):
        return False
    findings.add("PEI321", first, "header", "", range=source.range, filled=str(filled), sheet=sheet)
    return True


def _meets(area: _Merged, cells: CellRange) -> bool:
    return area.left <= cells.last_column and cells.first_column <= area.right


def _broken_merges(
    opened: Opened,
    declared: Sequence[str],
    merged: Sequence[_Merged],
    first: int,
    cells: CellRange,
    findings: Findings,
) -> set[int]:
    """
    Report merged cells below the header: whether their value is that of every row, nobody can tell.

    Return the rows that they stand in, of which nothing more is said.
    """
    columns = [cells.first_column + opened.header.index(name) for name in declared]
    found: set[int] = set()
    reached = first - 1
    for area in sorted(merged, key=lambda each: (each.top, each.left)):
        inside = first <= area.top <= (cells.last_row or area.top)
        if inside and any(area.left <= column <= area.right for column in columns):
            found.update(range(max(area.top, reached + 1), area.bottom + 1))
            reached = max(reached, area.bottom)
            place = f"{column_letters(area.left)}{area.top}:{column_letters(area.right)}{area.bottom}"
            where = f"{opened.place(area.top).partition('!')[0]}!{place}"
            findings.add("PEI321", area.top, "merged", where, range=place)
    return found


def _with_errors(text: SheetText, cells: CellRange) -> Mapping[int, Mapping[int, NoValue]]:
    """Return the cells without a value by row and index of their column."""
    found: dict[int, dict[int, NoValue]] = {}
    if text is NOTHING:
        return found
    marks = {**dict.fromkeys(text.uncomputed, UNCOMPUTED), **text.errors}
    for (row, column), shown in marks.items():
        found.setdefault(row, {})[column - cells.first_column] = NoValue(shown)
    return found


def _formatted(
    source: DataSource, header: Sequence[str], text: SheetText, cells: CellRange
) -> Mapping[int, Mapping[int, Shown]]:
    """Return how numbers are shown where that says what they are, by row and index of their column."""
    columns = below_headings(source, header)
    found: dict[int, dict[int, Shown]] = {}
    for (row, column), shown in text.formats.items():
        index = column - cells.first_column
        declared = columns[index] if 0 <= index < len(columns) else None
        if declared is None:
            continue
        is_text = declared.type in {ValueType.TEXT, ValueType.UNKNOWN}
        if (shown.width and is_text) or (shown.percent and Expected.of(source, declared).percentages):
            found.setdefault(row, {})[index] = shown
    return found


def _rows(
    grid: _Grid,
    header: Sequence[str],
    first: int,
    errors: Mapping[int, Mapping[int, NoValue]],
    formats: Mapping[int, Mapping[int, Shown]],
) -> Iterator[tuple[int, dict[str, object]]]:
    for number in range(first, (grid.cells.last_row or 0) + 1):
        cells = list(grid.rows.get(number, ()))
        cells += [""] * (len(header) - len(cells))
        for index, shown in formats.get(number, {}).items():
            if index < len(cells):
                cells[index] = as_shown(cells[index], shown)
        for index, cell in errors.get(number, {}).items():
            if 0 <= index < len(cells):
                cells[index] = cell
        if any(not isinstance(cell, str) or cell.strip() for cell in cells):
            yield number, dict(zip(header, cells, strict=True))
