"""What formulas ask of a source, whoever keeps its rows: aggregates, for the whole or for a group."""

from __future__ import annotations

import datetime
import functools
from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from fractions import Fraction
from typing import Protocol, TypeAlias

import attrs

from pei_dsl.algebra.builtins.over_rows import COUNT
from pei_dsl.algebra.values import Present, Value, is_invalid
from pei_dsl.data.aggregates import Outcome, aggregate, closing_of
from pei_dsl.data.completeness import is_total, months_between, text_columns
from pei_dsl.data.table import Table
from pei_dsl.immutable import brief
from pei_dsl.model.absence import Absence
from pei_dsl.model.expressions import Aggregate, Window
from pei_dsl.model.periods import Period
from pei_dsl.model.plan import Column, DataSource

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


@attrs.frozen
class Making:
    """
    How the rows of a source that is made of another came about in a period.

    Attributes:
        text: What stands behind `una fila por:`.
        rows: How many rows of the other source said who has a row.
        nobody: How many of them have an empty key, and so belong to nobody.
        origin: Where the rows of the other source come from.
    """

    __repr__ = brief

    text: str
    rows: int
    nobody: int
    origin: str


def every_row(source: str, windows: tuple[Window, ...]) -> Aggregate:
    """Return the aggregate that counts all rows that time clauses let in."""
    return Aggregate(COUNT.name, source, None, None, windows)


@attrs.frozen
class Entities:
    """
    The rows of a source that is made of another, where the rows of the other are.

    Attributes:
        answers: Who answers for them.
        rows: How many rows of the other source said who has a row.
        nobody: How many of them have an empty key.
    """

    answers: Answers
    rows: int
    nobody: int


@attrs.frozen
class Unmatched:
    """
    How many rows found no value in another source.

    Attributes:
        count: How many.
        of: Of how many rows.
    """

    count: int
    of: int


@attrs.frozen
class Behind:
    """
    What one row asked of another source.

    Attributes:
        value: What it got.
        origin: Where the other rows come from.
        rows: Those that the value rests on: how many, and the first of them.
    """

    value: Value
    origin: str
    rows: FoundRows


class Asked(Protocol):
    """What the rows of a source ask of others."""

    def behind(
        self,
        node: Aggregate,
        period: Period,
        cells: Callable[[str], Value],
        columns: Sequence[str],
        limit: int,
    ) -> Behind:
        """Return what the row with these cells got from `node`, with the cells of the first `limit` rows."""


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

    def groups_of(self, period: Period) -> Sequence[Group]:
        """Return the groups that may have rows in `period`; where rows do not depend on it, all of them."""

    def by(self, columns: Sequence[str]) -> Answers:
        """Return what answers for the same rows, with groups told by `columns`."""

    def entities(self, source: DataSource, period: Period) -> Entities | None:
        """
        Return the rows that `source`, which is made of this one, has in `period`; None where its maker does.

        Only asked where rows of this source could tell who has one.

        Raises:
            EngineError: An engine refused.
        """

    def keyed(self, columns: Sequence[str]) -> Answers | None:
        """Return what answers by groups of `columns` without bringing rows home; None where none can."""

    def at_home(self, period: Period) -> TableAnswers:
        """
        Return all rows, with the computed columns that they have in `period`, in memory.

        Raises:
            EngineError: An engine refused, or there are more rows than may come home (PEI334).
        """

    def announce(self, requests: Sequence[Request]) -> None:
        """
        Bring home what will be asked, all at once.

        Raises:
            EngineError: An engine refused.
        """

    def making(self, period: Period) -> Making | None:
        """Return how the rows of `period` came about, of a source that is made of another."""

    def unmatched(self, node: Aggregate, period: Period) -> Mapping[Aggregate, Unmatched]:
        """Return how many of the rows that `node` reads found no value in other sources, by what they ask."""

    def asked(self) -> Asked | None:
        """Return what these rows ask of other sources; None where they ask nothing."""

    def all_rows(self) -> Table:
        """Return all rows, brought home where they are elsewhere."""

    def omitted(self) -> int:
        """Return how many rows of the source `omite:` left out."""

    def last_month(self, span: Period) -> Period | None:
        """Return the last month that rows of `span` stand for, or None where it has none."""

    def months(self, span: Period) -> AbstractSet[Period]:
        """
        Return the months that rows of `span` stand for.

        Raises:
            NotLookedAtError: Nobody could tell.
        """

    def totals(self, node: Aggregate, period: Period) -> Mapping[str, int]:
        """
        Return how many of the rows that `node` rests on are called totals, by the column that says so.

        Raises:
            NotLookedAtError: Nobody could tell.
        """

    def half_filled(self, above: Aggregate, below: Aggregate, period: Period) -> int:
        """Return in how many rows only one of the columns of a pair has a figure."""


class RowsAlone:
    """What is answered for rows of a file or a database, which are made of no others and ask none."""

    __slots__ = ()

    def holding(self, columns: Iterable[Column]) -> Answers | None:  # noqa: ARG002
        """Return what answers with computed `columns` as if they stood in the file; None: nobody does."""
        return None

    def making(self, period: Period) -> Making | None:  # noqa: ARG002
        """Return None: these rows are made of no others."""
        return None

    def unmatched(self, node: Aggregate, period: Period) -> Mapping[Aggregate, Unmatched]:  # noqa: ARG002
        """Return nothing: these rows ask no others."""
        return {}

    def asked(self) -> Asked | None:
        """Return None: these rows ask no others."""
        return None


