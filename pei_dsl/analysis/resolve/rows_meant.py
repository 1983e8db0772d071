"""What was meant where a summary of rows reads none: a column without its source, a series, a quoted name."""

from __future__ import annotations

from pei_dsl.analysis.resolve import windows
from pei_dsl.analysis.resolve.column_named import bracketed
from pei_dsl.analysis.resolve.resolution import Resolution, Scope
from pei_dsl.diagnostics import Fix
from pei_dsl.diagnostics.finding import replace
from pei_dsl.diagnostics.suggestion import nearest
from pei_dsl.model.expressions import WindowKind
from pei_dsl.source import Span
from pei_dsl.syntax import tree
from pei_dsl.vocabulary import fold

# A series is written out for no more years than this.
_MAX_TERMS = 10


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
    """Return a series added up over the years of a clause: `promedio(x en últimos 3 años)`."""
    name = _bare(argument.expression)
    if not is_series(resolution, argument, scope) or argument.filters:
        return ()
    found = [windows.parse(clause.words) for clause in argument.windows]
    if not found:
        return (replace(scope.source, node.span, name),)
    window = found[0]
    if len(found) > 1 or window is None:
        return ()
    if window.kind is WindowKind.PREVIOUS:
        return (replace(scope.source, node.span, f"anterior({name})"),)
    if window.kind is not WindowKind.LAST or window.count > _MAX_TERMS or fold(node.function) not in _SUMS:
        return ()
    terms = [name, *(_earlier(name, step) for step in range(1, window.count))]
    total = " + ".join(terms)
    average = fold(node.function) == "promedio" and len(terms) > 1
    return (replace(scope.source, node.span, f"({total}) / {len(terms)}" if average else f"({total})"),)


_SUMS = frozenset({"suma", "promedio"})


def _earlier(name: str, steps: int) -> str:
    return f"anterior({name})" if steps == 1 else f"anterior({name}; {steps})"
