"""Aggregates that tell how values are spread: `percentil`, `desviación_muestral`, `moda`, …."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from fractions import Fraction
from itertools import accumulate
from operator import itemgetter

import attrs

from pei_dsl.algebra import arithmetic
from pei_dsl.algebra.builtins.aspects import Addition, AggregateQuery, Empty, RowCounting, Rows
from pei_dsl.algebra.builtins.declarations import ANY, AggregateFunction, comparable
from pei_dsl.algebra.display import shown
from pei_dsl.algebra.values import Present, Value, bounded, invalid
from pei_dsl.model.expressions import ValueType

_N = ValueType.NUMBER
_MOST_LISTED = 3


def percentile(values: Sequence[Present], counts: Sequence[int], rank: Fraction) -> Value:
    """
    Return the value below which the share `rank` of the others lies.

    Of n values in order, counted from 0, it stands at (n - 1) · `rank`, and between two in proportion.  That
    is PERCENTIL.INC of Excel; of one half it is the median.
    """
    # What is equal need not be compared again by how often it occurs.
    ordered = sorted(zip(values, counts, strict=True), key=itemgetter(0))
    up_to = list(accumulate(times for _, times in ordered))
    place = (up_to[-1] - 1) * rank
    whole = place.numerator // place.denominator
    low, high = (
        arithmetic.number(ordered[bisect_right(up_to, each)][0])
        for each in (whole, min(whole + 1, up_to[-1] - 1))
    )
    return arithmetic.add(low, arithmetic.multiply(place - whole, arithmetic.subtract(high, low)))


def _deviation(values: Sequence[Present], counts: Sequence[int], freedom: int) -> Value:
    """Return the root of the mean square difference from the mean, over `freedom` less than there are."""
    pairs = [
        (value, times) for value, times in zip(values, counts, strict=True) if isinstance(value, Fraction)
    ]
    number = sum(counts)
    if number <= freedom:
        return invalid("one_value")
    total = sum((value * times for value, times in pairs), Fraction(0))
    squares = sum((value * value * times for value, times in pairs), Fraction(0))
    variance = bounded((squares - total * total / number) / (number - freedom))
    return arithmetic.root(variance, 2) if isinstance(variance, Fraction) else variance


def _mode(values: Sequence[Present], counts: Sequence[int]) -> Value:
    occurring: Counter[Present] = Counter()
    for value, times in zip(values, counts, strict=True):
        occurring[value] += times
    most = max(occurring.values())
    found = sorted((value for value, times in occurring.items() if times == most), key=comparable)
    if len(found) == 1:
        return found[0]
    listed = ", ".join(
        shown(each) if isinstance(each, Fraction) else str(each) for each in found[:_MOST_LISTED]
    )
    more = ", …" if len(found) > _MOST_LISTED else ""
    return invalid("several_modes", count=len(found), values=f"{listed}{more}", times=most)


PERCENTILE = AggregateFunction(
    name="percentile",
    spanish="percentil",
    takes_rank=True,
    takes=_N,
    gives=_N,
    summary="Valor bajo el cual queda esa parte de los demás, como PERCENTIL.INC; el de 50% es la mediana.",
    summary_en="Value below which that share of the others lies, as PERCENTILE.INC; of 50% it is the median.",
    figure=percentile,
    rows=Rows.ALL,
    empty=Empty.NO_VALUE,
    addition=Addition.PLACE,
    counts=RowCounting.AVERAGE,
    query=AggregateQuery.AT_HOME,
)
SAMPLE_DEVIATION = AggregateFunction(
    name="sample_deviation",
    spanish="desviación_muestral",
    takes=_N,
    gives=_N,
    summary="Desviación estándar de una muestra (entre n − 1), como DESVEST.M; de un solo valor, inválida.",
    summary_en="Standard deviation of a sample (over n − 1), as STDEV.S; of one value, invalid.",
    figure=lambda values, counts: _deviation(values, counts, freedom=1),
    rows=Rows.ALL,
    empty=Empty.NO_VALUE,
    addition=Addition.PLACE,
    counts=RowCounting.AVERAGE,
    query=AggregateQuery.AT_HOME,
)
POPULATION_DEVIATION = attrs.evolve(
    SAMPLE_DEVIATION,
    name="population_deviation",
    spanish="desviación_poblacional",
    summary="Desviación estándar de toda una población (entre n), como DESVEST.P.",
    summary_en="Standard deviation of a whole population (over n), as STDEV.P.",
    figure=lambda values, counts: _deviation(values, counts, freedom=0),
)
MODE = AggregateFunction(
    name="mode",
    spanish="moda",
    takes=ANY,
    gives=ANY,
    summary="El valor presente que más se repite; si hay varios, es inválido.",
    summary_en="Present value that occurs most often; several are invalid.",
    figure=_mode,
    rows=Rows.ALL,
    empty=Empty.NO_VALUE,
    addition=Addition.NONE,
    counts=RowCounting.VALUES,
    query=AggregateQuery.AT_HOME,
)

AGGREGATES = (PERCENTILE, SAMPLE_DEVIATION, POPULATION_DEVIATION, MODE)
