"""
Sources that are made of another, `una fila por: certijoven.dni`: a row for each entity, anew for each period.

Who has a row is told by the rows of the other source that the clauses of `una fila por` let in.  What stands
in its columns is, for each aggregate, that same aggregate with `si clave = esta` added: so where its window
has rows, but none of this entity, a count is 0 and not absent.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from fractions import Fraction

import attrs

from pei_dsl.algebra.builtins.declarations import comparable
from pei_dsl.algebra.display import shown
from pei_dsl.algebra.values import Present, Value
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
    every_row,
)
from pei_dsl.data.filled_rows import Asking, Filled
from pei_dsl.data.keyed_values import values_by_key
from pei_dsl.data.lookups import Lookups
from pei_dsl.data.row_formulas import put_in
from pei_dsl.data.table import Row, Table
from pei_dsl.model.absence import Absence, Reason
from pei_dsl.model.expressions import Aggregate
from pei_dsl.model.moment import Moment
from pei_dsl.model.periods import Period
from pei_dsl.model.plan import DataSource, RowsOf


@attrs.frozen
class Made:
    """
    The rows of a source that is made of another, in one period.

    Attributes:
        answers: Who answers for them.
        making: How they came about.
        filled: The same rows with what they asked of others; None where they were made elsewhere.
    """

    answers: Answers
    making: Making
    filled: Filled | None = None


@attrs.define
class MadeAnswers:
    """
    The aggregates of a source that is made of another.

    Attributes:
        source: The source that is made.
        base: The other source.
        answers: Who answers for the rows of the other source.
        lookups: What the rows that are made ask of third sources.
        breakdown: The columns whose cells name the groups.
    """

    source: DataSource
    base: DataSource
    answers: Answers
    lookups: Lookups
    breakdown: tuple[str, ...] = ()
    _whole: MadeAnswers | None = None  # who makes the same rows, where groups are told by other columns
    _by_key: Answers | None = None
    _made: dict[Period, Made] = attrs.field(factory=dict)

    def make(self, asked: Mapping[Period, Sequence[Request]]) -> None:
        """
        Make the rows of periods: where they are if that can be, the others all from one scan of an engine.

        Args:
            asked: What will be asked of them, by period.

        Raises:
            EngineError: The engine refused, or there are more entities than may come home (PEI334).
        """
        home = []
        for period, requests in asked.items():
            there = self._there(period, requests)
            if there is None:
                home.append(period)
            else:
                self._made[period] = there
        if home:
            self._keyed.announce([(node, period) for period in home for node in self._made_by(period)])
            self.lookups.announce(home)
            self._made |= {period: self._at_home(period) for period in home}

    def _made_by(self, period: Period) -> Sequence[Aggregate]:
        """Return what is asked of the other source in `period`: nothing where holidays are not known."""
        calendars = self.lookups.calendars(period)
        return () if calendars.unknown is not None else calendars.into_source(self.source).made_by

    def _summed_up(self, period: Period) -> Sequence[Aggregate]:
        """Return what columns sum up of the other source in `period`, in the order of `summed_up`."""
        return [self.lookups.calendars(period).into(node) for node in self.source.summed_up]

    @property
    def _rows_of(self) -> RowsOf:
        assert self.source.rows_of is not None
        return self.source.rows_of

    @property
    def _keyed(self) -> Answers:
        if self._by_key is None:
            self._by_key = self.answers.by(self._rows_of.keys)
        return self._by_key

    def made(self, period: Period) -> Made:
        """Return the rows of `period`, and how they came about."""
        found = self._made.get(period)
        if found is None and self._whole is not None:
            whole = self._whole.made(period)
            found = self._made[period] = attrs.evolve(whole, answers=whole.answers.by(self.breakdown))
        elif found is None:
            self.make({period: ()})
            found = self._made[period]
        return found

    def _every(self, period: Period) -> Outcome:
        """Return how many rows could tell who has a row here."""
        rows_of = self._rows_of
        return self.answers.outcome(every_row(rows_of.source, rows_of.windows), period)

    def _there(self, period: Period, requests: Sequence[Request]) -> Made | None:
        """Return the rows of `period`, made where those of the other source are; None at home."""
        from pei_dsl.data.engine.connection import EngineError

        rows_of, every, calendars = self._rows_of, self._every(period), self.lookups.calendars(period)
        if isinstance(every.value, Absence) or calendars.unknown is not None:
            return None
        source = calendars.into_source(self.source)
        if source.columns_of_period:
            return None
        try:
            found = self.answers.entities(source, period)
            if found is None:
                return None
            answers = found.answers.by(self.breakdown) if self.breakdown else found.answers
            answers.announce(requests)
        except EngineError as refusal:
            if refusal.code == "PEI333":  # it would take no less time at home
                raise
            return None  # as a sum of more digits than it keeps: at home any number fits
        return Made(answers, Making(rows_of.text, found.rows, found.nobody, every.origin))

    def _at_home(self, period: Period) -> Made:
        rows_of = self._rows_of
        source, name = self.source, self.source.name
        every = self._every(period)
        making = Making(rows_of.text, every.read, 0, every.origin)
        no_holidays = self.lookups.calendars(period).unknown
        if no_holidays is not None:
            return Made(TableAnswers(source, Table(name, name, unusable=no_holidays), self.breakdown), making)
        asks, keyed = self._made_by(period)[0], self._keyed
        whole = self.answers.outcome(asks, period).value
        if isinstance(whole, Absence):
            # No rows that could tell, or one of which nobody knows whether it counts, or none that is sound.
            broken = None if whole.reason is Reason.NO_DATA and whole.cause == "no_rows" else whole
            table = Table(name, name, unusable=broken)
            return Made(TableAnswers(source, table, self.breakdown), making)
        groups = keyed.groups_of(period)
        counts = keyed.values(asks, period, groups)
        unknown = next((each for each in counts if _is_invalid(each)), None)
        if isinstance(unknown, Absence):  # a key that cannot be computed: nobody knows whose that row is
            return Made(TableAnswers(source, Table(name, name, unusable=unknown), self.breakdown), making)
        found = [(group, count) for group, count in zip(groups, counts, strict=True) if _is_some(count)]
        nobody = [int(str(count)) for group, count in found if None in group]
        entities = sorted((group for group, _ in found if None not in group), key=_order)
        asking = Asking.of(self.lookups, period)
        unread = asking.unusable or self._unread_below(period)
        if unread is not None:
            return Made(TableAnswers(source, Table(name, name, unusable=unread), self.breakdown), making)
        rows = self._rows(entities, period, asking)
        making = attrs.evolve(making, rows=int(str(whole)), nobody=sum(nobody))
        # There were rows that could tell who has one here: that nobody has is a zero.
        told = attrs.evolve(source, coverage=(period, period))
        answers = TableAnswers(told, Table(name, name, tuple(rows)), self.breakdown)
        return Made(answers, making, Filled(answers, asking.unmatched))

    def _unread_below(self, period: Period) -> Absence | None:
        """Return why nobody can tell what columns sum up: the other source rests on one without any rows."""
        asked = self._summed_up(period) if self.base.columns_of_period else ()
        values = (self.answers.outcome(node, period).value for node in asked)
        absent = (each for each in values if isinstance(each, Absence))
        return next((each for each in absent if self._is_of_others(each)), None)

    def _is_of_others(self, absence: Absence) -> bool:
        """Tell whether a figure is absent for want of rows of another source than the one summed up."""
        of = absence.params.get("source", self.base.name)
        return absence.reason is Reason.NO_DATA and of != self.base.name

    def _rows(self, entities: Sequence[Group], period: Period, asking: Asking) -> list[Row]:
        nodes, asked = self.source.summed_up, self._summed_up(period)
        columns = [
            values_by_key(node, self.base, self.answers, self._keyed, period, entities) for node in asked
        ]
        formulas = self.source.computed_in_order
        marked = bool(self.base.quality)
        rows = []
        for index, entity in enumerate(entities):
            cells: dict[str, Present | None] = dict(zip(self._rows_of.keys, entity, strict=True))
            broken: dict[str, Absence] = {}
            figures = (self._told_of(column[index], cells) for column in columns)
            asking.begin(index + 1, dict(zip(nodes, figures, strict=True)))
            put_in(cells, broken, formulas, asking.aggregate, period, asking.holidays)
            marks = (self._keyed.outcome(node, period, entity).quality for node in asked) if marked else ()
            mark = asking.marked(each for found in marks for each in found)
            rows.append(Row(cells, None, index + 1, mark, broken))
        return rows

    def _told_of(self, value: Value, cells: Mapping[str, Present | None]) -> Value:
        """Return `value` with the entity that has several values where one is wanted."""
        if not isinstance(value, Absence) or value.cause != "several_values":
            return value
        keys = ((key, cells[key]) for key in self._rows_of.keys)
        told = ", ".join(f"{key} {shown(cell) if isinstance(cell, Fraction) else cell}" for key, cell in keys)
        return attrs.evolve(value, cause="several_values_of", params={**value.params, "key": told})

    # ---- What is asked -----------------------------------------------------------------------------

    def outcome(self, node: Aggregate, period: Period, group: Group = WHOLE) -> Outcome:
        """Return what `node` gives in `period`."""
        return self.made(period).answers.outcome(node, period, group)

    def values(self, node: Aggregate, period: Period, groups: Sequence[Group]) -> list[Value]:
        """Return the values of `node` in `period` for several groups, in their order."""
        return self.made(period).answers.values(node, period, groups)

    def groups(self) -> Sequence[Group]:
        """Return the groups of the breakdown that have rows in a period that was asked for."""
        return list(dict.fromkeys(each for made in self._made.values() for each in made.answers.groups()))

    def groups_of(self, period: Period) -> Sequence[Group]:
        """Return the groups of the breakdown that have rows in `period`."""
        return self.made(period).answers.groups()

    def announce(self, requests: Sequence[Request]) -> None:
        """Make the rows of the periods that will be asked for, and bring home what will be asked of them."""
        by_period: dict[Period, list[Request]] = {}
        for node, period in requests:
            by_period.setdefault(period, []).append((node, period))
        if self._whole is None:
            self.make(by_period)
        for period, asked in by_period.items():
            self.made(period).answers.announce(asked)

    def entities(self, source: DataSource, period: Period) -> Entities | None:
        """Return the rows of a source that is made of this one, where the rows of this one are."""
        return self.made(period).answers.entities(source, period)

    def by(self, columns: Sequence[str]) -> Answers:
        """Return the same rows, with groups told by `columns`."""
        return MadeAnswers(
            self.source, self.base, self.answers, self.lookups, tuple(columns), self._whole or self
        )

    def keyed(self, columns: Sequence[str]) -> None:  # noqa: ARG002
        """Return None: only a period tells where these rows are."""
        return

    def at_home(self, period: Period) -> TableAnswers:
        """Return the rows of `period`, brought home."""
        return self.made(period).answers.at_home(period)

    def rows(self, node: Aggregate, period: Period, columns: Sequence[str], limit: int) -> FoundRows:
        """Return the rows that `node` rests on in `period`, which have no place in any file."""
        found = self.made(period).answers.rows(node, period, columns, limit)
        return FoundRows(found.count, tuple(attrs.evolve(row, number=0) for row in found.first))

    def asked(self) -> Asked:
        """Return what these rows ask of other sources."""
        return self.lookups

    def making(self, period: Period) -> Making | None:
        """Return how the rows of `period` came about."""
        return self.made(period).making

    def unmatched(self, node: Aggregate, period: Period) -> Mapping[Aggregate, Unmatched]:
        """Return how many of the rows that `node` reads found no value in other sources, by what they ask."""
        filled = self.made(period).filled
        return {} if filled is None else filled.unmatched_by(node, period)

    def all_rows(self) -> Table:
        """Return no rows: which there are, only a period tells."""
        return Table(self.source.name, "")

    def omitted(self) -> int:
        """Return how many rows `omite:` left out: of the other source, which tells it itself."""
        return 0

    def last_month(self, span: Period) -> Period | None:  # noqa: ARG002
        """Return None: these rows have no dates, those that they are made of are asked themselves."""
        return None

    def months(self, span: Period) -> AbstractSet[Period]:  # noqa: ARG002
        """Return no months."""
        return frozenset()

    def totals(self, node: Aggregate, period: Period) -> Mapping[str, int]:
        """Return how many of the rows that `node` rests on are called totals, by the column that says so."""
        return self.made(period).answers.totals(node, period)

    def half_filled(self, above: Aggregate, below: Aggregate, period: Period) -> int:
        """Return in how many rows only one of the columns of a pair has a figure."""
        return self.made(period).answers.half_filled(above, below, period)


def _is_some(count: Value) -> bool:
    return not isinstance(count, Absence) and count != 0


def _is_invalid(count: Value) -> bool:
    return isinstance(count, Absence) and count.reason is Reason.INVALID


def _order(entity: Group) -> tuple[Fraction | str | int | Moment, ...]:
    return tuple(comparable(cell) for cell in entity if cell is not None)
