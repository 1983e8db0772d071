"""Buckets of time, whole numbers for the stretches that every window of a run is made of, and the windows."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

import attrs

from pei_dsl.data.engine.dialect import Dialect
from pei_dsl.model.periods import Granularity, Period

EPOCH = datetime.date(1970, 1, 1).toordinal()


@attrs.frozen
class Calendar:
    """
    Numbers days by the bucket that holds them.

    Attributes:
        months: How many months a bucket has: 12, 6, 3 or 1; 0 where each day is one.
    """

    months: int

    @classmethod
    def for_windows(cls, windows: Iterable[Period]) -> Calendar:
        """Return the coarsest calendar in which every window is a run of whole buckets."""
        firsts: set[datetime.date] = set()
        for window in windows:
            firsts.update((window.start, window.end + datetime.timedelta(days=1)))
        if any(day.day != 1 for day in firsts):
            return cls(0)
        return cls(next(size for size in (12, 6, 3, 1) if all((day.month - 1) % size == 0 for day in firsts)))

    def number(self, day: datetime.date) -> int:
        """Return the bucket that holds `day`."""
        if not self.months:
            return day.toordinal() - EPOCH
        return (day.year * 12 + day.month - 1) // self.months

    def first_day(self, bucket: int) -> datetime.date:
        """Return the first day of `bucket`."""
        return datetime.date.fromordinal(self.last_day(bucket - 1).toordinal() + 1)

    def last_day(self, bucket: int) -> datetime.date:
        """Return the last day of `bucket`."""
        if not self.months:
            return datetime.date.fromordinal(bucket + EPOCH)
        year, month = divmod((bucket + 1) * self.months - 1, 12)
        return Period.of(Granularity.MONTH, year, month + 1).end

    @property
    def tells_months(self) -> bool:
        """Whether no bucket is longer than a month."""
        return self.months <= 1

    def sql(self, date: str, dialect: Dialect) -> str:
        """Return the bucket that holds the SQL expression `date`."""
        match self.months:
            case 0:
                return dialect.day(date)
            case 12:
                return dialect.year(date)
            case 1:
                return f"{dialect.year(date)} * 12 + {dialect.month(date)} - 1"
            case size:
                months = f"{dialect.year(date)} * 12 + {dialect.month(date)} - 1"
                return dialect.quotient(months, size)


@attrs.frozen
class Window:
    """
    A stretch of time in buckets.

    Attributes:
        first, last: Its first and last bucket; None in a table without time, whose rows all lie in it.
        closing: The number of its last day that has rows, where only that one counts; None for all days.
    """

    first: int | None = None
    last: int | None = None
    closing: int | None = None


EVERYTHING = Window()
