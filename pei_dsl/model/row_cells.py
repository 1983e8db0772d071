"""Which cells of the rows at hand an expression reads."""

from __future__ import annotations

from pei_dsl.model.expressions import (
    Aggregate,
    ColumnValue,
    Expression,
    OuterValue,
    PeriodDay,
    Reference,
    parts,
    parts_of,
)


def columns_in(expression: Expression | None) -> list[str]:
    """Return the columns of the row at hand that `expression` reads, each once, in order."""
    found: dict[str, None] = {}
    seen: set[int] = set()
    waiting = [] if expression is None else [expression]
    while waiting:
        each = waiting.pop()
        if id(each) in seen:
            continue
        seen.add(id(each))
        if isinstance(each, Aggregate):
            # What stands within it are columns of its own rows, but for those of the row that asks.
            found.update(dict.fromkeys(outer.column for outer in outer_values(each)))
            continue
        if isinstance(each, ColumnValue):
            found[each.column] = None
        waiting.extend(parts(each)[::-1])
    return list(found)


def outer_values(expression: Expression | None) -> list[OuterValue]:
    """Return the cells of the row that asks in `expression`, in the order they are written."""
    return [each for each in parts_of(expression) if isinstance(each, OuterValue)]


def tells_period(expression: Expression | None) -> bool:
    """Tell whether a column's `expression` rests on more than its row: other rows, holidays, the period."""
    return any(isinstance(each, OuterValue | PeriodDay | Reference) for each in parts_of(expression))
