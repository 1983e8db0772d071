"""Rows of other sources in computed columns: which of them are those of the row at hand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import attrs

from pei_dsl.algebra.builtins import AGGREGATES, FUNCTIONS
from pei_dsl.analysis.resolve.resolution import Resolution, Scope
from pei_dsl.diagnostics.finding import Edit, Fix
from pei_dsl.model import expressions as m
from pei_dsl.model.expressions import ValueType
from pei_dsl.model.plan import DataSource
from pei_dsl.model.row_cells import outer_values
from pei_dsl.model.ties import all_of, ties_of
from pei_dsl.source import Span
from pei_dsl.syntax import tree
from pei_dsl.syntax.tree_walks import calls_in, names_in


def sources_read(declaration: tree.Declaration, known: Mapping[str, DataSource]) -> list[str]:
    """Return the sources whose rows `declaration` sums up or leaves out as holidays, as they are written."""
    own = declaration.header.name
    found: dict[str, None] = {}
    for item in declaration.items:
        for call in _calls(item):
            names = [name for each in _of_other_rows(call) for name in names_in(each)]
            found.update(dict.fromkeys(each.name for each in names if each.name != own))
    return [name for name in found if name in known]


def _calls(item: tree.Item) -> list[tree.Call]:
    """Return the calls in a computed column, or in what says who has a row."""
    match item:
        case tree.Field(value=tree.Column(expression=expression)) if expression is not None:
            return calls_in(expression)
        case tree.Field(value=tree.RowsOf(items=items)):
            return [call for each in items for written in each.filters for call in calls_in(written)]
        case _:
            return []


def _of_other_rows(call: tree.Call) -> Iterator[tree.Expression]:
    """Yield the arguments of `call` that are rows of other sources: what is summed up, and holidays."""
    summing, function = AGGREGATES.find(call.function), FUNCTIONS.find(call.function)
    if summing is not None and len(call.arguments) == summing.arguments:
        yield call.arguments[0].expression
    if function is not None and len(call.arguments) == function.least:
        for argument, wanted in zip(call.arguments, function.types(function.least), strict=True):
            if wanted is ValueType.HOLIDAYS:
                yield argument.expression


def sums_up_its_own(resolution: Resolution, node: tree.Call, scope: Scope) -> bool:
    """Tell whether a summary in a column is one of the rows that the column is of; report it (PEI211)."""
    rows = scope.rows
    names = [name for argument in node.arguments[:1] for name in names_in(argument.expression)]
    if rows is None or not names or not all(_is_of(name, rows) for name in names):
        return False
    if scope.base is not None and not any(name.name == rows.name for name in names):
        return False  # columns of the rows that it is made of, without their source
    params = {"name": node.function, "source": rows.name}
    resolution.findings.add(scope.source, node.name_span, "PEI211", "own", params=params, note="here")
    return True


def _is_of(name: tree.Name, rows: DataSource) -> bool:
    """Tell whether `name` is that of a source, or of one of its columns."""
    return name.name == rows.name or (name.column is None and name.name in rows.columns)


def tied(
    resolution: Resolution, aggregate: m.Aggregate, node: tree.Call, source: DataSource, scope: Scope
) -> m.Aggregate | None:
    """
    Return an aggregate of a computed column with what ties its rows to the row at hand.

    Those of the source that `scope.rows` are made of are tied by the keys; where they compare nothing else
    with the row, as it stands.  Without a tie to another source it is reported (PEI240), and None.
    """
    assert scope.rows is not None
    asking = scope.rows
    if scope.base is not None and source.name == scope.base.name:
        if asking.rows_of is None or not (outer_values(aggregate)):
            return aggregate
        keys = [
            m.Comparison("=", m.ColumnValue(key), m.OuterValue(asking.name, key))
            for key in asking.rows_of.keys
        ]
        written = [] if aggregate.filter is None else [aggregate.filter]
        return attrs.evolve(aggregate, filter=all_of([*keys, *written]))
    if ties_of(aggregate.filter).ties:
        return aggregate
    compares = bool(outer_values(aggregate.filter))
    pair = _pair(asking, source)
    params = {"source": source.name, "asking": asking.name, "condition": " = ".join(pair)}
    fixes = () if node.arguments[0].filters else (_with_filter(node, f"si {' = '.join(pair)}", scope),)
    variant = "compared" if compares else ""
    resolution.findings.add(
        scope.source, node.span, "PEI240", variant, params=params, note="here", fixes=fixes
    )
    return None


def _with_filter(node: tree.Call, condition: str, scope: Scope) -> Fix:
    """Return the change that puts a filter behind what is summed up."""
    end = node.arguments[0].expression.span.end
    before, after = scope.source.text[node.span.start : end], scope.source.text[end : node.span.end]
    edit = Edit(scope.source, Span(end, end), f" {condition}")
    return Fix(" ".join(f"{before} {condition}{after}".split()), (edit,))


def _pair(asking: DataSource, source: DataSource) -> tuple[str, str]:
    """Return two columns that may tie the rows of `source` to those of `asking`: of one name or one type."""
    named = [name for name in source.columns if name in asking.columns]
    # Numbers are seldom what names a row; where nothing else is there, the first columns stand for it.
    own = [*named, *_that_name(source), *source.columns, "…"][0]
    outer = [*(name for name in named if name == own), *_that_name(asking), *asking.columns, "…"][0]
    return own, f"{asking.name}.{outer}"


def _that_name(source: DataSource) -> list[str]:
    return [each.name for each in source.columns.values() if each.type is ValueType.TEXT]
