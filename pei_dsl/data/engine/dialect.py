"""What SQL engines say differently: a dozen one-liners each."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import ClassVar

from pei_dsl.data.engine.decimals import DECIMALS, DIGITS, Reach, decimal
from pei_dsl.model.expressions import ValueType

# No number of a row has so many decimals.
BEYOND = 1_000_000
# So many decimals of a type are believed; of a type with more, the cells are asked for one of these.
_FEW, _STEPS = range(11), (0, 1, 2, 3, 4, 5, 6, 8, 10, 12, 14, 16)


class Dialect:
    """
    Standard SQL, as PostgreSQL speaks it; other engines override what differs.

    Every text of a plan passes through `identifier` or `text`, so none is ever read as SQL.

    Attributes:
        name: As the documents call the engine.
        factors: Whether grouping by classes of the filtered columns pays (see `plan`).
        columns: How many columns a query may give; None for any number.
        digits: How many digits the sums and products of the numbers of a row may have, and their totals.
        widest: How many of them any number may have that is compared with others, or chosen from.
        mixes: Whether numbers in columns of different types may be chosen from as they are.
        types: What the engine calls the types of the language.
    """

    name = "sql"
    factors = False
    columns: int | None = None
    digits = 1_000
    widest = Reach(digits, digits)
    mixes = True
    types: ClassVar[Mapping[ValueType, str]] = {
        ValueType.NUMBER: "NUMERIC",
        ValueType.TEXT: "TEXT",
        ValueType.UNKNOWN: "TEXT",
        ValueType.DATE: "DATE",
        ValueType.BOOLEAN: "BOOLEAN",
    }

    def identifier(self, name: str) -> str:
        """Return `name` as the name of a column or table."""
        if "\0" in name:
            message = "a name cannot hold the character NUL"
            raise ValueError(message)
        return '"' + name.replace('"', '""') + '"'

    def text(self, value: str) -> str:
        """
        Return `value` as a text literal.

        No literal holds the character NUL: it ends there for some engines.  Where texts may hold it, it is
        joined to the rest by `nul`; where they may not, `nul` refuses.
        """
        parts = ["'" + part.replace("'", "''") + "'" for part in value.split("\0")]
        return parts[0] if len(parts) == 1 else f"({f' || {self.nul()} || '.join(parts)})"

    def nul(self) -> str:
        """Return the text of the one character NUL."""
        message = "a text cannot hold the character NUL"
        raise ValueError(message)

    def number(self, value: Fraction) -> str:
        """Return `value`, which has finitely many decimals, as a numeric literal."""
        return decimal(value)

    def date(self, value: datetime.date) -> str:
        """Return `value` as a date literal."""
        return f"DATE '{value.isoformat()}'"

    def boolean(self, *, value: bool) -> str:
        """Return `value` as a truth literal."""
        return "TRUE" if value else "FALSE"

    def year(self, date: str) -> str:
        """Return the year of `date` as a whole number."""
        return f"CAST(EXTRACT(YEAR FROM {date}) AS INTEGER)"

    def month(self, date: str) -> str:
        """Return the month of `date`, 1 to 12."""
        return f"CAST(EXTRACT(MONTH FROM {date}) AS INTEGER)"

    def day_of_month(self, date: str) -> str:
        """Return the day of the month of `date`, 1 to 31."""
        return f"CAST(EXTRACT(DAY FROM {date}) AS INTEGER)"

    def quotient(self, dividend: str, divisor: int) -> str:
        """Return the whole quotient of a whole number that is not negative."""
        return f"({dividend}) / {divisor}"

    def day(self, date: str) -> str:
        """Return the number of days from 1970-01-01 to `date`."""
        return f"({date} - DATE '1970-01-01')"

    def whole(self, number: str) -> str:
        """Return a number of a few digits, perhaps with decimals, as a whole one of the engine."""
        return f"CAST({number} AS INTEGER)"

    def later(self, date: str, days: str) -> str:
        """Return the day so many days after `date`; `days` is a whole number."""
        return f"({date} + {days})"

    def made_date(self, year: str, month: str, day: str) -> str:
        """Return the day of a year, a month and a day, whole numbers."""
        return f"make_date({year}, {month}, {day})"

    def ordered_text(self, text: str) -> str:
        """Return `text` so that it compares letter by letter, by code point."""
        return f'{text} COLLATE "C"'

    def count(self, what: str = "*") -> str:
        """Return how many rows there are, or how many have `what`."""
        return f"COUNT({what})"

    def total(self, number: str) -> str:
        """Return the sum of a column of numbers, wide enough never to wrap around."""
        return f"SUM({number})"

    def merged(self, sums: str) -> str:
        """Return the sum of partial sums or counts."""
        return f"SUM({sums})"

    def at_end(self, cell: str, conditions: Sequence[str], order: Sequence[str], *, last: bool) -> str:
        """
        Return the aggregate that gives `cell` of the first or last row, by `order`, of those that pass.

        "" where the engine has none, so that rows must be numbered.
        """
        del cell, conditions, order, last
        return ""

    def as_cell(self, number: str) -> str:
        """Return a number that was computed as cells of numbers are kept, so that both compare."""
        return number

    def ordered_number(self, number: str) -> str:
        """Return `number` so that it compares as a number."""
        return number

    # ---- Sums and products of the numbers of a row ---------------------------------------------------

    def most_decimals(self, number: str, guess: int) -> str:
        """Return the aggregate that tells how many decimals `number` has at most: at least `guess`."""
        del guess
        return f"MAX(scale(CAST({number} AS NUMERIC)))"

    def exactly(self, number: str, reach: Reach) -> str:
        """Return `number`, which has no more digits than `reach`, so that it adds and multiplies exactly."""
        del reach
        return f"CAST({number} AS NUMERIC)"

    def product(self, one: str, other: str, reaches: tuple[Reach, Reach]) -> str:
        """Return a product, exact and kept in as many digits as it may have."""
        del reaches
        return f"({one} * {other})"

    def sum_of(self, one: str, other: str, reach: Reach, *, minus: bool) -> str:
        """Return a sum or difference, exact; it and both of its parts have no more digits than `reach`."""
        del reach
        return f"({one} {'-' if minus else '+'} {other})"

    def ordered(self, cell: str, kind: ValueType) -> str:
        """Return `cell` so that it compares, and has a least and a greatest, as the language says."""
        match kind:
            case ValueType.TEXT:
                return self.ordered_text(cell)
            case ValueType.BOOLEAN:
                return f"({self.sortable(cell)})"
            case ValueType.NUMBER:
                return self.ordered_number(cell)
            case _:
                return cell

    def truth(self, boolean: str) -> str:
        """Return a column of truth values as a condition."""
        return boolean

    def sortable(self, boolean: str) -> str:
        """Return a truth value as 0 or 1, so that it has a least and a greatest."""
        return f"CASE WHEN {self.truth(boolean)} THEN 1 WHEN NOT {self.truth(boolean)} THEN 0 END"

    # ---- From what a column is kept in --------------------------------------------------------------

    def from_whole(self, number: str) -> str:
        """Return a whole number so that it compares and adds with decimals."""
        return number

    def from_decimal(self, number: str) -> str:
        """Return a decimal; NULL for what is no number."""
        return f"CASE WHEN {number} - {number} = 0 THEN {number} END"  # not so for NaN and infinities

    def from_real(self, real: str) -> str:
        """Return a binary floating-point number as the decimal it prints as; NULL for NaN and infinities."""
        unreal = "'NaN'::float8, 'Infinity'::float8, '-Infinity'::float8"
        return f"CASE WHEN {real} NOT IN ({unreal}) THEN CAST(CAST({real} AS TEXT) AS NUMERIC) END"

    def from_single(self, real: str) -> str:
        """Return a floating-point number of 32 bits as the one of 64 bits that prints as the same decimal."""
        return real

    def unkept_real(self, real: str) -> str:
        """Return the condition that `from_real` loses digits of `real`; "" where it never does."""
        del real
        return ""

    def from_moment(self, moment: str) -> str:
        """Return the day of a date with a time of day."""
        return f"CAST({moment} AS DATE)"

    def from_zoned(self, moment: str, zone: str) -> str:
        """Return the day of a moment in `zone`."""
        return f"CAST({moment} AT TIME ZONE {self.text(zone)} AS DATE)"

    def composed(self, text: str) -> str:
        """Return `text` in Unicode's composed form."""
        return f"NORMALIZE({text}, NFC)"

    def has_letter(self, text: str, letters: str) -> str:
        """Return the condition that `text` has one of `letters`, which mean nothing else to an expression."""
        return f"{text} ~ {self.text(f'[{letters}]')}"

    def holds(self, text: str, parts: Sequence[str]) -> str:
        """Return the condition that `text` holds one of `parts`, in capitals like theirs or not."""
        tests = (f"{text} LIKE {self.text('%' + part + '%')}" for part in parts)
        return f"({' OR '.join(tests)})"

    def contains(self, text: str, part: str) -> str:
        """Return the condition that the letters of `part` stand in `text` as written, in their order."""
        return f"strpos({self.ordered_text(text)}, {part}) > 0"

    def letters(self, text: str, count: int, *, from_end: bool) -> str:
        """Return the first or the last letters of `text`: `count` of them, at least one, or all there are."""
        return f"{'right' if from_end else 'left'}({text}, {count})"

    def middle(self, text: str, first: int, count: int) -> str:
        """Return `count` letters of `text` from the `first` on, counted from 1, or as many as there are."""
        return f"substr({text}, {first}, {count})"

    def written(self, cell: str) -> str:
        """Return a whole or decimal number, or a date, as the text that it prints as."""
        return f"CAST({cell} AS {self.types[ValueType.TEXT]})"

    def trimmed(self, text: str, blanks: str) -> str:
        """Return `text`, a column of texts, without the letters of `blanks`, a literal, at either end."""
        return f"BTRIM(CAST({text} AS TEXT), {blanks})"

    def table(self, name: str, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
        """Return a table of literals as an item of `FROM`."""
        written = ", ".join(f"({', '.join(row)})" for row in rows)
        return f"(VALUES {written}) {name} ({', '.join(columns)})"

    def first_rows(self, query: str, count: int) -> str:
        """Return `query` cut to `count` rows."""
        return f"{query} LIMIT {count}"


def first_that_is(real: str, printed: Sequence[str], kind: str, result: str = "DOUBLE") -> str:
    """Return the first of the texts `printed` that reads back as `real`, of type `kind`; else the last."""
    *others, last = printed
    choices = " ".join(f"WHEN CAST({each} AS {kind}) = {real} THEN {each}" for each in others)
    return f"CAST(CASE {choices} ELSE {last} END AS {result})"


def decimals_of(number: str, guess: int) -> str:
    """
    Return how many decimals a number has, or a few more; `BEYOND` where its type keeps more than ours.

    A type with few decimals is taken at its word; where it keeps many, each cell tells, which takes long for
    each step: so at least `guess` are told.
    """
    kind, same = f"lower(typeof({number}))", f"DECIMAL({DIGITS},{DECIMALS})"
    kept = f"CAST({number} AS {same})"
    of_types = {
        **{places: places for places in _FEW},
        **dict.fromkeys(range(DECIMALS + 1, DIGITS + 1), BEYOND),
    }
    cases = [
        f"WHEN {kind} LIKE '%int%' THEN 0",
        *(f"WHEN {kind} LIKE 'decimal(%,{places})' THEN {told}" for places, told in of_types.items()),
        f"WHEN {number} IS NULL THEN 0",
        *(
            f"WHEN CAST(CAST({kept} AS DECIMAL({DIGITS},{places})) AS {same}) = {kept} THEN {places}"
            for places in _STEPS
            if places >= guess
        ),
    ]
    return f"CASE {' '.join(cases)} ELSE {DECIMALS} END"
