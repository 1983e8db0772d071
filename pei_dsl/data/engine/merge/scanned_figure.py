"""From what a scan brought home to one figure, or to those of many groups."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction

import attrs

from pei_dsl.algebra.builtins.aspects import AggregateQuery
from pei_dsl.algebra.values import Present, Value
from pei_dsl.data.answers import Group
from pei_dsl.data.engine.decoding import SqlRow, decode, total
from pei_dsl.data.engine.merge.exact_figures import (
    NO_VALUES,
    Combination,
    Combined,
    Ranked,
    of_combinations,
    of_ranked,
    of_slots,
    sort_key,
)
from pei_dsl.data.engine.merge.scan import Scan
from pei_dsl.data.engine.merge.shelves import Shelf
from pei_dsl.data.engine.query import own_queries
from pei_dsl.data.engine.query.calendar import Window
from pei_dsl.data.engine.query.conditions import columns_of
from pei_dsl.data.engine.query.fused_plan import Slots
from pei_dsl.data.engine.query.measures import Measure, Recipe, Route
from pei_dsl.data.engine.relation import Relation
from pei_dsl.model.expressions import ValueType
from pei_dsl.model.periods import Period
from pei_dsl.model.quality import Qualities, Quality

MARKS = tuple(Quality)


@attrs.define
class ScannedFigure:
    """One figure, put together from what a scan brought home."""

    relation: Relation
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

    def broken_cells(self) -> Mapping[str, Present | None]:
        """Return the cells of the first rows that make the figure *inválido*, but for those that are sums."""
        window = self.scan.window(
            None if self.scan.calendar is None else self.span, closing=self.measure.closing
        )
        how = self.scan.recipes[self.measure]
        combined, _ = self._combined(how, window)
        cells = {} if combined.broken is None else combined.broken.cells
        return {column: cell for column, cell in cells.items() if column not in how.summed}

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
        if self.measure.declared.query is AggregateQuery.COUNT and slots.present is not None:
            return offset + slots.present.index
        plain = value is not None and list(value.factors.values()) == [1] and not value.constant
        return (
            offset + slots.sums[0].index
            if self.measure.declared.query is AggregateQuery.SUM and plain
            else None
        )

    def _middle(self, how: Recipe) -> Value:
        assert how.value is not None
        found = self.scan.middles.get((self.measure, self.span), {}).get(self.group)
        (factor,) = how.value.factors.values()
        return NO_VALUES if found is None else factor * found + how.value.constant

    def _kind(self, measure: Measure) -> ValueType:
        columns = columns_of(measure.value)
        return self.relation.type(columns[0]) if columns else ValueType.NUMBER

    def _marks(self, rows: Sequence[SqlRow], slots: Slots, offset: int) -> Qualities:
        assert self.scan.fused is not None
        place = self.scan.fused.keys.mark
        if place is None:
            return frozenset()
        numbers = {int(row[place]) for row in rows if _has_value(slots, row, offset)}  # type: ignore[call-overload]
        return frozenset(MARKS[number - 1] for number in numbers if number)

    def _cells(self, row: SqlRow, columns: Sequence[str], offset: int) -> dict[str, Present | None]:
        relation = self.relation
        return {
            column: decode(row[offset + index], relation.type(column)) for index, column in enumerate(columns)
        }

    def _ranked(self, how: Recipe, window: Window) -> Value:
        shelf = self.scan.shelves[self.measure]
        assert how.value is not None
        kinds = self._order_kinds(by_value=True)
        after = shelf.keys.offset + len(kinds)
        found = [
            Ranked(self._order(row, kinds, shelf.keys.offset), self._cells(row, how.value.columns, after))
            for row in shelf.rows(self.group, window)
        ]
        return of_ranked(self.measure, found)

    def _order_kinds(self, *, by_value: bool) -> list[ValueType]:
        """Return the types of what orders rows; see `own_queries.order_of`, and `place_of`."""
        source = self.relation.source
        found = [ValueType.DATE] if source.time else []
        if not source.order:
            return [*found, ValueType.NUMBER] if self.relation.numbered else found
        columns = (*source.order, *(columns_of(self.measure.value) if by_value else ()))
        return [*found, *(self.relation.type(column) for column in columns)]

    @staticmethod
    def _order(row: SqlRow, kinds: Sequence[ValueType], offset: int) -> tuple[object, ...]:
        return sort_key(decode(row[offset + index], kind) for index, kind in enumerate(kinds))

    def _combined(self, how: Recipe, window: Window) -> tuple[Combined, Qualities]:
        shelf = self.scan.shelves[self.measure]
        columns = own_queries.home_columns(how)
        offset = shelf.keys.offset
        kinds = self._order_kinds(by_value=False) if own_queries.ordered_at_home(how) else []
        mark = shelf.keys.mark
        combinations = []
        marked: dict[int, list[Combination]] = {}
        for row in shelf.rows(self.group, window):
            number = int(row[-2])  # type: ignore[call-overload]
            cells = self._cells(row, columns, offset)
            combination = Combination(
                cells | {column: _mean(cells[column], number) for column in how.summed},
                number,
                int(row[-1]),  # type: ignore[call-overload]
                self._order(row, kinds, offset + len(columns)),
            )
            combinations.append(combination)
            if mark is not None:
                marked.setdefault(int(row[mark]), []).append(combination)  # type: ignore[call-overload]
        combined = of_combinations(self.measure, how.condition.home, combinations)
        presence = self.measure.presence
        marks = frozenset(
            MARKS[number - 1]
            for number, found in marked.items()
            if number and of_combinations(presence, how.condition.home, found).present
        )
        return combined, marks


def _mean(total: Present | None, number: int) -> Present | None:
    """Return the mean of so many rows: in its place the value of one row is that of them all, on average."""
    return total / number if isinstance(total, Fraction) else None


def _has_value(slots: Slots, row: SqlRow, offset: int) -> bool:
    """Tell whether any row of a bucket passes the filter and has the value."""
    if slots.present is not None:
        return bool(row[offset + slots.present.index])
    return all(row[offset + slot.index] is not None for slot in slots.sums)
