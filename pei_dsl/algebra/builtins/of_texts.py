"""Functions of texts: `empieza`, `termina`, `contiene`, `izquierda`, `derecha`, `extrae`; and `entre`."""

from __future__ import annotations

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
from pei_dsl.algebra.builtins.declarations import ANY, Function, Role
from pei_dsl.algebra.display import shown
from pei_dsl.algebra.intervals import Course
from pei_dsl.algebra.values import Present, Value, invalid
from pei_dsl.model.absence import Absence, Reason
from pei_dsl.model.expressions import ValueType

_N, _T, _B = ValueType.NUMBER, ValueType.TEXT, ValueType.BOOLEAN


def between(value: Present, low: Present, high: Present) -> Value:
    """
    Return whether `value` lies from `low` to `high`, both included.

    Texts are taken by their beginning, as catalogues of codes are: `C509` lies in `C50` to `C58`, and so
    does `C581`.
    """
    if isinstance(value, str) and isinstance(low, str) and isinstance(high, str):
        return low <= value and value[: len(high)] <= high
    return arithmetic.conjunction(arithmetic.compare(">=", value, low), arithmetic.compare("<=", value, high))


def _left(text: str, count: Fraction) -> Value:
    return _letters(text, Fraction(1), count)


def _right(text: str, count: Fraction) -> Value:
    return _letters(text, max(Fraction(1), len(text) + 1 - count), count)


def _letters(text: str, first: Fraction, count: Fraction) -> Value:
    """Return so many letters of `text` from the `first` on, as many as there are; ND where there are none."""
    for number in (count, first):
        if number.denominator != 1 or number < 1:
            return invalid("letters", number=shown(number))
    start = min(int(first) - 1, len(text))
    found = text[start : start + min(int(count), len(text))]
    return found or Absence(Reason.NO_DATA, "no_letters", {"text": text})


STARTS = Function(
    name="starts_with",
    spanish="empieza",
    synonyms=("empieza_con",),
    takes=(_T, _T),
    gives=_B,
    repeats=True,
    summary="Dice si un texto empieza con uno de los que siguen, letra por letra.",
    summary_en="Tells whether a text begins with one of those that follow, letter by letter.",
    roles=(
        Role("el texto", "the text"),
        Role("cómo puede empezar; puede haber más", "how it may begin; there may be more"),
    ),
    example='si(empieza("C531"; "C53"; "C54"); 1; 0) = 1',
    meaning=Computes(lambda text, *starts: text.startswith(starts)),
    courses=(Course.UNKNOWN,),
    gap=NOT_INVERTIBLE,
    nature=Nature.LOST,
    counts=Counting.NOTHING,
    scaling=Scaling.LOST,
    query=FunctionQuery.STARTS,
)
ENDS = attrs.evolve(
    STARTS,
    name="ends_with",
    spanish="termina",
    synonyms=("termina_con",),
    summary="Dice si un texto termina con uno de los que siguen, letra por letra.",
    summary_en="Tells whether a text ends with one of those that follow, letter by letter.",
    roles=(
        Role("el texto", "the text"),
        Role("cómo puede terminar; puede haber más", "how it may end; there may be more"),
    ),
    example='si(termina("150101"; "00"; "01"); 1; 0) = 1',
    meaning=Computes(lambda text, *ends: text.endswith(ends)),
    query=FunctionQuery.ENDS,
)
CONTAINS = attrs.evolve(
    STARTS,
    name="contains",
    spanish="contiene",
    synonyms=(),
    summary="Dice si en un texto está uno de los que siguen, letra por letra.",
    summary_en="Tells whether one of those that follow is in a text, letter by letter.",
    roles=(
        Role("el texto", "the text"),
        Role("lo que se busca en él; puede haber más", "what is looked for in it; there may be more"),
    ),
    example='si(contiene("Hospital Rebagliati"; "Hospital"); 1; 0) = 1',
    meaning=Computes(lambda text, *parts: any(part in text for part in parts)),
    query=FunctionQuery.CONTAINS,
)
LEFT = Function(
    name="left",
    spanish="izquierda",
    takes=(_T, _N),
    gives=_T,
    summary="Da las primeras letras de un texto, tantas como se diga.",
    summary_en="Gives the first letters of a text, as many as are asked for.",
    roles=(Role("el texto", "the text"), Role("cuántas letras", "how many letters")),
    example='si(izquierda("150101"; 2) = "15"; 1; 0) = 1',
    meaning=Computes(_left),
    courses=(Course.UNKNOWN,),
    gap=NOT_INVERTIBLE,
    nature=Nature.LOST,
    counts=Counting.NOTHING,
    scaling=Scaling.LOST,
    query=FunctionQuery.LEFT,
)
RIGHT = attrs.evolve(
    LEFT,
    name="right",
    spanish="derecha",
    summary="Da las últimas letras de un texto, tantas como se diga.",
    summary_en="Gives the last letters of a text, as many as are asked for.",
    example='si(derecha("150101"; 2) = "01"; 1; 0) = 1',
    meaning=Computes(_right),
    query=FunctionQuery.RIGHT,
)
MIDDLE = attrs.evolve(
    LEFT,
    name="middle",
    spanish="extrae",
    takes=(_T, _N, _N),
    summary="Da letras de un texto: desde cuál, contando desde 1, y cuántas.",
    summary_en="Gives letters of a text: from which one on, counted from 1, and how many.",
    roles=(
        Role("el texto", "the text"),
        Role("desde qué letra, contando desde 1", "from which letter on, counted from 1"),
        Role("cuántas letras", "how many letters"),
    ),
    example='si(extrae("150101"; 3; 2) = "01"; 1; 0) = 1',
    meaning=Computes(_letters),
    query=FunctionQuery.MIDDLE,
)
BETWEEN = Function(
    name="between",
    spanish="entre",
    takes=(ANY, ANY, ANY),
    gives=_B,
    summary="Dice si el primero va del segundo al tercero, ambos incluidos; los textos, por su comienzo.",
    summary_en="Tells whether the first lies from the second to the third; texts by their beginning.",
    roles=(
        Role("el valor", "the value"),
        Role("desde cuál, incluido", "from which, included"),
        Role("hasta cuál, incluido", "up to which, included"),
    ),
    example='si(entre("C581"; "C50"; "C58"); 1; 0) = 1',
    alike_in_all=True,
    meaning=Computes(between),
    courses=(Course.UNKNOWN,),
    gap=NOT_INVERTIBLE,
    nature=Nature.LOST,
    counts=Counting.COMPARED,
    scaling=Scaling.LOST,
    query=FunctionQuery.BETWEEN,
)

FUNCTIONS = (STARTS, ENDS, CONTAINS, LEFT, RIGHT, MIDDLE, BETWEEN)
