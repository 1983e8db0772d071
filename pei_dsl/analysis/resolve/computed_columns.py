"""Columns that are computed from the others of their row: `columna tardía = espera > 30`."""

from __future__ import annotations

from collections.abc import Mapping

import attrs

from pei_dsl import vocabulary
from pei_dsl.algebra.builtins import AGGREGATES
from pei_dsl.analysis.checks.cycles import find_cycles
from pei_dsl.analysis.resolve.implied import figure_in, is_day
from pei_dsl.analysis.resolve.made_sources import is_made, with_base
from pei_dsl.analysis.resolve.resolution import Resolution, Scope
from pei_dsl.analysis.resolve.typed import UNKNOWN, Typed, unknown
from pei_dsl.diagnostics import Severity
from pei_dsl.diagnostics.finding import replace
from pei_dsl.model import expressions as m
from pei_dsl.model.clauses import clause_text
from pei_dsl.model.plan import Column, DataSource
from pei_dsl.source import Source, Span
from pei_dsl.syntax import tree
from pei_dsl.syntax.tree_walks import names_in, tree_parts


def resolve_columns(declaration: tree.Declaration, source: DataSource, resolution: Resolution) -> DataSource:
    """Return `source` with its computed columns resolved, whatever their order; report circles (PEI205)."""
    if source.rows_of is not None:
        source = with_base(source, declaration, resolution)
    if source.rows_of is None and is_made(declaration):
        return source  # it was told what is wrong with «una fila por»
    base = None if source.rows_of is None else resolution.sources[source.rows_of.source]
    written = _written(declaration, source)
    if not written:
        return source
    uses = {name: _uses(each, written, source) for name, each in written.items()}
    circular = _circular(uses, written, resolution, declaration.source)
    columns = {name: each for name, each in source.columns.items() if name not in written}
    columns |= {name: source.columns[name] for name in circular}
    waiting = [name for name in written if name not in circular]
    while waiting:
        # Where circles were broken, one of those that wait always uses none of them.
        name = next(name for name in waiting if not any(use in waiting for use in uses[name]))
        waiting.remove(name)
        rows = attrs.evolve(source, columns=columns)
        scope = Scope(declaration.source, source.name, rows=rows, computes=True, base=base)
        columns[name] = _resolved(written[name], source.columns[name], resolution, scope)
    # In the order of the text, which is that of descriptions.
    resolved = attrs.evolve(source, columns={name: columns[name] for name in source.columns})
    if resolved.time in resolved.columns_of_period:
        resolved = _without_time(resolved, declaration, resolution)
    if base is not None and base.time:
        _warn_of_other_time(resolved, declaration.source, resolution)
    return resolved


def _without_time(source: DataSource, declaration: tree.Declaration, resolution: Resolution) -> DataSource:
    """Report that rows are dated by those of other sources, which only a period tells (PEI313)."""
    fields = (each for each in declaration.items if isinstance(each, tree.Field) and each.name == "time")
    field = next(fields, None)
    place = declaration.header.span if field is None else field.value.span
    params = {"field": "tiempo" if field is None else field.word, "name": source.time}
    resolution.findings.add(declaration.source, place, "PEI313", "looked_up", params=params, note="here")
    return attrs.evolve(source, time="")


def _warn_of_other_time(source: DataSource, text: Source, resolution: Resolution) -> None:
    """Warn of columns that read the period where `una fila por` looks further back (PEI231)."""
    rows_of = source.rows_of
    if rows_of is None or not rows_of.windows:
        return
    clauses = " ".join(clause_text(each) for each in rows_of.windows)
    for column in source.computed:
        for node in m.parts_of(column.formula):
            if isinstance(node, m.Aggregate) and node.source == rows_of.source and not node.windows:
                call = text[node.span].removesuffix(")").rstrip()
                texts = [f"{call} {clause})" for clause in (clauses, clause_text(m.Window()))]
                fixes = tuple(replace(text, node.span, each) for each in texts)
                params = {"column": column.name, "clauses": clauses}
                resolution.findings.add(
                    text,
                    node.span,
                    "PEI231",
                    params=params,
                    note="here",
                    fixes=fixes,
                    severity=Severity.WARNING,
                )


