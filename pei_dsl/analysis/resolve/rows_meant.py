"""What was meant where a summary of rows reads none: a column without its source, a series, a quoted name."""

from __future__ import annotations

from pei_dsl.analysis.resolve import windows
from pei_dsl.analysis.resolve.column_named import bracketed
from pei_dsl.analysis.resolve.resolution import Resolution, Scope
from pei_dsl.diagnostics import Fix
from pei_dsl.diagnostics.finding import replace
from pei_dsl.diagnostics.suggestion import nearest
from pei_dsl.model.clauses import clause_text
from pei_dsl.model.expressions import WindowKind
from pei_dsl.source import Span
from pei_dsl.syntax import tree


def offers(resolution: Resolution, argument: tree.Argument, node: tree.Call, scope: Scope) -> tuple[Fix, ...]:
    """Return what to write in place of an argument that names no source."""
    return _series(resolution, argument, node, scope) or _columns(resolution, argument, scope)


def is_column(resolution: Resolution, expression: tree.Expression) -> bool:
    """Tell whether `expression` is the bare or quoted name of a column, and nothing else."""
    written = _bare(expression)
    known = isinstance(expression, tree.Name) and expression.name in resolution.keys
    return bool(written) and not known and bool(_owners(resolution, written))


def is_series(resolution: Resolution, argument: tree.Argument, scope: Scope) -> bool:
    """Tell whether `argument` is a figure by period that has a name: a series, a variable."""
    written = _bare(argument.expression)
    return written in resolution.keys or written in scope.locals


def _bare(expression: tree.Expression) -> str:
    match expression:
        case tree.Name(name=name, column=None):
            return name
        case tree.Text(value=text):
            return text
        case _:
            return ""


def _owners(resolution: Resolution, column: str) -> list[str]:
    sources = resolution.sources.values()
    return [text for source in sources if (text := bracketed(source, column))]


def _columns(resolution: Resolution, argument: tree.Argument, scope: Scope) -> tuple[Fix, ...]:
    """Return the columns that are called as the argument is, with its second words or without."""
    whole = Span(argument.expression.span.start, argument.span.end)
    written = scope.source[whole]
    for span, words in ((whole, written), (argument.expression.span, _bare(argument.expression))):
        owners = _owners(resolution, words) if words else []
        if owners:
            return tuple(replace(scope.source, span, text) for text in owners[:2])
    known = {f"{column}": source for source in resolution.sources.values() for column in source.columns}
    near = nearest(written, known)
    return tuple(replace(scope.source, whole, bracketed(known[column], column)) for column in near)


def _series(
    resolution: Resolution, argument: tree.Argument, node: tree.Call, scope: Scope
) -> tuple[Fix, ...]:
    """Return a figure of the plan without a summary of rows around it, in the period that a clause says."""
    name = _bare(argument.expression)
    if not is_series(resolution, argument, scope) or argument.filters:
        return ()
    found = [windows.parse(clause.words) for clause in argument.windows]
    if not found:
        return (replace(scope.source, node.span, name),)
    window = found[0]
    if len(found) > 1 or window is None:
        return ()
    match window.kind:
        case WindowKind.PREVIOUS:
            text = f"anterior({name})"
        case WindowKind.FIXED:
            text = f"valor({name} {clause_text(window)})"
        case WindowKind.PERIOD:
            text = name
        case _:
            return ()  # of several periods only some figures can be had, and this is none of them
    return (replace(scope.source, node.span, text),)
