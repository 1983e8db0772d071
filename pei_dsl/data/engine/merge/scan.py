"""What one run of queries brought home."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from fractions import Fraction

import attrs

from pei_dsl.data.answers import WHOLE, Group
from pei_dsl.data.engine.decoding import SqlRow, decode
from pei_dsl.data.engine.merge.shelves import Shelf
from pei_dsl.data.engine.merge.sliding import Sliding
from pei_dsl.data.engine.query.calendar import EVERYTHING, Calendar, Window
from pei_dsl.data.engine.query.fused_plan import Slots
from pei_dsl.data.engine.query.measures import Measure, Recipe
from pei_dsl.model.expressions import ValueType
from pei_dsl.model.periods import Granularity, Period

# What stands for the stretch of time of a table without time.
NO_TIME = Period(datetime.date.min, datetime.date.max, Granularity.YEAR)


@attrs.define
class Scan:
    """
    What one run of queries brought home, for the aggregates and periods that were asked for together.

    Attributes:
        calendar: How days are put into buckets; None in a table without time.
        closings: The number of the last day with rows, by window.
        slots: Where the figures of each fused measure stand.
        fused: Their rows.
        runs: For different values: how many each window of a family sees, by group.
        middles: The mean of the two middle values of each window, by group.
        recipes: How each measure was had.
        shelves: Rows of the other routes, by measure.
        asked: What this scan can answer.
    """

    calendar: Calendar | None
    closings: dict[Period, int | None] = attrs.field(factory=dict)
    slots: dict[Measure, Slots] = attrs.field(factory=dict)
    fused: Shelf | None = None
    runs: dict[tuple[Measure, Period], dict[Group, int]] = attrs.field(factory=dict)
    middles: dict[tuple[Measure, Period], dict[Group, Fraction]] = attrs.field(factory=dict)
    recipes: dict[Measure, Recipe] = attrs.field(factory=dict)
    shelves: dict[Measure, Shelf] = attrs.field(factory=dict)
    asked: set[tuple[Measure, Period]] = attrs.field(factory=set)
    _sliding: dict[Measure, Sliding] = attrs.field(factory=dict)

    @property
    def spans(self) -> AbstractSet[Period]:
        """The stretches of time that it can answer for."""
        return {span for _, span in self.asked}

    def rows_of(self, span: Period) -> Sequence[SqlRow]:
        """Return the rows of the whole in `span`."""
        assert self.fused is not None
        return self.fused.rows(WHOLE, self.window(span, closing=False))

    def last_day(self, span: Period) -> datetime.date | None:
        """Return a day of the last month that rows of `span` reach, or None where it has none."""
        assert self.calendar is not None
        assert self.fused is not None
        keys = self.fused.keys
        if self.calendar.tells_months:
            assert keys.last is not None
            buckets = [int(row[keys.last]) for row in self.rows_of(span)]  # type: ignore[call-overload]
            return self.calendar.last_day(max(buckets)) if buckets else None
        days = (decode(row[keys.offset + 1], ValueType.DATE) for row in self.rows_of(span))
        return max((day for day in days if isinstance(day, datetime.date)), default=None)

    def window(self, span: Period | None, *, closing: bool) -> Window:
        """Return the buckets of `span`."""
        if self.calendar is None or span is None:
            return EVERYTHING
        return Window(
            self.calendar.number(span.start),
            self.calendar.number(span.end),
            self.closings.get(span) if closing else None,
        )

    def sliding(self, shelf: Shelf, slots: Slots) -> Sliding:
        """Return the totals of all columns that `slots` need, made once for each measure."""
        measure, offset = slots.recipe.measure, shelf.keys.offset
        if measure not in self._sliding:
            used = (slot for slot in (slots.present, *slots.sums, slots.passed) if slot is not None)
            places = dict.fromkeys([offset, *(offset + slot.index for slot in used)])
            self._sliding[measure] = Sliding(shelf, tuple(places))
        return self._sliding[measure]