def _written(declaration: tree.Declaration, source: DataSource) -> dict[str, tree.Column]:
    found: dict[str, tree.Column] = {}
    for item in declaration.items:
        value = item.value if isinstance(item, tree.Field) else None
        if isinstance(value, tree.Column) and value.expression is not None:
            column = source.columns[value.name]
            if column.formula is not None:  # else the name stands twice, which was reported
                found.setdefault(value.name, value)
    return found


def _circular(
    uses: Mapping[str, list[str]], written: Mapping[str, tree.Column], resolution: Resolution, source: Source
) -> set[str]:
    """Return the columns that rest on themselves; report each circle with its whole path."""
    found: set[str] = set()
    for cycle in find_cycles(uses):
        params = {"path": " → ".join([*cycle, cycle[0]])}
        resolution.findings.add(source, written[cycle[0]].name_span, "PEI205", params=params, note="here")
        found.update(cycle)
    return found


def _uses(column: tree.Column, written: Mapping[str, tree.Column], source: DataSource) -> list[str]:
    assert column.expression is not None
    names = (
        each.column or each.name
        for each in _names(column.expression, source.name)
        if each.column is None or each.name == source.name
    )
    return [name for name in dict.fromkeys(names) if name in written]


def _names(expression: tree.Expression, own: str) -> list[tree.Name]:
    """Return the names of columns of the row in `expression`; in a summary, those with their source `own`."""
    found: list[tree.Name] = []
    waiting = [expression]
    while waiting:
        each = waiting.pop()
        if isinstance(each, tree.Name):
            found.append(each)
        function = AGGREGATES.find(each.function) if isinstance(each, tree.Call) else None
        if function is not None and len(each.arguments) == function.arguments:  # type: ignore[union-attr]  # a call
            # Bare names are columns of its rows.
            found.extend(name for name in names_in(each) if name.name == own and name.column is not None)
        else:
            waiting.extend(tree_parts(each)[::-1])
    return found


def _resolved(written: tree.Column, column: Column, resolution: Resolution, scope: Scope) -> Column:
    expression = written.expression
    assert expression is not None
    if _is_type(expression):
        return _with(column, _typed_with_equal(written, expression, resolution, scope))
    if column.type is UNKNOWN and not written.type:
        typed = resolution.resolve(expression, scope)
    else:
        typed = resolution.expect(expression, scope, column.type)
    return _with(column, _of_row(typed, resolution, scope))


def _with(column: Column, typed: Typed) -> Column:
    type_ = typed.type if column.type is UNKNOWN else column.type
    return attrs.evolve(column, formula=typed.node, type=type_)


def _is_type(expression: tree.Expression) -> bool:
    return (
        isinstance(expression, tree.Name)
        and expression.column is None
        and not expression.bracketed
        and vocabulary.COLUMN_TYPES.find(expression.name) is not None
    )


def _typed_with_equal(
    written: tree.Column, expression: tree.Expression, resolution: Resolution, scope: Scope
) -> Typed:
    """Resolve `columna a = número`, which is a column of that name, or meant to say its type (PEI315)."""
    assert isinstance(expression, tree.Name)
    assert scope.rows is not None
    if expression.name in scope.rows.columns:
        return resolution.resolve(expression, scope)
    place = Span(written.name_span.start, expression.span.end)
    fix = replace(scope.source, place, f"{scope.source[written.name_span]}: {expression.name}", safe=True)
    resolution.findings.add(scope.source, place, "PEI315", "equal", note="here", fixes=(fix,))
    return unknown(expression.span)


def _of_row(typed: Typed, resolution: Resolution, scope: Scope) -> Typed:
    """Return `typed`; report a figure of the plan in it, which is of no row (PEI211)."""
    figure = figure_in(typed.node)
    if figure is None:
        return typed
    params = {"name": scope.source[figure.span]}
    resolution.findings.add(
        scope.source, figure.span, "PEI211", "day" if is_day(figure) else "of_row", params=params, note="here"
    )
    return unknown(typed.node.span)
