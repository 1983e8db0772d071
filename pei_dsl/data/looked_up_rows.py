"""Where the rows are that others ask for: at home by the values that tie them, or with an engine by key."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping, Sequence
from typing import Protocol, TypeAlias

import attrs

from pei_dsl.algebra.builtins.over_rows import COUNT
from pei_dsl.algebra.scalar import Environment, evaluate
from pei_dsl.algebra.values import Value, absent, is_invalid
from pei_dsl.data.aggregates import Outcome, cells_of, covered, no_rows, over, rows_of_window
from pei_dsl.data.answers import Answers, FoundRow, FoundRows, Group, TableAnswers
from pei_dsl.data.bound_aggregates import for_row
from pei_dsl.data.keyed_values import has_rows, of_no_row, values_by_key
from pei_dsl.data.table import Row, Table
from pei_dsl.model import expressions as m
from pei_dsl.model.absence import Absence
from pei_dsl.model.expressions import Aggregate
from pei_dsl.model.periods import Period
from pei_dsl.model.plan import DataSource
from pei_dsl.model.quality import NONE, Qualities
from pei_dsl.model.row_cells import outer_values
from pei_dsl.model.ties import Ties, without_ties

# The cells of the row that asks, by column.
Asking: TypeAlias = Callable[[str], Value]


# A figure, with the marks of quality of the rows that it rests on.
Figure: TypeAlias = tuple[Value, Qualities]


class Found(Protocol):
    """Where the rows of the other source are."""

    @property
    def unusable(self) -> Absence | None:
        """Why no figure may rest on the other source: its contract is broken, or nobody gave its rows."""

    def figure(self, key: Group, asking: Asking) -> Figure:
        """Return the figure of the rows with this key; where none has it, what no row gives."""

    def nothing(self) -> Value:
        """Return the figure where no row is meant."""

    def rows(self, key: Group, asking: Asking, columns: Sequence[str], limit: int) -> FoundRows:
        """Return the rows that the figure rests on."""


NO_ROWS = FoundRows(0, ())


# ---- Rows that are at home -------------------------------------------------------------------------------


@attrs.define
class AtHome:
    """
    Rows in memory, by the values that the equalities compare.

    Attributes:
        table: All its rows.
        has_rows: Whether its window has rows, or its lack of them means zero.
        by_key: The rows that may be meant, in order, by their key.
        unsure: The keys of rows of which what the filter says of them alone does not hold for sure.
        loose: Rows with an empty tie of which an *inválido* filter says that nobody knows.
    """

    node: Aggregate
    ties: Ties
    source: DataSource
    table: Table
    period: Period
    has_rows: bool
    by_key: Mapping[Group, list[Row]]
    unsure: frozenset[Group]
    loose: Sequence[tuple[tuple[Value, ...], Row]]
    _figures: dict[Group, Figure] = attrs.field(factory=dict)

    @classmethod
    def of(cls, node: Aggregate, ties: Ties, home: TableAnswers, period: Period) -> AtHome:
        """Go through the rows of `home` once."""
        source, table = home.source, home.table
        window = [] if table.unusable is not None else rows_of_window(table.rows, node.windows, period)
        there = window is not None and (bool(window) or covered(source, node.windows, period))
        rows: dict[Group, list[Row]] = {}
        unsure: set[Group] = set()
        loose: list[tuple[tuple[Value, ...], Row]] = []
        own = [each.own for each in ties.ties]
        # A comparison with the row that asks may be *inválido* for a row with an empty tie, too.
        divides = any(not isinstance(part, _SAFE) for each in ties.mixed for part in m.parts_of(each))
        for row in window or ():
            environment = Environment(column=cells_of(row))
            passes = [evaluate(each, environment) for each in ties.own]
            if any(each is False for each in passes):
                continue
            key = tuple(evaluate(each, environment) for each in own)
            doubt = absent(*passes)
            if absent(*key) is not None:
                if any(map(is_invalid, (*key, *passes))) or (ties.mixed and (divides or row.broken)):
                    loose.append((key, row))
            elif doubt is None or ties.mixed or is_invalid(doubt):
                rows.setdefault(key, []).append(row)  # type: ignore[arg-type]  # nothing in it is absent
                if doubt is not None:
                    unsure.add(key)  # type: ignore[arg-type]
        return cls(node, ties, source, table, period, there, rows, frozenset(unsure), loose)

    @property
    def unusable(self) -> Absence | None:
        """Why no figure may rest on these rows."""
        return self.table.unusable

    def nothing(self) -> Value:
        """Return the figure where no row is meant."""
        return self._nothing

    @functools.cached_property
    def _nothing(self) -> Value:
        if self.table.unusable is not None:
            return self.table.unusable
        return of_no_row(self.node, self.period) if self.has_rows else no_rows(self.source, self.period)

    def figure(self, key: Group, asking: Asking) -> Figure:
        """Return the figure of the rows with this key."""
        if self._of_each:
            return self._figure(key, asking)
        found = self._figures.get(key)
        if found is None:
            found = self._figures[key] = self._figure(key, asking)
        return found

    def _figure(self, key: Group, asking: Asking) -> Figure:
        outcome = self._outcome(key, asking)
        return (self.nothing(), NONE) if outcome is None else (outcome.value, outcome.quality)

    def _outcome(self, key: Group, asking: Asking) -> Outcome | None:
        """Return what the rows of this key give; None where there are none."""
        rows, broken = self.by_key.get(key, []), self._broken(key)
        if not rows and not broken:
            return None
        if broken:
            rows = sorted((*rows, *broken), key=lambda row: row.number)
        all_pass = not (broken or self.ties.mixed or key in self.unsure)
        node = self._unfiltered if all_pass else self.node
        return over(node, self.source, rows, self.period, asking)

    def _broken(self, key: Group) -> list[Row]:
        return [row for cells, row in self.loose if _may_be(cells, key)] if self.loose else []

    def rows(self, key: Group, asking: Asking, columns: Sequence[str], limit: int) -> FoundRows:
        """Return the rows that the figure rests on; those of a made source have no place."""
        outcome = self._outcome(key, asking)
        if outcome is None:
            return NO_ROWS
        wanted = set(outcome.rows[:limit])
        found = []
        for row in (*self.by_key.get(key, []), *self._broken(key)):
            if row.number in wanted:
                file, number = self.table.place_of(row.number)
                cells = {column: row.cells.get(column) for column in columns}
                found.append(FoundRow(0 if self.source.rows_of else number, file, cells))
        return FoundRows(len(outcome.rows), tuple(found))

    @functools.cached_property
    def _of_each(self) -> bool:
        """Whether two rows that ask with one key may get different figures."""
        return bool(self.ties.mixed) or bool(outer_values(self.node.value))

    @functools.cached_property
    def _unfiltered(self) -> Aggregate:
        return attrs.evolve(self.node, filter=None)


# What is *inválido* only where a cell is.
_SAFE = (
    m.Comparison,
    m.Logic,
    m.Not,
    m.Membership,
    m.ColumnValue,
    m.OuterValue,
    m.Number,
    m.Text,
    m.Date,
)


def _may_be(cells: Sequence[Value], key: Group) -> bool:
    return all(isinstance(cell, Absence) or cell == own for cell, own in zip(cells, key, strict=True))


# ---- Rows that an engine keeps -----------------------------------------------------------------------------


@attrs.define
class Keyed:
    """
    The figures of an engine, by the columns that the equalities compare.

    Attributes:
        node: What is asked.
        answers: Who answers for the other source.
        values: The figures.
        marks: Gives the marks of quality of the rows of a key.
        none: What no row gives.
        loose: What an *inválido* filter says of rows with an empty tie: nobody knows whose they are.
    """

    node: Aggregate
    answers: Answers
    period: Period
    values: Mapping[Group, Value]
    marks: Callable[[Group], Qualities]
    none: Value
    loose: Sequence[tuple[Group, Absence]]

    @classmethod
    def of(
        cls, node: Aggregate, source: DataSource, answers: Answers, keyed: Answers, period: Period
    ) -> Keyed:
        """Ask for the figures of all keys at once."""
        plain = without_ties(node)
        groups = keyed.groups_of(period)
        values = values_by_key(plain, source, answers, keyed, period, groups)
        nobody = [
            group for group, value in zip(groups, values, strict=True) if None in group and is_invalid(value)
        ]
        # Of the rows with an empty tie only the filter counts: none of them is anybody's.
        counted = attrs.evolve(plain, function=COUNT.name, value=None)
        counts = keyed.values(counted, period, nobody) if nobody else []
        loose = [
            (group, count)
            for group, count in zip(nobody, counts, strict=True)
            if isinstance(count, Absence) and is_invalid(count)
        ]
        there = has_rows(plain, source, answers, period)
        none = of_no_row(plain, period) if there else answers.outcome(plain, period).value
        found = {group: value for group, value in zip(groups, values, strict=True) if None not in group}

        def marks(group: Group) -> Qualities:
            return keyed.outcome(plain, period, group).quality if source.quality and group in found else NONE

        return cls(node, answers, period, found, marks, none, loose)

    @property
    def unusable(self) -> None:
        """None: an engine answers for sound rows alone."""

    def nothing(self) -> Value:
        """Return the figure where no row is meant."""
        return self.none

    def figure(self, key: Group, asking: Asking) -> Figure:  # noqa: ARG002  (one key, one figure)
        """Return the figure of the rows with this key."""
        broken = next((told for group, told in self.loose if _is_like(group, key)), None)
        return (broken, NONE) if broken is not None else (self.values.get(key, self.none), self.marks(key))

    def rows(self, key: Group, asking: Asking, columns: Sequence[str], limit: int) -> FoundRows:
        """Return the rows that the figure rests on, asked of the engine as they are for this row alone."""
        return Alone(self.node, self.answers, self.period).rows(key, asking, columns, limit)


def _is_like(group: Group, key: Group) -> bool:
    return all(cell is None or cell == own for cell, own in zip(group, key, strict=True))


# ---- One row that asks -------------------------------------------------------------------------------------


@attrs.frozen
class Alone:
    """
    What an engine is asked for one row that asks: to explain it, and for no other one.

    Attributes:
        node: What is asked.
        answers: Who answers for the other source.
    """

    node: Aggregate
    answers: Answers
    period: Period

    @property
    def unusable(self) -> None:
        """None: an engine answers for sound rows alone."""

    def nothing(self) -> Value:
        """Return the figure where no row is meant."""
        return of_no_row(self.node, self.period)

    def figure(self, key: Group, asking: Asking) -> Figure:  # noqa: ARG002  (the cells say it all)
        """Return the figure of the rows with this key."""
        alone = for_row(self.node, asking)
        if isinstance(alone, Absence):
            return alone, NONE
        outcome = self.answers.outcome(alone, self.period)
        return outcome.value, outcome.quality

    def rows(self, key: Group, asking: Asking, columns: Sequence[str], limit: int) -> FoundRows:  # noqa: ARG002
        """Return the rows that the figure rests on."""
        alone = for_row(self.node, asking)
        return (
            NO_ROWS if isinstance(alone, Absence) else self.answers.rows(alone, self.period, columns, limit)
        )
