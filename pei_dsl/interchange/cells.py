"""Cells as workbooks hold them, and where they stand."""

from __future__ import annotations

import datetime
import re
from typing import TypeAlias

import attrs

from pei_dsl.syntax import made

Place: TypeAlias = tuple[str, int, int]

MAX_SHOWN = 60
LAST_COLUMN = 16_384


@attrs.frozen
class Cell:
    """
    A cell.

    Attributes:
        sheet, row, column: Where it stands, counted from 1.
        value: What it shows before its format: None, a text, a number, a date; the kept result of a formula.
        format: Its number format, `0.00%`.
        formula: The formula as written, or "".
        comment: The note that somebody put on it.
        typed: Whether numbers are kept as numbers; in a text file every cell is a text.
        is_error: Whether it shows a mistake of its formula: `#DIV/0!`.
    """

    sheet: str
    row: int
    column: int
    value: object = None
    format: str = "General"
    formula: str = ""
    comment: str = ""
    typed: bool = True
    is_error: bool = False

    @property
    def at(self) -> Place:
        """Where it stands, for looking it up."""
        return self.sheet, self.row, self.column

    @property
    def place(self) -> str:
        """Where it stands, as spreadsheets write it: `Matriz!H6`."""
        name = self.sheet if re.fullmatch(r"\w+", self.sheet) else f"'{self.sheet}'"
        return f"{name}!{letters(self.column)}{self.row}"

    @property
    def text(self) -> str:
        """What it says as one line of text, without the blanks of other kinds that Word and the web leave."""
        if self.value is None:
            return ""
        if isinstance(self.value, float) and self.value.is_integer():
            return str(int(self.value))
        if isinstance(self.value, datetime.datetime) and self.value.time() == datetime.time():
            return self.value.date().isoformat()
        return made.one_line(re.sub(r"[\u200b-\u200d\u2060\ufeff\u00ad]", "", str(self.value)))

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to read in it."""
        return not self.text and not self.formula


def letters(column: int) -> str:
    """Return the letters of a column: 28 is `AB`."""
    name = ""
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def column_number(letters_of_it: str) -> int:
    """Return the number of the column called `AB`, 28; 0 for what calls none of a spreadsheet."""
    if re.fullmatch(r"[A-Za-z]{1,3}", letters_of_it) is None:
        return 0
    number = 0
    for letter in letters_of_it.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number if number <= LAST_COLUMN else 0
