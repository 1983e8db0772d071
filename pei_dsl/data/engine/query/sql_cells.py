"""What SQL can compute of one row: `días(ingreso; salida)`, `si(edad < 15; "0-14"; "15+")`."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from fractions import Fraction

import attrs

from pei_dsl.algebra.builtins import FUNCTIONS
from pei_dsl.algebra.builtins.aspects import FunctionQuery
from pei_dsl.algebra.builtins.between_dates import holidays
from pei_dsl.algebra.builtins.of_dates import WEEKDAYS
from pei_dsl.data.engine.dialect import Dialect
from pei_dsl.data.engine.literals import kind_of, literal, sql_literal
from pei_dsl.data.engine.relation import Columns
from pei_dsl.model import expressions as m
from pei_dsl.model.expressions import ValueType

# The number of 1970-01-01 where 1 January of the year 1, a Monday, is 1.
_FIRST = datetime.date(1970, 1, 1).toordinal()
_KINDS = frozenset({ValueType.NUMBER, ValueType.TEXT, ValueType.DATE})
# More holidays than these make conditions too long.
_MOST_HOLIDAYS = 1_000
# More letters than these are no part of a code.
_MOST_LETTERS = 1_000


@attrs.frozen
class Cell:
    """
    A value of each row in SQL: NULL just where it is absent.

    Attributes:
        sql: The expression, written as cells of its kind are kept.
        kind: What it gives.
        doubts: The conditions of rows for which the reference says that it is *inválido*; SQL gives them
            some value.
    """

    sql: str
    kind: ValueType
    doubts: tuple[str, ...] = ()


# Says a condition in SQL, true exactly where it is true for the reference; None where that is not certain.
Holds = Callable[[m.Expression], str | None]


@attrs.frozen
class Cells:
    """
    The values of rows in SQL.

    Attributes:
        columns: What the columns of a row are called.
        holds: Says conditions.
    """

    columns: Columns
    dialect: Dialect
    holds: Holds

    def of(self, expression: m.Expression) -> Cell | None:
        """Return the value of `expression`; None where SQL cannot be trusted to give it exactly."""
        value = literal(expression)
        if value is not None:
            return Cell(sql_literal(value, self.dialect), kind_of(value))
        match expression:
            case m.ColumnValue(column=column):
                return Cell(self.columns.alias(column), self.columns.type(column))
            case m.Call(function=name, arguments=arguments):  # of as many as the analysis made sure
                return self._call(FUNCTIONS.named(name).query, arguments)
            case _:
                return None

    def _call(self, query: FunctionQuery, arguments: Sequence[m.Expression]) -> Cell | None:
        match query:
            case (
                FunctionQuery.YEAR
                | FunctionQuery.MONTH
                | FunctionQuery.QUARTER
                | FunctionQuery.SEMESTER
                | FunctionQuery.DAY
                | FunctionQuery.WEEKDAY
            ):
                date = self.of(arguments[0])
                return None if date is None else self._part(query, date)
            case FunctionQuery.DAYS:
                first, last = map(self.of, arguments)
                return None if first is None or last is None else self._days(first, last)
            case FunctionQuery.WORKING_DAYS:
                first, last = map(self.of, arguments[:2])
                listed = arguments[2]
                if not isinstance(listed, m.Text) or first is None or last is None:
                    return None
                return self._working_days(first, last, listed.value)
            case FunctionQuery.LEFT | FunctionQuery.RIGHT:
                return self._letters(query, *arguments)
            case FunctionQuery.CHOICE:
                return self._choice(*arguments)
            case FunctionQuery.OTHERWISE:
                return self._alike([self.of(each) for each in arguments], "COALESCE({}, {})")
            case _:
                return None

    # ---- Dates

    def _part(self, query: FunctionQuery, date: Cell) -> Cell | None:
        """Return a part of a date: a whole number, or the weekday as a text."""
        if date.kind is not ValueType.DATE:
            return None
        dialect = self.dialect
        match query:
            case FunctionQuery.YEAR:
                return self._number(dialect.year(date.sql), date)
            case FunctionQuery.MONTH:
                return self._number(dialect.month(date.sql), date)
            case FunctionQuery.QUARTER:
                return self._number(dialect.quotient(f"{dialect.month(date.sql)} + 2", 3), date)
            case FunctionQuery.SEMESTER:
                return self._number(dialect.quotient(f"{dialect.month(date.sql)} + 5", 6), date)
            case FunctionQuery.DAY:
                return self._number(dialect.day_of_month(date.sql), date)
            case _:
                number = f"({self._ordinal(date)} + {len(WEEKDAYS) - 1}) % {len(WEEKDAYS)}"
                named = " ".join(
                    f"WHEN {index} THEN {dialect.text(name)}" for index, name in enumerate(WEEKDAYS)
                )
                return Cell(f"CASE {number} {named} END", ValueType.TEXT, date.doubts)

    def _days(self, first: Cell, last: Cell) -> Cell | None:
        if {first.kind, last.kind} != {ValueType.DATE}:
            return None
        dialect = self.dialect
        return self._number(f"({dialect.day(last.sql)}) - ({dialect.day(first.sql)})", first, last)

    def _working_days(self, first: Cell, last: Cell, listed: str) -> Cell | None:
        """
        Return the working days after `first` up to `last`.

        From 1 January of the year 1 to a day there are so many of them, less the holidays until then: the
        figure is the difference of two such numbers.  It is known where both days are of years whose holidays
        are, and of those between them.
        """
        known = holidays(listed)
        if {first.kind, last.kind} != {ValueType.DATE} or len(known.days) > _MOST_HOLIDAYS:
            return None
        free = [datetime.date.fromordinal(each) for each in known.days]
        one, other = (f"({self._weekdays(each)} - {self._until(each, free)})" for each in (first, last))
        runs = _runs(sorted(known.years))
        within = " OR ".join(
            f"({self._between(first, *run)} AND {self._between(last, *run)})" for run in runs
        )
        number = self._number(f"{other} - {one}", first, last)
        doubt = f"({first.sql} <> {last.sql} AND NOT ({within}))"
        return attrs.evolve(number, doubts=(*number.doubts, doubt))

    def _weekdays(self, date: Cell) -> str:
        """Return how many days from Monday to Friday there are up to a day, as the reference counts them."""
        number = self._ordinal(date)
        rest = f"{number} % 7"
        return f"({self.dialect.quotient(number, 7)} * 5 + CASE WHEN {rest} < 5 THEN {rest} ELSE 5 END)"

    def _until(self, date: Cell, days: Sequence[datetime.date]) -> str:
        """Return how many of `days`, which are in order, there are up to a day: found by halves."""
        cell = self.dialect.ordered(date.sql, ValueType.DATE)

        def among(low: int, high: int) -> str:
            if low == high:
                return str(low)
            middle = (low + high) // 2
            before, after = among(low, middle), among(middle + 1, high)
            return f"CASE WHEN {cell} < {self.dialect.date(days[middle])} THEN {before} ELSE {after} END"

        return among(0, len(days))

    def _between(self, date: Cell, low: datetime.date, high: datetime.date) -> str:
        cell = self.dialect.ordered(date.sql, ValueType.DATE)
        return f"{cell} >= {self.dialect.date(low)} AND {cell} <= {self.dialect.date(high)}"

    def _ordinal(self, date: Cell) -> str:
        """Return the number of a day as Python counts them, which is never negative."""
        return f"(({self.dialect.day(date.sql)}) + {_FIRST})"

    def _number(self, sql: str, *of: Cell) -> Cell:
        doubts = tuple(dict.fromkeys(doubt for each in of for doubt in each.doubts))
        return Cell(self.dialect.as_cell(self.dialect.from_whole(f"({sql})")), ValueType.NUMBER, doubts)

    # ---- Texts, and what is chosen

    def _letters(self, query: FunctionQuery, text: m.Expression, number: m.Expression) -> Cell | None:
        cell, count = self.of(text), literal(number)
        whole = isinstance(count, Fraction) and count.denominator == 1 and 1 <= count <= _MOST_LETTERS
        if cell is None or cell.kind is not ValueType.TEXT or not whole:
            return None
        sql = self.dialect.letters(cell.sql, int(str(count)), from_end=query is FunctionQuery.RIGHT)
        return attrs.evolve(cell, sql=f"NULLIF({sql}, {self.dialect.text('')})")

    def _choice(self, condition: m.Expression, one: m.Expression, other: m.Expression) -> Cell | None:
        """Return one of two; an absent condition leaves none, and only the chosen one may be missing."""
        holds = self.holds(condition)
        if holds is None:
            return None
        choices = [self.of(one), self.of(other)]
        return self._alike(choices, f"CASE WHEN {holds} THEN {{}} WHEN NOT {holds} THEN {{}} END")

    def _alike(self, cells: Sequence[Cell | None], sql: str) -> Cell | None:
        """Return `sql` with `cells` put in, which must be of one kind."""
        found = [each for each in cells if each is not None]
        kinds = {each.kind for each in found}
        if len(found) < len(cells) or len(kinds) != 1 or not kinds <= _KINDS:
            return None
        doubts = tuple(dict.fromkeys(doubt for each in found for doubt in each.doubts))
        first, *others = sql.split("{}")
        parts = (f"{each.sql}{rest}" for each, rest in zip(found, others, strict=True))
        kind, chosen = kinds.pop(), f"({first}{''.join(parts)})"
        # A text is compared as texts are, whatever the condition in it compares.
        return Cell(chosen if kind is ValueType.NUMBER else self.dialect.ordered(chosen, kind), kind, doubts)


def _runs(years: Sequence[int]) -> list[tuple[datetime.date, datetime.date]]:
    """Return the stretches of years without a gap: from the day before the first to the last of each."""
    found: list[tuple[int, int]] = []
    for year in years:
        if found and found[-1][1] == year - 1:
            found[-1] = (found[-1][0], year)
        else:
            found.append((year, year))
    return [
        (datetime.date(first - 1, 12, 31) if first > 1 else datetime.date.min, datetime.date(last, 12, 31))
        for first, last in found
    ]
