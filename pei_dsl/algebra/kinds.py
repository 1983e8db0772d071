"""What kind of value a resolved expression gives, told from its columns."""

from __future__ import annotations

from collections.abc import Callable
from typing import assert_never

from pei_dsl.algebra.builtins import AGGREGATES, FUNCTIONS
from pei_dsl.algebra.builtins.declarations import ANY
from pei_dsl.model import expressions as m
from pei_dsl.model.expressions import ValueType
from pei_dsl.model.moment import Moment


def kind_of_result(expression: m.Expression, column: Callable[[str], ValueType]) -> ValueType:
    """Return what `expression`, of the cells of rows, gives; `column` tells what its cells are."""
    match expression:
        case m.ColumnValue(column=name) | m.OuterValue(column=name):
            return column(name)
        case m.Aggregate(function=function, value=value):
            gives = AGGREGATES.named(function).gives
            if gives is not ANY:
                return gives
            return ValueType.NUMBER if value is None else kind_of_result(value, column)
        case m.Call(function=name, arguments=arguments):
            called = FUNCTIONS.named(name)
            if called.gives is not ANY:
                return called.gives
            return kind_of_result(called.alike(arguments)[0], column)
        case m.Text():
            return ValueType.TEXT
        case m.Date(value=day):
            return ValueType.MOMENT if isinstance(day, Moment) else ValueType.DATE
        case m.PeriodDay():
            return ValueType.DATE
        case m.Comparison() | m.Membership() | m.Not() | m.Logic():
            return ValueType.BOOLEAN
        case m.Number() | m.Negative() | m.Sum() | m.Product() | m.Power():
            return ValueType.NUMBER
        case m.Earlier() | m.At() | m.Over():  # of figures, which are numbers
            return ValueType.NUMBER
        case m.Reference() | m.Hole():
            return ValueType.UNKNOWN
        case _:
            assert_never(expression)
