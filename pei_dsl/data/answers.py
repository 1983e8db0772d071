"""What formulas ask of a source, whoever keeps its rows: aggregates, for the whole or for a group."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol, TypeAlias

import attrs

from pei_dsl.algebra.values import Present, Value
from pei_dsl.data.aggregates import Outcome, aggregate, closing_of
from pei_dsl.data.table import Table
from pei_dsl.model.expressions import Aggregate
from pei_dsl.model.periods import Period
from pei_dsl.model.plan import DataSource

# An aggregate that will be asked, and for which period.
Request: TypeAlias = tuple[Aggregate, Period]
# The cells that name a group of a breakdown, in the order of its columns; the whole is ().
Group: TypeAlias = tuple[Present | None, ...]
WHOLE: Group = ()


@attrs.frozen
class FoundRow:
    """
    A row that an aggregate rests on.

    Attributes:
        number: Its place in its file, or in the host's data; 0 where rows have no place.
        file: The file, where a source has several; else "".
        cells: The cells of the declared columns, as far as they were asked for.
    """

    number: int
    file: str
    cells: Mapping[str, Present | None]


@attrs.frozen
class FoundRows:
    """How many rows an aggregate rests on, and the first of them."""

    count: int
    first: tuple[FoundRow, ...]


class Answers(Protocol):
    """The aggregates of one source."""

    def outcome(self, node: Aggregate, period: Period, group: Group = WHOLE) -> Outcome:
        """Return what `node` gives in `period`, over all rows or over those of a group of the breakdown."""

    def values(self, node: Aggregate, period: Period, groups: Sequence[Group]) -> list[Value]:
        """Return the values of `node` in `period` for several groups, in their order."""

    def groups(self) -> Sequence[Group]:
        """Return the groups of the breakdown that have rows."""

    def rows(self, node: Aggregate, period: Period, columns: Sequence[str], limit: int) -> FoundRows:
        """Return the rows that `node` rests on in `period`: how many, and the cells of the first `limit`."""


@attrs.define
class TableAnswers:
    """
    The aggregates of rows in memory: the reference.

    Attributes:
        breakdown: The columns whose cells name the groups.
    """

    source: DataSource
    table: Table
    breakdown: tuple[str, ...] = ()
    _parts: dict[Group, Table] | None = None

    def outcome(self, node: Aggregate, period: Period, group: Group = WHOLE) -> Outcome:
        """Return what `node` gives; the last date with rows is that of the whole table for every group."""
        if group == WHOLE or self.table.unusable is not None:
            return aggregate(node, self.source, self.table, period)
        part = self._by_group().get(group, attrs.evolve(self.table, rows=()))
        return aggregate(node, self.source, part, period, closing_of(self.table.rows, node.windows, period))

    def values(self, node: Aggregate, period: Period, groups: Sequence[Group]) -> list[Value]:
        """Return the values of `node` for several groups."""
        return [self.outcome(node, period, group).value for group in groups]

    def groups(self) -> Sequence[Group]:
        """Return the groups of the breakdown that have rows, in the order of their first ones."""
        return list(self._by_group()) if self.breakdown else []

    def _by_group(self) -> dict[Group, Table]:
        if self._parts is None:
            rows: dict[Group, list[int]] = {}
            for index, row in enumerate(self.table.rows):
                rows.setdefault(tuple(row.cells.get(column) for column in self.breakdown), []).append(index)
            self._parts = {
                group: attrs.evolve(self.table, rows=tuple(self.table.rows[index] for index in places))
                for group, places in rows.items()
            }
        return self._parts

    def rows(self, node: Aggregate, period: Period, columns: Sequence[str], limit: int) -> FoundRows:
        """Return the rows that `node` rests on."""
        numbers = self.outcome(node, period).rows
        wanted = set(numbers[:limit])
        found = []
        for row in self.table.rows:
            if row.number not in wanted:
                continue
            file, number = self.table.place_of(row.number)
            found.append(FoundRow(number, file, {column: row.cells.get(column) for column in columns}))
        return FoundRows(len(numbers), tuple(found))


def answers_of(source: DataSource, given: Table | Answers, breakdown: tuple[str, ...] = ()) -> Answers:
    """Return what answers for `given`."""
    return TableAnswers(source, given, breakdown) if isinstance(given, Table) else given
