"""Values broken down by columns of the data: as one result, or as one that is read while it is made."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import attrs

from pei_dsl.data.reading import Limits, Reading
from pei_dsl.diagnostics import Diagnostic, Label
from pei_dsl.evaluation.requests import requests_of
from pei_dsl.model.periods import Period
from pei_dsl.workspace.host_requests import need_known, periods_of, several
from pei_dsl.workspace.loaded import Loaded
from pei_dsl.workspace.soundness import computable
from pei_dsl.workspace.verbs import HostData, reading_data

if TYPE_CHECKING:  # each verb brings what it needs, so that none waits for the others
    from pei_dsl.evaluation.breakdown import Breakdown


def break_down(
    loaded: Loaded,
    periods: Sequence[str | int | Period],
    columns: Sequence[str] = (),
    *,
    codes: Sequence[str] | None = None,
    data: HostData | None = None,
    reading: Limits | None = None,
    partial: bool = False,
) -> tuple[Breakdown, tuple[Diagnostic, ...]]:
    """
    Return the values that formulas give by groups of `columns`, in each of `periods`, and the findings.

    With more cells than `reading.cells` there are no values, and a finding says so (PEI335).

    Args:
        loaded: The plan.
        periods: In order.
        columns: Declared in `desagregación:` of the sources.
        codes: Only these indicators; None for all.
        data: Rows or a frame of a source by its name.
        reading: How to read.

    Raises:
        PlanError: The plan has errors.
        RequestError: There is no such period, or no source declares such a column.
    """
    with breaking_down(
        loaded, periods, columns, codes=codes, data=data, reading=reading, partial=partial
    ) as (made, found):
        return attrs.evolve(made, series=tuple(made.series)), found


@contextlib.contextmanager
def breaking_down(
    loaded: Loaded,
    periods: Sequence[str | int | Period],
    columns: Sequence[str] = (),
    *,
    codes: Sequence[str] | None = None,
    data: HostData | None = None,
    reading: Limits | None = None,
    partial: bool = False,
) -> Iterator[tuple[Breakdown, tuple[Diagnostic, ...]]]:
    """
    Give what `break_down` returns while the block runs, its series computed one by one as they are asked for.

    Raises:
        PlanError: The plan has errors.
        RequestError: There is no such period, or no source declares such a column.
    """
    from pei_dsl.evaluation import breakdown

    plan = computable(loaded, partial=partial)
    when, columns = periods_of(periods), several("columns", columns)
    codes = None if codes is None else several("codes", codes)
    known = {column for source in loaded.plan.sources.values() for column in source.breakdowns}
    for column in columns:
        need_known("breakdown", column, known)
    for code in codes or ():
        need_known("indicator", code, plan.indicators)
    options = attrs.evolve(Reading.of(reading), breakdown=tuple(columns))
    requests = requests_of(plan, when, codes=codes)
    with reading_data(loaded, data, None, requests, options) as (rows, found):
        made = breakdown.break_down(plan, when, columns, rows, codes)
        every = plan.indicators.keys()
        indicators = len(every if codes is None else every & set(codes))
        cells = indicators * len(when) * (len(made.groups) + 1)
        if cells > options.cells:
            made = attrs.evolve(made, series=())
            yield made, (*found, _too_many(cells, indicators, made, options.cells))
        else:
            yield made, tuple(found)


def _too_many(cells: int, indicators: int, made: Breakdown, limit: int) -> Diagnostic:
    params: dict[str, str | int] = {
        "cells": cells,
        "indicators": indicators,
        "periods": len(made.periods),
        "groups": len(made.groups),
        "limit": limit,
    }
    return Diagnostic("PEI335", Label(None), params)
