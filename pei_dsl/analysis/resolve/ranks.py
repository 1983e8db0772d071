"""Which percentile a formula asks for: `percentil(esperas.días; 90%)`."""

from __future__ import annotations

from fractions import Fraction

from pei_dsl.analysis.resolve.resolution import Resolution, Scope, short
from pei_dsl.diagnostics import Fix
from pei_dsl.diagnostics.finding import replace
from pei_dsl.syntax import tree

_HUNDRED = 100


def rank_of(resolution: Resolution, node: tree.Call, scope: Scope) -> Fraction | None:
    """Return the share of a percentile, a number from 0 to 1 as written; report anything else (PEI234)."""
    argument = node.arguments[1]
    written = argument.expression
    if argument.filters or argument.windows:
        _misplaced(resolution, node, scope)
        return None
    if isinstance(written, tree.Number) and 0 <= written.value <= 1:
        return written.value
    fixes: tuple[Fix, ...] = ()
    if isinstance(written, tree.Number) and not written.percent and 1 < written.value <= _HUNDRED:
        fixes = (replace(scope.source, written.span, f"{scope.source[written.span]}%", safe=True),)
    params = {"written": short(scope.source[written.span])}
    resolution.findings.add(scope.source, written.span, "PEI234", params=params, note="here", fixes=fixes)
    return None


def _misplaced(resolution: Resolution, node: tree.Call, scope: Scope) -> None:
    """Report a filter or a time clause behind the share, which belongs behind the column."""
    column, argument = node.arguments
    share = scope.source[argument.expression.span]
    clauses = scope.source.text[argument.expression.span.end : argument.span.end].strip()
    text = f"{scope.source[node.name_span]}({scope.source[column.span]} {clauses}; {share})"
    fix = replace(scope.source, node.span, text, safe=True)
    resolution.findings.add(scope.source, argument.span, "PEI234", "clause", note="here", fixes=(fix,))
