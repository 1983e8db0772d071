"""The queries that bring home what several aggregates need: one scan, and others where one cannot say it."""

from __future__ import annotations

import datetime
import functools
from collections.abc import Callable, Iterable, Sequence

import attrs

from pei_dsl.data.answers import WHOLE, Group
from pei_dsl.data.engine.connection import Connection, SqlRows
from pei_dsl.data.engine.decoding import SqlRow, decode, exact
from pei_dsl.data.engine.merge.scan import Scan
from pei_dsl.data.engine.merge.shelves import Keys, Shelf
from pei_dsl.data.engine.query import own_queries
from pei_dsl.data.engine.query.calendar import EPOCH, Calendar, Window
from pei_dsl.data.engine.query.fused_plan import PARTIALS, FusedPlan, Grouping
from pei_dsl.data.engine.query.measures import Measure, Recipe, Route, recipe
from pei_dsl.data.engine.relation import END, Relation
from pei_dsl.model.expressions import ValueType
from pei_dsl.model.periods import Period

VALUES = "pei_values"
# With fewer different filters than this, grouping by what they ask costs more than asking row by row.
WORTH_FACTORING = 6


@attrs.frozen
class Wanted:
    """
    A measure over a stretch of time.

    Attributes:
        span: Which days; `scan.NO_TIME` in a table without time.
        family: Those of one family follow each other in time.
    """

    measure: Measure
    span: Period
    family: object = None


