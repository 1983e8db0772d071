"""Number formats and exact numbers of cells."""

from __future__ import annotations

from fractions import Fraction

import pytest

from pei_dsl.interchange.cells import Cell, letters
from pei_dsl.interchange.sheet_cells import Style, exact_number, style


@pytest.mark.parametrize(
    ("format_", "shown"),
    [
        ("General", Style(None)),
        ("0", Style(0)),
        ("#,##0.00", Style(2)),
        ("0.00%", Style(2, percent=True)),
        ("0%", Style(0, percent=True)),
        ('0.0" %"', Style(1, points=True)),
        (r"0\%", Style(0, points=True)),
        ("[$-280A]#,##0.0;[Red]-#,##0.0", Style(1)),
        ("_-* #,##0.00_-;-* #,##0.00_-", Style(2)),
        ("@", Style(None)),
        ("0.00E+00", Style(None)),
        ("# ?/?", Style(None)),
        ("#,##0,", Style(None)),
        ('"S/." #,##0.00', Style(2)),
    ],
)
def test_number_formats(format_: str, shown: Style) -> None:
    assert style(format_) == shown


def test_numbers_have_the_digits_that_a_spreadsheet_keeps() -> None:
    assert exact_number(0.1 + 0.2) == Fraction("0.3")
    assert exact_number(1275 / 57251) == Fraction("0.0222703533562733")
    assert exact_number(99448) == 99448


@pytest.mark.parametrize(("column", "name"), [(1, "A"), (26, "Z"), (27, "AA"), (16384, "XFD")])
def test_letters(column: int, name: str) -> None:
    assert letters(column) == name


@pytest.mark.parametrize(("sheet", "place"), [("Matriz", "Matriz!H6"), ("Hoja 1", "'Hoja 1'!H6")])
def test_places(sheet: str, place: str) -> None:
    assert Cell(sheet, 6, 8).place == place
