"""What an engine answers: asked for many aggregates at once, it scans once and keeps what came home."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import TypeAlias

import attrs

from pei_dsl.algebra.builtins.over_rows import COUNT
from pei_dsl.algebra.values import Present, Value
from pei_dsl.data.aggregates import Outcome, covered, no_rows, window_of
from pei_dsl.data.answers import WHOLE, FoundRow, FoundRows, Group, Making
from pei_dsl.data.completeness import any_total, asked_of_pair, called_total, rows_of, text_columns
from pei_dsl.data.engine.connection import Connection
from pei_dsl.data.engine.decoding import decode
from pei_dsl.data.engine.home_rows import rows_at_home
from pei_dsl.data.engine.merge.exact_figures import has_value
from pei_dsl.data.engine.merge.scan import NO_TIME, Scan
from pei_dsl.data.engine.merge.scanned_figure import ScannedFigure
from pei_dsl.data.engine.query import own_queries
from pei_dsl.data.engine.query.calendar import EPOCH
from pei_dsl.data.engine.query.measures import Measure, Route, recipe
from pei_dsl.data.engine.relation import END, Relation
from pei_dsl.data.engine.scan_run import ScanRun, Wanted
from pei_dsl.data.table import Table
from pei_dsl.model import expressions as m
from pei_dsl.model.absence import Absence, Reason
from pei_dsl.model.expressions import Aggregate
from pei_dsl.model.periods import Period

Request: TypeAlias = tuple[Aggregate, Period]

_LOOK_AHEAD = 1000


@attrs.define
class EngineAnswers:
    """
    The aggregates of one source, computed where its rows are.

    Attributes:
        relation: The rows.
        connection: The engine that holds them.
        breakdown: Columns by which figures are wanted beside those of the whole.
        factored: Whether to group by classes of what filters ask; None to decide by their number.
    """

    relation: Relation
    connection: Connection
    breakdown: tuple[str, ...] = ()
    factored: bool | None = None
    _scans: list[Scan] = attrs.field(factory=list)
    _measures: dict[Aggregate, Measure] = attrs.field(factory=dict)
    _spans: dict[tuple[tuple[m.Window, ...], Period], Period | None] = attrs.field(factory=dict)
    _outcomes: dict[tuple[Aggregate, Period, Group], Outcome] = attrs.field(factory=dict)
    _groups: list[Group] | None = None

    # ---- Asking ------------------------------------------------------------------------------------

    def prefetch(self, requests: Iterable[Request]) -> None:
        """
        Bring home what `requests` need, all of it from one scan where that is possible.

        Raises:
            EngineError: The engine refused.
        """
        wanted = [
            (node, period) for node, period in dict.fromkeys(requests) if self._scan(node, period) is None
        ]
        timed = bool(self.relation.source.time)
        asked = [
            Wanted(self.measure(node), span, (node.windows, period.granularity) if timed else None)
            for node, period in wanted
            if (span := self._span(node, period)) is not None
        ]
        if asked:
            run = ScanRun(self.relation, self.connection, self.breakdown, asked, self.factored)
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
            found = self._measures[node] = Measure.of(node, self.relation.source)
        return found

    def groups(self) -> list[Group]:
        """
        Return the groups of the breakdown that have rows at any time, in no order.

        A query of its own: scans see only the rows of the periods that are asked for, and a group that has
        none in them is one whose figures are missing.

        Raises:
            EngineError: The engine refused.
        """
        if self._groups is None:
            self._groups = self._read_groups() if self.breakdown else []
        return self._groups

    def _read_groups(self) -> list[Group]:
        relation = self.relation
        columns = ", ".join(relation.alias(column) for column in self.breakdown)
        found = self.connection.rows(f"SELECT DISTINCT {columns} FROM ({relation.query}) t")
        kinds = [relation.type(column) for column in self.breakdown]
        return list(
            dict.fromkeys(
                tuple(decode(cell, kind) for cell, kind in zip(row, kinds, strict=True)) for row in found
            )
        )

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
        value, read, marks = ScannedFigure(self.relation, scan, self.measure(node), span, group).figure()
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
        answer = ScannedFigure(self.relation, scan, self.measure(node), span, WHOLE)
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
        counted = attrs.evolve(node, function=COUNT.name)
        number = self.outcome(counted, period).value
        span = self._span(node, period)
        if span is None or not isinstance(number, Fraction):
            broken = isinstance(number, Absence) and number.reason is Reason.INVALID
            return self._broken(counted, period, columns) if broken else FoundRows(0, ())
        dialect = self.connection.dialect
        how = recipe(self.measure(node), self.relation, dialect, factored=False)
        scope = own_queries.Scope(self.relation, dialect, {}, "")
        home = how.route is Route.HOME
        wanted = list(dict.fromkeys([*columns, *(own_queries.home_columns(how) if home else ())]))
        # What comes home to be decided may fall through: so many rows are looked at for a few that stay.
        looked_at = limit * _LOOK_AHEAD if home else limit
        query = own_queries.rows(how, scope, wanted, self._days(how.measure, span), looked_at)
        found = []
        for row in self.connection.rows(query):
            cells = {
                column: decode(row[1 + index], self.relation.type(column))
                for index, column in enumerate(wanted)
            }
            if not home or has_value(how.measure, how.condition.home, cells):
                found.append((int(row[0]), cells))  # type: ignore[call-overload]
        return FoundRows(int(number), self._located(found[:limit], columns))

    def _located(
        self, rows: Sequence[tuple[int, dict[str, Present | None]]], columns: Sequence[str]
    ) -> tuple[FoundRow, ...]:
        """Return rows, given by their places and cells, with their files and lines."""
        places = self.relation.places
        numbers = [place for place, _ in rows]
        located = [("", number) for number in numbers] if places is None else places(numbers)
        return tuple(
            FoundRow(number, file, {column: cells[column] for column in columns})
            for (file, number), (_, cells) in zip(located, rows, strict=True)
        )

    def _broken(self, node: Aggregate, period: Period, columns: Sequence[str]) -> FoundRows:
        """Return the row that makes `node` *inválido*, the first where rows have places."""
        scan, span = self._scan(node, period), self._span(node, period)
        assert scan is not None
        assert span is not None
        measure, dialect = self.measure(node), self.connection.dialect
        cells = ScannedFigure(self.relation, scan, measure, span, WHOLE).broken_cells()
        how = recipe(measure, self.relation, dialect, factored=False)
        scope = own_queries.Scope(self.relation, dialect, {}, "")
        conditions = [*self._days(measure, span), *own_queries.same_cells(cells, scope)]
        ((place, *found),) = self.connection.rows(own_queries.rows(how, scope, columns, conditions, 1))
        decoded = {
            column: decode(cell, self.relation.type(column))
            for column, cell in zip(columns, found, strict=True)
        }
        return FoundRows(1, self._located([(int(place), decoded)], columns))  # type: ignore[call-overload]

    # ---- Whether they are complete -----------------------------------------------------------------

    def groups_of(self, period: Period) -> list[Group]:  # noqa: ARG002  (rows are the same in all)
        """Return the groups of the breakdown that have rows at any time."""
        return self.groups()

    def by(self, columns: Sequence[str]) -> EngineAnswers:
        """Return what answers for the same rows, with groups told by `columns`."""
        return EngineAnswers(self.relation, self.connection, tuple(columns), self.factored)

    def announce(self, requests: Sequence[Request]) -> None:
        """
        Bring home what `requests` need, and the groups.

        Raises:
            EngineError: The engine refused.
        """
        self.prefetch(requests)
        self.groups()

    def making(self, period: Period) -> Making | None:  # noqa: ARG002
        """Return None: these rows are those of a file or a database."""
        return None

    def all_rows(self) -> Table:
        """
        Return all rows, brought home.

        Raises:
            EngineError: The engine refused, or there are too many (PEI334).
        """
        return rows_at_home(self.relation, self.connection)

    def omitted(self) -> int:
        """Return how many rows of the source `omite:` left out."""
        return self.relation.omitted

    def number_of_rows(self, period: Period) -> int:
        """Return how many rows lie in `period`."""
        return self.outcome(rows_of(self.relation.source.name), period).read

    def totals(self, node: Aggregate, period: Period) -> Mapping[str, int]:
        """Return how many of the rows that `node` rests on are called totals, by the column that says so."""
        source = self.relation.source
        total = any_total(node, source)
        if total is None or not self._number(total, period):
            return {}
        found = {each: self._number(called_total(node, [each]), period) for each in text_columns(source)}
        return {column: number for column, number in found.items() if number}

    def half_filled(self, above: Aggregate, below: Aggregate, period: Period) -> int:
        """Return in how many rows only one of the columns of a pair has a figure."""
        one, other, both = (self._number(each, period) for each in asked_of_pair(above, below))
        return one + other - 2 * both

    def _number(self, count: Aggregate, period: Period) -> int:
        value = self.outcome(count, period).value
        return int(value) if isinstance(value, Fraction) else 0

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
