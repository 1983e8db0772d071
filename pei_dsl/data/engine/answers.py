"""What an engine answers: asked for many aggregates at once, it scans once and keeps what came home."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from typing import TypeAlias

import attrs

from pei_dsl.algebra.values import Present, Value
from pei_dsl.data.aggregates import Outcome, covered, no_rows, window_of
from pei_dsl.data.answers import WHOLE, FoundRow, FoundRows, Group
from pei_dsl.data.engine import special
from pei_dsl.data.engine.calendar import EPOCH, Calendar
from pei_dsl.data.engine.conditions import columns_of
from pei_dsl.data.engine.connection import Connection, SqlRows
from pei_dsl.data.engine.figures import (
    NO_VALUES,
    Combination,
    Combined,
    Ranked,
    SqlRow,
    decode,
    exact,
    has_value,
    of_combinations,
    of_ranked,
    of_slots,
    sort_key,
    total,
)
from pei_dsl.data.engine.fused import PARTIALS, FusedPlan, Grouping, Slots
from pei_dsl.data.engine.measures import Measure, Recipe, Route, recipe
from pei_dsl.data.engine.relation import END, Relation
from pei_dsl.data.engine.sliding import Sliding
from pei_dsl.data.engine.windows import EVERYTHING, Keys, Shelf, Window
from pei_dsl.model import expressions as m
from pei_dsl.model.absence import Absence, Reason
from pei_dsl.model.expressions import Aggregate, ValueType
from pei_dsl.model.periods import Granularity, Period
from pei_dsl.model.quality import Qualities, Quality

Request: TypeAlias = tuple[Aggregate, Period]
Level: TypeAlias = bool  # of the groups of the breakdown, or of the whole

VALUES = "pei_values"
# With fewer different filters than this, grouping by what they ask costs more than asking row by row.
WORTH_FACTORING = 6
MARKS = tuple(Quality)
_LOOK_AHEAD = 1000


@attrs.define
class Scan:
    """
    What one run of queries brought home, for the aggregates and periods that were asked for together.

    Attributes:
        calendar: How days are put into buckets; None in a table without time.
        closings: The number of the last day with rows, by window.
        slots: Where the figures of each fused measure stand.
        fused: Their rows.
        runs: For different values: how many each window of a family sees, by group.
        middles: The mean of the two middle values of each window, by group.
        recipes: How each measure was had.
        shelves: Rows of the other routes, by measure.
        asked: What this scan can answer.
    """

    calendar: Calendar | None
    closings: dict[Period, int | None] = attrs.field(factory=dict)
    slots: dict[Measure, Slots] = attrs.field(factory=dict)
    fused: Shelf | None = None
    runs: dict[tuple[Measure, Period], dict[Group, int]] = attrs.field(factory=dict)
    middles: dict[tuple[Measure, Period], dict[Group, Fraction]] = attrs.field(factory=dict)
    recipes: dict[Measure, Recipe] = attrs.field(factory=dict)
    shelves: dict[Measure, Shelf] = attrs.field(factory=dict)
    asked: set[tuple[Measure, Period]] = attrs.field(factory=set)
    _sliding: dict[Measure, Sliding] = attrs.field(factory=dict)

    def window(self, span: Period | None, *, closing: bool) -> Window:
        """Return the buckets of `span`."""
        if self.calendar is None or span is None:
            return EVERYTHING
        return Window(
            self.calendar.number(span.start),
            self.calendar.number(span.end),
            self.closings.get(span) if closing else None,
        )

    def sliding(self, shelf: Shelf, slots: Slots) -> Sliding:
        """Return the totals of all columns that `slots` need, made once for each measure."""
        measure, offset = slots.recipe.measure, shelf.keys.offset
        if measure not in self._sliding:
            used = (slot for slot in (slots.present, *slots.sums, slots.passed) if slot is not None)
            places = dict.fromkeys([offset, *(offset + slot.index for slot in used)])
            self._sliding[measure] = Sliding(shelf, tuple(places))
        return self._sliding[measure]


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
        spans = {each: self._span(*each) for each in wanted}
        wanted = [each for each in wanted if spans[each] is not None]
        if not self.relation.source.time:
            spans = dict.fromkeys(wanted)
        if wanted:
            self._scans.append(_Reading(self, wanted, spans).read())

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
        value, read, marks = _Answer(self, scan, self.measure(node), span, group).figure()
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
        answer = _Answer(self, scan, self.measure(node), span, WHOLE)
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
        """Return the rows that `node` rests on in `period`: how many, and the cells of the first `limit`."""
        number = self.outcome(attrs.evolve(node, function="count"), period).value
        span = self._span(node, period)
        if span is None or not isinstance(number, Fraction):
            return FoundRows(0, ())
        dialect = self.connection.dialect
        how = recipe(self.measure(node), self.relation, dialect, factored=False)
        scope = special.Scope(self.relation, dialect, {}, "")
        home = how.route is Route.HOME
        wanted = list(dict.fromkeys([*columns, *(special.home_columns(how) if home else ())]))
        # What comes home to be decided may fall through: so many rows are looked at for a few that stay.
        looked_at = limit * _LOOK_AHEAD if home else limit
        query = special.rows(how, scope, wanted, self._days(how.measure, span), looked_at)
        found = []
        for row in self.connection.rows(query):
            cells = {
                column: decode(row[1 + index], self.relation.type(column))
                for index, column in enumerate(wanted)
            }
            if not home or has_value(how.measure, how.condition.home, cells):
                found.append((int(row[0]), cells))  # type: ignore[call-overload]
        places = self.relation.places
        numbers = [place for place, _ in found[:limit]]
        located = [("", number) for number in numbers] if places is None else places(numbers)
        first = tuple(
            FoundRow(number, file, {column: cells[column] for column in columns})
            for (file, number), (_, cells) in zip(located, found[:limit], strict=True)
        )
        return FoundRows(int(number), first)

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


NO_TIME = Period(datetime.date.min, datetime.date.max, Granularity.YEAR)


# ---- Reading -----------------------------------------------------------------------------------------


@attrs.define
class _Reading:
    """The queries of one scan."""

    answers: EngineAnswers
    wanted: Sequence[Request]
    spans: Mapping[Request, Period | None]

    @property
    def relation(self) -> Relation:
        return self.answers.relation

    def read(self) -> Scan:
        """Run the queries and return what came home."""
        timed = bool(self.relation.source.time)
        windows = {span for span in self.spans.values() if span is not None}
        scan = Scan(Calendar.for_windows(windows) if timed else None)
        where = self._where(windows) if timed else ""
        measures = dict.fromkeys(self.answers.measure(node) for node, _ in self.wanted)
        factored = self._factored(measures)
        dialect = self.answers.connection.dialect
        scan.recipes = {each: recipe(each, self.relation, dialect, factored=factored) for each in measures}
        if any(measure.closing for measure in measures):
            scan.closings = self._closings(scan, windows, where)
        grouping = Grouping(
            scan.calendar,
            tuple(sorted({day for day in scan.closings.values() if day is not None})),
            self.answers.breakdown,
            bool(self.relation.source.quality),
        )
        self._fused(scan, grouping, where)
        self._special(scan, grouping, where)
        scan.asked = {
            (self.answers.measure(node), NO_TIME if span is None else span)
            for (node, _), span in self.spans.items()
        }
        return scan

    def _factored(self, measures: Iterable[Measure]) -> bool:
        chosen = self.answers.factored
        if chosen is not None:
            return chosen
        filters = {measure.filter for measure in measures if measure.filter is not None}
        return self.answers.connection.dialect.factors and len(filters) >= WORTH_FACTORING

    def _where(self, windows: set[Period]) -> str:
        """Return the clause that leaves out the rows that no window can let in."""
        dialect = self.answers.connection.dialect
        first, last = min(span.start for span in windows), max(span.end for span in windows)
        start = self.relation.start
        return f" WHERE {start} >= {dialect.date(first)} AND {END} <= {dialect.date(last)}"

    def _closings(self, scan: Scan, windows: set[Period], where: str) -> dict[Period, int | None]:
        """Return the number of the last day with rows, of the whole table, in each window."""
        assert scan.calendar is not None
        grouping = Grouping(scan.calendar, (), (), quality=False)
        keys = grouping.expressions(self.relation, self.answers.connection.dialect)
        found = self.answers.connection.rows(special.closing_dates(self.relation, keys, where))
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
        dialect = self.answers.connection.dialect
        fused: dict[Measure, Recipe] = {}
        for measure, how in scan.recipes.items():
            if how.route is Route.FUSED:
                fused[measure] = how
            elif how.route is not Route.HOME:
                presence = measure.presence
                fused[presence] = recipe(
                    presence, self.relation, dialect, factored=self._factored(scan.recipes)
                )
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
        with self.answers.connection.over(PARTIALS, plan.stage_1) as query:
            return query(plan.stage_2)

    def _group(self, keys: Keys) -> Callable[[SqlRow], Group]:
        start, number = keys.breakdown
        kinds = [self.relation.type(column) for column in self.answers.breakdown]
        if all(kind is ValueType.TEXT for kind in kinds):
            return lambda row: tuple(row[start : start + number])  # type: ignore[arg-type]
        return lambda row: tuple(
            decode(cell, kind) for cell, kind in zip(row[start : start + number], kinds, strict=True)
        )

    # ---- Other routes ------------------------------------------------------------------------------

    def _special(self, scan: Scan, grouping: Grouping, where: str) -> None:
        dialect = self.answers.connection.dialect
        plain = attrs.evolve(grouping, quality=False)
        scope = special.Scope(self.relation, dialect, plain.expressions(self.relation, dialect), where)
        marked = attrs.evolve(scope, grouping=grouping.expressions(self.relation, dialect))
        counted: dict[str, list[Recipe]] = {}
        for measure, how in scan.recipes.items():
            if how.route is Route.RANKED:
                scan.shelves[measure] = self._shelf(special.ranked(how, scope), scope)
            elif how.route is Route.HOME:
                scan.shelves[measure] = self._shelf(special.combinations(how, marked), marked)
            elif how.route is Route.MIDDLE:
                self._middle(scan, how, scope)
            elif how.route is Route.DISTINCT:
                assert how.value is not None
                counted.setdefault(how.value.columns[0], []).append(how)
        for recipes in counted.values():
            self._distinct(scan, recipes, scope)

    def _shelf(self, query: str, scope: special.Scope) -> Shelf:
        """Return the rows of `query` by group, and all of them for the whole."""
        keys = Keys.of(tuple(scope.grouping))
        shelf = Shelf(keys)
        group_of = self._group(keys)
        for row in self.answers.connection.rows(query):
            shelf.put(WHOLE, row)
            if self.answers.breakdown:
                shelf.put(group_of(row), row)
        return shelf

    def _distinct(self, scan: Scan, recipes: Sequence[Recipe], scope: special.Scope) -> None:
        names = tuple(f"g{index}" for index in range(len(self.answers.breakdown)))
        asked = []
        for index, how in enumerate(recipes):
            for family in self._families(scan, how.measure):
                windows = [window for _, window in family]
                for level in ((), names) if names else ((),):
                    spans = self.relation.spans
                    query = special.visible(level, f"f{index}", windows, spans=spans, values=VALUES)
                    asked.append((query, how.measure, [span for span, _ in family], len(level)))
        with self.answers.connection.over(VALUES, special.distinct(recipes, scope)) as run:
            for query, measure, family_spans, width in asked:
                self._count_runs(scan, measure, family_spans, run(query), width)

    def _middle(self, scan: Scan, how: Recipe, scope: special.Scope) -> None:
        """Read the two middle values of every window."""
        names = tuple(f"g{index}" for index in range(len(self.answers.breakdown)))
        kinds = [self.relation.type(column) for column in self.answers.breakdown]
        with self.answers.connection.over(VALUES, special.histogram(how, scope)) as run:
            for span, window in (pair for family in self._families(scan, how.measure) for pair in family):
                found = scan.middles.setdefault((how.measure, span), {})
                for level in ((), names) if names else ((),):
                    rows = run(
                        special.middle(level, window, scope.dialect, spans=self.relation.spans, values=VALUES)
                    )
                    for row in rows:
                        if row[-1] is not None:
                            group = tuple(map(decode, row[: len(level)], kinds[: len(level)]))
                            found[group] = (exact(row[-2]) + exact(row[-1])) / 2

    def _count_runs(
        self, scan: Scan, measure: Measure, spans: Sequence[Period], rows: Iterable[SqlRow], width: int
    ) -> None:
        """Add to each of `spans` how many values the runs of windows bring that see it."""
        kinds = [self.relation.type(column) for column in self.answers.breakdown[:width]]
        for row in rows:
            group = tuple(decode(cell, kind) for cell, kind in zip(row[:width], kinds, strict=True))
            first, last, number = (int(cell) for cell in row[width:])  # type: ignore[call-overload]
            for span in spans[first : last + 1]:
                seen = scan.runs.setdefault((measure, span), {})
                seen[group] = seen.get(group, 0) + number

    def _families(self, scan: Scan, measure: Measure) -> list[list[tuple[Period, Window]]]:
        """Return the windows that `measure` is asked for, by clause and kind of period, in order of time."""
        found: dict[object, dict[Period, Window]] = {}
        for node, period in self.wanted:
            if self.answers.measure(node) != measure:
                continue
            span = self.spans[node, period]
            window = scan.window(span, closing=measure.closing)
            if measure.closing and window.closing is None:
                continue  # no rows at all
            family = (node.windows, period.granularity) if span is not None else None
            found.setdefault(family, {})[NO_TIME if span is None else span] = window
        return [sorted(windows.items(), key=lambda item: item[0]) for windows in found.values()]


def _has_value(slots: Slots, row: SqlRow, offset: int) -> bool:
    """Tell whether any row of a bucket passes the filter and has the value."""
    if slots.present is not None:
        return bool(row[offset + slots.present.index])
    return all(row[offset + slot.index] is not None for slot in slots.sums)


# ---- Answering ---------------------------------------------------------------------------------------


@attrs.define
class _Answer:
    """One figure, put together from what a scan brought home."""

    answers: EngineAnswers
    scan: Scan
    measure: Measure
    span: Period
    group: Group

    def figure(self) -> tuple[Value, int, Qualities]:
        """Return the value, how many rows the window let in, and the marks of those that it rests on."""
        scan, measure = self.scan, self.measure
        fused = scan.fused
        assert fused is not None
        timed = scan.calendar is not None
        window = scan.window(self.span if timed else None, closing=measure.closing)
        offset = fused.keys.offset
        rows = fused.rows(self.group, window)
        read = sum(int(row[offset]) for row in rows)  # type: ignore[call-overload]
        how = scan.recipes[measure]
        if how.route is Route.HOME:
            combined, marks = self._combined(how, window)
            return combined.value, read, marks
        slots = scan.slots[measure if how.route is Route.FUSED else measure.presence]
        marks = self._marks(rows, slots, offset)
        if how.route is Route.DISTINCT:
            return Fraction(scan.runs.get((measure, self.span), {}).get(self.group, 0)), read, marks
        if how.route is Route.MIDDLE:
            return self._middle(how), read, marks
        if how.route is Route.RANKED:
            return self._ranked(how, window), read, marks
        return of_slots(slots, rows, offset, self._kind(measure)), read, marks

    def for_groups(self) -> Callable[[Group], tuple[Value, int]]:
        """
        Return what gives the value of a group, and how many rows its window let in.

        What groups share is looked up once: where one row of a bucket holds the figure it is taken as it is,
        and of windows of several buckets only what comes and goes is added up.
        """
        scan, measure = self.scan, self.measure
        shelf, slots = scan.fused, scan.slots.get(measure)
        assert shelf is not None
        window = scan.window(self.span if scan.calendar is not None else None, closing=measure.closing)
        if (
            slots is None
            or not shelf.one_bucket_each(window)
            or any(slot.merge != "sum" for slot in slots.sums)
        ):
            return self._of_group
        if window.first == window.last:
            place = self._single_place(slots)
            return self._of_group if place is None else self._in_bucket(shelf, window.first, place)
        return self._sliding(shelf, slots, window)

    def _of_group(self, group: Group) -> tuple[Value, int]:
        self.group = group
        value, read, _ = self.figure()
        return value, read

    def _in_bucket(
        self, shelf: Shelf, bucket: int | None, place: int
    ) -> Callable[[Group], tuple[Value, int]]:
        by_group = shelf.by_group

        def figure(group: Group) -> tuple[Value, int]:
            rows = by_group.get(group, {}).get(bucket, ())  # type: ignore[arg-type]
            if len(rows) == 1 and (cell := rows[0][place]) is not None:
                return total(cell), 1
            return self._of_group(group)

        return figure

    def _sliding(self, shelf: Shelf, slots: Slots, window: Window) -> Callable[[Group], tuple[Value, int]]:
        sliding, kind = self.scan.sliding(shelf, slots), self._kind(self.measure)
        offset, places = shelf.keys.offset, sliding.places
        single = self._single_place(slots)
        index = None if single is None else places.index(single)
        sliding.move(window)

        def figure(group: Group) -> tuple[Value, int]:
            if index is not None and (cell := sliding.total(group, index)) is not None:
                return total(cell), 1
            totals = {place: sliding.total(group, index) for index, place in enumerate(places)}
            row = [totals.get(place) for place in range(max(places) + 1)]
            return of_slots(slots, [row], offset, kind), int(totals[offset] or 0)

        return figure

    def _single_place(self, slots: Slots) -> int | None:
        """Return where the figure stands in a row, for a plain count or sum; None for others."""
        assert self.scan.fused is not None
        offset, value = self.scan.fused.keys.offset, slots.recipe.value
        if self.measure.function == "count" and slots.present is not None:
            return offset + slots.present.index
        plain = value is not None and list(value.factors.values()) == [1] and not value.constant
        return offset + slots.sums[0].index if self.measure.function == "sum" and plain else None

    def _middle(self, how: Recipe) -> Value:
        assert how.value is not None
        found = self.scan.middles.get((self.measure, self.span), {}).get(self.group)
        (factor,) = how.value.factors.values()
        return NO_VALUES if found is None else factor * found + how.value.constant

    def _kind(self, measure: Measure) -> ValueType:
        columns = columns_of(measure.value)
        return self.answers.relation.type(columns[0]) if columns else ValueType.NUMBER

    def _marks(self, rows: Sequence[SqlRow], slots: Slots, offset: int) -> Qualities:
        assert self.scan.fused is not None
        place = self.scan.fused.keys.mark
        if place is None:
            return frozenset()
        numbers = {int(row[place]) for row in rows if _has_value(slots, row, offset)}  # type: ignore[call-overload]
        return frozenset(MARKS[number - 1] for number in numbers if number)

    def _cells(self, row: SqlRow, columns: Sequence[str], offset: int) -> dict[str, Present | None]:
        relation = self.answers.relation
        return {
            column: decode(row[offset + index], relation.type(column)) for index, column in enumerate(columns)
        }

    def _ranked(self, how: Recipe, window: Window) -> Value:
        shelf = self.scan.shelves[self.measure]
        assert how.value is not None
        kinds = self._order_kinds()
        after = shelf.keys.offset + len(kinds)
        found = [
            Ranked(self._order(row, kinds, shelf.keys.offset), self._cells(row, how.value.columns, after))
            for row in shelf.rows(self.group, window)
        ]
        return of_ranked(self.measure, found)

    def _order_kinds(self) -> list[ValueType]:
        """Return the types of what orders rows; see `special.order_of`."""
        source = self.answers.relation.source
        found = [ValueType.DATE] if source.time else []
        if not source.order:
            return [*found, ValueType.NUMBER] if self.answers.relation.numbered else found
        columns = (*source.order, *columns_of(self.measure.value))
        return [*found, *(self.answers.relation.type(column) for column in columns)]

    @staticmethod
    def _order(row: SqlRow, kinds: Sequence[ValueType], offset: int) -> tuple[object, ...]:
        return sort_key(decode(row[offset + index], kind) for index, kind in enumerate(kinds))

    def _combined(self, how: Recipe, window: Window) -> tuple[Combined, Qualities]:
        shelf = self.scan.shelves[self.measure]
        columns = special.home_columns(how)
        offset = shelf.keys.offset
        kinds = self._order_kinds() if special.ordered_at_home(how) else []
        mark = shelf.keys.mark
        conditions: tuple[m.Expression, ...] = how.condition.home
        combinations = []
        marked: dict[int, list[Combination]] = {}
        for row in shelf.rows(self.group, window):
            combination = Combination(
                self._cells(row, columns, offset),
                int(row[-2]),  # type: ignore[call-overload]
                int(row[-1]),  # type: ignore[call-overload]
                self._order(row, kinds, offset + len(columns)),
            )
            combinations.append(combination)
            if mark is not None:
                marked.setdefault(int(row[mark]), []).append(combination)  # type: ignore[call-overload]
        combined = of_combinations(self.measure, conditions, combinations)
        presence = self.measure.presence
        marks = frozenset(
            MARKS[number - 1]
            for number, found in marked.items()
            if number and of_combinations(presence, conditions, found).present
        )
        return combined, marks
