"""Names in formulas: variables, series, codes, and columns of the rows at hand."""

from __future__ import annotations

import re

from pei_dsl import vocabulary
from pei_dsl.analysis.resolve.fields import unknown_fields
from pei_dsl.analysis.resolve.implied import day_key
from pei_dsl.analysis.resolve.own_figures import own_figure
from pei_dsl.analysis.resolve.resolution import Resolution, Scope
from pei_dsl.analysis.resolve.typed import DATE, NUMBER, Typed, unknown
from pei_dsl.diagnostics import Fix, Label, Severity
from pei_dsl.diagnostics.finding import replace
from pei_dsl.diagnostics.suggestion import nearest
from pei_dsl.model import expressions as m
from pei_dsl.model.elsewhen import ELSEWHEN
from pei_dsl.model.keys import KeyKind, key_of
from pei_dsl.model.plan import Column, DataSource
from pei_dsl.source import Span
from pei_dsl.syntax import tree
from pei_dsl.vocabulary import PERIOD_DAYS, fold

# What stands between brackets and is a calculation, not the name of a column: `[(A - B) / B]`.
_CALCULATION = re.compile(r"[\w)\]]\s*[-+*/÷×^]\s*[\w(\[]|\(")


def name(resolution: Resolution, node: tree.Name, scope: Scope) -> Typed:
    """Return what a name stands for; report one that stands for nothing."""
    if is_calculation(node, scope.rows):
        calculation_in_brackets(resolution, node, scope)
        return unknown(node.span)
    if scope.rows is not None:
        return _column(resolution, node, scope, scope.rows)
    if node.column is not None:
        return _outside(resolution, node, scope)
    if node.name in scope.parameters:
        return scope.parameters[node.name]
    figure = _figure(resolution, node, scope)
    if figure is not None:
        return figure
    if node.name in resolution.sources:
        return _outside(resolution, node, scope)
    own = own_figure(resolution, node.name, node.span, scope) if not node.bracketed else None
    if own is not None:
        return own
    if not scope.open and not resolution.symbols.may_declare(node.name, "variable", "series"):
        _unknown_name(resolution, node, scope)
    return unknown(node.span)


def is_calculation(node: tree.Name, rows: DataSource | None) -> bool:
    """Tell whether brackets hold a calculation, `[A / B]`, and not the name of a column of `rows`."""
    if not node.bracketed or node.column is not None or _CALCULATION.search(node.name) is None:
        return False
    return rows is None or node.name not in rows.columns


def calculation_in_brackets(resolution: Resolution, node: tree.Name, scope: Scope) -> None:
    """Report a calculation in brackets, with the parentheses that are meant."""
    fix = replace(scope.source, node.span, f"({node.name})")
    params = {"name": node.name}
    resolution.findings.add(
        scope.source, node.span, "PEI201", "brackets", params=params, note="here", fixes=(fix,)
    )


def _figure(resolution: Resolution, node: tree.Name, scope: Scope) -> Typed | None:
    """Return the value of the definition that a bare name stands for, or None."""
    key = scope.locals.get(node.name) or resolution.keys.get(node.name)
    if key is None:
        is_column = scope.rows is not None and node.name in scope.rows.columns
        word = None if node.bracketed or is_column else PERIOD_DAYS.find(node.name)
        return None if word is None else Typed(m.Reference(day_key(word), span=node.span), DATE)
    type_ = resolution.types.get(key, NUMBER)
    return Typed(m.Reference(key, span=node.span), type_, resolution.kinds.get(key, ""))


def code(resolution: Resolution, node: tree.Code, scope: Scope) -> Typed:
    """Return the value of an indicator; report a code that no indicator has."""
    if node.code in resolution.symbols.indicators:
        return Typed(m.Reference(key_of(KeyKind.INDICATOR, node.code), span=node.span), NUMBER)
    if resolution.symbols.may_declare(node.code, "indicator"):
        return unknown(node.span)
    variant = "group" if node.code in resolution.symbols.groups else "code"
    near = nearest(node.code, resolution.symbols.indicators) if variant == "code" else []
    fixes = tuple(replace(scope.source, node.span, text) for text in near)
    resolution.findings.add(
        scope.source,
        node.span,
        "PEI201",
        variant,
        params={"name": node.code},
        note="here",
        fixes=fixes,
    )
    return unknown(node.span)


def _unknown_name(resolution: Resolution, node: tree.Name, scope: Scope) -> None:
    if _was_spaced(resolution, node, scope):
        return
    known = [*scope.locals, *scope.parameters, *resolution.keys, *PERIOD_DAYS.spanish()]
    near = nearest(node.name, known)
    if near:
        fixes: tuple[Fix, ...] = tuple(replace(scope.source, node.span, text) for text in near)
    else:
        owners = [source for source in resolution.sources.values() if node.name in source.columns]
        texts = [f"suma({source.name}.{node.name})" for source in owners[:2]]
        fixes = tuple(replace(scope.source, node.span, text) for text in texts)
    params = {"name": node.name}
    resolution.findings.add(scope.source, node.span, "PEI201", params=params, note="here", fixes=fixes)


def _was_spaced(resolution: Resolution, node: tree.Name, scope: Scope) -> bool:
    """Tell whether `node` is the first word of a name with a blank, which was just reported."""
    last = resolution.findings.items[-1] if resolution.findings.items else None
    return (
        last is not None
        and last.variant == "spaces"
        and last.primary
        == Label(scope.source, Span(node.span.start, last.primary.span.end), "here", last.params)
    )


