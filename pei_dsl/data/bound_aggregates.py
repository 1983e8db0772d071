"""Aggregates whose filter or value names figures of the plan: each is put in before rows are looked at."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from fractions import Fraction

import attrs

from pei_dsl.algebra.builtins.over_rows import COUNT
from pei_dsl.algebra.scalar import Environment, evaluate
from pei_dsl.algebra.values import Present, Value, absent
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
from pei_dsl.data.table import Table
from pei_dsl.model import expressions as m
from pei_dsl.model.absence import Absence
from pei_dsl.model.expressions import Aggregate
from pei_dsl.model.moment import Moment
from pei_dsl.model.periods import Period
from pei_dsl.model.plan import DataSource

# The value of the definition with a key, in a period.
ValueOf = Callable[[str, Period], Value]


def names_figures(node: Aggregate) -> bool:
    """Tell whether the filter or the value of `node` names a figure of the plan."""
    return any(isinstance(each, m.Reference) for each in m.parts_of(node))


def for_row(node: Aggregate, cells: Callable[[str], Value]) -> Aggregate | Absence:
    """Return `node` with literals in place of the cells of the row that asks, as `bound` puts in figures."""
    return _with_literals(node, Environment(outer=cells))


def bound(node: Aggregate, figure: Callable[[str], Value]) -> Aggregate | Absence:
    """
    Return `node` with literals in place of the figures that it names; the absence of one makes it absent.

    What is made of figures alone is computed once: `si_falta(MEDIA; 5)` is absent only where its value is.
    Nobody downstream need know of names: not the reference, no engine.
    """
    return _with_literals(node, Environment(reference=figure))


def _with_literals(node: Aggregate, environment: Environment) -> Aggregate | Absence:
    absences: list[Value] = []
    binding = _Binding(environment, absences)
    parts = [binding.of(part) for part in m.parts(node)]
    missing = absent(*absences)
    if missing is not None:
        return missing
    changed = m.with_parts(node, parts)
    assert isinstance(changed, Aggregate)
    return changed


@attrs.frozen
class _Binding:
    environment: Environment
    absences: list[Value]
    _of_rows: dict[int, bool] = attrs.field(factory=dict)
    _made: dict[int, m.Expression] = attrs.field(factory=dict)

    def of(self, part: m.Expression) -> m.Expression:
        """Return `part` with literals; a shared one is made once."""
        found = self._made.get(id(part))
        if found is None:
            found = self._made[id(part)] = self._bind(part)
        return found

    def _bind(self, part: m.Expression) -> m.Expression:
        if self._reads_rows(part):
            return m.with_parts(part, [self.of(each) for each in m.parts(part)])
        value = evaluate(part, self.environment)
        if isinstance(value, Absence):
            self.absences.append(value)
            return part
        return literal_of(value)

    def _reads_rows(self, part: m.Expression) -> bool:
        known = self._of_rows.get(id(part))
        if known is None:
            known = isinstance(part, m.ColumnValue) or any(self._reads_rows(each) for each in m.parts(part))
            self._of_rows[id(part)] = known
        return known


def literal_of(value: Present) -> m.Expression:
    """Return the expression that stands for `value`; a truth value is a comparison that has it."""
    match value:
        case bool():
            return m.Comparison("=", m.Number(Fraction(1)), m.Number(Fraction(value)))
        case Fraction():
            return m.Number(value)
        case datetime.date() | Moment():
            return m.Date(value)
        case str():
            return m.Text(value)


@attrs.frozen
class BoundAnswers:
    """
    The aggregates of a source, the figures that they name put in: those of the period that is measured.

    Groups of a breakdown are all held against the figure of the whole: a threshold is one for all.
    """

    answers: Answers
    figure: ValueOf

    def _bound(self, node: Aggregate, period: Period) -> Aggregate | Absence:
        return bound(node, lambda key: self.figure(key, period)) if names_figures(node) else node

    def outcome(self, node: Aggregate, period: Period, group: Group = WHOLE) -> Outcome:
        """Return what `node` gives in `period`."""
        concrete = self._bound(node, period)
        if not isinstance(concrete, Absence):
            return self.answers.outcome(concrete, period, group)
        every = Aggregate(COUNT.name, node.source, None, None, node.windows)
        return attrs.evolve(self.answers.outcome(every, period, group), value=concrete, rows=())

    def values(self, node: Aggregate, period: Period, groups: Sequence[Group]) -> list[Value]:
        """Return the values of `node` in `period` for several groups, in their order."""
        concrete = self._bound(node, period)
        if isinstance(concrete, Absence):
            return [concrete] * len(groups)
        return self.answers.values(concrete, period, groups)

    def groups(self) -> Sequence[Group]:
        """Return the groups of the breakdown that have rows."""
        return self.answers.groups()

    def rows(self, node: Aggregate, period: Period, columns: Sequence[str], limit: int) -> FoundRows:
        """Return the rows that `node` rests on in `period`; none where a figure that it names is absent."""
        concrete = self._bound(node, period)
        if isinstance(concrete, Absence):
            return FoundRows(0, ())
        return self.answers.rows(concrete, period, columns, limit)

    def last_month(self, span: Period) -> Period | None:
        """Return the last month that rows of `span` stand for, or None where it has none."""
        return self.answers.last_month(span)

    def months(self, span: Period) -> AbstractSet[Period]:
        """Return the months that rows of `span` stand for."""
        return self.answers.months(span)

    def groups_of(self, period: Period) -> Sequence[Group]:
        """Return the groups that may have rows in `period`."""
        return self.answers.groups_of(period)

    def by(self, columns: Sequence[str]) -> BoundAnswers:
        """Return what answers for the same rows, with groups told by `columns`."""
        return BoundAnswers(self.answers.by(columns), self.figure)

    def entities(self, source: DataSource, period: Period) -> Entities | None:
        """Return the rows of a source made of this one: no column of it names a figure."""
        return self.answers.entities(source, period)

    def keyed(self, columns: Sequence[str]) -> Answers | None:
        """Return what answers by groups of `columns` without bringing rows home; None where none can."""
        answers = self.answers.keyed(columns)
        return None if answers is None else BoundAnswers(answers, self.figure)

    def at_home(self, period: Period) -> TableAnswers:
        """Return all rows, with the computed columns that they have in `period`, in memory."""
        return self.answers.at_home(period)

    def announce(self, requests: Sequence[Request]) -> None:
        """Bring home what will be asked, but for what names figures, which are not known yet."""
        self.answers.announce([each for each in requests if not names_figures(each[0])])

    def making(self, period: Period) -> Making | None:
        """Return how the rows of `period` came about."""
        return self.answers.making(period)

    def unmatched(self, node: Aggregate, period: Period) -> Mapping[Aggregate, Unmatched]:
        """Return how many of the rows that `node` reads found no value in other sources, by what they ask."""
        return self.answers.unmatched(node, period)

    def asked(self) -> Asked | None:
        """Return what these rows ask of other sources; None where they ask nothing."""
        return self.answers.asked()

    def all_rows(self) -> Table:
        """Return all rows, brought home where they are elsewhere."""
        return self.answers.all_rows()

    def omitted(self) -> int:
        """Return how many rows of the source `omite:` left out."""
        return self.answers.omitted()

    def totals(self, node: Aggregate, period: Period) -> Mapping[str, int]:
        """Return how many of the rows that `node` rests on are called totals, by the column that says so."""
        concrete = self._bound(node, period)
        return {} if isinstance(concrete, Absence) else self.answers.totals(concrete, period)

    def half_filled(self, above: Aggregate, below: Aggregate, period: Period) -> int:
        """Return in how many rows only one of the columns of a pair has a figure."""
        one, other = self._bound(above, period), self._bound(below, period)
        if isinstance(one, Absence) or isinstance(other, Absence):
            return 0
        return self.answers.half_filled(one, other, period)
