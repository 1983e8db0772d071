"""Sources whose computed columns ask others: their rows, with those columns, anew for each period."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet

import attrs

from pei_dsl.algebra.values import Value
from pei_dsl.data.aggregates import Outcome
from pei_dsl.data.answers import (
    WHOLE,
    Answers,
    Asked,
    Entities,
    FoundRows,
    Group,
    Making,
    Request,
    TableAnswers,
    Unmatched,
)
from pei_dsl.data.filled_rows import Asking, Filled, columns_read
from pei_dsl.data.joined_answers import Joined, counted_there, joined, unmatched_there
from pei_dsl.data.lookups import Lookups
from pei_dsl.data.row_formulas import put_in
from pei_dsl.data.table import Row, Table
from pei_dsl.model.expressions import Aggregate
from pei_dsl.model.periods import Period
from pei_dsl.model.plan import DataSource


def fill(
    home: TableAnswers, source: DataSource, lookups: Lookups, period: Period, breakdown: Sequence[str]
) -> Filled:
    """Return the rows of `home` with the columns of `source` that ask other sources."""
    table, names = home.table, source.columns_of_period
    if table.unusable is not None:
        return Filled(TableAnswers(source, table, tuple(breakdown)))
    columns = [each for each in source.computed_in_order if each.name in names]
    asking = Asking.of(lookups, period)
    if asking.unusable is not None:
        return Filled(TableAnswers(source, attrs.evolve(table, unusable=asking.unusable), tuple(breakdown)))
    rows = []
    for row in table.rows:
        cells, broken = dict(row.cells), dict(row.broken)
        asking.begin(row.number)
        put_in(cells, broken, columns, asking.aggregate, period, asking.holidays)
        rows.append(Row(cells, row.period, row.number, asking.marked([row.quality]), broken))
    filled = attrs.evolve(table, rows=tuple(rows))
    return Filled(TableAnswers(source, filled, tuple(breakdown)), asking.unmatched)


@attrs.define(eq=False)
class LookingUpAnswers:
    """
    The aggregates of a source whose columns ask others.

    What reads none of these columns is asked of `answers` alone, where the rows are.

    Attributes:
        source: The source, with all its columns.
        answers: Who answers for its rows without those columns.
        lookups: What its rows ask.
        breakdown: The columns whose cells name the groups.
    """

    source: DataSource
    answers: Answers
    lookups: Lookups
    breakdown: tuple[str, ...] = ()
    _whole: LookingUpAnswers | None = None  # whose rows are filled, where groups are told by other columns
    _filled: dict[Period, Filled] = attrs.field(factory=dict)
    _joined: dict[Period, list[Joined]] = attrs.field(factory=dict)
    _not_there: set[tuple[Period, frozenset[str]]] = attrs.field(factory=set)

    def filled(self, period: Period) -> Filled:
        """
        Return the rows of `period`, at home, with all their columns.

        Raises:
            EngineError: An engine refused, or there are more rows than may come home (PEI334).
        """
        found = self._filled.get(period)
        if found is None:
            if self._whole is None:
                home = self.answers.at_home(period)
                found = fill(home, self.source, self.lookups, period, self.breakdown)
            else:
                whole = self._whole.filled(period)
                parts = TableAnswers(whole.answers.source, whole.answers.table, self.breakdown)
                found = Filled(parts, whole.unmatched)
            self._filled[period] = found
        return found

    def _who(self, node: Aggregate, period: Period) -> Answers:
        """Return who answers for `node`: whoever has the rows, if it reads only what stands there."""
        if not self._looks_up(node):
            return self.answers
        there = self._there(period, columns_read(node))
        if there is None:
            return self.filled(period).answers
        return there.answers.by(self.breakdown) if self.breakdown else there.answers

    def _there(self, period: Period, columns: Sequence[str]) -> Joined | None:
        """Return the rows of `period` with what `columns` ask, where they are; None where they come home."""
        if self._told_apart or period in self._filled:  # at home already
            return None
        if self._whole is not None:
            return self._whole._there(period, columns)  # noqa: SLF001  (the same rows, in other groups)
        wanted = frozenset(self.source.with_inputs(columns))
        known = self._joined.setdefault(period, [])
        found = next((each for each in known if each.columns >= wanted), None)
        if found is None and (period, wanted) not in self._not_there:
            made = joined(self.source, self.answers, self.lookups, period, wanted)
            if made is not None and made.columns >= wanted:
                known.append(made)
                return made
            self._not_there.add((period, wanted))
        return found

    def _looks_up(self, node: Aggregate) -> bool:
        return self._told_apart or not self._names.isdisjoint(columns_read(node))

    @functools.cached_property
    def _names(self) -> AbstractSet[str]:
        return self.source.columns_of_period

    @functools.cached_property
    def _told_apart(self) -> bool:
        """Whether a column that is looked up tells the groups."""
        return not self._names.isdisjoint(self.breakdown)

    # ---- What is asked -----------------------------------------------------------------------------

    def outcome(self, node: Aggregate, period: Period, group: Group = WHOLE) -> Outcome:
        """Return what `node` gives in `period`, over all rows or over those of a group of the breakdown."""
        return self._who(node, period).outcome(node, period, group)

    def values(self, node: Aggregate, period: Period, groups: Sequence[Group]) -> list[Value]:
        """Return the values of `node` in `period` for several groups, in their order."""
        return self._who(node, period).values(node, period, groups)

    def groups(self) -> Sequence[Group]:
        """Return the groups of the breakdown that have rows; of those that change, in what was asked for."""
        if not self._told_apart:
            return self.answers.groups()
        found = (group for each in self._filled.values() for group in each.answers.groups())
        return list(dict.fromkeys(found))

    def groups_of(self, period: Period) -> Sequence[Group]:
        """Return the groups that may have rows in `period`."""
        return self.filled(period).answers.groups() if self._told_apart else self.answers.groups_of(period)

    def by(self, columns: Sequence[str]) -> Answers:
        """Return what answers for the same rows, with groups told by `columns`."""
        stored = tuple(columns) if self._names.isdisjoint(columns) else ()
        answers = self.answers.by(stored) if stored else self.answers
        return LookingUpAnswers(self.source, answers, self.lookups, tuple(columns), self._whole or self)

    def entities(self, source: DataSource, period: Period) -> Entities | None:
        """Return the rows of a source made of this one, where these rows are; None where they come home."""
        assert source.rows_of is not None
        looks_up = any(map(self._looks_up, source.made_by)) or not self._names.isdisjoint(source.rows_of.keys)
        if not looks_up:
            return self.answers.entities(source, period)
        read = [*source.rows_of.keys, *(name for node in source.made_by for name in columns_read(node))]
        there = self._there(period, read)
        return None if there is None else there.answers.entities(source, period)

    def keyed(self, columns: Sequence[str]) -> None:  # noqa: ARG002
        """Return None: these rows come home."""
        return

    def at_home(self, period: Period) -> TableAnswers:
        """Return the rows of `period` with all their columns."""
        return self.filled(period).answers

    def announce(self, requests: Sequence[Request]) -> None:
        """Bring home what will be asked, and what the rows ask for that."""
        plain = [each for each in requests if not self._looks_up(each[0])]
        self.answers.announce(plain)
        asking: dict[Period, list[Request]] = {}
        for node, period in requests:
            if self._looks_up(node):
                asking.setdefault(period, []).append((node, period))
        home = [period for period, asked in asking.items() if not self._announced(period, asked)]
        if home:
            self.lookups.announce(home)
        for period in home:
            self.filled(period)

    def _announced(self, period: Period, requests: Sequence[Request]) -> bool:
        """Ask for `requests` where all rows are; tell whether that answers for all of them."""
        from pei_dsl.data.engine.connection import EngineError

        read = [name for node, _ in requests for name in columns_read(node)]
        there = self._there(period, read)
        if there is None:
            return False
        # What tells how many rows found nothing is asked in the same breath, or the rows are joined again.
        counts = (each for node, _ in requests for each in counted_there(there, self.source, node))
        try:
            there.answers.announce([*requests, *((each, period) for each in dict.fromkeys(counts))])
        except EngineError as refusal:
            if refusal.code == "PEI333":  # it would take no less time at home
                raise
            # As a sum of more digits than it keeps: at home any number fits.
            self._joined[period].remove(there)
            self._not_there.add((period, frozenset(self.source.with_inputs(read))))
            return False
        return True

    def rows(self, node: Aggregate, period: Period, columns: Sequence[str], limit: int) -> FoundRows:
        """Return the rows that `node` rests on in `period`: how many, and the cells of the first `limit`."""
        return self._who(node, period).rows(node, period, columns, limit)

    def unmatched(self, node: Aggregate, period: Period) -> Mapping[Aggregate, Unmatched]:
        """Return how many of the rows that `node` reads found no value, by what they asked."""
        if not self._looks_up(node):
            return {}
        there = self._there(period, columns_read(node))
        if there is None:
            return self.filled(period).unmatched_by(node, period)
        return unmatched_there(there, self.source, node, period)

    def asked(self) -> Asked:
        """Return what these rows ask of other sources."""
        return self.lookups

    def making(self, period: Period) -> Making | None:
        """Return how the rows of `period` came about."""
        return self.answers.making(period)

    def all_rows(self) -> Table:
        """Return all rows, without the columns that only a period tells."""
        return self.answers.all_rows()

    def omitted(self) -> int:
        """Return how many rows of the source `omite:` left out."""
        return self.answers.omitted()

    def last_month(self, span: Period) -> Period | None:
        """Return the last month that rows of `span` stand for, or None where it has none."""
        return self.answers.last_month(span)

    def months(self, span: Period) -> AbstractSet[Period]:
        """Return the months that rows of `span` stand for."""
        return self.answers.months(span)

    def totals(self, node: Aggregate, period: Period) -> Mapping[str, int]:
        """Return how many of the rows that `node` rests on are called totals, by the column that says so."""
        return self._who(node, period).totals(node, period)

    def half_filled(self, above: Aggregate, below: Aggregate, period: Period) -> int:
        """Return in how many rows only one of the columns of a pair has a figure."""
        who = {id(each): each for each in (self._who(above, period), self._who(below, period))}
        both = next(iter(who.values())) if len(who) == 1 else self.filled(period).answers
        return both.half_filled(above, below, period)
