"""Workbooks as cells: the only user of openpyxl."""

from __future__ import annotations

import functools
import io
import warnings
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

import attrs

from pei_dsl.data.extras import need
from pei_dsl.immutable import freezing
from pei_dsl.interchange.book_property import has_property
from pei_dsl.interchange.cells import Cell
from pei_dsl.interchange.text_rows import NoLetters, text_rows
from pei_dsl.renderers.csv_lines import as_meant

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell as ExcelCell
    from openpyxl.cell.cell import MergedCell
    from openpyxl.worksheet.worksheet import Worksheet

MAX_BYTES = 30 * 2**20
# A workbook is packed; what it unpacks to is what fills the memory.
MAX_UNPACKED = 100 * 2**20


@attrs.frozen
class Merge:
    """Cells joined into one: rows and columns, first and last, counted from 1."""

    top: int
    left: int
    bottom: int
    right: int


@attrs.frozen(field_transformer=freezing)
class Sheet:
    """
    A sheet: the cells that hold something, by row and column.

    Attributes:
        hidden_rows: Rows that somebody hid, by hand or with a filter.
        is_hidden: Whether the sheet itself is.
    """

    name: str
    cells: Mapping[tuple[int, int], Cell] = attrs.field(hash=False)
    merges: tuple[Merge, ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    is_hidden: bool = False
    last_row: int = 0
    last_column: int = 0

    @functools.cached_property
    def rows(self) -> Sequence[int]:
        """The rows that hold something: one cell at the far end of a sheet is one row, and no million."""
        return sorted({row for row, _ in self.cells})

    @functools.cached_property
    def columns(self) -> Sequence[int]:
        """The columns that hold something."""
        return sorted({column for _, column in self.cells})

    def cell(self, row: int, column: int) -> Cell:
        """Return a cell, empty where the file holds none."""
        return self.cells.get((row, column)) or Cell(self.name, row, column)


@attrs.frozen
class Workbook:
    """
    A workbook: its sheets in order.

    Attributes:
        is_form: Whether it was exported, so that what it shows beside the plan's cells is nobody's.
    """

    name: str
    sheets: tuple[Sheet, ...]
    is_form: bool = False


@attrs.frozen
class Unreadable:
    """Why a file is no workbook that can be read: a wording of PEI350, and the line that it tells, or 0."""

    variant: str
    line: int = 0


def read_workbook(name: str, data: bytes) -> Workbook | Unreadable:
    """Return the workbook in the bytes of file `name`, or why there is none; a `.csv` is one sheet."""
    if len(data) > MAX_BYTES:
        return Unreadable("large")
    if not data:
        return Unreadable("empty")
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        return Unreadable("old" if name.lower().endswith(".xls") else "password")
    if data.startswith(b"PK"):
        return _unpacked(name, data)
    if name.lower().endswith((".csv", ".txt", ".tsv")):
        return _text(name, data)
    return Unreadable("web" if data.lstrip()[:1] == b"<" else "")


def _unpacked(name: str, data: bytes) -> Workbook | Unreadable:
    need("openpyxl", "excel")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if "content.xml" in archive.namelist():
                return Unreadable("ods")
            if "xl/workbook.bin" in archive.namelist():
                return Unreadable("old")
            if sum(each.file_size for each in archive.infolist()) > MAX_UNPACKED:
                return Unreadable("large")
            is_form = has_property(archive)
        return Workbook(name, tuple(_sheets(data)), is_form)
    except Exception:  # noqa: BLE001 - a damaged file makes openpyxl raise nearly anything
        return Unreadable("")


def _sheets(data: bytes) -> Iterable[Sheet]:
    import openpyxl

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what openpyxl says it drops (validations, styles) is not read here
        shown = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
        written = openpyxl.load_workbook(io.BytesIO(data))
    for sheet in shown.worksheets:
        yield _sheet(sheet, written[sheet.title])


def _sheet(shown: Worksheet, written: Worksheet) -> Sheet:
    cells: dict[tuple[int, int], Cell] = {}
    # What the file holds: `iter_rows` would make a cell for every blank up to the last formatted row.
    formulas = written._cells  # noqa: SLF001
    for place, cell in shown._cells.items():  # noqa: SLF001
        made = _cell(shown.title, place, cell, formulas[place])
        if not made.is_empty or made.comment:
            cells[place] = made
    return Sheet(
        shown.title,
        dict(sorted(cells.items())),
        tuple(
            Merge(each.min_row, each.min_col, each.max_row, each.max_col)
            for each in shown.merged_cells.ranges
        ),
        frozenset(row for row, each in shown.row_dimensions.items() if each.hidden),
        shown.sheet_state != "visible",
        max((row for row, _ in cells), default=0),
        max((column for _, column in cells), default=0),
    )


def _cell(
    sheet: str, place: tuple[int, int], shown: ExcelCell | MergedCell, written: ExcelCell | MergedCell
) -> Cell:
    formula = ""
    if written.data_type == "f":
        formula = str(getattr(written.value, "text", written.value) or "")
    note = shown.comment
    comment = note.text.strip() if note is not None and note.text else ""
    author = (note.author or "").strip() if note is not None else ""
    # Excel begins a note with the name of who writes it.
    if author and comment.startswith(f"{author}:"):
        comment = comment.removeprefix(f"{author}:").strip()
    return Cell(
        sheet,
        *place,
        shown.value,
        str(shown.number_format or "General"),
        formula,
        comment,
        is_error=shown.data_type == "e",
    )


def _text(name: str, data: bytes) -> Workbook | Unreadable:
    """Return a text file with separators as a sheet called `CSV`."""
    rows = text_rows(data)
    if rows is None:
        return Unreadable("")
    if isinstance(rows, NoLetters):
        return Unreadable("letters", rows.line)
    cells = {
        (row, column): Cell("CSV", row, column, as_meant(value), typed=False)
        for row, values in enumerate(rows, 1)
        for column, value in enumerate(values, 1)
        if value.strip()
    }
    last_column = max((column for _, column in cells), default=0)
    return Workbook(name, (Sheet("CSV", cells, last_row=len(rows), last_column=last_column),))


@attrs.frozen
class Mark:
    """A cell to colour: where it stands, what is said about it, and whether it could be read all the same."""

    sheet: str
    row: int
    column: int
    text: str
    is_read: bool


DIRTY, DOUBTFUL = "FFF4B6B0", "FFFFE699"


def marked(data: bytes, marks: Iterable[Mark]) -> bytes:
    """Return a copy of the workbook `data` with the cells of `marks` coloured and commented."""
    import openpyxl
    from openpyxl.cell.cell import MergedCell
    from openpyxl.comments import Comment
    from openpyxl.styles import PatternFill

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        workbook = openpyxl.load_workbook(io.BytesIO(data))
    said: dict[tuple[str, int, int], list[Mark]] = {}
    for mark in marks:
        said.setdefault((mark.sheet, mark.row, mark.column), []).append(mark)
    for (sheet, row, column), here in said.items():
        cell = workbook[sheet].cell(row, column)
        if isinstance(cell, MergedCell):
            continue  # the first of the merged cells is the one that shows
        color = DOUBTFUL if all(mark.is_read for mark in here) else DIRTY
        cell.fill = PatternFill("solid", start_color=color, end_color=color)
        before = f"{cell.comment.text.strip()}\n\n" if cell.comment is not None else ""
        note = Comment(before + "\n".join(mark.text for mark in here), "pei")
        note.width, note.height = 320, 60 + 20 * len(here) + 20 * before.count("\n")
        cell.comment = note
    buffer = io.BytesIO()
    workbook.save(buffer)
    return buffer.getvalue()
