"""How DuckDB speaks, where it differs from standard SQL."""

from __future__ import annotations

from collections.abc import Sequence

from pei_dsl.data.engine.decimals import DECIMALS, DIGITS, Reach
from pei_dsl.data.engine.dialect import Dialect, decimals_of, first_that_is

# Decimals of so many digits are kept in 64 bits.
_IN_64_BITS = 18


class DuckDB(Dialect):
    """The embedded engine: columns, all cores."""

    name = "DuckDB"
    factors = True
    digits = DIGITS
    widest = Reach(DIGITS - DECIMALS, DECIMALS)
    mixes = False  # the type of a choice drops decimals to hold whole digits

    def quotient(self, dividend: str, divisor: int) -> str:
        """Return the whole quotient; `/` would give a fraction."""
        return f"({dividend}) // {divisor}"

    def year(self, date: str) -> str:
        """Return the year of `date`."""
        return f"year({date})"

    def month(self, date: str) -> str:
        """Return the month of `date`."""
        return f"month({date})"

    def day_of_month(self, date: str) -> str:
        """Return the day of the month."""
        return f"day({date})"

    def nul(self) -> str:
        """Return the text of the one character NUL, which cells of files may hold."""
        return "chr(0)"

    def ordered_text(self, text: str) -> str:
        """Return `text`: it compares letter by letter."""
        return text

    def contains(self, text: str, part: str) -> str:
        """Return the condition that `part` stands in `text`."""
        return f"contains({text}, {part})"

    def most_decimals(self, number: str, guess: int) -> str:
        """Return the aggregate that tells how many decimals `number` has, by its type or by its cells."""
        return f"MAX({decimals_of(number, guess)})"

    def exactly(self, number: str, reach: Reach) -> str:
        """Return `number` in a decimal of so many digits."""
        return f"CAST({number} AS DECIMAL({reach.digits},{reach.decimals}))"

    def product(self, one: str, other: str, reaches: tuple[Reach, Reach]) -> str:
        """Return a product; of two numbers that 64 bits hold the engine would have 64 bits hold it too."""
        first, second = reaches
        if first.digits <= _IN_64_BITS < first.digits + second.digits:
            one = f"CAST({one} AS DECIMAL({_IN_64_BITS + 1},{first.decimals}))"
        return f"({one} * {other})"

    def sum_of(self, one: str, other: str, reach: Reach, *, minus: bool) -> str:
        """Return a sum, of numbers in decimals that hold it."""
        one, other = self.exactly(one, reach), self.exactly(other, reach)
        return f"({one} {'-' if minus else '+'} {other})"

    def at_end(self, cell: str, conditions: Sequence[str], order: Sequence[str], *, last: bool) -> str:
        """Return the cell of the row of the least or greatest place; empty cells come before others."""
        if not order:
            return ""
        places = ", ".join(f"CASE WHEN {each} IS NULL THEN 0 ELSE 1 END, {each}" for each in order)
        place = f"row({places})"
        tests = " AND ".join([*conditions, f"{cell} IS NOT NULL"])
        return f"{'arg_max' if last else 'arg_min'}({cell}, CASE WHEN {tests} THEN {place} END)"

    def composed(self, text: str) -> str:
        """Return `text` in Unicode's composed form."""
        return f"nfc_normalize({text})"

    def has_letter(self, text: str, letters: str) -> str:
        """
        Return the condition that `text` has one of `letters`.

        Not by an expression: of a text that a file keeps once for many rows the engine would ask each row.
        """
        return f"({' OR '.join(f'contains({text}, {self.text(letter)})' for letter in letters)})"

    def from_single(self, real: str) -> str:
        """Return the number with the fewest digits that tell it apart; the engine prints more than those."""
        printed = [f"printf('%.{digits}g', CAST({real} AS DOUBLE))" for digits in range(1, 10)]
        return first_that_is(real, printed, "FLOAT")

    def from_real(self, real: str) -> str:
        """Return the decimal that a floating-point number prints as."""
        number = f"TRY_CAST(CAST({real} AS VARCHAR) AS DECIMAL({DIGITS},{DECIMALS}))"
        return f"CASE WHEN isfinite({real}) THEN {number} END"
