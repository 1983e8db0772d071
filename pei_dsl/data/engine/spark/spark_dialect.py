"""How Spark speaks, where it differs from standard SQL."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from pei_dsl.data.engine.decimals import DECIMALS, DIGITS, Reach
from pei_dsl.data.engine.dialect import Dialect, decimals_of, first_that_is
from pei_dsl.model.expressions import ValueType
from pei_dsl.model.plan import ZONE


class Spark(Dialect):
    """Spark SQL, which fails loudly on overflow."""

    name = "Spark"
    factors = True
    digits = DIGITS - 1  # products are given one more than they have
    widest = Reach(DIGITS - DECIMALS, DECIMALS)
    mixes = False  # the type of a choice drops decimals to hold whole digits
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

    def day_of_month(self, date: str) -> str:
        """Return the day of the month."""
        return f"day({date})"

    def day(self, date: str) -> str:
        """Return the number of days since 1970-01-01."""
        return f"datediff({date}, DATE '1970-01-01')"

    def whole(self, number: str) -> str:
        """Return a number of a few digits as a whole one; decimals are dropped, not rounded."""
        return f"CAST({number} AS INT)"

    def later(self, date: str, days: str) -> str:
        """Return the day so many days after `date`."""
        return f"date_add({date}, {days})"

    def ordered_text(self, text: str) -> str:
        """Return `text`: it compares byte by byte."""
        return text

    def most_decimals(self, number: str, guess: int) -> str:
        """Return the aggregate that tells how many decimals `number` has, by its type or by its cells."""
        return f"MAX({decimals_of(number, guess)})"

    def exactly(self, number: str, reach: Reach) -> str:
        """Return `number` in a decimal of so many digits."""
        return f"CAST({number} AS DECIMAL({reach.digits},{reach.decimals}))"

    def product(self, one: str, other: str, reaches: tuple[Reach, Reach]) -> str:
        """Return a product in as many digits as its parts have together."""
        return self.exactly(f"({one} * {other})", reaches[0].times(reaches[1]))

    def sum_of(self, one: str, other: str, reach: Reach, *, minus: bool) -> str:
        """Return a sum in as many digits as it may have."""
        one, other = self.exactly(one, reach), self.exactly(other, reach)
        return self.exactly(f"({one} {'-' if minus else '+'} {other})", reach)

    def from_real(self, real: str) -> str:
        """Return the decimal that a floating-point number prints as."""
        unreal = f"isnan({real}) OR {real} IN (CAST('Infinity' AS DOUBLE), CAST('-Infinity' AS DOUBLE))"
        # Java before 19 prints up to 18 digits where 17 or fewer tell a number apart.
        printed = [f"format_string('%.{digits}e', {real})" for digits in (14, 15, 16)]
        shortest = first_that_is(real, [*printed, f"CAST({real} AS STRING)"], "DOUBLE", "STRING")
        number = f"TRY_CAST({shortest} AS DECIMAL({DIGITS},{DECIMALS}))"
        long = f"abs({real}) >= {2**53} AND abs({real}) < 1e20D"
        return f"CASE WHEN {long} THEN {self._from_long(real)} WHEN NOT ({unreal}) THEN {number} END"

    def _from_long(self, real: str) -> str:
        """Return a number without decimals as the one with most zeros at its end that reads back as it."""
        half = f"CAST(TRY_CAST({real} / 2048 AS BIGINT) AS DECIMAL(20,0)) * 2048"  # exact from 2^63 on
        whole = f"CAST(TRY_CAST({real} AS BIGINT) AS DECIMAL({DIGITS},0))"
        small = f"abs({real}) < {float(2**63)!r}D"
        exact = f"CASE WHEN {small} THEN {whole} ELSE CAST({half} AS DECIMAL({DIGITS},0)) END"
        rounded = [f"CAST(BROUND({exact}, -{zeros}) AS DECIMAL({DIGITS},0))" for zeros in range(5, 0, -1)]
        return first_that_is(real, [*rounded, exact], "DOUBLE", f"DECIMAL({DIGITS},{DECIMALS})")

    def from_single(self, real: str) -> str:
        """Return the number with the fewest digits that tell it apart."""
        printed = [f"format_string('%.{digits}e', {real})" for digits in range(9)]
        return first_that_is(real, printed, "FLOAT")

    def from_whole(self, number: str) -> str:
        """Return a whole number in the widest decimal: a sum of 64 bits would overflow too soon."""
        return f"CAST({number} AS DECIMAL({DIGITS},0))"

    def from_decimal(self, number: str) -> str:
        """Return a decimal as it is: none is NaN."""
        return number

    def unkept_real(self, real: str) -> str:
        """Return the condition that a number has more digits than a decimal of Spark keeps."""
        number = self.from_real(real)
        unreal = "('NaN', 'Infinity', '-Infinity')"
        lost = f"{number} IS NULL OR CAST({number} AS DOUBLE) <> {real}"
        return f"(CAST({real} AS STRING) NOT IN {unreal} AND ({lost}))"

    def from_zoned(self, moment: str, zone: str) -> str:
        """Return the day of a moment; the connection has set the time zone of Peru."""
        if zone == ZONE:
            return f"CAST({moment} AS DATE)"
        local = f"CAST({moment} AS TIMESTAMP_NTZ)"
        return f"CAST(CONVERT_TIMEZONE({self.text(ZONE)}, {self.text(zone)}, {local}) AS DATE)"

    def contains(self, text: str, part: str) -> str:
        """Return the condition that `part` stands in `text`."""
        return f"contains({text}, {part})"

    def composed(self, text: str) -> str:
        """Return `text` as it is: Spark composes no letters, so that `has_letter` finds loose accents."""
        return text

    def has_letter(self, text: str, letters: str) -> str:
        """Return the condition that `text` has one of `letters`, or an accent that is no part of a letter."""
        loose = "\u0300-\u036f"
        return f"{text} RLIKE {self.text(f'[{letters}{loose}]')}"

    def trimmed(self, text: str, blanks: str) -> str:
        """Return `text` without the letters of `blanks` at either end."""
        return f"TRIM(BOTH {blanks} FROM CAST({text} AS STRING))"
