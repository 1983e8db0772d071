"""Computed columns: put into rows that are at home, and into the aggregates that engines are asked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet

import attrs

from pei_dsl.algebra.values import Value
from pei_dsl.data.aggregates import Outcome
from pei_dsl.data.answers import (
    WHOLE,
    Answers,
    Entities,
    FoundRow,
    FoundRows,
    Group,
    Making,
    Request,
    RowsAlone,
    TableAnswers,
)
from pei_dsl.data.row_formulas import put_in
from pei_dsl.data.table import Row, Table
from pei_dsl.model import expressions as m
from pei_dsl.model.absence import Absence
from pei_dsl.model.expressions import Aggregate
from pei_dsl.model.periods import Period
from pei_dsl.model.plan import Column, DataSource


def with_computed(table: Table, source: DataSource) -> Table:
    """Return `table` with the computed columns of `source` in its rows: what they mean, for all readers."""
    columns = source.computed_in_order
    if not columns or table.unusable is not None:
        return table
    return attrs.evolve(table, rows=tuple(_computed(row, columns) for row in table.rows))


def _computed(row: Row, columns: Sequence[Column]) -> Row:
    cells = dict(row.cells)
    broken: dict[str, Absence] = {}
    put_in(cells, broken, columns)
    return attrs.evolve(row, cells=cells, broken=broken)


def written_out(node: Aggregate, source: DataSource) -> Aggregate:
    """Return `node` with the formulas of computed columns in their place, down to columns of the file."""
    changed = _down_to_file(node, source)
    assert isinstance(changed, Aggregate)
    return changed


def _down_to_file(expression: m.Expression, source: DataSource) -> m.Expression:
    computed = {each.name: each.formula for each in source.computed}
    if not any(
        isinstance(each, m.ColumnValue) and each.column in computed for each in m.parts_of(expression)
    ):
        return expression
    made: dict[int, m.Expression] = {}

    def out(part: m.Expression) -> m.Expression:
        found = made.get(id(part))
        if found is None:
            formula = computed.get(part.column) if isinstance(part, m.ColumnValue) else None
            inner = part if formula is None else formula
            changed = [out(each) for each in m.parts(inner)] if inner is part else None
            found = made[id(part)] = out(inner) if changed is None else m.with_parts(part, changed)
        return found

    return out(expression)


def answered(source: DataSource, given: Table | Answers, breakdown: Sequence[str]) -> Table | Answers:
    """
    Return what answers for `source` with its computed columns, `given` who answers for those of its file.

    Where groups are told apart by a computed column that no engine computes, all rows come home.
    """
    if not source.computed:
        return given
    if isinstance(given, Table):
        return with_computed(given, source)
    columns = {each.name for each in source.computed}
    if not set(breakdown) <= set(source.breakdowns) or columns.isdisjoint(breakdown):
        return WrittenOut(source, given)
    there = _there(source, given, breakdown)
    return with_computed(given.all_rows(), source) if there is None else there.by(breakdown)


def _there(source: DataSource, answers: Answers, columns: Iterable[str]) -> WrittenOut | None:
    """Return who answers with computed `columns` as if they stood in the file; None where no engine does."""
    if not isinstance(answers, RowsAlone):
        return None
    computed = [each for each in source.computed_in_order if each.name in {*columns}]
    held = answers.holding(
        attrs.evolve(each, formula=_down_to_file(m.ColumnValue(each.name), source)) for each in computed
    )
    if held is None:
        return None
    stored = {each.name: attrs.evolve(each, formula=None) for each in computed}
    return WrittenOut(attrs.evolve(source, columns={**source.columns, **stored}), held)


@attrs.frozen
class WrittenOut(RowsAlone):
    """
    The aggregates of a source with computed columns, asked of who knows the columns of its file alone.

    Attributes:
        source: The source with its computed columns.
        answers: Who answers for the columns of the file.
    """

    source: DataSource
    answers: Answers

    def outcome(self, node: Aggregate, period: Period, group: Group = WHOLE) -> Outcome:
        """Return what `node` gives in `period`."""
        return self.answers.outcome(written_out(node, self.source), period, group)

    def values(self, node: Aggregate, period: Period, groups: Sequence[Group]) -> list[Value]:
        """Return the values of `node` in `period` for several groups, in their order."""
        return self.answers.values(written_out(node, self.source), period, groups)

    def groups(self) -> Sequence[Group]:
        """Return the groups of the breakdown that have rows."""
        return self.answers.groups()

    def rows(self, node: Aggregate, period: Period, columns: Sequence[str], limit: int) -> FoundRows:
        """Return the rows that `node` rests on in `period`, with the cells of computed columns."""
        needed = [
            each for each in self.source.with_inputs(columns) if self.source.columns[each].formula is None
        ]
        found = self.answers.rows(written_out(node, self.source), period, needed, limit)
        return FoundRows(found.count, tuple(self._shown(row, columns) for row in found.first))

    def _shown(self, found: FoundRow, columns: Sequence[str]) -> FoundRow:
        row = _computed(Row(found.cells, None, found.number), self.source.computed_in_order)
        return attrs.evolve(found, cells={name: row.cells.get(name) for name in columns})

    def groups_of(self, period: Period) -> Sequence[Group]:
        """Return the groups that may have rows in `period`."""
        return self.answers.groups_of(period)

    def by(self, columns: Sequence[str]) -> Answers:
        """Return the same rows, with groups told by `columns`; what no engine computes of them comes home."""
        there = self._with(columns)
        if there is None:
            return TableAnswers(self.source, self.all_rows(), tuple(columns))
        return WrittenOut(there.source, there.answers.by(columns))

    def _with(self, columns: Iterable[str]) -> WrittenOut | None:
        """Return who answers with those of `columns` that are computed as if they stood in the file."""
        if {each.name for each in self.source.computed}.isdisjoint(columns):
            return self
        return _there(self.source, self.answers, columns)

    def entities(self, source: DataSource, period: Period) -> Entities | None:
        """Return the rows of a source made of this one; None where no engine computes a key of it."""
        rows_of = source.rows_of
        assert rows_of is not None
        there = self._with(rows_of.keys)
        if there is None:
            return None

        def out(part: m.Expression) -> m.Expression:
            if isinstance(part, Aggregate):
                return written_out(part, there.source)
            return m.with_parts(part, [out(each) for each in m.parts(part)])

        who = written_out(source.made_by[0], there.source)
        columns = {
            name: each if each.formula is None else attrs.evolve(each, formula=out(each.formula))
            for name, each in source.columns.items()
        }
        of_file = attrs.evolve(source, columns=columns, rows_of=attrs.evolve(rows_of, filter=who.filter))
        return there.answers.entities(of_file, period)

    def keyed(self, columns: Sequence[str]) -> Answers | None:
        """Return what answers by groups of `columns` where the rows are; None where one is made at home."""
        there = self._with(columns)
        answers = None if there is None else there.answers.keyed(columns)
        return None if there is None or answers is None else WrittenOut(there.source, answers)

    def at_home(self, period: Period) -> TableAnswers:  # noqa: ARG002
        """Return all rows, brought home, with their computed columns."""
        return TableAnswers(self.source, self.all_rows())

    def announce(self, requests: Sequence[Request]) -> None:
        """Bring home what will be asked."""
        self.answers.announce([(written_out(node, self.source), period) for node, period in requests])

    def making(self, period: Period) -> Making | None:
        """Return how the rows of `period` came about."""
        return self.answers.making(period)

    def all_rows(self) -> Table:
        """Return all rows, brought home, with their computed columns."""
        return with_computed(self.answers.all_rows(), self.source)

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
        return self.answers.totals(written_out(node, self.source), period)

    def half_filled(self, above: Aggregate, below: Aggregate, period: Period) -> int:
        """Return in how many rows only one of the columns of a pair has a figure."""
        one, other = written_out(above, self.source), written_out(below, self.source)
        return self.answers.half_filled(one, other, period)
