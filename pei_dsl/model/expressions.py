"""Resolved expressions: every name points at what it stands for, every type is known."""

from __future__ import annotations

import datetime
import enum
import operator
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Any, TypeAlias

import attrs

from pei_dsl.model.moment import Moment
from pei_dsl.model.periods import Period
from pei_dsl.source import NOWHERE, Span


class ValueType(enum.StrEnum):
    """What kind of value an expression gives; UNKNOWN only where something was reported already."""

    NUMBER = "number"
    TEXT = "text"
    DATE = "date"
    MOMENT = "moment"  # a day and a time of day
    BOOLEAN = "boolean"
    HOLIDAYS = "holidays"  # the days of a column, as a function takes them that leaves them out
    UNKNOWN = "unknown"


def _span() -> Span:
    field: Span = attrs.field(default=NOWHERE, eq=False, repr=False, kw_only=True)
    return field


@attrs.frozen(cache_hash=True)
class Number:
    """An exact number; `percent` remembers that it was written with `%`."""

    value: Fraction
    percent: bool = False
    span: Span = _span()


@attrs.frozen(cache_hash=True)
class Text:
    """A text."""

    value: str
    span: Span = _span()


@attrs.frozen(cache_hash=True)
class Date:
    """A day; or a moment, which stands for a figure and is written nowhere."""

    value: datetime.date | Moment
    span: Span = _span()


@attrs.frozen(cache_hash=True)
class Reference:
    """The value of a definition in the same period; `key` is its key in `Plan.definitions`."""

    key: str
    span: Span = _span()


@attrs.frozen(cache_hash=True)
class ColumnValue:
    """The cell of the row at hand; only inside an aggregate."""

    column: str
    span: Span = _span()


@attrs.frozen(cache_hash=True)
class PeriodDay:
    """The first day, or the `last`, of the period at hand."""

    last: bool
    span: Span = _span()


@attrs.frozen(cache_hash=True)
class OuterValue:
    """
    The cell of the row that asks another source: `personas.dni` in `contar(b si documento = personas.dni)`.

    Only inside an aggregate of a computed column; `source` is that of the column.
    """

    source: str
    column: str
    span: Span = _span()


class WindowKind(enum.StrEnum):
    """Which rows an aggregate reads, told from the period at hand."""

    PERIOD = "period"
    CLOSING = "closing"  # the last date within the period
    LAST = "last"  # `count` steps of `granularity` that end with the period
    PREVIOUS = "previous"  # `count` steps of `granularity` earlier
    CUMULATIVE = "cumulative"  # from January to the end of the period
    FIXED = "fixed"  # those of `named`, whatever period is at hand
    SINCE = "since"  # from the first day of `named` to the end of the period
    PLAN = "plan"  # from the first day of the plan, which `named` begins with


@attrs.frozen(cache_hash=True)
class Window:
    """
    A time clause.

    Attributes:
        kind: Which rows it lets in.
        count, granularity: How many steps of which length, for LAST and PREVIOUS.
        named: The period that it names, for FIXED and SINCE; for PLAN the first one, once that is known.
    """

    kind: WindowKind = WindowKind.PERIOD
    count: int = 1
    granularity: str = "año"
    named: Period | None = None


@attrs.frozen(cache_hash=True)
class Aggregate:
    """
    A figure that stands for many rows of one source.

    Attributes:
        function: `sum`, `mean`, `median`, `minimum`, `maximum`, `first`, `last`, `count`, `count_distinct`.
        source: Name of the source.
        value: What each row gives; None to count rows.
        filter: Which rows count; None for all.
        windows: The time clauses; none means the rows of the period.
        rank: Of a percentile, the share of the other values that lies below it; None for other aggregates.
    """

    function: str
    source: str
    value: Expression | None
    filter: Expression | None = None
    windows: tuple[Window, ...] = ()
    rank: Fraction | None = None
    span: Span = _span()


@attrs.frozen(cache_hash=True)
class Call:
    """A built-in function applied to arguments."""

    function: str
    arguments: tuple[Expression, ...]
    span: Span = _span()


@attrs.frozen(cache_hash=True)
class Earlier:
    """`anterior(x; steps)`: the value of `value` some periods ago."""

    value: Expression
    steps: int = 1
    span: Span = _span()


@attrs.frozen(cache_hash=True)
class At:
    """`valor(x en 2019)`: the value of `value` in a period, whichever is at hand."""

    value: Expression
    period: Period
    span: Span = _span()


@attrs.frozen(cache_hash=True)
class Over:
    """
    `promedio(x en últimos 3 años)`: one figure of the values of `value` in several periods.

    Attributes:
        function: The built-in function that they are given to: `sum`, `mean`, `minimum`, `maximum`.
        value: What is asked for in each of them.
        window: Which periods: those of LAST, SINCE, PLAN or CUMULATIVE.
    """

    function: str
    value: Expression
    window: Window
    span: Span = _span()


@attrs.frozen(cache_hash=True)
class Negative:
    """`-x`."""

    operand: Expression
    span: Span = _span()


@attrs.frozen(cache_hash=True)
class Sum:
    """`a + b - c`: each operand with whether it is subtracted."""

    operands: tuple[Expression, ...]
    subtracted: tuple[bool, ...]
    span: Span = _span()


