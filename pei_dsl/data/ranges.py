"""Ranges of cells as workbooks name them: `A4:H200`, or `A4:H` down to the last row."""

from __future__ import annotations

import re

import attrs

# The last row and column of a workbook of today.
MAX_ROW = 1_048_576
MAX_COLUMN = 16_384

_RANGE = re.compile(r"\$?([A-Z]{1,3})\$?([1-9]\d{0,6}):\$?([A-Z]{1,3})(?:\$?([1-9]\d{0,6}))?")


@attrs.frozen
class CellRange:
    """
    A rectangle of cells; rows and columns count from 1.

    Attributes:
        last_row: None reaches down to the last row of the sheet.
    """

    first_column: int
    first_row: int
    last_column: int
    last_row: int | None = None

    @classmethod
    def parse(cls, written: str) -> CellRange | None:
        """Return the range that `written` names, or None when there is no such range."""
        match = _RANGE.fullmatch("".join(written.split()).upper())
        if match is None:
            return None
        first, last = column_number(match[1]), column_number(match[3])
        top, bottom = int(match[2]), int(match[4]) if match[4] else None
        if not first <= last <= MAX_COLUMN or not top <= (bottom or MAX_ROW) <= MAX_ROW:
            return None
        return cls(first, top, last, bottom)

    def __str__(self) -> str:
        bottom = "" if self.last_row is None else str(self.last_row)
        return (
            f"{column_letters(self.first_column)}{self.first_row}:{column_letters(self.last_column)}{bottom}"
        )


def column_number(letters: str) -> int:
    """Return the number of column `letters`, counted from 1: `A` is 1, `AA` 27."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def column_letters(number: int) -> str:
    """Return the letters of column `number`, counted from 1."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