@attrs.define
class ScanRun:
    """
    The queries of one scan.

    Attributes:
        relation: The rows.
        connection: The engine that holds them.
        breakdown: Columns by which figures are wanted beside those of the whole.
        wanted: What is asked for.
        factored: Whether to group by classes of what filters ask; None to decide by their number.
        table: The rows whose last days close windows, where `relation` has but some of them.
    """

    relation: Relation
    connection: Connection
    breakdown: tuple[str, ...]
    wanted: Sequence[Wanted]
    factored: bool | None = None
    table: Relation | None = None

    def read(self) -> Scan:
        """Run the queries and return what came home."""
        timed = bool(self.relation.source.time)
        windows = {each.span for each in self.wanted}
        scan = Scan(Calendar.for_windows(windows) if timed else None)
        where = self._where(windows) if timed else ""
        measures = dict.fromkeys(each.measure for each in self.wanted)
        scan.recipes = {each: self._recipe(each) for each in measures}
        if any(measure.closing for measure in measures):
            scan.closings = self._closings(scan, windows, where)
        grouping = Grouping(
            scan.calendar,
            tuple(sorted({day for day in scan.closings.values() if day is not None})),
            self.breakdown,
            bool(self.relation.source.quality),
        )
        self._fused(scan, grouping, where)
        self._apart(scan, grouping, where)
        scan.asked = {(each.measure, each.span) for each in self.wanted}
        return scan

    def _recipe(self, measure: Measure) -> Recipe:
        return recipe(measure, self.relation, self.connection.dialect, factored=self._factors)

    @functools.cached_property
    def _factors(self) -> bool:
        if self.factored is not None:
            return self.factored
        filters = {each.measure.filter for each in self.wanted} - {None}
        return self.connection.dialect.factors and len(filters) >= WORTH_FACTORING

    def _where(self, windows: set[Period]) -> str:
        """Return the clause that leaves out the rows that no window can let in."""
        dialect = self.connection.dialect
        first, last = min(span.start for span in windows), max(span.end for span in windows)
        start = self.relation.start
        return f" WHERE {start} >= {dialect.date(first)} AND {END} <= {dialect.date(last)}"

    def _closings(self, scan: Scan, windows: set[Period], where: str) -> dict[Period, int | None]:
        """Return the number of the last day with rows, of the whole table, in each window."""
        assert scan.calendar is not None
        grouping = Grouping(scan.calendar, (), (), quality=False)
        table = self.table or self.relation
        keys = grouping.expressions(table, self.connection.dialect)
        found = self.connection.rows(own_queries.closing_dates(table, keys, where))
        shelf = Shelf(Keys.of(tuple(keys)))
        for row in found:
            shelf.put(WHOLE, row)
        closings: dict[Period, int | None] = {}
        for span in windows:
            days = [
                decode(row[-1], ValueType.DATE) for row in shelf.rows(WHOLE, scan.window(span, closing=False))
            ]
            last = max((day for day in days if isinstance(day, datetime.date)), default=None)
            closings[span] = None if last is None else last.toordinal() - EPOCH
        return closings

    # ---- Fused -------------------------------------------------------------------------------------

    def _fused(self, scan: Scan, grouping: Grouping, where: str) -> None:
        """Read the counts, sums, least and greatest, and who has a value for the other measures."""
        dialect = self.connection.dialect
        fused: dict[Measure, Recipe] = {}
        for measure, how in scan.recipes.items():
            if how.route is Route.FUSED:
                fused[measure] = how
            elif how.route is not Route.HOME:
                fused[measure.presence] = self._recipe(measure.presence)
        plans = FusedPlan.several(list(fused.values()), self.relation, dialect, grouping, where)
        scan.slots = {slots.recipe.measure: slots for plan in plans for slots in plan.slots}
        keys = Keys.of(plans[0].keys)
        scan.fused = Shelf(keys)
        rows = self._figures(plans[0])
        for plan in plans[1:]:
            others = {tuple(row[: keys.offset]): row[keys.offset :] for row in self._figures(plan)}
            rows = [(*row, *others[tuple(row[: keys.offset])]) for row in rows]
        group_of = self._group(keys)
        for row in rows:
            of_group = keys.level is not None and row[keys.level]
            scan.fused.put(group_of(row) if of_group else WHOLE, row)

    def _figures(self, plan: FusedPlan) -> SqlRows:
        with self.connection.over(PARTIALS, plan.stage_1) as query:
            return query(plan.stage_2)

    def _group(self, keys: Keys) -> Callable[[SqlRow], Group]:
        start, number = keys.breakdown
        kinds = [self.relation.type(column) for column in self.breakdown]
        if all(kind is ValueType.TEXT for kind in kinds):
            return lambda row: tuple(row[start : start + number])  # type: ignore[arg-type]
        return lambda row: tuple(
            decode(cell, kind) for cell, kind in zip(row[start : start + number], kinds, strict=True)
        )

    # ---- Other routes ------------------------------------------------------------------------------

    def _apart(self, scan: Scan, grouping: Grouping, where: str) -> None:
        dialect = self.connection.dialect
        plain = attrs.evolve(grouping, quality=False)
        scope = own_queries.Scope(self.relation, dialect, plain.expressions(self.relation, dialect), where)
        marked = attrs.evolve(scope, grouping=grouping.expressions(self.relation, dialect))
        counted: dict[str, list[Recipe]] = {}
        for measure, how in scan.recipes.items():
            if how.route is Route.RANKED:
                scan.shelves[measure] = self._shelf(own_queries.ranked(how, scope), scope)
            elif how.route is Route.HOME:
                scan.shelves[measure] = self._shelf(own_queries.combinations(how, marked), marked)
            elif how.route is Route.MIDDLE:
                self._middle(scan, how, scope)
            elif how.route is Route.DISTINCT:
                assert how.value is not None
                counted.setdefault(how.value.columns[0], []).append(how)
        for recipes in counted.values():
            self._distinct(scan, recipes, scope)

    def _shelf(self, query: str, scope: own_queries.Scope) -> Shelf:
        """Return the rows of `query` by group, and all of them for the whole."""
        keys = Keys.of(tuple(scope.grouping))
        shelf = Shelf(keys)
        group_of = self._group(keys)
        for row in self.connection.rows(query):
            shelf.put(WHOLE, row)
            if self.breakdown:
                shelf.put(group_of(row), row)
        return shelf

    def _distinct(self, scan: Scan, recipes: Sequence[Recipe], scope: own_queries.Scope) -> None:
        names = tuple(f"g{index}" for index in range(len(self.breakdown)))
        asked = []
        for index, how in enumerate(recipes):
            for family in self._families(scan, how.measure):
                windows = [window for _, window in family]
                for level in ((), names) if names else ((),):
                    spans = self.relation.spans
                    query = own_queries.visible(level, f"f{index}", windows, spans=spans, values=VALUES)
                    asked.append((query, how.measure, [span for span, _ in family], len(level)))
        with self.connection.over(VALUES, own_queries.distinct(recipes, scope)) as run:
            for query, measure, family_spans, width in asked:
                self._count_runs(scan, measure, family_spans, run(query), width)

    def _middle(self, scan: Scan, how: Recipe, scope: own_queries.Scope) -> None:
        """Read the two middle values of every window."""
        names = tuple(f"g{index}" for index in range(len(self.breakdown)))
        kinds = [self.relation.type(column) for column in self.breakdown]
        with self.connection.over(VALUES, own_queries.histogram(how, scope)) as run:
            for span, window in (pair for family in self._families(scan, how.measure) for pair in family):
                found = scan.middles.setdefault((how.measure, span), {})
                for level in ((), names) if names else ((),):
                    rows = run(
                        own_queries.middle(
                            level, window, scope.dialect, spans=self.relation.spans, values=VALUES
                        )
                    )
                    for row in rows:
                        if row[-1] is not None:
                            group = tuple(map(decode, row[: len(level)], kinds[: len(level)]))
                            found[group] = (exact(row[-2]) + exact(row[-1])) / 2

    def _count_runs(
        self, scan: Scan, measure: Measure, spans: Sequence[Period], rows: Iterable[SqlRow], width: int
    ) -> None:
        """Add to each of `spans` how many values the runs of windows bring that see it."""
        kinds = [self.relation.type(column) for column in self.breakdown[:width]]
        for row in rows:
            group = tuple(decode(cell, kind) for cell, kind in zip(row[:width], kinds, strict=True))
            first, last, number = (int(cell) for cell in row[width:])  # type: ignore[call-overload]
            for span in spans[first : last + 1]:
                seen = scan.runs.setdefault((measure, span), {})
                seen[group] = seen.get(group, 0) + number

    @functools.cached_property
    def _by_measure(self) -> dict[Measure, list[Wanted]]:
        found: dict[Measure, list[Wanted]] = {}
        for each in self.wanted:
            found.setdefault(each.measure, []).append(each)
        return found

    def _families(self, scan: Scan, measure: Measure) -> list[list[tuple[Period, Window]]]:
        """
        Return the windows that `measure` is asked for, by clause and kind of period, in order of time.

        Clauses may come to the same days, `acumulado` of a year and the year: these are asked for once.
        """
        found: dict[object, dict[Period, Window]] = {}
        for each in {each.span: each for each in self._by_measure[measure]}.values():
            window = scan.window(each.span, closing=measure.closing)
            if not measure.closing or window.closing is not None:  # else there are no rows at all
                found.setdefault(each.family, {})[each.span] = window
        return [sorted(windows.items(), key=lambda item: item[0]) for windows in found.values()]
