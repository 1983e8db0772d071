"""
Dialects without a connection: a host that has one may run what they say.

None of these was ever run against a server: what they say is held by golden texts alone
(`tests/unit/data/engine/golden`), written from the manuals.  The host prepares a view with exact numbers,
days and trimmed texts, as `relation.Relation` asks, and gives the rows of each query back.
"""

from __future__ import annotations

import datetime
import re
from fractions import Fraction

from pei_dsl.data.engine.dialect import Dialect


class Unconnected(Dialect):
    """What these dialects share: columns that are exact already."""

    factors = True

    def from_real(self, real: str) -> str:
        """
        Refuse a column of binary floating-point numbers, which print differently everywhere.

        Raises:
            ValueError: Always.
        """
        message = f"{self.name}: {real} must be an exact number already, in a view"
        raise ValueError(message)


class Oracle(Unconnected):
    """
    Oracle 12.2 and newer; truth values are the numbers 1 and 0, dates have no time of day.

    Texts compare by code point where the session has `NLS_COMP=BINARY`, as is the default.
    """

    name = "Oracle"
    columns = 1_000

    def identifier(self, name: str) -> str:
        """Return `name` between quotes; no name of Oracle has one inside."""
        if '"' in name:
            message = f"no name of Oracle has a quote in it: {name}"
            raise ValueError(message)
        return super().identifier(name)

    def text(self, value: str) -> str:
        """Return `value`; an empty text is NULL there, so a text that no cell has stands for it."""
        return super().text(value) if value else "CHR(0)"

    def boolean(self, *, value: bool) -> str:
        """Return 1 or 0."""
        return str(int(value))

    def truth(self, boolean: str) -> str:
        """Return the condition that a number is 1."""
        return f"{boolean} = 1"

    def year(self, date: str) -> str:
        """Return the year of `date`."""
        return f"EXTRACT(YEAR FROM {date})"

    def month(self, date: str) -> str:
        """Return the month of `date`."""
        return f"EXTRACT(MONTH FROM {date})"

    def quotient(self, dividend: str, divisor: int) -> str:
        """Return the whole quotient; `/` would give a fraction."""
        return f"TRUNC(({dividend}) / {divisor})"

    def ordered_text(self, text: str) -> str:
        """Return `text`; the session compares it letter by letter."""
        return text

    def first_rows(self, query: str, count: int) -> str:
        """Return `query` cut to `count` rows."""
        return f"{query} FETCH FIRST {count} ROWS ONLY"


class SqlServer(Unconnected):
    """
    SQL Server 2019 and newer; truth values are of type BIT.

    The texts of the host's view have the collation `Latin1_General_100_BIN2`; others take small letters and
    capitals for one.  Equal texts may still differ in blanks at their end.  Cells have none, and a literal
    that has one is written so that it equals no cell, as it should.
    """

    name = "SQL Server"
    columns = 1_000

    def identifier(self, name: str) -> str:
        """Return `name` between brackets."""
        super().identifier(name)
        return "[" + name.replace("]", "]]") + "]"

    def text(self, value: str) -> str:
        """Return `value` in Unicode; a backslash at the end of a line would join it with the next."""
        written = "N" + super().text(value)
        written = re.sub(r"\\(?=\r?\n)", r"\\' + N'", written)
        return f"{written} + NCHAR(1)" if value.endswith(" ") else written

    def date(self, value: datetime.date) -> str:
        """Return a date in the one form that no language of a session changes."""
        return f"CAST('{value:%Y%m%d}' AS DATE)"

    def boolean(self, *, value: bool) -> str:
        """Return 1 or 0."""
        return str(int(value))

    def truth(self, boolean: str) -> str:
        """Return the condition that a bit is set."""
        return f"{boolean} = 1"

    def year(self, date: str) -> str:
        """Return the year of `date`."""
        return f"YEAR({date})"

    def month(self, date: str) -> str:
        """Return the month of `date`."""
        return f"MONTH({date})"

    def day(self, date: str) -> str:
        """Return the number of days since 1970-01-01."""
        return f"DATEDIFF(DAY, CAST('19700101' AS DATE), {date})"

    def ordered_text(self, text: str) -> str:
        """Return `text` so that it compares by its UTF-16 code units."""
        return f"{text} COLLATE Latin1_General_100_BIN2"

    def count(self, what: str = "*") -> str:
        """Return how many rows there are, in 64 bits, so that sums of counts have as many."""
        return f"COUNT_BIG({what})"

    def first_rows(self, query: str, count: int) -> str:
        """Return `query`, a plain `SELECT`, cut to `count` rows."""
        return f"SELECT TOP ({count}) {query.removeprefix('SELECT ')}"


class Trino(Unconnected):
    """Trino and Presto: sums of whole numbers and of decimals fail loudly on overflow."""

    name = "Trino"

    def year(self, date: str) -> str:
        """Return the year of `date`."""
        return f"year({date})"

    def month(self, date: str) -> str:
        """Return the month of `date`."""
        return f"month({date})"

    def day(self, date: str) -> str:
        """Return the number of days since 1970-01-01."""
        return f"date_diff('day', DATE '1970-01-01', {date})"

    def ordered_text(self, text: str) -> str:
        """Return `text`: it compares by code point."""
        return text


class BigQuery(Unconnected):
    """BigQuery: numbers with decimals are BIGNUMERIC, whose sums fail loudly on overflow."""

    name = "BigQuery"
    _ESCAPES = str.maketrans({"\\": "\\\\", "'": "\\'", "\n": "\\n", "\r": "\\r"})

    def identifier(self, name: str) -> str:
        """Return `name` between backticks."""
        super().identifier(name)
        return "`" + name.replace("\\", "\\\\").replace("`", "\\`") + "`"

    def text(self, value: str) -> str:
        """Return `value`; a literal ends with its line."""
        super().text(value)
        return f"'{value.translate(self._ESCAPES)}'"

    def number(self, value: Fraction) -> str:
        """Return a number; written plainly, one with decimals would be binary."""
        written = super().number(value)
        return written if value.denominator == 1 else f"BIGNUMERIC '{written}'"

    def year(self, date: str) -> str:
        """Return the year of `date`."""
        return f"EXTRACT(YEAR FROM {date})"

    def month(self, date: str) -> str:
        """Return the month of `date`."""
        return f"EXTRACT(MONTH FROM {date})"

    def quotient(self, dividend: str, divisor: int) -> str:
        """Return the whole quotient; `/` would give a binary number."""
        return f"DIV({dividend}, {divisor})"

    def day(self, date: str) -> str:
        """Return the number of days since 1970-01-01."""
        return f"DATE_DIFF({date}, DATE '1970-01-01', DAY)"

    def ordered_text(self, text: str) -> str:
        """Return `text`: it compares by code point."""
        return text
