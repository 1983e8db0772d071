"""What an engine answers: asked for many aggregates at once, it scans once and keeps what came home."""

from __future__ import annotations

import datetime
import functools
from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from fractions import Fraction
from typing import TypeAlias, TypeVar

import attrs

from pei_dsl.algebra.builtins.over_rows import COUNT
from pei_dsl.algebra.values import Value, is_invalid
from pei_dsl.data.aggregates import Outcome, covered, no_rows, window_of
from pei_dsl.data.answers import (
    WHOLE,
    Entities,
    FoundRows,
    Group,
    RowsAlone,
    TableAnswers,
    every_row,
    number_in,
)
from pei_dsl.data.completeness import (
    TOTALS,
    NotLookedAtError,
    counted,
    half_filled,
    months_between,
    text_columns,
)
from pei_dsl.data.engine.connection import Connection, EngineError
from pei_dsl.data.engine.decoding import decode
from pei_dsl.data.engine.entity_tables import entity_table
from pei_dsl.data.engine.found_rows import found_rows
from pei_dsl.data.engine.home_rows import groups_at_home, rows_at_home
from pei_dsl.data.engine.merge.exact_figures import has_value
from pei_dsl.data.engine.merge.scan import NO_TIME, Scan
from pei_dsl.data.engine.merge.scanned_figure import ScannedFigure
from pei_dsl.data.engine.query import own_queries
from pei_dsl.data.engine.query.calendar import EPOCH, Calendar
from pei_dsl.data.engine.query.measures import Measure, Route, recipe
from pei_dsl.data.engine.query.sql_terms import Terms
from pei_dsl.data.engine.relation import END, Relation
from pei_dsl.data.engine.scan_run import ScanRun, Wanted
from pei_dsl.data.table import Table
from pei_dsl.data.written_out import WrittenOut
from pei_dsl.model import expressions as m
from pei_dsl.model.absence import Absence, Reason
from pei_dsl.model.expressions import Aggregate
from pei_dsl.model.periods import Granularity, Period
from pei_dsl.model.plan import Column, DataSource

Request: TypeAlias = tuple[Aggregate, Period]
T = TypeVar("T")

_LOOK_AHEAD = 1000


