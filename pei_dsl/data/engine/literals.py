"""Values as literals of an engine."""

from __future__ import annotations

import datetime
from fractions import Fraction

from pei_dsl.algebra.values import Present
from pei_dsl.data.engine.dialect import Dialect
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
