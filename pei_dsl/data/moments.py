"""Instants: on which day one falls, by one rule whatever carried it."""

from __future__ import annotations

import datetime
import functools
import re
import zoneinfo

from pei_dsl.model.plan import ZONE

_MOMENT = re.compile(
    r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2}(?:[.,]\d{1,9})?)?[ ]?(?:Z|[+-]\d{2}(?::?\d{2})?)?"
)


@functools.cache
def zone_of(name: str) -> datetime.tzinfo | None:
    """Return the time zone called `name`, or None; that of Peru is known even where no list of zones is."""
    try:
        return zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        return datetime.timezone(datetime.timedelta(hours=-5), name) if name == ZONE else None


def clock(moment: datetime.datetime, zone: str) -> datetime.datetime:
    """Return what clocks of `zone` show at `moment`; without a zone of its own it is what they show."""
    if moment.tzinfo is None:
        return moment
    try:
        return moment.astimezone(zone_of(zone)).replace(tzinfo=None)
    except OverflowError:  # on the first or the last day that there is
        return moment.replace(tzinfo=None)


def read_moment(written: str) -> datetime.datetime | None:
    """Return the instant that `written` names as ISO 8601 writes it, `2024-12-31T23:30:00Z`, or None."""
    if not _MOMENT.fullmatch(written):
        return None
    try:
        return datetime.datetime.fromisoformat(
            written.replace(" ", "T", 1).replace(" ", "").replace(",", ".")
        )
    except ValueError:  # the 30th of February
        return None


def shown_moment(moment: datetime.date) -> str:
    """Return a day, or a day and its time where that is not midnight, as a column of texts takes it."""
    if not isinstance(moment, datetime.datetime):
        return moment.isoformat()
    if moment.time() == datetime.time():
        return moment.date().isoformat()
    return moment.isoformat(sep=" ", timespec="seconds")
