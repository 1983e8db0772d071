"""Functions of moments, which have a time of day: `minutos`, `horas`, `hora`, `fecha_de`."""

from __future__ import annotations

import datetime
from fractions import Fraction

import attrs

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
from pei_dsl.model.moment import Moment

_N, _M = ValueType.NUMBER, ValueType.MOMENT
_MINUTE = datetime.timedelta(minutes=1)
_HOUR = datetime.timedelta(hours=1)
_GRAIN = datetime.timedelta(microseconds=1)


def _between(first: Moment, last: Moment, unit: datetime.timedelta) -> Fraction:
    """Return how many units there are from one moment to another, exactly, with their fraction."""
    return Fraction((last.at - first.at) // _GRAIN, unit // _GRAIN)


MINUTES = Function(
    name="minutes",
    spanish="minutos",
    takes=(_M, _M),
    gives=_N,
    summary="Da los minutos que van de un momento a otro, con su fracción.",
    summary_en="Gives the minutes from one moment to another, with their fraction.",
    roles=(Role("desde qué momento", "from which moment"), Role("hasta qué momento", "up to which moment")),
    example="promedio(minutos(llegadas.llega; llegadas.entra)) = 12.5",
    meaning=Computes(lambda first, last: _between(first, last, _MINUTE)),
    courses=(Course.UNKNOWN,),
    gap=NOT_INVERTIBLE,
    nature=Nature.LOST,
    counts=Counting.NOTHING,
    scaling=Scaling.LOST,
    query=FunctionQuery.AT_HOME,
)
HOURS = attrs.evolve(
    MINUTES,
    name="hours",
    spanish="horas",
    summary="Da las horas que van de un momento a otro, con su fracción.",
    summary_en="Gives the hours from one moment to another, with their fraction.",
    example="promedio(horas(llegadas.llega; llegadas.sale)) = 1.5",
    meaning=Computes(lambda first, last: _between(first, last, _HOUR)),
)
HOUR = attrs.evolve(
    MINUTES,
    name="hour",
    spanish="hora",
    takes=(_M,),
    summary="Da la hora del día de un momento, de 0 a 23.",
    summary_en="Gives the hour of the day of a moment, 0 to 23.",
    roles=(Role("el momento, una fecha con su hora", "the moment, a date with its time"),),
    example="contar(llegadas si hora(llega) = 8) = 1",
    meaning=Computes(lambda moment: Fraction(moment.at.hour)),
)
DATE_OF = attrs.evolve(
    MINUTES,
    name="date_of",
    spanish="fecha_de",
    takes=(_M,),
    gives=ValueType.DATE,
    summary="Da la fecha de un momento, sin su hora.",
    summary_en="Gives the date of a moment, without its time.",
    roles=(Role("el momento, una fecha con su hora", "the moment, a date with its time"),),
    example="contar(llegadas si fecha_de(llega) = 2024-07-31) = 1",
    meaning=Computes(lambda moment: moment.at.date()),
)

FUNCTIONS = (MINUTES, HOURS, HOUR, DATE_OF)
