"""Ranges of cells, as workbooks name them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pei_dsl.data.ranges import MAX_COLUMN, MAX_ROW, CellRange, column_letters, column_number


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("A4:H200", CellRange(1, 4, 8, 200)),
        ("A4:H", CellRange(1, 4, 8)),
        (" $a$4 : $aa$200 ", CellRange(1, 4, 27, 200)),
        ("B2:B2", CellRange(2, 2, 2, 2)),
        ("A1:XFD1048576", CellRange(1, 1, MAX_COLUMN, MAX_ROW)),
    ],
)
def test_what_names_a_range(written: str, expected: CellRange) -> None:
    assert CellRange.parse(written) == expected


@pytest.mark.parametrize(
    "written",
    ["", "A4", "A4:", "A:H", "4:8", "A0:B2", "H4:A9", "A9:B4", "A1:XFE2", "A1:B1048577", "Hoja!A1:B2"],
)
def test_what_names_none(written: str) -> None:
    assert CellRange.parse(written) is None


@given(st.integers(1, MAX_COLUMN))
def test_letters_and_numbers_of_columns(number: int) -> None:
    assert column_number(column_letters(number)) == number


@given(st.integers(1, MAX_COLUMN), st.integers(1, MAX_ROW), st.data())
def test_a_range_is_written_as_it_is_read(column: int, row: int, data: st.DataObject) -> None:
    last = data.draw(st.integers(column, MAX_COLUMN))
    bottom = data.draw(st.none() | st.integers(row, MAX_ROW))
    found = CellRange(column, row, last, bottom)

    assert CellRange.parse(str(found)) == found
