"""What the rows of a breakdown are made of, in every format for programs."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from fractions import Fraction

from pei_dsl.algebra import display
from pei_dsl.algebra.values import Present
from pei_dsl.evaluation.breakdown import Breakdown, Series
from pei_dsl.model.moment import Moment
from pei_dsl.model.plan import Indicator

# What every table has before the columns of the groups, and behind them.
BEFORE = ("código", "título", "periodo", "nivel")
GROUP, TOTAL = "grupo", "total"


def names(columns: Iterable[str], behind: tuple[str, ...]) -> list[str]:
    """Return the names of all columns; one of `columns` that is called like one of ours says so."""
    ours = {*BEFORE, *behind}
    return [*BEFORE, *(f"{name} (grupo)" if name in ours else name for name in columns), *behind]


def plain(cell: Present) -> str:
    """Return a cell of a group as a text."""
    match cell:
        case bool():
            return "sí" if cell else "no"
        case Fraction():
            return display.exact(cell)
        case datetime.date() | Moment():
            return cell.isoformat()
        case _:
            return cell


def scaled(value: Fraction, indicator: Indicator) -> str:
    """Return a value in the scale of its unit: with the declared decimals, or as exactly as digits can."""
    (numerator, denominator), (top, bottom) = (
        value.as_integer_ratio(),
        indicator.unit.scale.as_integer_ratio(),
    )
    return display.plain_quotient(numerator * top, denominator * bottom, indicator.decimals)


def by_indicator(breakdown: Breakdown) -> Iterator[tuple[Indicator, list[Series]]]:
    """Yield each indicator with its series, in the order of the plan; all of them are computed first."""
    found: dict[str, list[Series]] = {}
    for series in breakdown.series:
        found.setdefault(series.indicator.code, []).append(series)
    for code, all_series in found.items():
        yield breakdown.plan.indicators[code], all_series
