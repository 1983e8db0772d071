"""The value of an expression: the definition of the language for all that needs no rows of its own."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import assert_never

import attrs

from pei_dsl.algebra import arithmetic
from pei_dsl.algebra.functions import IMPLEMENTATIONS
from pei_dsl.algebra.values import Value, absent, invalid
from pei_dsl.model import expressions as m
from pei_dsl.model.absence import Absence, Reason


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
        earlier: The value of an expression some periods ago.
    """

    reference: Callable[[str], Value] = _nothing
    aggregate: Callable[[m.Aggregate], Value] = _nothing
    column: Callable[[str], Value] = _nothing
    earlier: Callable[[m.Earlier], Value] = _nothing


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
        case m.Aggregate():
            return environment.aggregate(expression)
        case m.Earlier():
            return environment.earlier(expression)
        case m.Call():
            return _call(expression, environment)
        case m.Negative(operand=operand):
            return arithmetic.negative(evaluate(operand, environment))
        case m.Sum():
            return _sum(expression, environment)
        case m.Product():
            return _product(expression, environment)
        case m.Power(base=base, exponent=exponent):
            return arithmetic.power(evaluate(base, environment), evaluate(exponent, environment))
        case m.Comparison(operator=operator, left=left, right=right):
            return arithmetic.compare(operator, evaluate(left, environment), evaluate(right, environment))
        case m.Membership(value=member, choices=choices):
            found = evaluate(member, environment)
            return arithmetic.disjunction(
                *(arithmetic.compare("=", found, evaluate(each, environment)) for each in choices)
            )
        case m.Not(operand=operand):
            return arithmetic.negation(evaluate(operand, environment))
        case m.Logic(operator=operator, operands=operands):
            values = [evaluate(operand, environment) for operand in operands]
            combine = arithmetic.conjunction if operator == "y" else arithmetic.disjunction
            return combine(*values)
        case m.Hole():
            return Absence(Reason.NO_DATA, "hole")
        case _:
            assert_never(expression)


def _call(call: m.Call, environment: Environment) -> Value:
    if call.function == "if":
        condition = evaluate(call.arguments[0], environment)
        if isinstance(condition, Absence):
            return condition
        return evaluate(call.arguments[1 if condition is True else 2], environment)
    arguments = [evaluate(argument, environment) for argument in call.arguments]
    return IMPLEMENTATIONS[call.function](*arguments)


def _sum(total: m.Sum, environment: Environment) -> Value:
    """Add left to right, but look at every operand: the gravest absence must not depend on the order."""
    values = [evaluate(operand, environment) for operand in total.operands]
    absence = absent(*values)
    if absence is not None:
        return absence
    result: Value = Fraction(0)
    for value, subtracted in zip(values, total.subtracted, strict=True):
        result = arithmetic.subtract(result, value) if subtracted else arithmetic.add(result, value)
    return result


def _product(product: m.Product, environment: Environment) -> Value:
    values = [evaluate(operand, environment) for operand in product.operands]
    absence = absent(*values)
    if absence is not None:
        return absence
    result: Value = Fraction(1)
    for value, divides in zip(values, product.divided, strict=True):
        result = arithmetic.divide(result, value) if divides else arithmetic.multiply(result, value)
    return result
