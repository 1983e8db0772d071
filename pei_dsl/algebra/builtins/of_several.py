"""Functions of as many numbers as one likes: `mín`, `máx`, `suma`, `promedio`."""

from __future__ import annotations

from fractions import Fraction

import attrs

from pei_dsl.algebra import arithmetic
from pei_dsl.algebra.builtins.aspects import (
    NOT_INVERTIBLE,
    Adds,
    Computes,
    Counting,
    FunctionQuery,
    Nature,
    Scaling,
)
from pei_dsl.algebra.builtins.declarations import Function, Role
from pei_dsl.algebra.intervals import Course
from pei_dsl.algebra.values import Value
from pei_dsl.model.expressions import ValueType

_N = ValueType.NUMBER


def _sum(*numbers: Value) -> Value:
    total: Value = Fraction(0)
    for number in numbers:
        total = arithmetic.add(total, number)
    return total


MINIMUM = Function(
    name="minimum",
    spanish="mín",
    synonyms=("mínimo",),
    english="min",
    takes=(_N, _N),
    gives=_N,
    optional=1,
    repeats=True,
    summary="Da el menor de los argumentos.",
    summary_en="Gives the least of its arguments.",
    roles=(
        Role("un número", "a number"),
        Role("otro número; puede haber más", "another number; there may be more"),
    ),
    example="mín(3; 1; 2) = 1",
    meaning=Computes(lambda *numbers: min(numbers)),
    courses=(Course.RISES,),
    gap=NOT_INVERTIBLE,
    nature=Nature.KEPT,
    counts=Counting.ALIKE,
    scaling=Scaling.KEPT,
    query=FunctionQuery.AT_HOME,
)
MAXIMUM = attrs.evolve(
    MINIMUM,
    name="maximum",
    spanish="máx",
    synonyms=("máximo",),
    english="max",
    summary="Da el mayor de los argumentos.",
    summary_en="Gives the greatest of its arguments.",
    example="máx(3; 1; 2) = 3",
    meaning=Computes(lambda *numbers: max(numbers)),
)
SUM = Function(
    name="sum",
    spanish="suma",
    takes=(_N, _N),
    gives=_N,
    optional=1,
    repeats=True,
    summary="Suma sus argumentos.",
    summary_en="Adds its arguments.",
    roles=(
        Role("un número", "a number"),
        Role("otro número; puede haber más", "another number; there may be more"),
    ),
    example="suma(1; 2; 3) = 6",
    meaning=Computes(_sum),
    courses=(Course.RISES,),
    gap=Adds(lambda _: Fraction(1)),
    nature=Nature.KEPT,
    counts=Counting.ALIKE,
    scaling=Scaling.KEPT,
    query=FunctionQuery.AT_HOME,
)
MEAN = Function(
    name="mean",
    spanish="promedio",
    synonyms=("media",),
    takes=(_N, _N),
    gives=_N,
    optional=1,
    repeats=True,
    summary="Da la media de sus argumentos.",
    summary_en="Gives the mean of its arguments.",
    roles=(
        Role("un número", "a number"),
        Role("otro número; puede haber más", "another number; there may be more"),
    ),
    example="promedio(1; 2; 6) = 3",
    meaning=Computes(lambda *numbers: arithmetic.divide(_sum(*numbers), Fraction(len(numbers)))),
    courses=(Course.RISES,),
    gap=Adds(lambda count: Fraction(1, count)),
    nature=Nature.KEPT,
    counts=Counting.AVERAGE,
    scaling=Scaling.KEPT,
    query=FunctionQuery.AT_HOME,
)

FUNCTIONS = (MINIMUM, MAXIMUM, SUM, MEAN)
