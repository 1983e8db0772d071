"""What every call is held to: how many arguments, and clauses only where rows are read."""

from __future__ import annotations

from pei_dsl import vocabulary
from pei_dsl.analysis.resolve.resolution import Resolution, Scope
from pei_dsl.analysis.resolve.typed import Typed, unknown
from pei_dsl.diagnostics.finding import replace
from pei_dsl.diagnostics.suggestion import nearest
from pei_dsl.source import Span
from pei_dsl.syntax import tree
from pei_dsl.syntax.tree_walks import names_in


def arity(resolution: Resolution, node: tree.Call, least: int, most: int | None, scope: Scope) -> bool:
    """Tell whether a call has as many arguments as it should; report it when not."""
    count = len(node.arguments)
    if least <= count and (most is None or count <= most):
        return True
    expected = str(least) if most == least else f"≥ {least}" if most is None else f"{least}-{most}"
    params: dict[str, str | int] = {"name": node.function, "found": count, "expected": expected}
    resolution.findings.add(scope.source, node.span, "PEI206", params=params, note="here")
    return False


def no_clauses(resolution: Resolution, node: tree.Call, scope: Scope) -> None:
    """Report a filter or a time clause where no rows are read."""
    for argument in node.arguments:
        if _spaced(resolution, argument, scope):
            return
        for clause in (*argument.windows, *argument.filters):
            params = {"name": node.function}
            resolution.findings.add(
                scope.source, clause.span, "PEI213", "function", params=params, note="here"
            )
            return


def _spaced(resolution: Resolution, argument: tree.Argument, scope: Scope) -> bool:
    """Report a name with a blank, whose second word reads like a time clause: `población total`."""
    names = names_in(argument.expression)
    if not names or not argument.windows or argument.windows[0].span.start < names[-1].span.end:
        return False
    span = Span(names[-1].span.start, argument.windows[0].span.end)
    written = scope.source[span].split()
    near = nearest("_".join(written), [*scope.locals, *resolution.keys])
    timed = any(vocabulary.TIME_WORDS.find(word) is not None for word in written)
    if (timed and not near) or any(not word.isidentifier() for word in written):
        return False
    fixes = tuple(replace(scope.source, span, text) for text in near)
    params = {"name": " ".join(written)}
    resolution.findings.add(scope.source, span, "PEI201", "spaces", params=params, note="here", fixes=fixes)
    return True


def nested(resolution: Resolution, node: tree.Call, scope: Scope) -> Typed:
    """Report a call that stands for many rows, or for another period, inside an aggregate."""
    params = {"name": node.function}
    variant = "of_row" if scope.computes else "nested"
    resolution.findings.add(scope.source, node.name_span, "PEI211", variant, params=params, note="here")
    return unknown(node.span)
