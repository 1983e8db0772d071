"""Values as literals of an engine, and which expressions are one."""

from __future__ import annotations

import datetime
from fractions import Fraction

from pei_dsl.algebra.scalar import Environment, evaluate
from pei_dsl.algebra.values import Present
from pei_dsl.data.engine.decimals import is_decimal
from pei_dsl.data.engine.dialect import Dialect
from pei_dsl.model import expressions as m
from pei_dsl.model.absence import Absence
from pei_dsl.model.expressions import ValueType
from pei_dsl.model.moment import Moment


def kind_of(value: Present) -> ValueType:
    """Return the type of a value."""
    match value:
        case bool():
            return ValueType.BOOLEAN
        case Fraction():
            return ValueType.NUMBER
        case datetime.date():
            return ValueType.DATE
        case Moment():
            return ValueType.MOMENT
        case _:
            return ValueType.TEXT


def sql_literal(value: Present, dialect: Dialect) -> str:
    """Return `value` as a literal of `dialect`."""
    match value:
        case bool():
            return dialect.boolean(value=value)
        case Fraction():
            return dialect.number(value)
        case datetime.date():
            return dialect.date(value)
        case Moment():  # as the texts that engines keep of moments
            return dialect.text(value.isoformat())
        case _:
            return dialect.text(value)


def literal(expression: m.Expression) -> Present | None:
    """Return the value of an expression without columns, or None where it has none that SQL can write."""
    if any(isinstance(part, m.ColumnValue) for part in m.parts_of(expression)):
        return None
    value = evaluate(expression, Environment())
    if isinstance(value, Absence):
        return None
    if isinstance(value, Fraction) and not is_decimal(value):
        return None
    if isinstance(value, str) and "\0" in value:
        return None
    return value
