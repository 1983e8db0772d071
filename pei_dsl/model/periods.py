"""Periods of time: years, semesters, quarters, months and days, as plans write them."""

from __future__ import annotations

import calendar
import datetime
import enum
import functools
import re
from collections.abc import Callable
from typing import TypeAlias

import attrs

from pei_dsl.immutable import brief

FIRST_YEAR, LAST_YEAR = 1900, 2200
MAX_RANGE = 120


class Granularity(enum.StrEnum):
    """How long a period is."""

    YEAR = "año"
    SEMESTER = "semestre"
    QUARTER = "trimestre"
    MONTH = "mes"
    DAY = "día"


# Periods of one granularity in a year; days are counted otherwise.
PER_YEAR = {
    Granularity.YEAR: 1,
    Granularity.SEMESTER: 2,
    Granularity.QUARTER: 4,
    Granularity.MONTH: 12,
}


@attrs.frozen(order=True, cache_hash=True)
class Period:
    """
    A stretch of whole days, first and last included.

    `Period.parse` reads `2024`, `2024-S1`, `2024-T3`, `2024-07` and `2024-07-31`.
    """

    __repr__ = brief

    start: datetime.date
    end: datetime.date
    granularity: Granularity

    @classmethod
    def of(cls, granularity: Granularity, year: int, number: int = 1) -> Period:
        """Return the `number`-th period of `granularity` in `year`, counted from 1."""
        months = 12 // PER_YEAR[granularity]
        last = number * months
        day = calendar.monthrange(year, last)[1]
        return cls(datetime.date(year, last - months + 1, 1), datetime.date(year, last, day), granularity)

    @classmethod
    def year_of(cls, year: int) -> Period:
        """Return the calendar year `year`."""
        return cls.of(Granularity.YEAR, year)

    @classmethod
    def of_days(cls, start: datetime.date, end: datetime.date) -> Period | None:
        """Return the period that begins with the day `start` and ends with `end`, or None."""
        if not FIRST_YEAR <= start.year <= LAST_YEAR:
            return None
        kinds = (cls(start, start, Granularity.DAY).enclosing(each) for each in Granularity)
        return next((each for each in kinds if (each.start, each.end) == (start, end)), None)

    @classmethod
    def parse(cls, written: str) -> Period | None:
        """Return the period that `written` names, or None when there is no such period."""
        return _parsed(written)

    @classmethod
    def parse_range(cls, written: str) -> tuple[Period, ...] | None:
        """
        Return the periods that `2020..2024` or `2024-S1..2024-S2` names, in order; one period is a range too.

        None when a side is no period, the sides differ in kind, or the range runs backwards.
        """
        first, dots, last = written.partition("..")
        start, end = cls.parse(first), cls.parse(last if dots else first)
        if start is None or end is None or start.granularity != end.granularity or end < start:
            return None
        found = [end]
        while found[-1] != start:
            before = found[-1].earlier(1)
            if before is None or len(found) >= MAX_RANGE:
                return None
            found.append(before)
        return tuple(reversed(found))

    @property
    def year(self) -> int:
        """The calendar year that the period lies in."""
        return self.start.year

    @property
    def number(self) -> int:
        """Which one of its kind it is within the year, counted from 1."""
        if self.granularity is Granularity.DAY:
            return self.start.timetuple().tm_yday
        return (self.start.month - 1) * PER_YEAR[self.granularity] // 12 + 1

    def earlier(self, steps: int) -> Period | None:
        """Return the period `steps` of its own kind before this one; None outside the calendar."""
        if self.granularity is Granularity.DAY:
            day = self.start.toordinal() - steps
            if not 1 <= day <= datetime.date.max.toordinal():
                return None
            date = datetime.date.fromordinal(day)
            return Period(date, date, Granularity.DAY) if FIRST_YEAR <= date.year <= LAST_YEAR else None
        per_year = PER_YEAR[self.granularity]
        index = self.year * per_year + self.number - 1 - steps
        year, number = divmod(index, per_year)
        if not FIRST_YEAR <= year <= LAST_YEAR:
            return None
        return Period.of(self.granularity, year, number + 1)

    def parts(self, granularity: Granularity) -> tuple[Period, ...]:
        """Return the periods of `granularity` that this one is made of; itself where it is no longer."""
        if self.granularity is Granularity.DAY or granularity is Granularity.DAY:
            return (self,)
        each = 12 // PER_YEAR[granularity]
        months = 12 // PER_YEAR[self.granularity]
        if each >= months:
            return (self,)
        first = (self.start.month - 1) // each
        return tuple(
            Period.of(granularity, self.year, first + number + 1) for number in range(months // each)
        )

    def enclosing(self, granularity: Granularity) -> Period:
        """Return the period of `granularity` in which this one begins."""
        if granularity is Granularity.DAY:
            return Period(self.start, self.start, granularity)
        months = 12 // PER_YEAR[granularity]
        return Period.of(granularity, self.year, (self.start.month - 1) // months + 1)

    def contains(self, other: Period) -> bool:
        """Tell whether the whole of `other` lies within this period."""
        return self.start <= other.start and other.end <= self.end

    def __str__(self) -> str:
        match self.granularity:
            case Granularity.YEAR:
                return f"{self.year:04}"
            case Granularity.SEMESTER:
                return f"{self.year:04}-S{self.number}"
            case Granularity.QUARTER:
                return f"{self.year:04}-T{self.number}"
            case Granularity.MONTH:
                return f"{self.start:%Y-%m}"
            case Granularity.DAY:
                return self.start.isoformat()


def _day(year: int, month: int, day: int) -> Period:
    date = datetime.date(year, month, day)
    return Period(date, date, Granularity.DAY)


def _numbered(granularity: Granularity) -> Callable[[int, int], Period]:
    def make(year: int, number: int) -> Period:
        if not (1 <= number <= PER_YEAR[granularity] and 1 <= year <= datetime.MAXYEAR):
            raise ValueError
        return Period.of(granularity, year, number)

    return make


def _whole_year(year: int) -> Period:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError
    return Period.year_of(year)


@functools.lru_cache(maxsize=4096)  # a plan names the same few periods over and over
def _parsed(written: str) -> Period | None:
    written = written.strip().upper()
    for pattern, make in _FORMS:
        match = pattern.fullmatch(written)
        if match is not None:
            try:
                period = make(*(int(group) for group in match.groups()))
            except ValueError:
                return None
            return period if FIRST_YEAR <= period.year <= LAST_YEAR else None
    return None


_Form: TypeAlias = tuple[re.Pattern[str], Callable[..., Period]]
_FORMS: tuple[_Form, ...] = (
    (re.compile(r"(\d{4})", re.ASCII), _whole_year),
    (re.compile(r"(\d{4})-S(\d)", re.ASCII), _numbered(Granularity.SEMESTER)),
    (re.compile(r"(\d{4})-[TQ](\d)", re.ASCII), _numbered(Granularity.QUARTER)),
    (re.compile(r"(\d{4})-(\d{2})", re.ASCII), _numbered(Granularity.MONTH)),
    (re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII), _day),
)
