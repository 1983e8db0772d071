"""How each engine speaks, where it differs from standard SQL."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from fractions import Fraction
from typing import ClassVar

from pei_dsl.data.engine.dialect import DECIMALS, DIGITS, Dialect
from pei_dsl.model.expressions import ValueType


class DuckDB(Dialect):
    """The embedded engine: columns, all cores."""

    name = "DuckDB"
    factors = True

    def quotient(self, dividend: str, divisor: int) -> str:
        """Return the whole quotient; `/` would give a fraction."""
        return f"({dividend}) // {divisor}"

    def year(self, date: str) -> str:
        """Return the year of `date`."""
        return f"year({date})"

    def month(self, date: str) -> str:
        """Return the month of `date`."""
        return f"month({date})"

    def ordered_text(self, text: str) -> str:
        """Return `text`: it compares letter by letter."""
        return text

    def from_real(self, real: str) -> str:
        """Return the decimal that a floating-point number prints as."""
        number = f"TRY_CAST(CAST({real} AS VARCHAR) AS DECIMAL({DIGITS},{DECIMALS}))"
        return f"CASE WHEN isfinite({real}) THEN {number} END"


class PostgreSQL(Dialect):
    """Standard SQL, with numbers of any length."""

    name = "PostgreSQL"
    columns = 1_600


class SQLite(Dialect):
    """Part of Python; its exact sums are made by a function of ours, `pei_total`."""

    name = "SQLite"
    columns = 1_900

    def number(self, value: Fraction) -> str:
        """Return a number as cells are written: the digits, and no more of them than needed."""
        return f"'{super().number(value)}'"

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

    def day(self, date: str) -> str:
        """Return the number of days since 1970-01-01."""
        return f"CAST(julianday({date}) - 2440587.5 AS INTEGER)"

    def ordered_text(self, text: str) -> str:
        """Return `text`: it compares byte by byte."""
        return text

    def ordered_number(self, number: str) -> str:
        """Return a text of digits so that it compares as a number."""
        return f"{number} COLLATE PEI_NUMBER"

    def total(self, number: str) -> str:
        """Return the exact sum, as text."""
        return f"pei_total({number})"

    def merged(self, sums: str) -> str:
        """Return the exact sum of partial sums."""
        return f"pei_total({sums})"


class Spark(Dialect):
    """Spark SQL, which fails loudly on overflow."""

    name = "Spark"
    factors = True
    types: ClassVar[Mapping[ValueType, str]] = {
        ValueType.NUMBER: f"DECIMAL({DIGITS},{DECIMALS})",
        ValueType.TEXT: "STRING",
        ValueType.UNKNOWN: "STRING",
        ValueType.DATE: "DATE",
        ValueType.BOOLEAN: "BOOLEAN",
    }

    def identifier(self, name: str) -> str:
        """Return `name` between backticks."""
        super().identifier(name)
        return "`" + name.replace("`", "``") + "`"

    def text(self, value: str) -> str:
        """Return `value`; a backslash would start an escape."""
        super().text(value)
        return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'"

    def quotient(self, dividend: str, divisor: int) -> str:
        """Return the whole quotient; `/` would give a fraction."""
        return f"({dividend}) DIV {divisor}"

    def year(self, date: str) -> str:
        """Return the year of `date`."""
        return f"year({date})"

    def month(self, date: str) -> str:
        """Return the month of `date`."""
        return f"month({date})"

    def day(self, date: str) -> str:
        """Return the number of days since 1970-01-01."""
        return f"datediff({date}, DATE '1970-01-01')"

    def ordered_text(self, text: str) -> str:
        """Return `text`: it compares byte by byte."""
        return text

    def from_real(self, real: str) -> str:
        """Return the decimal that a floating-point number prints as."""
        unreal = f"isnan({real}) OR {real} IN (CAST('Infinity' AS DOUBLE), CAST('-Infinity' AS DOUBLE))"
        number = f"TRY_CAST(CAST({real} AS STRING) AS DECIMAL({DIGITS},{DECIMALS}))"
        return f"CASE WHEN NOT ({unreal}) THEN {number} END"

    def from_whole(self, number: str) -> str:
        """Return a whole number in the widest decimal: a sum of 64 bits would overflow too soon."""
        return f"CAST({number} AS DECIMAL({DIGITS},0))"

    def from_decimal(self, number: str) -> str:
        """Return a decimal as it is: none is NaN."""
        return number

    def unkept_real(self, real: str) -> str:
        """Return the condition that a number has more digits than a decimal of Spark keeps."""
        number = self.from_real(real)
        again = f"CAST(CAST({number} AS DOUBLE) AS STRING)"
        unreal = "('NaN', 'Infinity', '-Infinity')"
        written = f"CAST({real} AS STRING)"
        return f"({written} NOT IN {unreal} AND ({number} IS NULL OR {again} <> {written}) AND {real} <> 0)"

    def from_zoned(self, moment: str) -> str:
        """Return the day of a moment; the connection has set the time zone."""
        return f"CAST({moment} AS DATE)"

    def trimmed(self, text: str, blanks: str) -> str:
        """Return `text` without the letters of `blanks` at either end."""
        return f"TRIM(BOTH {blanks} FROM CAST({text} AS STRING))"
