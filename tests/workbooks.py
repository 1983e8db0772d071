"""
Workbooks drawn as text, for cases that begin with one.

A line with bars is a row; any other line begins a sheet of that name (`Otra (oculta)` is hidden).  What stands between
the bars is typed into the cell as into Excel:

    12.5   1,275   56%        a number, with the format that it is written in
    0.0223 [0.0%]             a number with the format in brackets
    'texto                    a text, whatever it looks like
    2024-01-31                a date
    =A1+1                     a formula whose result was never kept
    #DIV/0!                   the error of a formula
    8 {preliminar}            a cell with a comment
    <   ^                     joined with the cell to the left, or above
    (oculta)                  in the first cell: its row is hidden
"""

from __future__ import annotations

import datetime
import io
import re
from typing import TYPE_CHECKING

import openpyxl
from openpyxl.comments import Comment

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

_NUMBER = re.compile(r"(-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d+))?)(%?)(?: \[(.+)\])?")


def workbook(text: str) -> bytes:
    """Return the bytes of the workbook that `text` draws."""
    book = openpyxl.Workbook()
    first = book.active
    assert first is not None
    book.remove(first)
    sheet: Worksheet | None = None
    row = 0
    for line in text.splitlines():
        if not line.startswith("|"):
            if line.strip():
                sheet, row = book.create_sheet(line.removesuffix("(oculta)").strip()), 0
                sheet.sheet_state = "hidden" if line.endswith("(oculta)") else "visible"
            continue
        sheet = sheet or book.create_sheet("Matriz")
        row += 1
        _row(sheet, row, [each.strip() for each in line.strip()[1:-1].split("|")])
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _row(sheet: Worksheet, row: int, written: list[str]) -> None:
    if written[0].startswith("(oculta)"):
        sheet.row_dimensions[row].hidden = True
        written[0] = written[0].removeprefix("(oculta)").strip()
    for column, text in enumerate(written, 1):
        if text in {"<", "^"}:
            _join(sheet, row, column, up=text == "^")
        elif text:
            content, _, comment = text.partition(" {")
            _type(sheet.cell(row, column), content)  # type: ignore[arg-type]  # no merged cell
            if comment:
                sheet.cell(row, column).comment = Comment(comment.removesuffix("}"), "")


def _join(sheet: Worksheet, row: int, column: int, *, up: bool) -> None:
    """Join a cell with the one above or to the left, and with what that is joined to already."""
    top, left = (row - 1, column) if up else (row, column - 1)
    for each in list(sheet.merged_cells.ranges):
        if each.min_row <= top <= each.max_row and each.min_col <= left <= each.max_col:
            top, left = each.min_row, each.min_col
            sheet.merged_cells.remove(each)
    sheet.merge_cells(start_row=top, start_column=left, end_row=row, end_column=column)


def _type(cell: Cell, text: str) -> None:
    number = _NUMBER.fullmatch(text)
    if text.startswith("'"):
        cell.value = text[1:]
        cell.data_type = "s"
    elif text.startswith(("=", "#")):
        cell.value = text
    elif number is not None:
        digits, decimals, percent, format_ = number.groups()
        value = float(digits.replace(",", ""))
        cell.value = value / 100 if percent else int(value) if not decimals else value
        point = f".{'0' * len(decimals)}" if decimals else ""
        cell.number_format = format_ or f"{'#,##' if ',' in digits else ''}0{point}{percent}"
        if format_ is None and not percent and "," not in digits:
            cell.number_format = "General" if not decimals else f"0{point}"
    elif re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        cell.value = datetime.date.fromisoformat(text)
    else:
        cell.value = text
