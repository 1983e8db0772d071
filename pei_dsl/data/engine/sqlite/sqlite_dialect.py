"""How SQLite speaks, where it differs from standard SQL."""

from __future__ import annotations

import datetime
from fractions import Fraction

from pei_dsl.data.engine.decimals import Reach
from pei_dsl.data.engine.dialect import Dialect
from pei_dsl.model.expressions import ValueType


class SQLite(Dialect):
    """Part of Python; its exact sums are made by a function of ours, `pei_total`."""

    name = "SQLite"
    columns = 1_900

    def number(self, value: Fraction) -> str:
        """Return a number as cells are written: the digits, and no more of them than needed."""
        return f"'{super().number(value)}'"

    def nul(self) -> str:
        """Return the text of the one character NUL."""
        return "char(0)"

    def date(self, value: datetime.date) -> str:
        """Return a date: dates are texts, whose order is theirs."""
        return f"'{value.isoformat()}'"

    def boolean(self, *, value: bool) -> str:
        """Return 1 or 0."""
        return str(int(value))

    def year(self, date: str) -> str:
        """Return the year of `date`."""
        return f"CAST(substr({date}, 1, 4) AS INTEGER)"

    def month(self, date: str) -> str:
        """Return the month of `date`."""
        return f"CAST(substr({date}, 6, 2) AS INTEGER)"

    def day_of_month(self, date: str) -> str:
        """Return the day of the month."""
        return f"CAST(substr({date}, 9, 2) AS INTEGER)"

    def letters(self, text: str, count: int, *, from_end: bool) -> str:
        """Return letters of `text`: by a function of ours, since those of SQLite end at a NUL."""
        return f"{'pei_right' if from_end else 'pei_left'}({text}, {count})"

    def day(self, date: str) -> str:
        """Return the number of days since 1970-01-01."""
        return f"CAST(julianday({date}) - 2440587.5 AS INTEGER)"

    def middle(self, text: str, first: int, count: int) -> str:
        """Return letters of `text`, by a function of ours."""
        return f"pei_middle({text}, {first}, {count})"

    def later(self, date: str, days: str) -> str:
        """Return the day so many days after `date`."""
        return f"date({date}, {days} || ' days')"

    def made_date(self, year: str, month: str, day: str) -> str:
        """Return a day as dates are written."""
        return f"printf('%04d-%02d-%02d', {year}, {month}, {day})"

    def contains(self, text: str, part: str) -> str:
        """Return the condition that `part` stands in `text`."""
        return f"instr({text}, {part}) > 0"

    def ordered_text(self, text: str) -> str:
        """Return `text` so that it compares byte by byte, even where a condition in it compares numbers."""
        return f"({text}) COLLATE BINARY"

    def ordered(self, cell: str, kind: ValueType) -> str:
        """Return `cell` so that it compares as the language says; dates are texts."""
        return self.ordered_text(cell) if kind is ValueType.DATE else super().ordered(cell, kind)

    def as_cell(self, number: str) -> str:
        """Return the digits of a number, as cells are written."""
        return f"CAST({number} AS TEXT)"

    def ordered_number(self, number: str) -> str:
        """Return a text of digits so that it compares as a number."""
        return f"({number}) COLLATE PEI_NUMBER"

    def most_decimals(self, number: str, guess: int) -> str:
        """Return the aggregate that tells how many letters a number has at most: no more are decimals."""
        del guess
        return f"MAX(LENGTH({number}))"

    def exactly(self, number: str, reach: Reach) -> str:
        """Return `number`: the functions of ours take its digits."""
        del reach
        return number

    def product(self, one: str, other: str, reaches: tuple[Reach, Reach]) -> str:
        """Return the digits of a product."""
        del reaches
        return f"pei_product({one}, {other})"

    def sum_of(self, one: str, other: str, reach: Reach, *, minus: bool) -> str:
        """Return the digits of a sum or difference."""
        del reach
        return f"pei_{'difference' if minus else 'sum'}({one}, {other})"

    def total(self, number: str) -> str:
        """Return the exact sum, as text."""
        return f"pei_total({number})"

    def merged(self, sums: str) -> str:
        """Return the exact sum of partial sums."""
        return f"pei_total({sums})"
