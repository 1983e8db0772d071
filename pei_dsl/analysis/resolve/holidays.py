"""The holidays that a formula leaves out: `días_hábiles(ingreso; salida; feriados.fecha)`."""

from __future__ import annotations

from pei_dsl.algebra.builtins.declarations import Function
from pei_dsl.analysis.resolve.implied import holidays_key
from pei_dsl.analysis.resolve.references import has_column, unknown_source
from pei_dsl.analysis.resolve.resolution import Resolution, Scope, short
from pei_dsl.analysis.resolve.typed import DATE, HOLIDAYS, UNKNOWN, Typed, unknown
from pei_dsl.diagnostics.finding import replace
from pei_dsl.model import expressions as m
from pei_dsl.model.plan import DataSource
from pei_dsl.syntax import tree


def holidays(resolution: Resolution, node: tree.Expression, scope: Scope) -> Typed:
    """
    Return the days of a column of dates, all of them in every period; report what is none (PEI235).

    They have a definition of their own, so that they are read once, and named where figures are explained.
    """
    if not isinstance(node, tree.Name) or node.column is None:
        _report(resolution, node, scope, "")
        return unknown(node.span)
    source = resolution.sources.get(node.name)
    if source is None:
        unknown_source(resolution, node.name, node.span, scope)
        return unknown(node.span)
    if not has_column(resolution, source, node.column, node.span, scope):
        return unknown(node.span)
    if _is_own(source, scope):
        _report(resolution, node, scope, "own", source=source.name)
        return unknown(node.span)
    column = source.columns[node.column]
    variant = "" if column.type not in {DATE, UNKNOWN} else "time" if _depends_on_time(source) else None
    if variant is not None:
        _report(resolution, node, scope, variant, source=source.name)
        return unknown(node.span)
    return Typed(m.Reference(holidays_key(source.name, column.name), span=node.span), HOLIDAYS)


def lacks_holidays(resolution: Resolution, node: tree.Call, function: Function, scope: Scope) -> bool:
    """Tell whether only the holidays are missing in a call; report it with how they are declared (PEI235)."""
    if function.takes[-1] is not HOLIDAYS or len(node.arguments) != function.least - 1:
        return False
    columns = [
        f"{source.name}.{column.name}"
        for source in resolution.sources.values()
        if not _depends_on_time(source) and (scope.rows is None or source.name != scope.rows.name)
        for column in source.columns.values()
        if column.type is DATE
    ]
    written = scope.source[node.span].rstrip()
    offered = columns if len(columns) <= 2 else []
    fixes = tuple(
        replace(scope.source, node.span, f"{written.removesuffix(')').rstrip()}; {each})") for each in offered
    )
    params = {"name": scope.source[node.name_span]}
    resolution.findings.add(
        scope.source, node.span, "PEI235", "missing", params=params, note="here", fixes=fixes
    )
    return True


def _is_own(source: DataSource, scope: Scope) -> bool:
    """Tell whether a column of `source` is computed, so that holidays in it would rest on themselves."""
    asking = scope.rows if scope.computes else scope.asking
    return asking is not None and asking.name == source.name


def _depends_on_time(source: DataSource) -> bool:
    """Tell whether the rows of `source` are not the same in every period."""
    return bool(source.time) or source.rows_of is not None


def _report(
    resolution: Resolution, node: tree.Expression, scope: Scope, variant: str, source: str = ""
) -> None:
    params = {"written": short(scope.source[node.span]), "source": source}
    resolution.findings.add(scope.source, node.span, "PEI235", variant, params=params, note="here")
