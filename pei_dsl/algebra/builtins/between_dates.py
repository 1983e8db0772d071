"""Functions of the time between two dates: `días`, `días_hábiles`, `más_días`."""

from __future__ import annotations

import datetime
import functools
from bisect import bisect_right
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
from pei_dsl.algebra.builtins.over_rows import SEPARATOR
from pei_dsl.algebra.display import shown
from pei_dsl.algebra.intervals import Course
from pei_dsl.algebra.values import Value, invalid
from pei_dsl.model.expressions import ValueType

_N, _D = ValueType.NUMBER, ValueType.DATE
_WEEK, _WORKING_WEEK = 7, 5


def _later(date: datetime.date, days: Fraction) -> Value:
    """Return the day so many days after `date`, or before it."""
    try:
        if days.denominator == 1:
            return date + datetime.timedelta(days=int(days))
    except OverflowError:
        return invalid("beyond_calendar")
    return invalid("whole_days", days=shown(days))


@attrs.frozen
class Holidays:
    """The days that are no working days though they fall on Monday to Friday, and the years that have any."""

    days: tuple[int, ...]
    years: frozenset[int]


@functools.lru_cache(maxsize=64)
def holidays(listed: str) -> Holidays:
    """Return the days of a list as `lista` writes it; a few lists are asked for, in millions of rows."""
    days = [datetime.date.fromisoformat(each) for each in listed.split(SEPARATOR)]
    working = sorted(each.toordinal() for each in days if each.weekday() < _WORKING_WEEK)
    return Holidays(tuple(working), frozenset(each.year for each in days))


def _working_days(first: datetime.date, last: datetime.date, listed: str) -> Value:
    """
    Return how many days from Monday to Friday come after `first`, up to `last`, less the holidays among them.

    Backwards they are negative, as those of `días`.  A year of which no holiday is listed makes the figure
    *inválido*: nobody knows which of its days are holidays.
    """
    if last < first:
        backwards = _working_days(last, first, listed)
        return -backwards if isinstance(backwards, Fraction) else backwards
    if first == last:
        return Fraction(0)
    known = holidays(listed)
    start, end = first.toordinal(), last.toordinal()
    years = range(datetime.date.fromordinal(start + 1).year, last.year + 1)
    unknown = next((year for year in years if year not in known.years), None)
    if unknown is not None:
        return invalid("no_holidays", year=str(unknown))
    free = bisect_right(known.days, end) - bisect_right(known.days, start)
    return Fraction(_weekdays(end) - _weekdays(start) - free)


def _weekdays(ordinal: int) -> int:
    """Return how many days from Monday to Friday there are up to a day, from 1 January 1 on, a Monday."""
    weeks, days = divmod(ordinal, _WEEK)
    return weeks * _WORKING_WEEK + min(days, _WORKING_WEEK)


DAYS = Function(
    name="days",
    spanish="días",
    takes=(_D, _D),
    gives=_N,
    summary="Da los días que van de la primera fecha a la segunda.",
    summary_en="Gives the days from the first date to the second.",
    roles=(Role("desde qué fecha", "from which date"), Role("hasta qué fecha", "up to which date")),
    example="días(2024-02-28; 2024-03-01) = 2",
    meaning=Computes(lambda first, last: Fraction(last.toordinal() - first.toordinal())),
    courses=(Course.UNKNOWN,),
    gap=NOT_INVERTIBLE,
    nature=Nature.LOST,
    counts=Counting.NOTHING,
    scaling=Scaling.LOST,
    query=FunctionQuery.DAYS,
)
WORKING_DAYS = attrs.evolve(
    DAYS,
    name="working_days",
    spanish="días_hábiles",
    synonyms=("días_laborables",),
    takes=(_D, _D, ValueType.HOLIDAYS),
    summary=(
        "Da los días de lunes a viernes que siguen a la primera fecha, hasta la segunda, "
        "sin los feriados de una columna."
    ),
    summary_en=(
        "Gives the days from Monday to Friday after the first date up to the second, "
        "without the holidays of a column."
    ),
    roles=(
        Role("desde qué fecha, que no se cuenta", "from which date, which is not counted"),
        Role("hasta qué fecha, que se cuenta", "up to which date, which is counted"),
        Role(
            "la columna que tiene los feriados, como `feriados.fecha`",
            "the column that holds the holidays, as `feriados.fecha`",
        ),
    ),
    example="días_hábiles(2024-07-26; 2024-07-31; feriados.fecha) = 2",
    meaning=Computes(_working_days),
    query=FunctionQuery.WORKING_DAYS,
)
ADD_DAYS = attrs.evolve(
    DAYS,
    name="add_days",
    spanish="más_días",
    takes=(_D, _N),
    gives=_D,
    summary="Da la fecha que cae tantos días después de otra; con un número negativo, antes.",
    summary_en="Gives the date so many days after another; before it with a negative number.",
    roles=(
        Role("la fecha", "the date"),
        Role("cuántos días después; si es negativo, antes", "how many days after; before where negative"),
    ),
    example="si(más_días(2024-02-28; 2) = 2024-03-01; 1; 0) = 1",
    meaning=Computes(_later),
    query=FunctionQuery.ADD_DAYS,
)

FUNCTIONS = (DAYS, WORKING_DAYS, ADD_DAYS)
