"""
Sources whose columns ask others, answered where their rows are: group the others, then LEFT JOIN.

Of each source that is asked the engine makes a row for each key, as it does for a made source; so no row of
the source that asks is ever doubled.  A key without a row there gets what no row gives, an empty key nothing.
Rows of a source that is elsewhere are grouped where they are, at home or by another engine, and what comes of
that is brought to the engine of the rows that ask.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

import attrs

from pei_dsl.algebra.builtins.over_rows import COUNT
from pei_dsl.algebra.kinds import kind_of_result
from pei_dsl.algebra.scalar import day_of
from pei_dsl.data.answers import Answers, TableAnswers, Unmatched, every_row, number_in
from pei_dsl.data.calendars import Calendars
from pei_dsl.data.filled_rows import columns_read
from pei_dsl.data.keyed_values import has_rows, of_no_row
from pei_dsl.data.lookups import Lookups
from pei_dsl.data.made_answers import MadeAnswers
from pei_dsl.data.written_out import WrittenOut
from pei_dsl.model import expressions as m
from pei_dsl.model.expressions import Aggregate, ValueType, Window
from pei_dsl.model.periods import Period
from pei_dsl.model.plan import Column, DataSource, RowsOf
from pei_dsl.model.row_cells import columns_in, outer_values
from pei_dsl.model.ties import ties_of, without_ties

if TYPE_CHECKING:
    from pei_dsl.data.engine.engine_answers import EngineAnswers
    from pei_dsl.data.engine.query.joined_rows import JoinedRows
    from pei_dsl.data.engine.relation import Relation

# Numbers of two tables may be kept with different digits, which engines compare each in its own way.
_TIED = frozenset({ValueType.TEXT, ValueType.DATE})


@attrs.frozen
class Joined:
    """
    The rows of a source with the columns that ask others, where they are.

    Attributes:
        source: The source as the engine has it: what is asked of others is written in columns of theirs.
        answers: Who answers for it.
        figures: What stands there for each aggregate of another source.
        columns: The columns of the source that may be asked for there.
    """

    source: DataSource
    answers: WrittenOut
    figures: Mapping[Aggregate, m.Expression]
    columns: frozenset[str]


def joined(
    source: DataSource, answers: Answers, lookups: Lookups, period: Period, columns: Iterable[str]
) -> Joined | None:
    """
    Return the rows that `source` has in `period` with what `columns` ask; None where they must come home.

    Args:
        source: The source, with all its columns.
        answers: Who answers for its rows without those that ask others.
        lookups: What they ask.
        period: The period that is measured.
        columns: The columns that are wanted; what others ask is not looked for.
    """
    from pei_dsl.data.engine.connection import EngineError
    from pei_dsl.data.engine.query.joined_rows import JoinedRows

    engine = _engine_of(answers)
    if engine is None or source.quality or source.time in source.columns_of_period:
        return None
    asked = source.asked_by(columns)
    if any(_is_unusable(lookups.answers[node.source]) for node in asked):
        return None
    if lookups.calendars(period).unknown is not None:
        return None
    rows = JoinedRows(engine.relation, engine.connection.dialect)
    joining = _Joining(source, engine, lookups, period, rows)
    try:
        for together in joining.together(asked):
            joining.add(*together)
    except EngineError as refusal:
        if refusal.code == "PEI333":  # it would take no less time at home
            raise
        return None
    return joining.made() if joining.figures or _names_days(source) else None


def _names_days(source: DataSource) -> bool:
    """Tell whether columns name days of the period or holidays, which stand there as literals."""
    formulas = (part for each in source.computed for part in m.parts_of(each.formula))
    return any(isinstance(part, m.PeriodDay | m.Reference) for part in formulas)


def unmatched_there(
    there: Joined, source: DataSource, node: Aggregate, period: Period
) -> Mapping[Aggregate, Unmatched]:
    """Return how many of the rows that `node` reads found no value, by what they asked."""
    every, *counts = counted_there(there, source, node)
    if not counts:
        return {}
    rows = number_in(there.answers, every, period)
    asked = source.asked_by(columns_read(node))
    found = zip(asked, (number_in(there.answers, each, period) for each in counts), strict=True)
    return {each: Unmatched(rows - number, rows) for each, number in found}


def counted_there(there: Joined, source: DataSource, node: Aggregate) -> Sequence[Aggregate]:
    """Return what counts the rows that `node` reads, and for all that these ask those that found a value."""
    with_figures = (
        Aggregate(COUNT.name, source.name, there.figures[each], None, node.windows)
        for each in source.asked_by(columns_read(node))
    )
    return [every_row(source.name, node.windows), *with_figures]


def _engine_of(answers: Answers) -> EngineAnswers | None:
    """Return the engine that has the rows, or None where they are at home or in several places."""
    from pei_dsl.data.engine.engine_answers import EngineAnswers

    inner = answers.answers if isinstance(answers, WrittenOut) else answers
    return inner if isinstance(inner, EngineAnswers) else None


def _is_unusable(answers: Answers) -> bool:
    """Tell whether figures may not rest on rows: then no row that asks them has a figure for anything."""
    if isinstance(answers, TableAnswers):
        return answers.table.unusable is not None
    return _engine_of(answers) is None


@attrs.define
class _Joining:
    """
    The walk over what a source asks.

    Attributes:
        rows: The rows that ask, with what is joined so far.
        figures: For each aggregate, its figure written in columns that are joined.
    """

    source: DataSource
    engine: EngineAnswers
    lookups: Lookups
    period: Period
    rows: JoinedRows
    figures: dict[Aggregate, m.Expression] = attrs.field(factory=dict)

    @property
    def calendars(self) -> Calendars:
        """The holidays that columns leave out, all of them known."""
        return self.lookups.calendars(self.period)

    def together(
        self, asked: Iterable[Aggregate]
    ) -> Iterator[tuple[str, Sequence[tuple[str, str]], Sequence[Aggregate]]]:
        """Yield what is asked of one source by the same columns over the same days, all at once."""
        found: dict[tuple[str, tuple[tuple[str, str], ...], tuple[Window, ...]], list[Aggregate]] = {}
        for node in asked:
            tied = self._tied(node)
            if tied:
                found.setdefault((node.source, tied, node.windows), []).append(node)
        for (name, tied, _), nodes in found.items():
            yield name, tied, nodes

    def _tied(self, node: Aggregate) -> tuple[tuple[str, str], ...]:
        """Return the columns that tie, of the other source and of this one; () where that is not all."""
        other, ties = self.lookups.sources[node.source], ties_of(node.filter)
        if ties.mixed or ties.asking or other.quality or outer_values(node.value):
            return ()
        pairs = []
        for tie in ties.ties:
            if not isinstance(tie.own, m.ColumnValue) or not isinstance(tie.outer, m.OuterValue):
                return ()
            own, outer = other.columns[tie.own.column], self.source.columns[tie.outer.column]
            if outer.formula is not None or own.type not in _TIED:
                return ()
            pairs.append((own.name, outer.name))
        return tuple(pairs) if len({own for own, _ in pairs}) == len(pairs) else ()

    def add(self, name: str, tied: Sequence[tuple[str, str]], nodes: Sequence[Aggregate]) -> None:
        """Join what `nodes` sum up of the source `name`, as far as SQL can say it."""
        other, answers = self.lookups.sources[name], self.lookups.answers[name]
        if not has_rows(nodes[0], other, answers, self.period):
            for node in nodes:
                self.figures[node] = self._nothing(node, other)
            return
        for group in (nodes, *([each] for each in nodes)):  # all at once, else those that can be said
            plain = [without_ties(self.calendars.into(node)) for node in group if node not in self.figures]
            made = self._made(name, [own for own, _ in tied], plain) if plain else None
            if made is not None:
                self._join(*made, tied, [each for each in group if each not in self.figures])

    def _made(
        self, name: str, keys: Sequence[str], nodes: Sequence[Aggregate]
    ) -> tuple[DataSource, Relation] | None:
        """Return a row for each key of the source `name`, with what `nodes` sum up; None where none tells."""
        from pei_dsl.data.engine.into_engine import brought

        other, answers = self.lookups.sources[name], self.lookups.answers[name]
        made, there = _made_of(other, keys, nodes), _engine_of(answers)
        if there is not None and there.connection is self.engine.connection:
            entities = answers.entities(made, self.period)
            inner = None if entities is None else entities.answers
            if not isinstance(inner, WrittenOut):
                return None
            engine = _engine_of(inner)
            assert engine is not None
            return inner.source, engine.relation
        alone = Lookups(made, self.lookups.sources, {})
        home = MadeAnswers(made, other, answers, alone).at_home(self.period)
        stored = {column: attrs.evolve(each, formula=None) for column, each in made.columns.items()}
        source = attrs.evolve(made, columns=stored, rows_of=None)
        relation = brought(self.engine.connection, source, home.table)
        return None if relation is None else (source, relation)

    def _nothing(self, node: Aggregate, other: DataSource) -> m.Expression:
        """Return the figure where there are no rows that could tell: it is absent."""
        return m.ColumnValue(self.rows.nothing(_type_of(node, other)))

    def _join(
        self,
        made: DataSource,
        relation: Relation,
        tied: Sequence[tuple[str, str]],
        nodes: Sequence[Aggregate],
    ) -> None:
        called = dict(self.rows.join(relation, tied, self._zeros(made, nodes)))
        for index, node in enumerate(nodes):
            column = made.columns[_VALUE.format(index)]
            figure = m.ColumnValue(column.name) if column.formula is None else column.formula
            self.figures[node] = _renamed(figure, called)

    def _zeros(self, made: DataSource, nodes: Sequence[Aggregate]) -> frozenset[str]:
        """Return the columns that are 0 where no row is meant; all others are empty there."""
        found: set[str] = set()
        for index, node in enumerate(nodes):
            if of_no_row(node, self.period) == Fraction(0):
                formula = made.columns[_VALUE.format(index)].formula
                read = [each.column for each in m.parts_of(formula) if isinstance(each, m.ColumnValue)]
                found.update(read or [_VALUE.format(index)])
        return frozenset(found)

    def made(self) -> Joined:
        """Return the rows with all that was joined."""
        from pei_dsl.data.engine.engine_answers import EngineAnswers

        known = self._known()
        computed = {
            each.name: attrs.evolve(each, formula=self._in_cells(each.formula))
            for each in self.source.computed
            if each.name in known
        }
        new = {name: Column(name, kind) for name, kind in self.rows.types.items()}
        stored = self.engine.relation.source.columns
        source = attrs.evolve(self.source, columns={**stored, **new, **computed})
        relation = self.rows.made(source.stored)
        answers = EngineAnswers(relation, self.engine.connection, factored=self.engine.factored)
        return Joined(source, WrittenOut(source, answers), self.figures, known)

    def _known(self) -> frozenset[str]:
        """Return the columns that rest on nothing but what is there."""
        known = {name for name, column in self.source.columns.items() if column.formula is None}
        for column in self.source.computed_in_order:
            asks = [each for each in m.parts_of(column.formula) if isinstance(each, Aggregate)]
            if all(each in self.figures for each in asks) and known.issuperset(columns_in(column.formula)):
                known.add(column.name)
        return frozenset(known)

    def _in_cells(self, formula: m.Expression | None) -> m.Expression | None:
        """Return `formula` with the figures of other sources in their places."""

        def out(part: m.Expression) -> m.Expression:
            if isinstance(part, Aggregate):
                return self.figures[part]
            if isinstance(part, m.Reference):
                return self.calendars.into(part)
            if isinstance(part, m.PeriodDay):
                return m.Date(day_of(part, self.period))
            return m.with_parts(part, [out(each) for each in m.parts(part)])

        return None if formula is None else out(formula)


_VALUE = " v{}"  # no column that a plan declares begins with a blank


def _made_of(other: DataSource, keys: Sequence[str], nodes: Sequence[Aggregate]) -> DataSource:
    """Return a source with a row for each combination of `keys` of `other`, and what `nodes` sum up of it."""
    columns = {key: attrs.evolve(other.columns[key], formula=None) for key in keys}
    windows = nodes[0].windows if nodes else ()
    for index, node in enumerate(nodes):
        name = _VALUE.format(index)
        columns[name] = Column(name, _type_of(node, other), formula=node)
    return DataSource(
        f"{other.name} {' '.join(keys)}",
        columns=columns,
        rows_of=RowsOf(other.name, tuple(keys), None, windows),
    )


def _type_of(node: Aggregate, other: DataSource) -> ValueType:
    return kind_of_result(node, lambda name: other.columns[name].type)


def _renamed(figure: m.Expression, called: Mapping[str, str]) -> m.Expression:
    if isinstance(figure, m.ColumnValue):
        return m.ColumnValue(called[figure.column])
    return m.with_parts(figure, [_renamed(each, called) for each in m.parts(figure)])