def _outside(resolution: Resolution, node: tree.Name, scope: Scope) -> Typed:
    """Report a source or a column of it that no aggregate sums up."""
    if node.column is not None and node.name not in resolution.sources:
        unknown_source(resolution, node.name, node.span, scope)
        return unknown(node.span)
    source = resolution.sources[node.name]
    if node.column is not None and not has_column(resolution, source, node.column, node.span, scope):
        return unknown(node.span)
    written = scope.source[node.span]
    texts = [f"suma({written})", f"suma({written} al cierre)"] if node.column else [f"contar({written})"]
    fixes = tuple(replace(scope.source, node.span, text) for text in texts)
    variant = "" if node.column else "source"
    resolution.findings.add(
        scope.source,
        node.span,
        "PEI211",
        variant,
        params={"name": written},
        note="many_rows",
        fixes=fixes,
    )
    return unknown(node.span)


def _column(resolution: Resolution, node: tree.Name, scope: Scope, rows: DataSource) -> Typed:
    """Resolve a name inside an aggregate: a column of the rows at hand."""
    if node.column is None and node.name in scope.parameters:
        given = scope.parameters[node.name]
        if _is_of_rows(given.node):
            return given
    name = node.name if node.column is None else node.column
    if node.column is not None and node.name != rows.name:
        if scope.asking is not None and node.name == scope.asking.name:
            return _outer(resolution, node, scope, scope.asking)
        if scope.base is not None and node.name == scope.base.name:
            return _outside(resolution, node, scope)
        if node.name in resolution.sources:
            params = {"first": rows.name, "second": node.name}
            resolution.findings.add(scope.source, node.span, "PEI214", params=params, note="here")
        else:
            unknown_source(resolution, node.name, node.span, scope)
        return unknown(node.span)
    if node.column is None and not node.bracketed:
        figure = _figure(resolution, node, scope)
        if name not in rows.columns and name in scope.parameters:
            # What it was called with sums up rows itself, or looks at other periods.
            params = {"name": name}
            resolution.findings.add(scope.source, node.span, "PEI211", "nested", params=params, note="here")
            return unknown(node.span)
        if name not in rows.columns and figure is not None:
            day = PERIOD_DAYS.find(name)
            if scope.computes and scope.asking is None and day is not None and day_key(day) == _key(figure):
                return Typed(m.PeriodDay(day.name == "period_end", span=node.span), DATE)
            return figure
        own = name not in rows.columns and scope.own is not None
        if own and vocabulary.OWN_FIGURES.find(name) is not None:
            return own_figure(resolution, name, node.span, scope) or unknown(node.span)
        if name in rows.columns and figure is not None and not scope.computes:
            _either(resolution, node, scope, rows)
    if not has_column(resolution, rows, name, node.span, scope):
        return unknown(node.span)
    column = rows.columns[name]
    return Typed(m.ColumnValue(name, span=node.span), column.type, _kind(column))


def _key(figure: Typed) -> str:
    return figure.node.key if isinstance(figure.node, m.Reference) else ""


def _kind(column: Column) -> str:
    return f"count:{column.unit.counted}" if column.unit and column.unit.counted else ""


def _outer(resolution: Resolution, node: tree.Name, scope: Scope, asking: DataSource) -> Typed:
    """Resolve a name of the row that asks, `personas.dni` in `contar(b si documento = personas.dni)`."""
    name = node.column or ""
    if not has_column(resolution, asking, name, node.span, scope):
        return unknown(node.span)
    column = asking.columns[name]
    return Typed(m.OuterValue(asking.name, name, span=node.span), column.type, _kind(column))


def _either(resolution: Resolution, node: tree.Name, scope: Scope, rows: DataSource) -> None:
    """Warn that a name is that of a column, which it stands for, and of a figure too (PEI229)."""
    fix = replace(scope.source, node.span, f"{rows.name}.{node.name}")
    params = {"name": node.name, "source": rows.name}
    resolution.findings.add(
        scope.source,
        node.span,
        "PEI229",
        params=params,
        note="here",
        fixes=(fix,),
        severity=Severity.WARNING,
    )


def has_column(resolution: Resolution, source: DataSource, column: str, span: Span, scope: Scope) -> bool:
    """Tell whether `source` declares `column`; report when it does not."""
    if column in source.columns:
        return True
    declaration = resolution.symbols.sources.get(source.name)
    if declaration is not None and (declaration.broken or unknown_fields(declaration)):
        return False
    place = Span(span.end - len(column), span.end)
    plain = scope.source[place] == column  # not in brackets
    figures = (*scope.locals, *resolution.keys) if scope.rows is source and place == span else ()
    near = nearest(column, (*source.columns, *figures)) if plain else []
    params = {"name": column, "source": source.name, "known": ", ".join(source.columns) or "—"}
    fixes = tuple(replace(scope.source, place, text, safe=fold(text) == fold(column)) for text in near)
    if scope.asking is not None and place == span and column in scope.asking.columns:
        fixes = (replace(scope.source, place, f"{scope.asking.name}.{column}"),)
    resolution.findings.add(
        scope.source,
        place if plain else span,
        "PEI201",
        "column",
        params=params,
        note="here",
        fixes=fixes,
    )
    return False


def unknown_source(resolution: Resolution, name: str, span: Span, scope: Scope) -> None:
    """Report that nobody declared the source `name`."""
    if resolution.symbols.may_declare(name, "source") or name in resolution.symbols.sources:
        return
    near = nearest(name, resolution.sources)
    start = Span(span.start, span.start + len(name))
    fixes = tuple(replace(scope.source, start, text) for text in near)
    resolution.findings.add(
        scope.source, start, "PEI201", "source", params={"name": name}, note="here", fixes=fixes
    )


def _is_of_rows(node: m.Expression) -> bool:
    """Tell whether `node` may stand among columns: nothing in it sums up rows, or looks at other periods."""
    return not any(isinstance(each, (m.Aggregate, *ELSEWHEN)) for each in m.parts_first(node))
