"""Logarithms and powers of e: `ln`, `log10`, `exp`."""

from __future__ import annotations

import attrs

from pei_dsl.algebra import logarithms
from pei_dsl.algebra.builtins.aspects import (
    NOT_INVERTIBLE,
    Computes,
    Counting,
    FunctionQuery,
    Nature,
    Scaling,
)
from pei_dsl.algebra.builtins.declarations import Function, Role
from pei_dsl.algebra.intervals import Course
from pei_dsl.model.expressions import ValueType

_N = ValueType.NUMBER

LOGARITHM = Function(
    name="ln",
    spanish="ln",
    takes=(_N,),
    gives=_N,
    summary="Da el logaritmo natural de un número mayor que cero, con 40 decimales.",
    summary_en="Gives the natural logarithm of a number above zero, with 40 decimals.",
    roles=(Role("el número, mayor que cero", "the number, above zero"),),
    example="redondear(ln(10); 4) = 2.3026",
    meaning=Computes(logarithms.logarithm),
    courses=(Course.RISES,),
    gap=NOT_INVERTIBLE,
    nature=Nature.LOST,
    counts=Counting.NOTHING,
    scaling=Scaling.LOST,
    query=FunctionQuery.AT_HOME,
)
DECIMAL_LOGARITHM = attrs.evolve(
    LOGARITHM,
    name="log10",
    spanish="log10",
    summary="Da el logaritmo decimal de un número mayor que cero: exacto o con 40 decimales.",
    summary_en="Gives the decimal logarithm of a number above zero: exact when whole, else with 40 decimals.",
    example="log10(1000) = 3",
    meaning=Computes(logarithms.decimal_logarithm),
)
EXPONENTIAL = attrs.evolve(
    LOGARITHM,
    name="exp",
    spanish="exp",
    summary="Da el número e elevado al argumento, con 40 decimales.",
    summary_en="Gives the number e to the power of the argument, with 40 decimals.",
    roles=(Role("a qué potencia se eleva e", "to which power e is raised"),),
    example="redondear(exp(1); 5) = 2.71828",
    meaning=Computes(logarithms.exponential),
)

FUNCTIONS = (LOGARITHM, DECIMAL_LOGARITHM, EXPONENTIAL)
