"""Functions that look at other periods: `anterior`, `variación`, `valor`."""

from __future__ import annotations

from fractions import Fraction

from pei_dsl.algebra.builtins.declarations import Role, TimeFunction
from pei_dsl.model import expressions as m
from pei_dsl.model.expressions import ValueType
from pei_dsl.model.periods import Period
from pei_dsl.source import Span

_N = ValueType.NUMBER


def _earlier(value: m.Expression, steps: int | Period, span: Span) -> m.Expression:
    assert isinstance(steps, int)
    return m.Earlier(value, steps, span=span)


def _change(value: m.Expression, steps: int | Period, span: Span) -> m.Expression:
    ratio = m.Product((value, _earlier(value, steps, span)), (False, True), span=span)
    return m.Sum((ratio, m.Number(Fraction(1), span=span)), (False, True), span=span)


def _at(value: m.Expression, period: int | Period, span: Span) -> m.Expression:
    assert isinstance(period, Period)
    return m.At(value, period, span=span)


EARLIER = TimeFunction(
    name="earlier",
    spanish="anterior",
    takes=(_N, _N),
    gives=_N,
    optional=1,
    summary="Da el valor de la expresión en el periodo anterior (o tantos periodos antes).",
    summary_en="Gives the value of the expression one period earlier (or that many).",
    roles=(
        Role("la expresión", "the expression"),
        Role("cuántos periodos antes; si no se dice, 1", "how many periods earlier; 1 where left out"),
    ),
    example="anterior(población; 2)",
    meaning=_earlier,
    keeps_kind=True,
)
CHANGE = TimeFunction(
    name="change",
    spanish="variación",
    takes=(_N,),
    gives=_N,
    summary="Da x / anterior(x) − 1.",
    summary_en="Gives x / anterior(x) − 1.",
    roles=(Role("la expresión", "the expression"),),
    example="variación(población)",
    meaning=_change,
    keeps_kind=False,
)

VALUE = TimeFunction(
    name="value",
    spanish="valor",
    takes=(_N,),
    gives=_N,
    summary="Da el valor de la expresión en el periodo que se nombra, cualquiera sea el que se mide.",
    summary_en="Gives the value of the expression in the period that is named, whichever is measured.",
    roles=(
        Role(
            "la expresión y el periodo, como `población en 2020`",
            "the expression and the period, as `población en 2020`",
        ),
    ),
    example="valor(población en 2020)",
    meaning=_at,
    keeps_kind=True,
    named=True,
)

FUNCTIONS = (EARLIER, CHANGE, VALUE)
