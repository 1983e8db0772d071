"""
What the rows of a source ask of others: `contar(b si documento = personas.dni)`, for one row after another.

What a row gets is the aggregate with its own cells put in their places.  It is *sin dato* or *inválido* where
one of these cells is.  The other source is gone through once: its rows are kept by the values that the
equalities compare, at home or, where they are with an engine, as one breakdown by those columns.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from fractions import Fraction

import attrs

from pei_dsl.algebra.display import shown
from pei_dsl.algebra.scalar import Environment, evaluate
from pei_dsl.algebra.values import absent
from pei_dsl.data.answers import Answers, Behind, FoundRows, Group, every_row
from pei_dsl.data.calendars import Calendars
from pei_dsl.data.looked_up_rows import NO_ROWS, Alone, Asking, AtHome, Figure, Found, Keyed
from pei_dsl.model import expressions as m
from pei_dsl.model.absence import Absence
from pei_dsl.model.expressions import Aggregate
from pei_dsl.model.periods import Period
from pei_dsl.model.plan import DataSource
from pei_dsl.model.quality import NONE
from pei_dsl.model.row_cells import outer_values
from pei_dsl.model.ties import Ties, parts_of_asking, ties_of, without_ties


@attrs.define
class Lookup:
    """
    One aggregate of another source, in one period, for any row that asks.

    Attributes:
        node: The aggregate, with cells of the row that asks in it.
        ties: Its filter, taken apart.
        found: Where the other rows are.
    """

    node: Aggregate
    ties: Ties
    found: Found

    def figure(self, asking: Asking) -> Figure:
        """Return the figure of a row with the cells `asking`."""
        key = self._key(asking)
        if isinstance(key, Absence):
            return key, NONE
        if key is None:
            return self.found.nothing(), NONE
        value, marks = self.found.figure(key, asking)
        if isinstance(value, Absence) and value.cause == "several_values":
            value = self._told_of(value, key)
        return value, marks

    def rows(self, asking: Asking, columns: Sequence[str], limit: int) -> FoundRows:
        """Return the rows that the figure of a row rests on: how many, and the cells of the first `limit`."""
        key = self._key(asking)
        if key is None or isinstance(key, Absence):
            return NO_ROWS
        return self.found.rows(key, asking, columns, limit)

    def _key(self, asking: Asking) -> Group | Absence | None:
        """Return by what rows are found; why nobody knows; or None where none is meant."""
        if self._cells is not None:
            cells = [asking(column) for column in self._cells]
            return absent(*cells) or tuple(cells)  # type: ignore[arg-type]  # none is absent
        environment = Environment(outer=asking)
        given = {id(part): evaluate(part, environment) for part in self._asking}
        missing = absent(*given.values())
        if missing is not None:
            return missing
        if any(given[id(each)] is not True for each in self.ties.asking):
            return None
        return tuple(given[id(tie.outer)] for tie in self.ties.ties)  # type: ignore[misc]  # none is absent

    @functools.cached_property
    def _cells(self) -> Sequence[str] | None:
        """The columns whose cells are all that the row that asks gives; None where it is more than that."""
        cells = [tie.outer.column for tie in self.ties.ties if isinstance(tie.outer, m.OuterValue)]
        return cells if len(cells) == len(self.ties.ties) == len(self._asking) else None

    @functools.cached_property
    def _asking(self) -> Sequence[m.Expression]:
        return parts_of_asking(self.node)

    def _told_of(self, value: Absence, key: Group) -> Absence:
        """Return `value` with the key that has several values where one is wanted."""
        names = (each.own.column if isinstance(each.own, m.ColumnValue) else "" for each in self.ties.ties)
        cells = (shown(cell) if isinstance(cell, Fraction) else str(cell) for cell in key)
        told = ", ".join(f"{name} {cell}".strip() for name, cell in zip(names, cells, strict=True))
        params = {**value.params, "source": self.node.source, "key": told}
        return attrs.evolve(value, cause="several_values_in", params=params)


# ---- All that a source asks --------------------------------------------------------------------------------


@attrs.define(eq=False)
class Lookups:
    """
    What the computed columns of a source ask of others.

    Attributes:
        source: The source whose rows ask.
        sources: Those that are asked, by name.
        answers: Who answers for them.
    """

    source: DataSource
    sources: Mapping[str, DataSource]
    answers: Mapping[str, Answers]
    _found: dict[tuple[Aggregate, Period], Lookup] = attrs.field(factory=dict)
    _keyed: dict[tuple[str, tuple[str, ...]], Answers | None] = attrs.field(factory=dict)
    _calendars: dict[Period, Calendars] = attrs.field(factory=dict)

    def calendars(self, period: Period) -> Calendars:
        """Return the days that columns leave out in `period`."""
        found = self._calendars.get(period)
        if found is None:
            found = self._calendars[period] = Calendars.of(self.source, self.answers, period)
        return found

    def announce(self, periods: Sequence[Period]) -> None:
        """
        Bring home what rows will ask in `periods`: of each source that an engine has, all at once.

        Raises:
            EngineError: An engine refused, or there are more keys or rows than may come home (PEI334).
        """
        periods = [each for each in periods if self.calendars(each).unknown is None]
        asked: dict[tuple[str, tuple[str, ...]], list[tuple[Aggregate, Period]]] = {}
        for node in self.source.looked_up:
            columns = _columns(node)
            if self._by(node.source, columns) is not None:
                wanted = asked.setdefault((node.source, columns), [])
                wanted.extend((without_ties(self.calendars(each).into(node)), each) for each in periods)
        for (source, columns), requests in asked.items():
            keyed = self._by(source, columns)
            assert keyed is not None
            keyed.announce(requests)
        for node in self.source.looked_up:
            for period in periods:
                self.at(node, period)

    def at(self, node: Aggregate, period: Period) -> Lookup:
        """Return what gives the figure of `node` for any row in `period`, whose holidays are known."""
        found = self._found.get((node, period))
        if found is None:
            asked = self.calendars(period).into(node)
            where = self._where(asked, period)
            found = self._found[node, period] = Lookup(asked, ties_of(asked.filter), where)
        return found

    def behind(
        self, node: Aggregate, period: Period, cells: Asking, columns: Sequence[str], limit: int
    ) -> Behind:
        """Return what the row with these cells got from `node`, with the cells of the first `limit` rows."""
        unknown = self.calendars(period).unknown
        if unknown is not None:
            return Behind(unknown, "", NO_ROWS)
        lookup = self._for_one(node, period)
        every = self.answers[node.source].outcome(every_row(node.source, node.windows), period)
        return Behind(lookup.figure(cells)[0], every.origin, lookup.rows(cells, columns, limit))

    def _for_one(self, node: Aggregate, period: Period) -> Lookup:
        """Return what gives the figure of `node` for one row, for which an engine's keys stay there."""
        known = self._found.get((node, period))
        if known is not None or self._by(node.source, _columns(node)) is None:
            return known or self.at(node, period)
        asked = self.calendars(period).into(node)
        return Lookup(asked, ties_of(asked.filter), Alone(asked, self.answers[node.source], period))

    def _where(self, node: Aggregate, period: Period) -> Found:
        answers = self.answers[node.source]
        keyed = self._by(node.source, _columns(node))
        if keyed is None:
            return AtHome.of(node, ties_of(node.filter), answers.at_home(period), period)
        return Keyed.of(node, self.sources[node.source], answers, keyed, period)

    def _by(self, source: str, columns: tuple[str, ...]) -> Answers | None:
        """Return who answers by `columns` where the rows are; None where they are at home, or must be."""
        key = source, columns
        if key not in self._keyed:
            self._keyed[key] = self.answers[source].keyed(columns) if columns else None
        return self._keyed[key]


def _columns(node: Aggregate) -> tuple[str, ...]:
    """Return the columns that tie rows to the row that asks, where they are all that does; else ()."""
    ties = ties_of(node.filter)
    names = [each.own.column for each in ties.ties if isinstance(each.own, m.ColumnValue)]
    alone = len(names) == len(ties.ties) == len(set(names))
    return tuple(names) if alone and not ties.mixed and not outer_values(node.value) else ()
