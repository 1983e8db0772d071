"""Functions of dates: `año`, `mes`, `día_semana`, and the date of its parts, `fecha`."""

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
from pei_dsl.algebra.display import shown
from pei_dsl.algebra.intervals import Course
from pei_dsl.algebra.values import Value, invalid
from pei_dsl.model.expressions import ValueType

_N, _T, _D = ValueType.NUMBER, ValueType.TEXT, ValueType.DATE

# From Monday on, as `datetime.date.weekday` counts.
WEEKDAYS = ("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo")


def _date(year: Fraction, month: Fraction = Fraction(1), day: Fraction = Fraction(1)) -> Value:
    """Return the day of a year, the first of its month or of the year where less is said."""
    try:
        if year.denominator == month.denominator == day.denominator == 1:
            return datetime.date(int(year), int(month), int(day))
    except (ValueError, OverflowError):
        pass  # the calendar has no such day
    return invalid("no_such_day", written="-".join(shown(part) for part in (year, month, day)))


YEAR = Function(
    name="year",
    spanish="año",
    synonyms=("anio",),
    takes=(_D,),
    gives=_N,
    summary="Da el año de una fecha.",
    summary_en="Gives the year of a date.",
    roles=(Role("la fecha", "the date"),),
    example="año(2024-07-31) = 2024",
    meaning=Computes(lambda date: Fraction(date.year)),
    courses=(Course.UNKNOWN,),
    gap=NOT_INVERTIBLE,
    nature=Nature.LOST,
    counts=Counting.NOTHING,
    scaling=Scaling.LOST,
    query=FunctionQuery.YEAR,
)
MONTH = Function(
    name="month",
    spanish="mes",
    takes=(_D,),
    gives=_N,
    summary="Da el mes de una fecha, de 1 a 12.",
    summary_en="Gives the month of a date, 1 to 12.",
    roles=(Role("la fecha", "the date"),),
    example="mes(2024-07-31) = 7",
    meaning=Computes(lambda date: Fraction(date.month)),
    courses=(Course.UNKNOWN,),
    gap=NOT_INVERTIBLE,
    nature=Nature.DATE,
    counts=Counting.NOTHING,
    scaling=Scaling.LOST,
    query=FunctionQuery.MONTH,
)
QUARTER = attrs.evolve(
    YEAR,
    name="quarter",
    spanish="trimestre",
    synonyms=(),
    summary="Da el trimestre de una fecha, de 1 a 4.",
    summary_en="Gives the quarter of a date, 1 to 4.",
    example="trimestre(2024-07-31) = 3",
    meaning=Computes(lambda date: Fraction((date.month + 2) // 3)),
    query=FunctionQuery.QUARTER,
)
SEMESTER = attrs.evolve(
    YEAR,
    name="semester",
    spanish="semestre",
    synonyms=(),
    summary="Da el semestre de una fecha, 1 o 2.",
    summary_en="Gives the semester of a date, 1 or 2.",
    example="semestre(2024-07-31) = 2",
    meaning=Computes(lambda date: Fraction((date.month + 5) // 6)),
    query=FunctionQuery.SEMESTER,
)
DAY = attrs.evolve(
    YEAR,
    name="day",
    spanish="día",
    synonyms=(),
    summary="Da el día del mes de una fecha, de 1 a 31.",
    summary_en="Gives the day of the month of a date, 1 to 31.",
    example="día(2024-07-31) = 31",
    meaning=Computes(lambda date: Fraction(date.day)),
    query=FunctionQuery.DAY,
)
WEEKDAY = attrs.evolve(
    YEAR,
    name="weekday",
    spanish="día_semana",
    synonyms=("día_de_la_semana",),
    gives=_T,
    summary=f"Da el día de la semana de una fecha: {', '.join(WEEKDAYS)}.",
    summary_en=f"Gives the weekday of a date, in Spanish: {', '.join(WEEKDAYS)}.",
    example='si(día_semana(2024-07-31) = "miércoles"; 1; 0) = 1',
    meaning=Computes(lambda date: WEEKDAYS[date.weekday()]),
    results=WEEKDAYS,
    query=FunctionQuery.WEEKDAY,
)
DATE = Function(
    name="date",
    spanish="fecha",
    takes=(_N, _N, _N),
    gives=_D,
    optional=2,
    summary="Da la fecha de un año, un mes y un día; el primer día del mes o del año si no se dicen.",
    summary_en="Gives the date of a year, month and day; the first of the month or year where left out.",
    roles=(
        Role("el año", "the year"),
        Role("el mes, de 1 a 12; si no se dice, 1", "the month, 1 to 12; 1 where left out"),
        Role("el día del mes; si no se dice, 1", "the day of the month; 1 where left out"),
    ),
    example="si(fecha(2024; 7; 31) = 2024-07-31; 1; 0) = 1",
    meaning=Computes(_date),
    courses=(Course.UNKNOWN,),
    gap=NOT_INVERTIBLE,
    nature=Nature.LOST,
    counts=Counting.NOTHING,
    scaling=Scaling.LOST,
    query=FunctionQuery.DATE,
)

FUNCTIONS = (YEAR, SEMESTER, QUARTER, MONTH, DAY, WEEKDAY, DATE)