@attrs.define
class TableAnswers(RowsAlone):
    """
    The aggregates of rows in memory: the reference.

    Attributes:
        breakdown: The columns whose cells name the groups.
    """

    source: DataSource
    table: Table
    breakdown: tuple[str, ...] = ()
    _parts: dict[Group, Table] | None = None
    _whole: dict[Request, Outcome] = attrs.field(factory=dict)
    _closings: dict[tuple[tuple[Window, ...], Period], datetime.date | None] = attrs.field(factory=dict)

    def outcome(self, node: Aggregate, period: Period, group: Group = WHOLE) -> Outcome:
        """Return what `node` gives; the last date with rows is that of the whole table for every group."""
        if group == WHOLE or self.table.unusable is not None:
            found = self._whole.get((node, period))
            if found is None:
                found = self._whole[node, period] = aggregate(node, self.source, self.table, period)
            return found
        unknown = self._unknown_group
        if unknown is not None:
            return Outcome(unknown, origin=self.table.origin)
        part = self._by_group().get(group, attrs.evolve(self.table, rows=()))
        return aggregate(node, self.source, part, period, self._closing(node, period))

    def _closing(self, node: Aggregate, period: Period) -> datetime.date | None:
        key = (node.windows, period)
        if key not in self._closings:
            self._closings[key] = closing_of(self.table.rows, *key)
        return self._closings[key]

    @functools.cached_property
    def _unknown_group(self) -> Absence | None:
        """Why nobody knows the group of some row, so that no figure of a group is sure."""
        broken = (
            row.broken.get(column) for row in self.table.rows if row.broken for column in self.breakdown
        )
        return next((each for each in broken if each is not None), None)

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

    # ---- Whether they are complete -----------------------------------------------------------------

    def groups_of(self, period: Period) -> Sequence[Group]:  # noqa: ARG002  (rows of a file are the same in all)
        """Return the groups of the breakdown that have rows."""
        return self.groups()

    def by(self, columns: Sequence[str]) -> TableAnswers:
        """Return what answers for the same rows, with groups told by `columns`."""
        return TableAnswers(self.source, self.table, tuple(columns))

    def entities(self, source: DataSource, period: Period) -> Entities | None:  # noqa: ARG002
        """Return None: rows that are at home are grouped there."""
        return None

    def keyed(self, columns: Sequence[str]) -> None:  # noqa: ARG002
        """Return None: these rows are at home."""
        return

    def at_home(self, period: Period) -> TableAnswers:  # noqa: ARG002  (rows of a file are the same in all)
        """Return itself."""
        return self

    def announce(self, requests: Sequence[Request]) -> None:
        """Do nothing: rows that are at home are looked at when they are asked."""

    def all_rows(self) -> Table:
        """Return all rows."""
        return self.table

    def omitted(self) -> int:
        """Return how many rows of the source `omite:` left out."""
        return self.table.omitted

    def last_month(self, span: Period) -> Period | None:
        """Return the last month that rows of `span` stand for, or None where it has none."""
        return max(self.months(span), default=None)

    def months(self, span: Period) -> AbstractSet[Period]:
        """Return the months that rows of `span` stand for."""
        inside = (each for each in self._periods if span.contains(each))
        return frozenset(month for each in inside for month in months_between(each.start, each.end))

    @functools.cached_property
    def _periods(self) -> AbstractSet[Period]:
        return frozenset(row.period for row in self.table.rows if row.period is not None)

    def totals(self, node: Aggregate, period: Period) -> Mapping[str, int]:
        """Return how many of the rows that `node` rests on are called totals, by the column that says so."""
        if not self._totals or is_invalid(self.outcome(node, period).value):
            return {}
        rows = set(self.outcome(node, period).rows)
        found = {column: len(rows & numbers) for column, numbers in self._totals.items()}
        return {column: number for column, number in found.items() if number}

    @functools.cached_property
    def _totals(self) -> Mapping[str, frozenset[int]]:
        found = {
            column: frozenset(row.number for row in self.table.rows if is_total(row.cells.get(column)))
            for column in text_columns(self.source)
        }
        return {column: numbers for column, numbers in found.items() if numbers}

    def half_filled(self, above: Aggregate, below: Aggregate, period: Period) -> int:
        """Return in how many rows only one of the columns of a pair has a figure."""
        return len({*self.outcome(above, period).rows} ^ {*self.outcome(below, period).rows})


def answers_of(source: DataSource, given: Table | Answers, breakdown: tuple[str, ...] = ()) -> Answers:
    """Return what answers for `given`."""
    return TableAnswers(source, given, breakdown) if isinstance(given, Table) else given


def number_in(answers: Answers, count: Aggregate, period: Period) -> int:
    """Return what `count` gives in `period`, or 0 where there is nothing to count."""
    value = answers.outcome(count, period).value
    return int(value) if isinstance(value, Fraction) else 0
