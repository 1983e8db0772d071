"""Columns of numbers whose figures all have three digits behind a sign, which means one thing or another."""

from __future__ import annotations

from collections.abc import Iterator

from pei_dsl.analysis.lints.declaration import Remark, lint
from pei_dsl.analysis.lints.rules.impossible_value import comes_whole
from pei_dsl.analysis.lints.subject import Subject
from pei_dsl.diagnostics.finding import Fix
from pei_dsl.model.plan import Column
from pei_dsl.syntax import tree


@lint("PEI448", looks_at_data=True)
def thousands_or_decimals(subject: Subject) -> Iterator[Remark]:
    """Warn of figures such as 12.345, of a source that does not say which sign stands before decimals."""
    for name, columns in subject.columns_read.items():
        table, source = subject.rows_of(name), subject.plan.sources[name]
        if table is None or _says(subject, name):
            continue
        for column in sorted(columns & table.grouped.keys()):
            figures, declared = table.grouped[column], source.columns[column]
            if figures.shows(whole=_comes_whole(declared)):
                yield Remark(
                    declared.declared_at,
                    "" if figures.sign == source.decimal else "thousands",
                    params={"column": column, "source": name, "cell": figures.first},
                    fixes=(Fix("decimal: coma"), Fix("decimal: punto")),
                )


def _says(subject: Subject, source: str) -> bool:
    """Tell whether a source says which sign stands before decimals."""
    declaration = subject.declarations.get(("source", source))
    items = () if declaration is None else declaration.items
    return any(isinstance(each, tree.Field) and each.name == "decimal" for each in items)


def _comes_whole(column: Column) -> bool:
    return column.unit is not None and column.unit.kind == "number" and comes_whole(column.unit.counted)
