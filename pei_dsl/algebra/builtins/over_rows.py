"""Aggregates, which make one figure of many rows: `suma`, `promedio`, `contar`, …."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from fractions import Fraction
from itertools import accumulate
from operator import itemgetter

import attrs

from pei_dsl.algebra.builtins.aspects import Addition, AggregateQuery, Empty, RowCounting, Rows
from pei_dsl.algebra.builtins.declarations import ANY, AggregateFunction, comparable
from pei_dsl.algebra.display import shown
from pei_dsl.algebra.values import Present, Value, bounded, invalid
from pei_dsl.model.expressions import ValueType

_N = ValueType.NUMBER


def _sum(values: Sequence[Present], counts: Sequence[int]) -> Value:
    numbers = (
        value if times == 1 else value * times
        for value, times in zip(values, counts, strict=True)
        if isinstance(value, Fraction)
    )
    return bounded(sum(numbers, Fraction(0)))


def _mean(values: Sequence[Present], counts: Sequence[int]) -> Value:
    total = _sum(values, counts)
    return total / sum(counts) if isinstance(total, Fraction) else total


def _median(values: Sequence[Present], counts: Sequence[int]) -> Value:
    # What is equal need not be compared again by how often it occurs.
    ordered = sorted(zip(values, counts, strict=True), key=itemgetter(0))
    up_to = list(accumulate(times for _, times in ordered))
    low, high = (ordered[bisect_right(up_to, place)][0] for place in ((up_to[-1] - 1) // 2, up_to[-1] // 2))
    assert isinstance(low, Fraction)
    assert isinstance(high, Fraction)
    return (low + high) / 2


def _only(values: Sequence[Present], _: Sequence[int]) -> Value:
    (value,) = values
    return value


_MOST_LISTED = 3


def _shared(values: Sequence[Present], _: Sequence[int]) -> Value:
    different = sorted(set(values), key=comparable)
    if len(different) == 1:
        return different[0]
    listed = ", ".join(_written(each) for each in different[:_MOST_LISTED])
    more = ", …" if len(different) > _MOST_LISTED else ""
    return invalid("several_values", count=len(different), values=f"{listed}{more}")


MAX_LISTED = 10_000
SEPARATOR = "; "


def _listed(values: Sequence[Present], _: Sequence[int]) -> Value:
    different = sorted(set(values), key=comparable)
    if len(different) > MAX_LISTED:
        return invalid("too_many_values", count=len(different), most=MAX_LISTED)
    return SEPARATOR.join(map(_written, different))


def _written(value: Present) -> str:
    return shown(value) if isinstance(value, Fraction) else str(value)


SUM = AggregateFunction(
    name="sum",
    spanish="suma",
    takes=_N,
    gives=_N,
    summary="Suma los valores presentes.",
    summary_en="Adds the present values.",
    figure=_sum,
    rows=Rows.ALL,
    empty=Empty.ZERO_WITHOUT_ROWS,
    addition=Addition.TOTAL,
    counts=RowCounting.VALUES,
    query=AggregateQuery.SUM,
)
MEAN = AggregateFunction(
    name="mean",
    spanish="promedio",
    synonyms=("media",),
    takes=_N,
    gives=_N,
    summary="Media de los valores presentes.",
    summary_en="Mean of the present values.",
    figure=_mean,
    rows=Rows.ALL,
    empty=Empty.NO_VALUE,
    addition=Addition.MEAN,
    counts=RowCounting.AVERAGE,
    query=AggregateQuery.MEAN,
)
MEDIAN = AggregateFunction(
    name="median",
    spanish="mediana",
    takes=_N,
    gives=_N,
    summary="Valor del medio; si son pares, la media de los dos del medio.",
    summary_en="Middle value; of an even number, the mean of the two middle ones.",
    figure=_median,
    rows=Rows.ALL,
    empty=Empty.NO_VALUE,
    addition=Addition.PLACE,
    counts=RowCounting.AVERAGE,
    query=AggregateQuery.MEDIAN,
)
MINIMUM = AggregateFunction(
    name="minimum",
    spanish="mínimo",
    synonyms=("mín",),
    english="min",
    takes=ANY,
    gives=ANY,
    summary="El menor valor presente.",
    summary_en="Least present value.",
    figure=lambda values, _: min(values, key=comparable),
    rows=Rows.ALL,
    empty=Empty.NO_VALUE,
    addition=Addition.PLACE,
    counts=RowCounting.VALUES,
    query=AggregateQuery.LEAST,
)
MAXIMUM = attrs.evolve(
    MINIMUM,
    name="maximum",
    spanish="máximo",
    synonyms=("máx",),
    english="max",
    summary="El mayor valor presente.",
    summary_en="Greatest present value.",
    figure=lambda values, _: max(values, key=comparable),
    query=AggregateQuery.GREATEST,
)
FIRST = AggregateFunction(
    name="first",
    spanish="primero",
    takes=ANY,
    gives=ANY,
    summary="El valor presente de la fecha más antigua; a igual fecha, el de la primera fila.",
    summary_en="Present value of the earliest date; on one date, of the first row.",
    figure=_only,
    rows=Rows.FIRST,
    empty=Empty.NO_VALUE,
    addition=Addition.NONE,
    counts=RowCounting.VALUES,
    query=AggregateQuery.FIRST,
)
LAST = attrs.evolve(
    FIRST,
    name="last",
    spanish="último",
    summary="El valor presente de la fecha más reciente; a igual fecha, el de la última fila.",
    summary_en="Present value of the latest date; on one date, of the last row.",
    rows=Rows.LAST,
    query=AggregateQuery.LAST,
)
UNIQUE = AggregateFunction(
    name="unique",
    spanish="único",
    takes=ANY,
    gives=ANY,
    summary="El valor presente que todas las filas comparten; si hay varios, es inválido.",
    summary_en="Present value that all rows share; several are invalid.",
    figure=_shared,
    rows=Rows.ALL,
    empty=Empty.NO_VALUE,
    addition=Addition.NONE,
    counts=RowCounting.VALUES,
    query=AggregateQuery.SHARED,
)
LISTED = AggregateFunction(
    name="list",
    spanish="lista",
    takes=ANY,
    gives=ValueType.TEXT,
    summary="Los valores distintos presentes, en orden, como un texto.",
    summary_en="Distinct present values, in order, as one text.",
    figure=_listed,
    rows=Rows.ALL,
    empty=Empty.NO_VALUE,
    addition=Addition.NONE,
    counts=RowCounting.ROWS,
    query=AggregateQuery.AT_HOME,
)
COUNT = AggregateFunction(
    name="count",
    spanish="contar",
    counts_rows=True,
    takes=ANY,
    gives=_N,
    summary="Cuenta las filas, o los valores presentes de una columna.",
    summary_en="Counts rows, or the present values of a column.",
    figure=lambda _, counts: Fraction(sum(counts)),
    rows=Rows.ALL,
    empty=Empty.ZERO,
    addition=Addition.NONE,
    counts=RowCounting.ROWS,
    query=AggregateQuery.COUNT,
)
COUNT_DISTINCT = AggregateFunction(
    name="count_distinct",
    spanish="contar_distintos",
    takes=ANY,
    gives=_N,
    summary="Cuenta los valores distintos presentes.",
    summary_en="Counts the distinct present values.",
    figure=lambda values, _: Fraction(len(set(values))),
    rows=Rows.ALL,
    empty=Empty.ZERO,
    addition=Addition.NONE,
    counts=RowCounting.ROWS,
    query=AggregateQuery.DISTINCT,
)

AGGREGATES = (SUM, MEAN, MEDIAN, MINIMUM, MAXIMUM, FIRST, LAST, UNIQUE, LISTED, COUNT, COUNT_DISTINCT)
