"""Calls that ask for other periods: `anterior(x; 2)`, `valor(x en 2019)`, `promedio(x en últimos 3 años)`."""

from __future__ import annotations

from pei_dsl import vocabulary
from pei_dsl.algebra.builtins.declarations import Function, TimeFunction
from pei_dsl.analysis.resolve import windows
from pei_dsl.analysis.resolve.call_shape import arity, nested, no_clauses
from pei_dsl.analysis.resolve.resolution import Resolution, Scope
from pei_dsl.analysis.resolve.rows_meant import is_column
from pei_dsl.analysis.resolve.typed import NUMBER, Typed, unknown
from pei_dsl.diagnostics import Fix
from pei_dsl.diagnostics.finding import replace
from pei_dsl.model import expressions as m
from pei_dsl.model.clauses import clause_text
from pei_dsl.model.expressions import Window, WindowKind
from pei_dsl.source import Span
from pei_dsl.syntax import tree
from pei_dsl.syntax.tree_walks import names_in

MAX_STEPS = 200
# Clauses that name several periods, each with a figure of its own.
_SEVERAL = frozenset({WindowKind.LAST, WindowKind.SINCE, WindowKind.PLAN, WindowKind.CUMULATIVE})


def elsewhen(resolution: Resolution, node: tree.Call, function: TimeFunction, scope: Scope) -> Typed:
    """Return the value of an expression in another period, or what is made of it."""
    if scope.rows is not None:
        return nested(resolution, node, scope)
    if not function.named:
        no_clauses(resolution, node, scope)
    if not arity(resolution, node, function.least, function.most, scope):
        return unknown(node.span)
    value = resolution.expect(node.arguments[0].expression, scope, NUMBER)
    if function.named:
        window = _clause(resolution, node, frozenset({WindowKind.FIXED}), scope)
        when = window.named if window is not None else None
        if when is None:
            return unknown(node.span)
        expression = function.meaning(value.node, when, node.span)
    else:
        expression = function.meaning(value.node, _steps(resolution, node, scope), node.span)
    return Typed(expression, NUMBER, value.kind if function.keeps_kind else "")


def is_over_periods(resolution: Resolution, node: tree.Call, function: Function, scope: Scope) -> bool:
    """Tell whether a call that may read rows asks for a figure of the plan in several periods."""
    if not function.repeats or len(node.arguments) != 1 or scope.rows is not None:
        return False
    argument = node.arguments[0]
    if not argument.windows or argument.filters or is_column(resolution, argument.expression):
        return False
    names = names_in(argument.expression)
    if any(name.column is not None or name.bracketed for name in names):
        return False
    figures = {*scope.locals, *scope.parameters, *resolution.keys}
    own = scope.own is not None and any(vocabulary.OWN_FIGURES.find(name.name) for name in names)
    return not names or own or any(name.name in figures for name in names)


def over_periods(resolution: Resolution, node: tree.Call, function: Function, scope: Scope) -> Typed:
    """Return a figure of the values of an expression in several periods; one ND makes it ND."""
    value = resolution.expect(node.arguments[0].expression, scope, NUMBER)
    window = _clause(resolution, node, _SEVERAL, scope)
    if window is None or value.type is not NUMBER:
        return unknown(node.span)
    return Typed(m.Over(function.name, value.node, window, span=node.span), NUMBER, value.kind)


def _clause(
    resolution: Resolution, node: tree.Call, kinds: frozenset[WindowKind], scope: Scope
) -> Window | None:
    """Return the one time clause of `node`, which must be one of `kinds`; report what else stands there."""
    argument = node.arguments[0]
    found = [
        (clause, each) for clause in argument.windows for each in windows.parse_all(clause.words) or (None,)
    ]
    first = found[0][1] if len(found) == 1 and not argument.filters else None
    if first is not None and first.kind in kinds:
        return windows.settled(first, found[0][0], scope.source, resolution)
    variant = "period" if WindowKind.FIXED in kinds else "periods"
    span = node.span
    if argument.filters:
        variant, span = "no_filter", argument.filters[0].span
    elif argument.windows:
        span = Span(argument.windows[0].span.start, argument.windows[-1].span.end)
    params = {"name": node.function, "written": " ".join(scope.source[span].split())}
    resolution.findings.add(
        scope.source, span, "PEI213", variant, params=params, note="here", fixes=_offers(node, first, scope)
    )
    return None


def _offers(node: tree.Call, window: Window | None, scope: Scope) -> tuple[Fix, ...]:
    """Return the call that `window` was meant for: of one period, or of several."""
    argument = node.arguments[0]
    written = scope.source[argument.expression.span]
    if window is None:
        return ()
    match window.kind:
        case WindowKind.PREVIOUS:
            text = f"anterior({written})"
        case WindowKind.FIXED:
            text = f"valor({written} {clause_text(window)})"
        case WindowKind.PERIOD:
            text = written
        case WindowKind.CLOSING:
            return ()
        case _:
            text = f"promedio({written} {clause_text(window, led=False)})"
    return (replace(scope.source, node.span, text),)


def _steps(resolution: Resolution, node: tree.Call, scope: Scope) -> int:
    if len(node.arguments) == 1:
        return 1
    written = node.arguments[1].expression
    value = written.value if isinstance(written, tree.Number) else None
    if value is None or value.denominator != 1 or not 1 <= value <= MAX_STEPS:
        resolution.findings.add(
            scope.source,
            written.span,
            "PEI213",
            "steps",
            params={"highest": MAX_STEPS},
            note="here",
        )
        return 1
    return int(value)