@attrs.define
class EngineAnswers(RowsAlone):
    """
    The aggregates of one source, computed where its rows are.

    Attributes:
        relation: The rows.
        connection: The engine that holds them.
        breakdown: Columns by which figures are wanted beside those of the whole.
        factored: Whether to group by classes of what filters ask; None to decide by their number.
        table: The rows whose last days close windows, where `relation` has but some of them.
        terms: What SQL computes of each row.
    """

    relation: Relation
    connection: Connection
    breakdown: tuple[str, ...] = ()
    factored: bool | None = None
    table: Relation | None = None
    terms: Terms = attrs.field(kw_only=True)
    _scans: list[Scan] = attrs.field(factory=list)
    _measures: dict[Aggregate, Measure] = attrs.field(factory=dict)
    _spans: dict[tuple[tuple[m.Window, ...], Period], Period | None] = attrs.field(factory=dict)
    _outcomes: dict[tuple[Aggregate, Period, Group], Outcome] = attrs.field(factory=dict)
    _groups: list[Group] | None = None
    _announced: dict[Request, None] = attrs.field(factory=dict)
    _of_totals: dict[str, EngineAnswers] = attrs.field(factory=dict)
    _dated: Mapping[Period, Sequence[tuple[datetime.date, datetime.date]]] = attrs.field(factory=dict)
    _refused: bool = False

    @terms.default
    def _no_terms(self) -> Terms:
        return Terms(self.relation, self.connection)

    # ---- Asking ------------------------------------------------------------------------------------

    def prefetch(self, requests: Iterable[Request]) -> None:
        """
        Bring home what `requests` need, all of it from one scan where that is possible.

        Raises:
            EngineError: The engine refused.
        """
        announced = dict.fromkeys(requests)
        self._announced.update(announced)
        wanted = [(node, period) for node, period in announced if self._scan(node, period) is None]
        timed = bool(self.relation.source.time)
        asked = [
            Wanted(self.measure(node), span, (node.windows, period.granularity) if timed else None)
            for node, period in wanted
            if (span := self._span(node, period)) is not None
        ]
        if asked:
            run = ScanRun(self._wide, self.connection, self.breakdown, asked, self.factored, self.table)
            self._scans.append(run.read())

    def _scan(self, node: Aggregate, period: Period) -> Scan | None:
        if not self._scans:
            return None
        asked = (self.measure(node), self._span(node, period))
        return next((scan for scan in self._scans if asked in scan.asked), None)

    def _span(self, node: Aggregate, period: Period) -> Period | None:
        if not self.relation.source.time:
            return NO_TIME
        key = (node.windows, period)
        if key not in self._spans:
            self._spans[key] = window_of(node.windows, period)
        return self._spans[key]

    def measure(self, node: Aggregate) -> Measure:
        """Return the measure that `node` asks for; made once, since thousands of periods ask for the same."""
        found = self._measures.get(node)
        if found is None:
            asked = self.terms.written(node)
            found = self._measures[node] = Measure.of(asked, self.relation.source)
        return found

    @property
    def _wide(self) -> Relation:
        """The rows, with a column for what SQL computes of each for `measure`."""
        return self.terms.wide

    def groups(self) -> list[Group]:
        """
        Return the groups of the breakdown that have rows at any time, in no order.

        A query of its own: scans see only the rows of the periods that are asked for, and a group that has
        none in them is one whose figures are missing.

        Raises:
            EngineError: The engine refused.
        """
        if self._groups is None:
            by = self.breakdown
            self._groups = groups_at_home(self.relation, self.connection, by) if by else []
        return self._groups

    def outcome(self, node: Aggregate, period: Period, group: Group = WHOLE) -> Outcome:
        """Return what `node` gives in `period`, for the whole or for a group of the breakdown."""
        key = (node, period, group)
        found = self._outcomes.get(key)
        if found is None:
            found = self._outcomes[key] = self._compute(node, period, group)
        return found

    def _compute(self, node: Aggregate, period: Period, group: Group) -> Outcome:
        source, origin = self.relation.source, self.relation.origin
        span = self._span(node, period)
        if span is None:
            return Outcome(no_rows(source, period), origin=origin)
        scan = self._scan(node, period)
        if scan is None:  # nobody announced it: a scan for it alone
            self.prefetch([(node, period)])
            scan = self._scans[-1]
        value, read, marks = ScannedFigure(self._wide, scan, self.measure(node), span, group).figure()
        if not read and not covered(source, node.windows, period):
            return Outcome(no_rows(source, period), origin=origin)
        if isinstance(value, Absence) and value.cause == "no_values":
            value = Absence(Reason.NO_DATA, "no_values", {"source": source.name, "period": str(period)})
        return Outcome(value, (), read, origin, marks)

    def values(self, node: Aggregate, period: Period, groups: Sequence[Group]) -> list[Value]:
        """Return the values of `node` for several groups; what they share is looked up once."""
        span = self._span(node, period)
        nothing = no_rows(self.relation.source, period)
        if span is None:
            return [nothing] * len(groups)
        scan = self._scan(node, period)
        if scan is None:
            self.prefetch([(node, period)])
            scan = self._scans[-1]
        answer = ScannedFigure(self._wide, scan, self.measure(node), span, WHOLE)
        is_covered = covered(self.relation.source, node.windows, period)
        no_values = Absence(Reason.NO_DATA, "no_values", dict(nothing.params))
        figure_of = answer.for_groups()
        found: list[Value] = []
        for group in groups:
            value, read = figure_of(group)
            if not read and not is_covered:
                value = nothing
            elif isinstance(value, Absence) and value.cause == "no_values":
                value = no_values
            found.append(value)
        return found

    def rows(self, node: Aggregate, period: Period, columns: Sequence[str], limit: int) -> FoundRows:
        """
        Return the rows that `node` rests on in `period`: how many, and the cells of the first `limit`.

        Where one of them makes it *inválido*, that is the only one.
        """
        counted = attrs.evolve(node, function=COUNT.name, rank=None)
        number = self.outcome(counted, period).value
        span = self._span(node, period)
        if span is None or not isinstance(number, Fraction):
            broken = isinstance(number, Absence) and number.reason is Reason.INVALID
            return self._broken(counted, period, columns) if broken else FoundRows(0, ())
        dialect = self.connection.dialect
        how = recipe(self.measure(node), self._wide, dialect, factored=False)
        scope = own_queries.Scope(self._wide, dialect, {}, "")
        home = how.route is Route.HOME
        wanted = list(dict.fromkeys([*columns, *(own_queries.home_columns(how) if home else ())]))
        # What comes home to be decided may fall through: so many rows are looked at for a few that stay.
        looked_at = limit * _LOOK_AHEAD if home else limit
        query = own_queries.rows(how, scope, wanted, self._days(how.measure, span), looked_at)
        found = []
        for row in self.connection.rows(query):
            cells = {
                column: decode(row[1 + index], scope.relation.type(column))
                for index, column in enumerate(wanted)
            }
            if not home or has_value(how.measure, how.condition.home, cells):
                found.append((int(row[0]), cells))  # type: ignore[call-overload]
        return FoundRows(int(number), found_rows(self.relation, found[:limit], columns))

    def _broken(self, node: Aggregate, period: Period, columns: Sequence[str]) -> FoundRows:
        """Return the row that makes `node` *inválido*, the first where rows have places."""
        scan, span = self._scan(node, period), self._span(node, period)
        assert scan is not None
        assert span is not None
        measure, dialect = self.measure(node), self.connection.dialect
        cells = ScannedFigure(self._wide, scan, measure, span, WHOLE).broken_cells()
        how = recipe(measure, self._wide, dialect, factored=False)
        scope = own_queries.Scope(self._wide, dialect, {}, "")
        conditions = [*self._days(measure, span), *own_queries.same_cells(cells, scope)]
        ((place, *found),) = self.connection.rows(own_queries.rows(how, scope, columns, conditions, 1))
        decoded = {
            column: decode(cell, self.relation.type(column))
            for column, cell in zip(columns, found, strict=True)
        }
        return FoundRows(1, found_rows(self.relation, [(int(place), decoded)], columns))  # type: ignore[call-overload]

    # ---- Whether they are complete -----------------------------------------------------------------

    def groups_of(self, period: Period) -> list[Group]:  # noqa: ARG002  (rows are the same in all)
        """Return the groups of the breakdown that have rows at any time."""
        return self.groups()

    def by(self, columns: Sequence[str]) -> EngineAnswers:
        """Return what answers for the same rows, with groups told by `columns`."""
        return EngineAnswers(self.relation, self.connection, tuple(columns), self.factored, terms=self.terms)

    def holding(self, columns: Iterable[Column]) -> EngineAnswers | None:
        """Return what answers with computed `columns` as if they stood in the file; None where SQL cannot."""
        rows = self.terms.holding(columns)
        return None if rows is None else EngineAnswers(rows, self.connection, self.breakdown, self.factored)

    def entities(self, source: DataSource, period: Period) -> Entities | None:
        """
        Return the rows of `source`, made of these in the engine; None where they must come home.

        Raises:
            EngineError: The engine refused.
        """
        source = self.terms.of_source(source)
        every = {node.windows: every_row(node.source, node.windows) for node in source.made_by}
        read = {windows: self.outcome(node, period).read for windows, node in every.items()}

        def days(node: Aggregate) -> Sequence[str] | None:
            windows = node.windows
            span = self._span(every[windows], period)
            if span is None or not (read[windows] or covered(self.relation.source, windows, period)):
                return None
            return self._days(self.measure(every[windows]), span)

        most = sum(read.values())
        found = entity_table(source, self._wide, self.connection, days, period, most)
        if found is None:
            return None
        made = EngineAnswers(found.relation, self.connection, factored=self.factored)
        return Entities(WrittenOut(found.source, made), found.rows, found.nobody)

    def keyed(self, columns: Sequence[str]) -> EngineAnswers:
        """Return what answers by groups of `columns`: where the rows are."""
        return self.by(columns)

    def at_home(self, period: Period) -> TableAnswers:  # noqa: ARG002  (rows are the same in all)
        """Return what `all_rows` does, which raises what that raises."""
        return TableAnswers(self.relation.source, self.all_rows())

    def announce(self, requests: Sequence[Request]) -> None:
        """
        Bring home what `requests` need, and the groups.

        Raises:
            EngineError: The engine refused.
        """
        self.prefetch(requests)
        self.groups()

    def all_rows(self) -> Table:
        """Return all rows, brought home; `EngineError` where the engine refuses, or there are too many."""
        return rows_at_home(self.relation, self.connection)

    def omitted(self) -> int:
        """Return how many rows of the source `omite:` left out."""
        return self.relation.omitted

    def last_month(self, span: Period) -> Period | None:
        """Return the last month that rows of `span` stand for, of a window that figures were asked in."""
        scan = next((each for each in self._scans if span in each.spans), None)
        last = None if scan is None else scan.last_day(span)
        return None if last is None else Period(last, last, Granularity.DAY).enclosing(Granularity.MONTH)

    def months(self, span: Period) -> AbstractSet[Period]:
        """Return the months that rows of `span` stand for: all windows are asked for at once, when needed."""
        if span not in self._dated:
            spans = {each for scan in self._scans for each in scan.spans}
            self._dated = dict.fromkeys(spans, self._beside(lambda: self._read_months(spans)))
        inside = (each for each in self._dated[span] if span.start <= each[0] and each[1] <= span.end)
        return frozenset(month for each in inside for month in months_between(*each))

    def _read_months(self, spans: AbstractSet[Period]) -> Sequence[tuple[datetime.date, datetime.date]]:
        """Return the first day and the last of the months that rows of `spans` begin and end in."""
        rows = self.connection.rows(own_queries.months(self.relation, self.connection.dialect, spans))
        numbers = ((int(first), int(last)) for first, last in rows)  # type: ignore[call-overload]
        return [(Calendar(1).first_day(first), Calendar(1).last_day(last)) for first, last in numbers]

    def totals(self, node: Aggregate, period: Period) -> Mapping[str, int]:
        """Return how many of the rows that `node` rests on are called totals, by the column that says so."""
        relation = self.relation
        columns = [
            each
            for each in text_columns(relation.source)
            if relation.totals is None or each in relation.totals
        ]
        if not columns or is_invalid(self.outcome(node, period).value):
            return {}
        found = {each: self._beside(functools.partial(self._called, each, node, period)) for each in columns}
        return {column: number for column, number in found.items() if number}

    def _called(self, column: str, node: Aggregate, period: Period) -> int:
        """Return how many of the rows that `node` rests on are those that `column` calls totals."""
        if column not in self._of_totals:
            words = ", ".join(self.connection.dialect.text(each) for each in TOTALS)
            rows = self.relation.with_cells(column, words)
            answers = EngineAnswers(rows, self.connection, factored=False, table=self.relation)
            answers.prefetch((counted(node), period) for node, period in self._announced)
            self._of_totals[column] = answers
        return number_in(self._of_totals[column], counted(node), period)

    def half_filled(self, above: Aggregate, below: Aggregate, period: Period) -> int:
        """Return in how many rows only one of the columns of a pair has a figure."""
        return self._beside(lambda: number_in(self, half_filled(above, below), period))

    def _beside(self, ask: Callable[[], T]) -> T:
        """
        Return what `ask` asks beside the figures; after a refusal nothing more is asked.

        Raises:
            NotLookedAtError: The engine refused, now or before.
        """
        if self._refused:
            raise NotLookedAtError
        try:
            return ask()
        except EngineError as refusal:
            self._refused = True
            raise NotLookedAtError from refusal

    def _days(self, measure: Measure, span: Period) -> list[str]:
        """Return the conditions that let in the rows of `span`."""
        if span == NO_TIME:
            return []
        dialect, start = self.connection.dialect, self.relation.start
        days = [f"{start} >= {dialect.date(span.start)}", f"{END} <= {dialect.date(span.end)}"]
        scan = next((scan for scan in self._scans if (measure, span) in scan.asked), None)
        closing = None if scan is None or not measure.closing else scan.closings.get(span)
        if closing is not None:
            days.append(f"{END} = {dialect.date(datetime.date.fromordinal(EPOCH + closing))}")
        return days
