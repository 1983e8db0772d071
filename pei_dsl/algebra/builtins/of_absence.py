"""Functions that look at whether a value is there or true: `si`, `si_falta`, `es_nd`."""

from __future__ import annotations

from pei_dsl.algebra.builtins.aspects import (
    NOT_INVERTIBLE,
    Chooses,
    Counting,
    FunctionQuery,
    Nature,
    Scaling,
    Tells,
)
from pei_dsl.algebra.builtins.declarations import ANY, Function, Role
from pei_dsl.algebra.intervals import Course
from pei_dsl.algebra.values import Value
from pei_dsl.model.absence import Absence
from pei_dsl.model.expressions import ValueType


def _branch(condition: Value) -> int:
    """Return the place of what `si` gives: a condition that is absent is what it gives."""
    if isinstance(condition, Absence):
        return 0
    return 1 if condition is True else 2


IF = Function(
    name="if",
    spanish="si",
    takes=(ValueType.BOOLEAN, ANY, ANY),
    gives=ANY,
    summary="Da el segundo argumento si la condición se cumple, y el tercero si no.",
    summary_en="Gives the second argument if the condition holds, the third otherwise.",
    roles=(
        Role("la condición", "the condition"),
        Role("lo que da si se cumple", "what it gives if it holds"),
        Role("lo que da si no", "what it gives otherwise"),
    ),
    example="si(3 > 2; 10; 20) = 10",
    meaning=Chooses(_branch),
    courses=(Course.UNKNOWN,),
    gap=NOT_INVERTIBLE,
    nature=Nature.KEPT,
    counts=Counting.ALIKE,
    scaling=Scaling.KEPT,
    query=FunctionQuery.CHOICE,
)
IF_MISSING = Function(
    name="if_missing",
    spanish="si_falta",
    synonyms=("si_nd",),
    takes=(ANY, ANY),
    gives=ANY,
    summary="Da el primer argumento o, cuando es ND, el segundo.",
    summary_en="Gives the first argument or, when it is absent, the second.",
    roles=(
        Role("el valor que puede faltar", "the value that may be missing"),
        Role("lo que da si falta", "what it gives where it is missing"),
    ),
    example="si_falta(raíz(-1); 7) = 7",
    meaning=Chooses(lambda value: 1 if isinstance(value, Absence) else 0),
    courses=(Course.UNKNOWN,),
    gap=NOT_INVERTIBLE,
    nature=Nature.KEPT,
    counts=Counting.ALIKE,
    scaling=Scaling.KEPT,
    query=FunctionQuery.OTHERWISE,
)
IS_MISSING = Function(
    name="is_missing",
    spanish="es_nd",
    synonyms=("falta",),
    takes=(ANY,),
    gives=ValueType.BOOLEAN,
    summary="Dice si el argumento es ND.",
    summary_en="Tells whether the argument is absent.",
    roles=(Role("el valor que puede faltar", "the value that may be missing"),),
    example="si(es_nd(raíz(-1)); 1; 0) = 1",
    meaning=Tells(lambda value: isinstance(value, Absence)),
    courses=(Course.UNKNOWN,),
    gap=NOT_INVERTIBLE,
    nature=Nature.LOST,
    counts=Counting.NOTHING,
    scaling=Scaling.LOST,
    query=FunctionQuery.IS_NULL,
)

FUNCTIONS = (IF, IF_MISSING, IS_MISSING)
