"""Rows that have a numerator and no denominator, or the other way round."""

from __future__ import annotations

from collections.abc import Iterator

from pei_dsl.analysis.lints.declaration import Remark, lint
from pei_dsl.analysis.lints.subject import Subject
from pei_dsl.data.completeness import column_of, pair_of
from pei_dsl.data.table import Table
from pei_dsl.diagnostics.catalogue import Parameter
from pei_dsl.model import expressions as m
from pei_dsl.model.plan import Plan


@lint("PEI441", looks_at_data=True)
def half_filled_pair(subject: Subject) -> Iterator[Remark]:
    """Warn of a division of two columns of one source whose cells are not empty in the same rows."""
    told: set[tuple[str, str, str]] = set()
    for indicator in subject.plan.indicators.values():
        for above, below in _pairs(subject.plan, indicator.formula):
            table = subject.rows_of(above.source)
            columns = column_of(above), column_of(below)
            key = above.source, *columns
            if key in told or table is None:
                continue
            if not subject.plan.sources[above.source].columns_of_period.isdisjoint(columns):
                continue  # each period has its own; evaluating tells of how many rows one lacks
            told.add(key)
            lines = _half_filled(table, *columns)
            if lines:
                params: dict[str, Parameter] = {
                    "code": indicator.code,
                    "source": above.source,
                    "above": columns[0],
                    "below": columns[1],
                    "count": len(lines),
                    "line": lines[0],
                }
                yield Remark(subject.field(indicator, "formula"), params=params)


def _pairs(plan: Plan, formula: m.Expression | None) -> Iterator[tuple[m.Aggregate, m.Aggregate]]:
    """Yield the figures of columns of one source that `formula` divides by each other."""
    for node in m.parts_of(formula):
        pair = pair_of(plan.definitions, node)
        if pair is not None:
            yield pair


def _half_filled(table: Table, above: str, below: str) -> list[int]:
    """Return the numbers of the rows in which just one of two columns has a figure."""
    return [
        row.number for row in table.rows if (row.cells.get(above) is None) != (row.cells.get(below) is None)
    ]