@attrs.frozen(cache_hash=True)
class Product:
    """`a * b / c`: each operand with whether it divides."""

    operands: tuple[Expression, ...]
    divided: tuple[bool, ...]
    span: Span = _span()


@attrs.frozen(cache_hash=True)
class Power:
    """`base ^ exponent`."""

    base: Expression
    exponent: Expression
    span: Span = _span()


@attrs.frozen(cache_hash=True)
class Comparison:
    """`left operator right`."""

    operator: str
    left: Expression
    right: Expression
    span: Span = _span()


@attrs.frozen(cache_hash=True)
class Membership:
    """`value en (a; b)`."""

    value: Expression
    choices: tuple[Expression, ...]
    span: Span = _span()


@attrs.frozen(cache_hash=True)
class Not:
    """`no x`."""

    operand: Expression
    span: Span = _span()


@attrs.frozen(cache_hash=True)
class Logic:
    """`a y b` (operator `y`) or `a o b` (operator `o`)."""

    operator: str
    operands: tuple[Expression, ...]
    span: Span = _span()


@attrs.frozen(cache_hash=True)
class Hole:
    """A formula still to be written: it has no value."""

    span: Span = _span()


Expression: TypeAlias = (
    Number
    | Text
    | Date
    | Reference
    | ColumnValue
    | PeriodDay
    | OuterValue
    | Aggregate
    | Call
    | Earlier
    | At
    | Over
    | Negative
    | Sum
    | Product
    | Power
    | Comparison
    | Membership
    | Not
    | Logic
    | Hole
)


def parts(expression: Expression) -> tuple[Expression, ...]:
    """Return the direct parts of `expression`, in the order they are written."""
    return _PARTS[type(expression)](expression)


def _no_parts(_: Expression) -> tuple[Expression, ...]:
    return ()


# How the parts of each kind are told: a look-up, since every stage walks through every formula.
_PARTS: Mapping[type, Callable[[Any], tuple[Expression, ...]]] = {
    **dict.fromkeys((Number, Text, Date, Reference, ColumnValue, PeriodDay, OuterValue, Hole), _no_parts),
    Aggregate: lambda each: tuple(part for part in (each.value, each.filter) if part is not None),
    **dict.fromkeys((Sum, Product, Logic), operator.attrgetter("operands")),
    Call: operator.attrgetter("arguments"),
    **dict.fromkeys((Earlier, At, Over), lambda each: (each.value,)),
    **dict.fromkeys((Negative, Not), lambda each: (each.operand,)),
    Power: operator.attrgetter("base", "exponent"),
    Comparison: operator.attrgetter("left", "right"),
    Membership: lambda each: (each.value, *each.choices),
}


def parts_of(expression: Expression | None) -> list[Expression]:
    """Return `expression` and all its parts in the order they are written, a shared one once."""
    found: dict[int, Expression] = {}
    waiting = [expression] if expression is not None else []
    while waiting:
        each = waiting.pop()
        if id(each) not in found:
            found[id(each)] = each
            inside = _PARTS[type(each)](each)
            if inside:
                waiting.extend(inside[::-1])
    return list(found.values())


def parts_first(root: Expression) -> list[Expression]:
    """Return `root` and all its parts, parts before what they are parts of, a shared one once."""
    found: dict[int, Expression] = {}
    waiting: list[tuple[Expression, bool]] = [(root, False)]
    while waiting:
        each, ready = waiting.pop()
        if id(each) in found:
            continue
        inside = () if ready else _PARTS[type(each)](each)
        if inside:
            waiting.append((each, True))
            waiting.extend([(part, False) for part in inside[::-1]])
        else:
            found[id(each)] = each
    return list(found.values())


def with_parts(expression: Expression, changed: Sequence[Expression]) -> Expression:
    """Return `expression` with other direct parts, as many as it has, in the order of `parts`."""
    match expression:
        case Aggregate(value=value, filter=condition):
            waiting = iter(changed)
            return attrs.evolve(
                expression,
                value=value and next(waiting),
                filter=condition and next(waiting),
            )
        case Call():
            return attrs.evolve(expression, arguments=tuple(changed))
        case Sum() | Product() | Logic():
            return attrs.evolve(expression, operands=tuple(changed))
        case Earlier() | At() | Over():
            return attrs.evolve(expression, value=changed[0])
        case Negative() | Not():
            return attrs.evolve(expression, operand=changed[0])
        case Power():
            return attrs.evolve(expression, base=changed[0], exponent=changed[1])
        case Comparison():
            return attrs.evolve(expression, left=changed[0], right=changed[1])
        case Membership():
            return attrs.evolve(expression, value=changed[0], choices=tuple(changed[1:]))
        case _:
            return expression


def quotient(expression: Expression) -> tuple[Expression, Expression] | None:
    """Return numerator and denominator of an `expression` that is a division, or None."""
    if not isinstance(expression, Product) or not any(expression.divided):
        return None
    pairs = list(zip(expression.operands, expression.divided, strict=True))
    return (
        _product([operand for operand, divides in pairs if not divides]),
        _product([operand for operand, divides in pairs if divides]),
    )


def _product(operands: list[Expression]) -> Expression:
    if len(operands) == 1:
        return operands[0]
    # Factors that others stood between have no text of their own, so the place is that of the first.
    return Product(tuple(operands), (False,) * len(operands), span=operands[0].span)
