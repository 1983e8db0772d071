"""The dates of a row in SQL: their parts, the days between them, and dates made of numbers."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from fractions import Fraction

import attrs

from pei_dsl.algebra.builtins.aspects import FunctionQuery
from pei_dsl.algebra.builtins.between_dates import holidays
from pei_dsl.algebra.builtins.of_dates import WEEKDAYS
from pei_dsl.data.engine.decimals import Reach
from pei_dsl.data.engine.dialect import Dialect
from pei_dsl.data.engine.query.cell import Cell, doubts_of
from pei_dsl.model.expressions import ValueType

# The number of 1970-01-01 where 1 January of the year 1, a Monday, is 1.
_FIRST = datetime.date(1970, 1, 1).toordinal()
# More holidays than these make conditions too long.
_MOST_HOLIDAYS = 1_000
# Days between two dates, and the parts of one.
_OF_DAYS = Reach(7, 0)
# No two dates are so many days apart.
_MOST_DAYS = 4_000_000


@attrs.frozen
class Dates:
    """What is computed of dates; None where what is given are none."""

    dialect: Dialect

    def part(self, query: FunctionQuery, date: Cell) -> Cell | None:
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

    def days(self, first: Cell, last: Cell) -> Cell | None:
        if {first.kind, last.kind} != {ValueType.DATE}:
            return None
        dialect = self.dialect
        return self._number(f"({dialect.day(last.sql)}) - ({dialect.day(first.sql)})", first, last)

    def working_days(self, first: Cell, last: Cell, listed: str) -> Cell | None:
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

    def later(self, date: Cell, number: Cell) -> Cell | None:
        """Return the day so many days after a date: of a whole number, within the calendar."""
        if (date.kind, number.kind) != (ValueType.DATE, ValueType.NUMBER):
            return None
        days = self.dialect.whole(number.sql)
        low, high = (each.toordinal() - _FIRST for each in (datetime.date.min, datetime.date.max))
        doubts = (
            self._beyond(number, -_MOST_DAYS, _MOST_DAYS),
            self._broken(number),
            f"({self.dialect.day(date.sql)}) + {days} NOT BETWEEN {low} AND {high}",
        )
        sql = self.dialect.later(date.sql, days)
        return Cell(sql, ValueType.DATE, (*doubts_of(date, number), *doubts))

    def made(self, numbers: Sequence[Cell]) -> Cell | None:
        """Return the day of a year, and perhaps a month and a day of it, where the calendar has it."""
        if any(each.kind is not ValueType.NUMBER for each in numbers):
            return None
        ends = ((datetime.MINYEAR, datetime.MAXYEAR), (1, 12), (1, 31))
        parts = [self.dialect.whole(each.sql) for each in numbers]
        year, month, day = (*parts, *["1"] * (len(ends) - len(parts)))
        doubts = [
            doubt
            for each, limits in zip(numbers, ends, strict=False)
            for doubt in (self._beyond(each, *limits), self._broken(each))
        ]
        there = " AND ".join(f"{each.sql} IS NOT NULL" for each in numbers)
        doubts.append(f"{there} AND {day} > {_last_day(year, month)}")
        sql = f"CASE WHEN {there} THEN {self.dialect.made_date(year, month, day)} END"
        return Cell(
            self.dialect.ordered(f"({sql})", ValueType.DATE), ValueType.DATE, (*doubts_of(*numbers), *doubts)
        )

    def _beyond(self, number: Cell, low: int, high: int) -> str:
        """Return the condition that a number is less than `low` or greater than `high`."""
        cell = self.dialect.ordered(number.sql, ValueType.NUMBER)
        ends = (self.dialect.number(Fraction(each)) for each in (low, high))
        return "({0} < {1} OR {0} > {2})".format(cell, *ends)

    def _broken(self, number: Cell) -> str:
        """Return the condition that a number, which is not large, is no whole one."""
        whole = self.dialect.as_cell(self.dialect.from_whole(self.dialect.whole(number.sql)))
        return f"{number.sql} <> {whole}"

    def _number(self, sql: str, *of: Cell) -> Cell:
        cell = self.dialect.as_cell(self.dialect.from_whole(f"({sql})"))
        return Cell(cell, ValueType.NUMBER, doubts_of(*of), _OF_DAYS)


def _last_day(year: str, month: str) -> str:
    """Return the last day of a month of a year, in SQL."""
    leap = f"{year} % 4 = 0 AND ({year} % 100 <> 0 OR {year} % 400 = 0)"
    february = f"CASE WHEN {leap} THEN 29 ELSE 28 END"
    return f"CASE WHEN {month} = 2 THEN {february} WHEN {month} IN (4, 6, 9, 11) THEN 30 ELSE 31 END"


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
