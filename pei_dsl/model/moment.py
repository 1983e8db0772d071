"""A day and a time of day, as a value of its own."""

from __future__ import annotations

import datetime

import attrs

from pei_dsl.immutable import brief


@attrs.frozen(order=True)
class Moment:
    """
    A day and a time of day, as clocks show it; no `datetime.date`, so that nobody forgets its time.

    Attributes:
        at: The day and the time, without a zone.
    """

    __repr__ = brief

    at: datetime.datetime

    def isoformat(self) -> str:
        """Return it as ISO 8601 writes it, with a blank: `2024-07-31 08:30`, with seconds if any."""
        digits = "microseconds" if self.at.microsecond else "seconds" if self.at.second else "minutes"
        return self.at.isoformat(" ", digits)

    def __str__(self) -> str:
        """Return the same as `isoformat`."""
        return self.isoformat()
