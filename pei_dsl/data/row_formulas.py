"""The computed columns of one row: each put into its cells, those that others use first."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import TypeAlias

from pei_dsl.algebra.scalar import Environment, day_of, evaluate
from pei_dsl.algebra.values import Present, Value, invalid
from pei_dsl.model.absence import Absence, Reason
from pei_dsl.model.expressions import Aggregate, PeriodDay
from pei_dsl.model.periods import Period
from pei_dsl.model.plan import Column

# The cells of a row by column, or why there is none.
Cells: TypeAlias = Callable[[str], Value]


def _none(_node: Aggregate, _cells: Cells) -> Value:
    return invalid("out_of_place")


def _nowhere(_key: str) -> Value:
    return invalid("out_of_place")


def _out_of_place(_node: PeriodDay) -> Value:
    return invalid("out_of_place")


def cells_given(
    cells: Mapping[str, Present | None], broken: Mapping[str, Absence] = MappingProxyType({})
) -> Cells:
    """Return what gives `cells` as formulas read them; those in `broken` are *inválido*."""

    def read(name: str) -> Value:
        found = cells.get(name)
        if found is not None:
            return found
        return broken.get(name) or Absence(Reason.NO_DATA, "empty_cell", {"column": name})

    return read


def put_in(
    cells: dict[str, Present | None],
    broken: dict[str, Absence],
    columns: Iterable[Column],
    aggregate: Callable[[Aggregate, Cells], Value] = _none,
    period: Period | None = None,
    holidays: Callable[[str], Value] = _nowhere,
) -> None:
    """
    Put computed columns into the cells of a row; why one is *inválido* goes to `broken`.

    Args:
        cells: The cells so far.
        broken: Why those that are *inválido* are.
        columns: The computed columns, those that others use first.
        aggregate: Gives an aggregate in a formula, for the row with these cells.
        period: The period that is measured, where formulas may name its days.
        holidays: Gives the days that formulas leave out, by their key.
    """
    read = cells_given(cells, broken)
    day = _out_of_place if period is None else functools.partial(day_of, period=period)
    row = Environment(
        column=read, aggregate=lambda node: aggregate(node, read), period_day=day, reference=holidays
    )
    for column in columns:
        assert column.formula is not None
        value = evaluate(column.formula, row)
        if not isinstance(value, Absence):
            cells[column.name] = value
            continue
        cells[column.name] = None
        if value.reason is Reason.INVALID:
            broken[column.name] = value
