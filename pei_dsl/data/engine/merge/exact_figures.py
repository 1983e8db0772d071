"""From what came home to figures: exact, and absent for the same reasons as in the reference."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

import attrs

from pei_dsl.algebra.builtins.aspects import AggregateQuery
from pei_dsl.algebra.builtins.declarations import AggregateFunction, comparable
from pei_dsl.algebra.scalar import Environment, evaluate
from pei_dsl.algebra.values import Present, Value, bounded
from pei_dsl.data.engine.decoding import SqlRow, decode, exact
from pei_dsl.data.engine.query.fused_plan import Slot, Slots
from pei_dsl.data.engine.query.measures import Measure
from pei_dsl.model import expressions as m
from pei_dsl.model.absence import Absence, Reason
from pei_dsl.model.expressions import ValueType

NO_VALUES = Absence(Reason.NO_DATA, "no_values")
_EMPTY = Absence(Reason.NO_DATA, "empty_cell")


# ---- From slots --------------------------------------------------------------------------------------


def merged(rows: Iterable[SqlRow], slot: Slot, offset: int, kind: ValueType) -> Present | None:
    """Return the figure of several buckets: their sum, or the least or greatest; None where none has one."""
    found = [value for row in rows if (value := decode(row[offset + slot.index], kind)) is not None]
    if len(found) < 2:
        return found[0] if found else None
    if slot.merge == "sum":
        return sum((value for value in found if isinstance(value, Fraction)), Fraction(0))
    return min(found, key=comparable) if slot.merge == "min" else max(found, key=comparable)


def count(rows: Iterable[SqlRow], slot: Slot | None, offset: int) -> int:
    """Return how many rows several buckets have together."""
    if slot is None:
        return 0
    return sum(int(cell) for row in rows if (cell := row[offset + slot.index]) is not None)  # type: ignore[call-overload]


def of_slots(slots: Slots, rows: Sequence[SqlRow], offset: int, kind: ValueType) -> Value:
    """
    Return the value of a fused measure.

    Args:
        slots: Where its figures stand.
        rows: The buckets of its window.
        offset: Where the figures of a row begin.
        kind: What the cells of the value's column are.
    """
    function, linear = slots.recipe.measure.declared, slots.recipe.value
    if function.query is AggregateQuery.COUNT:
        return Fraction(count(rows, slots.present, offset))
    extreme = function.query in {AggregateQuery.LEAST, AggregateQuery.GREATEST}
    sums = [merged(rows, slot, offset, kind if extreme else ValueType.NUMBER) for slot in slots.sums]
    if not sums or any(each is None for each in sums):
        return _of_nothing(function, count(rows, slots.passed, offset))
    assert linear is not None
    factors = list(linear.factors.values())
    if extreme:
        (cell,) = sums
        return cell * factors[0] + linear.constant if isinstance(cell, Fraction) else cell  # type: ignore[return-value]
    total = sum((factor * exact(each) for factor, each in zip(factors, sums, strict=True)), Fraction(0))
    is_mean = function.query is AggregateQuery.MEAN
    assert is_mean or function.query is AggregateQuery.SUM, function.query
    if linear.constant or is_mean:
        present = count(rows, slots.present, offset)
        total += linear.constant * present
        return total / present if is_mean else bounded(total)
    return bounded(total)


# ---- From first and last rows ------------------------------------------------------------------------


@attrs.frozen
class Ranked:
    """A row that came home with its place in the order of rows."""

    order: tuple[object, ...]
    cells: dict[str, Present | None]


def sort_key(cells: Iterable[object]) -> tuple[tuple[int, object], ...]:
    """Return what orders a row: empty cells come before all others."""
    return tuple((0, 0) if cell is None else (1, cell) for cell in cells)


def of_ranked(measure: Measure, rows: Sequence[Ranked]) -> Value:
    """Return the value of the first or last of `rows`, of which each has one."""
    if not rows:
        return NO_VALUES
    (row,) = measure.declared.taken(rows, lambda row: row.order)
    return _value(measure.value, row.cells)


def _value(value: m.Expression | None, cells: dict[str, Present | None]) -> Value:
    if value is None:
        return True

    def column(name: str) -> Value:
        cell = cells[name]
        return _EMPTY if cell is None else cell

    return evaluate(value, Environment(column=column))


# ---- From combinations of cells ----------------------------------------------------------------------


@attrs.frozen
class Combination:
    """
    Rows with the same cells.

    Attributes:
        cells: The cells that the measure reads.
        count: How many rows have them.
        first: The place of the first, 0 where places are not known.
        order: What orders rows, where that is asked for.
    """

    cells: dict[str, Present | None]
    count: int
    first: int
    order: tuple[object, ...] = ()


@attrs.frozen
class Combined:
    """
    What combinations give.

    Attributes:
        value: The value.
        passed: How many rows passed the filter.
        present: How many have a value.
        broken: The first rows that make it *inválido*, where some do.
    """

    value: Value
    passed: int
    present: int
    broken: Combination | None = None


def of_combinations(
    measure: Measure, condition: m.Expression | None, rows: Iterable[Combination]
) -> Combined:
    """Return the value of a measure over combinations of cells that passed what SQL decided."""
    passed = 0
    found: list[tuple[Present, Combination]] = []
    broken: list[tuple[int, str, Absence, Combination]] = []
    for row in rows:
        passes = _value(condition, row.cells)
        value = _value(measure.value, row.cells) if passes is True else passes
        if isinstance(value, Absence) and value.reason is Reason.INVALID:
            broken.append((row.first, value.cause, value, row))
        passed += row.count * (passes is True)
        if passes is True and not isinstance(value, Absence):
            found.append((value, row))
    if broken:
        *_, absence, first = min(broken, key=lambda each: each[:2])
        return Combined(absence, passed, 0, first)
    present = sum(row.count for _, row in found)
    function = measure.declared
    if not found:
        return Combined(_of_nothing(function, passed), passed, 0)
    # Rows of one place are in the order of their values.
    taken = function.taken(found, lambda pair: (pair[1].order, comparable(pair[0])))
    figure = function.of_values([value for value, _ in taken], [row.count for _, row in taken], measure.rank)
    return Combined(figure, passed, present)


def _of_nothing(function: AggregateFunction, passed: int) -> Value:
    figure = function.of_nothing(passed)
    return NO_VALUES if figure is None else figure


def has_value(measure: Measure, condition: m.Expression | None, cells: dict[str, Present | None]) -> bool:
    """Tell whether a row with `cells` passes the filter and has the value."""
    return bool(of_combinations(measure.presence, condition, [Combination(cells, 1, 0)]).present)
