"""Rows with the computed columns that ask other sources, and which of them found nothing there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet

import attrs

from pei_dsl.algebra.values import Value, is_invalid
from pei_dsl.data.aggregates import rows_of_window
from pei_dsl.data.answers import TableAnswers, Unmatched
from pei_dsl.data.calendars import Calendars
from pei_dsl.data.lookups import Lookup, Lookups
from pei_dsl.data.row_formulas import Cells
from pei_dsl.model import expressions as m
from pei_dsl.model.absence import Absence
from pei_dsl.model.expressions import Aggregate
from pei_dsl.model.periods import Period
from pei_dsl.model.plan import DataSource
from pei_dsl.model.quality import Quality, least_certain


@attrs.frozen
class Filled:
    """
    Rows with all their computed columns.

    Attributes:
        answers: Who answers for them.
        unmatched: The numbers of the rows that found no value, by what they asked.
    """

    answers: TableAnswers
    unmatched: Mapping[Aggregate, AbstractSet[int]] = attrs.field(factory=dict)

    def unmatched_by(self, node: Aggregate, period: Period) -> Mapping[Aggregate, Unmatched]:
        """Return how many of the rows that `node` reads found no value, by what they asked."""
        source, table = self.answers.source, self.answers.table
        read = source.with_inputs(dict.fromkeys(columns_read(node)))
        formulas = {part for name in read for part in m.parts_of(source.columns[name].formula)}
        asked = [each for each in self.unmatched if each in formulas]
        window = rows_of_window(table.rows, node.windows, period) or [] if asked else []
        return {
            each: Unmatched(sum(row.number in self.unmatched[each] for row in window), len(window))
            for each in asked
        }


def columns_read(node: Aggregate) -> list[str]:
    """Return the columns that `node` reads of its rows."""
    return [part.column for part in m.parts_of(node) if isinstance(part, m.ColumnValue)]


def looks_up(node: Aggregate, source: DataSource) -> bool:
    """Tell whether `node` reads a column of `source` that rests on other sources."""
    return not source.columns_of_period.isdisjoint(columns_read(node))


@attrs.define
class Asking:
    """
    What one row after another asks of other sources.

    Attributes:
        lookups: What gives the figure of each aggregate for any row.
        unmatched: The numbers of the rows that found no value, so far.
        calendars: The days that columns leave out.
        number: The number of the row at hand.
        marks: The marks of quality of the rows that the figures of the row at hand rest on.
        given: The aggregates that are known of the row at hand.
    """

    lookups: Mapping[Aggregate, Lookup]
    unmatched: dict[Aggregate, set[int]]
    calendars: Calendars
    number: int = 0
    marks: set[Quality] = attrs.field(factory=set)
    given: Mapping[Aggregate, Value] = attrs.field(factory=dict)

    @classmethod
    def of(cls, lookups: Lookups, period: Period) -> Asking:
        """Return what asks all that `lookups` hold in `period`."""
        calendars = lookups.calendars(period)
        nodes = lookups.source.looked_up if calendars.unknown is None else ()
        return cls(
            {node: lookups.at(node, period) for node in nodes}, {node: set() for node in nodes}, calendars
        )

    @property
    def unusable(self) -> Absence | None:
        """Why no figure may rest on what is asked: a condition that nobody can tell would count as false."""
        found = (each.found.unusable for each in self.lookups.values())
        return self.calendars.unknown or next((each for each in found if each), None)

    def begin(self, number: int, given: Mapping[Aggregate, Value] | None = None) -> None:
        """Turn to the row called `number`, of which aggregates may be known."""
        self.number, self.given, self.marks = number, given or {}, set()

    def marked(self, own: Iterable[Quality | None]) -> Quality | None:
        """Return the mark of the row at hand: that of the least certain it rests on, its own among them."""
        marks = self.marks.union(each for each in own if each is not None)
        return least_certain(marks) if marks else None

    def holidays(self, key: str) -> Value:
        """Return the days that `key` stands for."""
        return self.calendars.days[key]

    def aggregate(self, node: Aggregate, cells: Cells) -> Value:
        """Return the figure of `node` for the row at hand, whose cells these are."""
        known = self.given.get(node)
        if known is not None:
            return known
        value, marks = self.lookups[node].figure(cells)
        self.marks |= marks
        if isinstance(value, Absence) and not is_invalid(value):
            self.unmatched[node].add(self.number)
        return value
