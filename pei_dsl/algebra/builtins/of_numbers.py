"""Functions of one number or two: roundings, `entero`, `abs`, `raíz`, `residuo`."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import attrs

from pei_dsl.algebra import arithmetic
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
from pei_dsl.algebra.rounding import round_down, round_half_up, round_up
from pei_dsl.algebra.values import DIVISION_BY_ZERO, Value, invalid
from pei_dsl.model.expressions import ValueType

_N = ValueType.NUMBER

MAX_DECIMALS = 100


def _rounder(rounding: Callable[[Fraction, int], Fraction]) -> Computes:
    def rounded(number: Fraction, decimals: Fraction = Fraction(0)) -> Value:
        if decimals.denominator != 1 or abs(decimals) > MAX_DECIMALS:
            return invalid("decimals")
        return rounding(number, int(decimals))

    return Computes(rounded)


ROUND = Function(
    name="round",
    spanish="redondear",
    takes=(_N, _N),
    gives=_N,
    optional=1,
    summary="Redondea a los decimales indicados (0 si no se dice); la mitad se aleja de cero.",
    summary_en="Rounds to the given decimals (0 by default); halves go away from zero.",
    roles=(
        Role("el número", "the number"),
        Role("a cuántos decimales; si no se dice, 0", "to how many decimals; 0 where left out"),
    ),
    example="redondear(2.675; 2) = 2.68",
    meaning=_rounder(round_half_up),
    courses=(Course.RISES, Course.UNKNOWN),
    gap=NOT_INVERTIBLE,
    nature=Nature.KEPT,
    counts=Counting.FIRST,
    scaling=Scaling.DIGITS,
    query=FunctionQuery.AT_HOME,
)
ROUND_UP = attrs.evolve(
    ROUND,
    name="round_up",
    spanish="redondear_mas",
    summary="Redondea alejándose de cero.",
    summary_en="Rounds away from zero.",
    example="redondear_mas(2.1) = 3",
    meaning=_rounder(round_up),
)
ROUND_DOWN = attrs.evolve(
    ROUND,
    name="round_down",
    spanish="redondear_menos",
    synonyms=("truncar",),
    summary="Quita los decimales que sobran, sin redondear.",
    summary_en="Drops the decimals beyond those given.",
    example="truncar(2.679; 2) = 2.67",
    meaning=_rounder(round_down),
)
INTEGER = Function(
    name="integer",
    spanish="entero",
    takes=(_N,),
    gives=_N,
    summary="Da el mayor entero que no pasa del número.",
    summary_en="Gives the largest integer not above the number.",
    roles=(Role("el número", "the number"),),
    example="entero(-2.5) = -3",
    meaning=Computes(lambda number: Fraction(number.numerator // number.denominator)),
    courses=(Course.RISES,),
    gap=NOT_INVERTIBLE,
    nature=Nature.KEPT,
    counts=Counting.FIRST,
    scaling=Scaling.LOST,
    query=FunctionQuery.AT_HOME,
)
ABSOLUTE = Function(
    name="absolute",
    spanish="abs",
    synonyms=("valor_absoluto",),
    takes=(_N,),
    gives=_N,
    summary="Da el número sin su signo.",
    summary_en="Gives the number without its sign.",
    roles=(Role("el número", "the number"),),
    example="abs(-3) = 3",
    meaning=Computes(abs),
    courses=(Course.RISES_FROM_ZERO,),
    gap=NOT_INVERTIBLE,
    nature=Nature.KEPT,
    counts=Counting.FIRST,
    scaling=Scaling.KEPT,
    query=FunctionQuery.AT_HOME,
)
SQUARE_ROOT = Function(
    name="square_root",
    spanish="raíz",
    takes=(_N,),
    gives=_N,
    summary="Da la raíz cuadrada: exacta si es racional; si no, con 40 decimales.",
    summary_en="Gives the square root: exact when rational, otherwise with 40 decimals.",
    roles=(Role("el número, cero o más", "the number, zero or more"),),
    example="raíz(2.25) = 1.5",
    meaning=Computes(lambda radicand: arithmetic.root(radicand, 2)),
    courses=(Course.RISES,),
    gap=NOT_INVERTIBLE,
    nature=Nature.LOST,
    counts=Counting.ROOT,
    scaling=Scaling.LOST,
    query=FunctionQuery.AT_HOME,
)
REMAINDER = Function(
    name="remainder",
    spanish="residuo",
    takes=(_N, _N),
    gives=_N,
    summary="Da el resto de la división, con el signo del divisor.",
    summary_en="Gives the remainder of the division, with the divisor's sign.",
    roles=(Role("lo que se divide", "what is divided"), Role("entre cuánto", "by how much")),
    example="residuo(7; 3) = 1",
    meaning=Computes(lambda dividend, divisor: dividend % divisor if divisor else invalid(DIVISION_BY_ZERO)),
    courses=(Course.UNKNOWN,),
    gap=NOT_INVERTIBLE,
    nature=Nature.LOST,
    counts=Counting.FIRST,
    scaling=Scaling.KEPT,
    query=FunctionQuery.AT_HOME,
)

FUNCTIONS = (ROUND, ROUND_UP, ROUND_DOWN, INTEGER, ABSOLUTE, SQUARE_ROOT, REMAINDER)
