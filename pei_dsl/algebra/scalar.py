"""The value of an expression: the definition of the language for all that needs no rows of its own."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import TypeAlias, assert_never

import attrs

from pei_dsl.algebra import arithmetic
from pei_dsl.algebra.builtins import CHOICES, IMPLEMENTATIONS
from pei_dsl.algebra.values import Value, invalid
from pei_dsl.model import expressions as m
from pei_dsl.model.absence import Absence, Reason
from pei_dsl.model.elsewhen import Elsewhen
from pei_dsl.model.periods import Period


def _nothing(_: object) -> Value:
    return invalid("out_of_place")


@attrs.frozen
class Environment:
    """
    Where an expression finds what it does not compute itself.

    Attributes:
        reference: The value of the definition with a key.
        aggregate: The value of an aggregate.
        column: The cell of the row at hand.
        elsewhen: The value of what asks for other periods.
        outer: The cell of the row that asks another source, within what it asks.
        period_day: The first or last day of the period.
    """

    reference: Callable[[str], Value] = _nothing
    aggregate: Callable[[m.Aggregate], Value] = _nothing
    column: Callable[[str], Value] = _nothing
    elsewhen: Callable[[Elsewhen], Value] = _nothing
    outer: Callable[[str], Value] = _nothing
    period_day: Callable[[m.PeriodDay], Value] = _nothing


def day_of(node: m.PeriodDay, period: Period) -> datetime.date:
    """Return the first or the last day of `period`."""
    return period.end if node.last else period.start


def evaluate(expression: m.Expression, environment: Environment) -> Value:
    """
    Return the value of `expression`, or the reason why it has none.

    An absence makes everything built on it absent; of several the gravest stays.  Only `si_falta`, `es_nd`,
    `y`, `o` and an aggregate over at least one present value stop it.
    """
    match expression:
        case m.Number(value=value):
            return value
        case m.Text(value=text):
            return text
        case m.Date(value=date):
            return date
        case m.Reference(key=key):
            return environment.reference(key)
        case m.ColumnValue(column=column):
            return environment.column(column)
        case m.OuterValue(column=column):
            return environment.outer(column)
        case m.Aggregate():
            return environment.aggregate(expression)
        case m.Earlier() | m.At() | m.Over():
            return environment.elsewhen(expression)
        case m.PeriodDay():
            return environment.period_day(expression)
        case m.Hole():
            return Absence(Reason.NO_DATA, "hole")
        case m.Call(function=name, arguments=arguments) if (choose := CHOICES.get(name)) is not None:
            first = evaluate(arguments[0], environment)
            chosen = choose(first)
            return evaluate(arguments[chosen], environment) if chosen else first
        case _:
            return combine(expression, [evaluate(part, environment) for part in m.parts(expression)])


def elsewhen(node: Elsewhen, values: Sequence[Value]) -> Value:
    """Return the value of `node` from those of its part, in the order of the periods that it asks for."""
    return IMPLEMENTATIONS[node.function](*values) if isinstance(node, m.Over) else values[0]


Compound: TypeAlias = (
    m.Call | m.Negative | m.Sum | m.Product | m.Power | m.Comparison | m.Membership | m.Not | m.Logic
)


def combine(expression: Compound, values: Sequence[Value]) -> Value:
    """
    Return the value of `expression` from those of its parts.

    Every part is looked at, so that the gravest absence does not depend on the order.
    """
    match expression:
        case m.Call(function=function):
            return IMPLEMENTATIONS[function](*values)
        case m.Negative():
            return arithmetic.negative(values[0])
        case m.Sum(subtracted=subtracted):
            return _sum(values, subtracted)
        case m.Product(divided=divided):
            return _product(values, divided)
        case m.Power():
            return arithmetic.power(values[0], values[1])
        case m.Comparison(operator=operator):
            return arithmetic.compare(operator, values[0], values[1])
        case m.Membership():
            found, *choices = values
            return arithmetic.disjunction(*(arithmetic.compare("=", found, choice) for choice in choices))
        case m.Not():
            return arithmetic.negation(values[0])
        case m.Logic(operator=operator):
            join = arithmetic.conjunction if operator == "y" else arithmetic.disjunction
            return join(*values)
        case _:
            assert_never(expression)


def _sum(values: Sequence[Value], subtracted: Sequence[bool]) -> Value:
    result = arithmetic.negative(values[0]) if subtracted[0] else values[0]
    for value, minus in zip(values[1:], subtracted[1:], strict=True):
        result = arithmetic.subtract(result, value) if minus else arithmetic.add(result, value)
    return result


def _product(values: Sequence[Value], divided: Sequence[bool]) -> Value:
    result = arithmetic.divide(Fraction(1), values[0]) if divided[0] else values[0]
    for value, divides in zip(values[1:], divided[1:], strict=True):
        result = arithmetic.divide(result, value) if divides else arithmetic.multiply(result, value)
    return result
