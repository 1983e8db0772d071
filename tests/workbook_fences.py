"""
Workbooks as documents write them, made into real ones.

A line `[Población]` begins a sheet, `[Oculta] oculta` one that is hidden.  Every other line is a row of cells
between commas: figures are numbers, `2024-07-31` a date, `12%` a number with that format, `verdadero` and
`falso` are booleans, `#DIV/0!` an error, `=A1` a formula that no program has computed, `'1` the text 1, and
anything else a text.  A line `combinar A1:B2` merges the cells, which the row above it has written.
"""

from __future__ import annotations

import csv
import datetime
import io
import re
from pathlib import Path
from typing import Any

import xlsxwriter

_SHEET = re.compile(r"\[([^\]]+)\]( oculta)?")
_MERGE = re.compile(r"combinar ([A-Z]+\d+:[A-Z]+\d+)")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?")


def write_workbook(text: str, path: Path) -> None:
    """Write the workbook that `text` describes to `path`."""
    book = xlsxwriter.Workbook(path)
    sheet: xlsxwriter.worksheet.Worksheet = None
    formats = {
        "date": book.add_format({"num_format": "yyyy-mm-dd"}),
        "percent": book.add_format({"num_format": "0%"}),
        "merged": book.add_format({"align": "center"}),
    }
    row = 0
    cells: dict[tuple[int, int], str] = {}
    for line in text.splitlines():
        if head := _SHEET.fullmatch(line):
            sheet, row, cells = book.add_worksheet(head[1]), 0, {}
            if head[2]:
                sheet.hide()
        elif merge := _MERGE.fullmatch(line):
            sheet.merge_range(merge[1], "", formats["merged"])
            first = merge[1].partition(":")[0]
            letters, digits = re.fullmatch(r"([A-Z]+)(\d+)", first).groups()  # type: ignore[union-attr]
            place = (int(digits) - 1, ord(letters) - ord("A"))
            _write(sheet, *place, cells.get(place, ""), formats)
        else:
            for column, cell in enumerate(next(csv.reader(io.StringIO(line)), [])):
                cells[row, column] = cell
                _write(sheet, row, column, cell, formats)
            row += 1
    book.close()


def _write(
    sheet: xlsxwriter.worksheet.Worksheet, row: int, column: int, cell: str, formats: dict[str, Any]
) -> None:
    if _DAY.fullmatch(cell):
        day = datetime.date.fromisoformat(cell)
        sheet.write_datetime(row, column, datetime.datetime(*day.timetuple()[:3]), formats["date"])  # noqa: DTZ001
    elif _NUMBER.fullmatch(cell):
        sheet.write_number(row, column, float(cell))
    elif cell.endswith("%") and _NUMBER.fullmatch(cell[:-1]):
        sheet.write_number(row, column, float(cell[:-1]) / 100, formats["percent"])
    elif cell in {"verdadero", "falso"}:
        sheet.write_boolean(row, column, cell == "verdadero")
    elif cell.startswith("#"):
        sheet.write_formula(row, column, "=1/0", None, cell)
    elif cell.startswith("="):
        sheet.write_formula(row, column, cell, None, "")
    elif cell:
        sheet.write_string(row, column, cell.removeprefix("'"))
