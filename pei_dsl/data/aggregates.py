"""Aggregates in plain Python: their definition, with which every faster engine must agree."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from typing import Any

import attrs

from pei_dsl.algebra.builtins import AGGREGATES
from pei_dsl.algebra.builtins.declarations import comparable
from pei_dsl.algebra.scalar import Environment, evaluate
from pei_dsl.algebra.values import Present, Value
from pei_dsl.data.row_formulas import cells_given
from pei_dsl.data.table import Row, Table
from pei_dsl.immutable import brief
from pei_dsl.model.absence import Absence, Reason
from pei_dsl.model.expressions import Aggregate, Window, WindowKind
from pei_dsl.model.periods import Period
from pei_dsl.model.plan import DataSource
from pei_dsl.model.quality import NONE, Qualities


@attrs.frozen
class Outcome:
    """
    What an aggregate gave.

    Attributes:
        value: The figure, or why there is none.
        rows: Numbers of the rows that it rests on, in order; none where an engine counted them.
        read: How many rows the time clause let in, before the filter.
        origin: Where the rows came from.
        quality: The marks of the rows that it rests on.
    """

    __repr__ = brief

    value: Value
    rows: tuple[int, ...] = ()
    read: int = 0
    origin: str = ""
    quality: Qualities = NONE


def aggregate(
    node: Aggregate,
    source: DataSource,
    table: Table,
    period: Period,
    closing: datetime.date | None = None,
) -> Outcome:
    """
    Return the value of `node` over `table` for `period`.

    With `closing`, that is the day of `al cierre`; else it is the last one with rows in `table`.

    Rows of the window are kept where the filter is true (not where it is false or absent).  Empty cells
    do not count.  A row for which the filter or the value is *inválido* makes the aggregate so.

    A window without rows is `sin dato`, unless the source declares `cobertura:` for it; then,
    and when no row passes the filter, `contar`, `contar_distintos` and `suma` give 0.  The other aggregates
    need a value.
    """
    if table.unusable is not None:
        return Outcome(table.unusable, origin=table.origin)
    window = rows_of_window(table.rows, node.windows, period, closing)
    if window is None:
        return Outcome(no_rows(source, period), origin=table.origin)
    if not window and not covered(source, node.windows, period):
        return Outcome(no_rows(source, period), origin=table.origin)
    return attrs.evolve(over(node, source, window, period), read=len(window), origin=table.origin)


def over(
    node: Aggregate,
    source: DataSource,
    rows: Sequence[Row],
    period: Period,
    outer: Callable[[str], Value] | None = None,
) -> Outcome:
    """
    Return what `node` gives over `rows`, those that its time clauses let in.

    With `outer`, the cells of the row that asks.
    """
    passed = 0
    present: list[tuple[Present, Row]] = []
    for row in rows:
        cell = cells_of(row)
        environment = Environment(column=cell) if outer is None else Environment(column=cell, outer=outer)
        passes = True if node.filter is None else evaluate(node.filter, environment)
        value = passes if passes is not True else _value_of(node, environment)
        if isinstance(value, Absence) and value.reason is Reason.INVALID:
            return Outcome(value, (row.number,))
        passed += passes is True
        if passes is True and not isinstance(value, Absence):
            present.append((value, row))
    result = _combine(node, present, source, period, passed=passed)
    quality = frozenset(row.quality for _, row in present if row.quality is not None)
    return Outcome(result, tuple(row.number for _, row in present), quality=quality)


def no_rows(source: DataSource, period: Period) -> Absence:
    """Return why there is no figure where no row lies in the window."""
    return Absence(Reason.NO_DATA, "no_rows", {"source": source.name, "period": str(period)})


def cells_of(row: Row) -> Callable[[str], Value]:
    """Return what gives the cell of a column in `row`, or why there is none."""
    return cells_given(row.cells, row.broken)


def _value_of(node: Aggregate, environment: Environment) -> Value:
    return True if node.value is None else evaluate(node.value, environment)


def _combine(
    node: Aggregate,
    present: Sequence[tuple[Present, Row]],
    source: DataSource,
    period: Period,
    *,
    passed: int,
) -> Value:
    function = AGGREGATES.named(node.function)
    if present:
        taken = function.taken(present, lambda pair: _when(source, *pair))
        return function.of_values([value for value, _ in taken], [1] * len(taken), node.rank)
    nothing = function.of_nothing(passed)
    if nothing is None:
        return Absence(Reason.NO_DATA, "no_values", {"source": source.name, "period": str(period)})
    return nothing


def _when(source: DataSource, value: Present, row: Row) -> tuple[Any, ...]:
    """
    Return what puts a row before or behind another: a total order, so first and last are certain.

    Rows go by the last day of their period; rows of one day by the columns of `orden:`, an empty cell before
    any other, and then by the value itself; without `orden:` by their place in the source.
    """
    end = row.period.end if row.period else datetime.date.min
    if not source.order:
        return (end, row.number)
    cells = [row.cells[column] for column in source.order]
    order = ((cell is not None, 0 if cell is None else comparable(cell)) for cell in cells)
    return (end, *order, comparable(value))


# ---- Windows -----------------------------------------------------------------------------------------


# A clause that moves the period comes before those that say where the rows begin.
_ORDER = {
    WindowKind.FIXED: 0,
    WindowKind.PREVIOUS: 1,
    WindowKind.LAST: 2,
    WindowKind.CUMULATIVE: 3,
    WindowKind.SINCE: 4,
    WindowKind.PLAN: 5,
    WindowKind.PERIOD: 6,
    WindowKind.CLOSING: 6,
}


def window_of(windows: Sequence[Window], period: Period) -> Period | None:
    """
    Return the stretch of days that the time clauses name for `period`.

    None outside the calendar, and where they name a beginning that comes after its end.

    The order in which they are written has no meaning: a period that is named takes the place of `period`,
    then it moves back, then it is widened.
    """
    span = period
    for window in sorted(windows, key=lambda each: _ORDER[each.kind]):
        moved = _moved(window, span)
        if moved is None:
            return None
        span = moved
    return span


def _moved(window: Window, period: Period) -> Period | None:
    match window.kind:
        case WindowKind.PREVIOUS:
            return _shift(period, window.granularity, window.count)
        case WindowKind.LAST:
            before = _shift(period, window.granularity, window.count)
            if before is None:
                return None
            start = datetime.date.fromordinal(before.end.toordinal() + 1)
            return Period(start, period.end, period.granularity)
        case WindowKind.CUMULATIVE:
            return Period(datetime.date(period.end.year, 1, 1), period.end, period.granularity)
        case WindowKind.FIXED:
            return window.named
        case WindowKind.SINCE | WindowKind.PLAN:
            if window.named is None or window.named.start > period.end:
                return None
            return Period(window.named.start, period.end, period.granularity)
        case WindowKind.PERIOD | WindowKind.CLOSING:
            return period


def _shift(period: Period, granularity: str, count: int) -> Period | None:
    """Return `period` moved back by whole months; its last day stays the last day of a month."""
    months = count * {"año": 12, "semestre": 6, "trimestre": 3, "mes": 1}[granularity]
    start = _back(period.start, months)
    end = _back(datetime.date.fromordinal(period.end.toordinal() + 1), months)
    if start is None or end is None:
        return None
    return Period(start, datetime.date.fromordinal(end.toordinal() - 1), period.granularity)


def _back(day: datetime.date, months: int) -> datetime.date | None:
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    if not 1 < year < datetime.MAXYEAR:
        return None
    first = datetime.date(year, month + 1, 1)
    following = datetime.date(year + (month == 11), (month + 1) % 12 + 1, 1)
    return first.replace(day=min(day.day, (following - first).days))


def rows_of_window(
    rows: Sequence[Row], windows: Sequence[Window], period: Period, closing: datetime.date | None = None
) -> list[Row] | None:
    """Return the rows that the time clauses let in; a table without time lets all in."""
    span = window_of(windows, period)
    if span is None:
        return [row for row in rows if row.period is None] or None
    inside = [row for row in rows if row.period is None or span.contains(row.period)]
    if any(window.kind is WindowKind.CLOSING for window in windows):
        last = closing or _last_day(inside)
        inside = [row for row in inside if row.period is None or row.period.end == last]
    return inside


def _last_day(rows: Sequence[Row]) -> datetime.date | None:
    return max((row.period.end for row in rows if row.period is not None), default=None)


def closing_of(rows: Sequence[Row], windows: Sequence[Window], period: Period) -> datetime.date | None:
    """Return the last day with rows that the time clauses let in, or None where that does not matter."""
    if not any(window.kind is WindowKind.CLOSING for window in windows):
        return None
    return _last_day(rows_of_window(rows, windows, period) or [])


def covered(source: DataSource, windows: Sequence[Window], period: Period) -> bool:
    """Tell whether the source declares that a lack of rows means zero in this window."""
    span = window_of(windows, period)
    if source.coverage is None or span is None:
        return False
    first, last = source.coverage
    return first.start <= span.start and span.end <= last.end
