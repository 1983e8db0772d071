"""Columns of numbers of which some cells have the sign of percentages and others have not."""

from __future__ import annotations

from collections.abc import Iterator

from pei_dsl.analysis.lints.declaration import Remark, lint
from pei_dsl.analysis.lints.subject import Subject
from pei_dsl.diagnostics.finding import Fix


@lint("PEI458", looks_at_data=True)
def percents_in_part(subject: Subject) -> Iterator[Remark]:
    """Warn of 12% beside 30 in a column of numbers, where they count as 0.12 and 30."""
    for name, columns in subject.columns_read.items():
        table, source = subject.rows_of(name), subject.plan.sources[name]
        if table is None:
            continue
        for column in sorted(columns & table.percents.keys()):
            signs, declared = table.percents[column], source.columns[column]
            is_percentage = declared.unit is not None and declared.unit.is_percentage
            if signs.with_it and signs.first_without and not is_percentage:
                params = {"column": column, "source": name, "cell": signs.first_without}
                fixes = (Fix("porcentaje; en puntos"), Fix("porcentaje; como razón"))
                yield Remark(declared.declared_at, params=params, fixes=fixes)
