"""Functions of dates: `año`, `mes`, `días`."""

from __future__ import annotations

from fractions import Fraction

from pei_dsl.algebra.builtins.aspects import (
    NOT_INVERTIBLE,
    Computes,
    Counting,
    FunctionQuery,
    Nature,
    Scaling,
)
from pei_dsl.algebra.builtins.declarations import Function
from pei_dsl.algebra.intervals import Course
from pei_dsl.model.expressions import ValueType

_N, _D = ValueType.NUMBER, ValueType.DATE

YEAR = Function(
    name="year",
    spanish="año",
    synonyms=("anio",),
    takes=(_D,),
    gives=_N,
    summary="Da el año de una fecha.",
    summary_en="Gives the year of a date.",
    example="año(2024-07-31) = 2024",
    meaning=Computes(lambda date: Fraction(date.year)),
    courses=(Course.UNKNOWN,),
    gap=NOT_INVERTIBLE,
    nature=Nature.LOST,
    counts=Counting.NOTHING,
    scaling=Scaling.LOST,
    query=FunctionQuery.AT_HOME,
)
MONTH = Function(
    name="month",
    spanish="mes",
    takes=(_D,),
    gives=_N,
    summary="Da el mes de una fecha, de 1 a 12.",
    summary_en="Gives the month of a date, 1 to 12.",
    example="mes(2024-07-31) = 7",
    meaning=Computes(lambda date: Fraction(date.month)),
    courses=(Course.UNKNOWN,),
    gap=NOT_INVERTIBLE,
    nature=Nature.DATE,
    counts=Counting.NOTHING,
    scaling=Scaling.LOST,
    query=FunctionQuery.AT_HOME,
)
DAYS = Function(
    name="days",
    spanish="días",
    takes=(_D, _D),
    gives=_N,
    summary="Da los días que van de la primera fecha a la segunda.",
    summary_en="Gives the days from the first date to the second.",
    example="días(2024-02-28; 2024-03-01) = 2",
    meaning=Computes(lambda first, last: Fraction(last.toordinal() - first.toordinal())),
    courses=(Course.UNKNOWN,),
    gap=NOT_INVERTIBLE,
    nature=Nature.LOST,
    counts=Counting.NOTHING,
    scaling=Scaling.LOST,
    query=FunctionQuery.AT_HOME,
)

FUNCTIONS = (YEAR, MONTH, DAYS)
