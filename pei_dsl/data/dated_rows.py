"""Rows that a computed column dates: `columna mes = fecha(Anio; NroMes)` with `tiempo: mes`."""

from __future__ import annotations

import datetime
from fractions import Fraction

import attrs

from pei_dsl.algebra.builtins import FUNCTIONS
from pei_dsl.algebra.builtins.of_dates import DATE
from pei_dsl.algebra.display import shown
from pei_dsl.algebra.values import Present
from pei_dsl.data.cell_values import read_period
from pei_dsl.data.expected import Expected
from pei_dsl.data.source_findings import Findings
from pei_dsl.data.table import Row, Table
from pei_dsl.data.written_out import with_computed
from pei_dsl.model import expressions as m
from pei_dsl.model.periods import Granularity, Period
from pei_dsl.model.plan import DataSource

# How long the period is that `fecha` names with so many arguments.
_NAMED = {1: Granularity.YEAR, 2: Granularity.MONTH}


def is_dated_by_formula(source: DataSource) -> bool:
    """Tell whether the column that dates the rows is computed."""
    return bool(source.time) and source.columns[source.time].formula is not None


def with_dates(source: DataSource) -> DataSource:
    """Return `source` with the column that dates its rows as one of the file, as `dated` puts it there."""
    column = attrs.evolve(source.columns[source.time], formula=None)
    return attrs.evolve(source, columns={**source.columns, column.name: column})


def dated(source: DataSource, table: Table, findings: Findings) -> Table:
    """Return the rows of the file with computed columns and periods; report those without one (PEI304)."""
    if table.unusable is not None:
        return table
    rows = []
    for row in with_computed(table, source).rows:
        value = row.cells[source.time]
        period = None if value is None else _period(source, value)
        if period is None:
            _report(source, table, row, value, findings)
        rows.append(attrs.evolve(row, period=period))
    return attrs.evolve(table, rows=tuple(rows))


def _period(source: DataSource, value: Present) -> Period | None:
    """Return the period that a value names: as long as what `fecha` was told, and else a day."""
    column = source.columns[source.time]
    formula = column.formula
    named_by = FUNCTIONS.named(formula.function) if isinstance(formula, m.Call) else None
    if isinstance(value, datetime.date) and isinstance(formula, m.Call) and named_by is DATE:
        day = read_period(value, Expected.of(source, column))
        named = _NAMED.get(len(formula.arguments), Granularity.DAY)
        return day if day is None else day.enclosing(named)
    given = int(value) if isinstance(value, Fraction) and value.denominator == 1 else value
    return read_period(given, Expected.of(source, column))


def _report(source: DataSource, table: Table, row: Row, value: Present | None, findings: Findings) -> None:
    file, line = table.place_of(row.number)
    findings.file = file or table.origin
    cell = "" if value is None else shown(value) if isinstance(value, Fraction) else str(value)
    findings.add("PEI304", line, "computed", column=source.time, cell=cell or "—")
    findings.file = findings.origin
