"""Aggregates in formulas: the source that they read, their filter and their time clauses."""

from __future__ import annotations

import attrs

from pei_dsl.algebra.builtins.aspects import RowCounting, Rows
from pei_dsl.algebra.builtins.declarations import AggregateFunction
from pei_dsl.algebra.builtins.row_names import row_names
from pei_dsl.analysis.checks import additivity
from pei_dsl.analysis.resolve import ranks, rows_meant, tied_rows, windows
from pei_dsl.analysis.resolve.call_shape import arity, nested
from pei_dsl.analysis.resolve.references import calculation_in_brackets, is_calculation, unknown_source
from pei_dsl.analysis.resolve.resolution import Resolution, Scope, short
from pei_dsl.analysis.resolve.typed import BOOLEAN, NUMBER, UNKNOWN, Typed, unknown
from pei_dsl.diagnostics.finding import replace
from pei_dsl.diagnostics.suggestion import nearest
from pei_dsl.model import expressions as m
from pei_dsl.model.plan import DataSource
from pei_dsl.syntax import tree
from pei_dsl.syntax.tree_walks import names_in


def aggregate(resolution: Resolution, node: tree.Call, function: AggregateFunction, scope: Scope) -> Typed:
    """Return a figure of many rows; report what no source gives."""
    if scope.rows is not None and not scope.computes:
        return nested(resolution, node, scope)
    if tied_rows.sums_up_its_own(resolution, node, scope):
        return unknown(node.span)
    if not arity(resolution, node, function.arguments, function.arguments, scope):
        return unknown(node.span)
    rank = ranks.rank_of(resolution, node, scope) if function.takes_rank else None
    argument = node.arguments[0]
    source = _source_of(resolution, argument, node, scope)
    if source is None or windows.is_rest_of_name(argument, source, scope.source, resolution.findings):
        return unknown(node.span)
    told = len(resolution.findings.items), resolution.findings.missed
    inner = attrs.evolve(scope, rows=source, base=None, computes=False, asking=scope.rows)
    whole = (
        isinstance(argument.expression, tree.Name)
        and argument.expression.column is None
        and (argument.expression.name == source.name)
    )
    if whole and not function.counts_rows:
        _needs_column(resolution, node, argument, function, source, scope)
        return unknown(node.span)
    value = None if whole else resolution.expect(argument.expression, inner, function.takes)
    condition = filter_of(resolution, argument, inner)
    clauses = windows.resolve(argument, source, scope.source, resolution)
    gives = function.gives
    if gives is UNKNOWN:
        gives = value.type if value is not None else NUMBER
    aggregate = m.Aggregate(
        function.name,
        source.name,
        value.node if value is not None else None,
        condition,
        clauses,
        rank,
        span=node.span,
    )
    if scope.rows is not None and told == (len(resolution.findings.items), resolution.findings.missed):
        tied = tied_rows.tied(resolution, aggregate, node, source, scope)
        if tied is None:
            return unknown(node.span)
        aggregate = tied
    kind = "count:filas" if value is None or function.counts is RowCounting.ROWS else value.kind
    if value is not None and value.type is UNKNOWN:
        return unknown(node.span)
    if source.connection and not source.order and function.rows is not Rows.ALL:
        # Elsewhere rows have a place; those of a database come in any order.
        resolution.findings.add(scope.source, node.span, "PEI341", params={"function": node.function})
        return unknown(node.span)
    additivity.check_aggregate(aggregate, source, node, scope.source, resolution.findings)
    return Typed(aggregate, gives, kind)


def _source_of(
    resolution: Resolution, argument: tree.Argument, node: tree.Call, scope: Scope
) -> DataSource | None:
    """Return the one source that the argument reads; report none, or two."""
    names = row_names(argument.expression)
    found = {
        name.name: name
        for name in names
        if (name.column is not None or _is_bare_source(resolution, name))
        and not (scope.rows is not None and name.name == scope.rows.name)  # the row that asks
    }
    known = [name for name in found if name in resolution.sources]
    if not found:
        _no_source(resolution, argument, node, scope)
        return None
    for name, written in found.items():
        if name not in resolution.sources:
            unknown_source(resolution, name, written.span, scope)
    if len(known) > 1:
        params = {"first": known[0], "second": known[1]}
        resolution.findings.add(scope.source, found[known[1]].span, "PEI214", params=params, note="here")
        return None
    return resolution.sources[known[0]] if known and len(known) == len(found) else None


def _is_bare_source(resolution: Resolution, name: tree.Name) -> bool:
    return name.column is None and not name.bracketed and name.name in resolution.sources


def _no_source(resolution: Resolution, argument: tree.Argument, node: tree.Call, scope: Scope) -> None:
    names = names_in(argument.expression)
    if any(scope.open or resolution.symbols.may_declare(name.name, "source") for name in names):
        return
    if any(name.name in resolution.symbols.sources for name in names):
        return
    calculation = next((name for name in names if is_calculation(name, None)), None)
    if calculation is not None:
        calculation_in_brackets(resolution, calculation, scope)
        return
    fixes = rows_meant.offers(resolution, argument, node, scope)
    if not fixes and names:
        near = nearest(names[0].name, resolution.sources)
        fixes = tuple(replace(scope.source, names[0].span, text) for text in near)
    params = {"name": node.function, "written": short(scope.source[argument.span])}
    resolution.findings.add(
        scope.source,
        argument.expression.span,
        "PEI201",
        "series_of" if rows_meant.is_series(resolution, argument, scope) else "source_of",
        params=params,
        note="here",
        fixes=fixes,
    )


def _needs_column(
    resolution: Resolution,
    node: tree.Call,
    argument: tree.Argument,
    function: AggregateFunction,
    source: DataSource,
    scope: Scope,
) -> None:
    columns = [c.name for c in source.columns.values() if function.takes in (UNKNOWN, c.type)]
    texts = [f"{source.name}.{column}" for column in columns[:2]]
    fixes = tuple(replace(scope.source, argument.expression.span, text) for text in texts)
    params = {"name": node.function, "source": source.name}
    resolution.findings.add(
        scope.source,
        argument.expression.span,
        "PEI211",
        "column",
        params=params,
        note="here",
        fixes=fixes,
    )


def filter_of(resolution: Resolution, argument: tree.Argument, inner: Scope) -> m.Expression | None:
    """Return which rows of `inner` pass the filters of `argument`; None for all."""
    conditions = [resolution.expect(each, inner, BOOLEAN).node for each in argument.filters]
    if not conditions:
        return None
    if len(conditions) == 1:
        return conditions[0]
    return m.Logic("y", tuple(conditions), span=argument.span)
