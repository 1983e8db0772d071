"""Workbooks as their readers see them: each cell by its number format."""

from __future__ import annotations

import io
import re
from fractions import Fraction
from typing import Any

import openpyxl

from pei_dsl.algebra import display
from pei_dsl.interchange.sheet_cells import YES_NO_FORMAT, exact_number


def shown(cell: Any) -> str:  # noqa: ANN401  (openpyxl's own)
    """Return what a cell shows, as reports write it: `1,234.50`, `2.23 %`."""
    if cell.value is None:
        return ""
    if isinstance(cell.value, str):
        return cell.value
    assert isinstance(cell.value, int | float)
    number = exact_number(float(cell.value))
    if cell.number_format == YES_NO_FORMAT:
        return "sí" if number else "no"
    found = re.fullmatch(r"(?:#,##)?0(?:\.(0+))?(%?)", cell.number_format)
    assert found is not None, cell.number_format
    decimals = len(found[1] or "")
    if found[2]:
        number *= 100
    text = display.grouped(number, decimals) if "," in cell.number_format else display.fixed(number, decimals)
    return f"{text} %" if found[2] else text


def sheet(data: bytes, name: str) -> list[list[str]]:
    """Return what a sheet shows, row by row, up to its last cell."""
    book = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
    return [[shown(cell) for cell in row] for row in book[name].iter_rows()]


def everything(data: bytes) -> set[str]:
    """Return what all cells of all sheets show."""
    book = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
    return {shown(cell) for each in book.worksheets for row in each.iter_rows() for cell in row}


def values(data: bytes) -> dict[str, dict[str, object]]:
    """Return the values of all cells by sheet and place."""
    book = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
    return {
        each.title: {
            cell.coordinate: cell.value for row in each.iter_rows() for cell in row if cell.value is not None
        }
        for each in book.worksheets
    }


def formulas(data: bytes) -> dict[str, str]:
    """Return the formulas of a workbook by sheet and place, `Resumen!B8`."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    return {
        f"{each.title}!{cell.coordinate}": str(cell.value)
        for each in book.worksheets
        for row in each.iter_rows()
        for cell in row
        if cell.data_type == "f"
    }


def number(value: object) -> Fraction | None:
    """Return a value as a number, where it is one."""
    return Fraction(value) if isinstance(value, int | float) and not isinstance(value, bool) else None
