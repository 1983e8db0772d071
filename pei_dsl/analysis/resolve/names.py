"""Names in a formula that nobody declared, seen together: cells of a spreadsheet, the one letter too many."""

from __future__ import annotations

import re
from collections.abc import Mapping

import attrs

from pei_dsl.algebra.builtins import AGGREGATES
from pei_dsl.analysis.resolve.resolution import Resolution, Scope
from pei_dsl.analysis.resolve.typed import unknown
from pei_dsl.diagnostics import Fix, Label
from pei_dsl.diagnostics.finding import Edit, replace
from pei_dsl.diagnostics.suggestion import nearest
from pei_dsl.source import Source, Span
from pei_dsl.syntax import tree
from pei_dsl.syntax.tree_walks import names_in, tree_parts

_CELL = re.compile(r"[A-Z]{1,2}[1-9]\d{0,4}")


def without_unknown(
    formula: tree.Expression,
    scope: Scope,
    where: Mapping[str, tree.Definition],
    resolver: Resolution,
    whole: Span | None = None,
) -> Scope:
    """
    Return the scope to resolve `formula` in; what is reported here is known in it, and no more is said of it.

    Args:
        formula: What is about to be resolved.
        scope: What names mean in it.
        where: The definitions under `donde:`, by name.
        resolver: What else is declared; its findings take the reports.
        whole: Where the formula stands with all that is only notation, if that is more.
    """
    if scope.open:
        return scope
    found = [name for name in _plain_names(formula) if _is_unknown(name.name, scope, resolver)]
    cells = [name for name in found if _CELL.fullmatch(name.name)]
    if cells and not any(_CELL.fullmatch(known) for known in (*scope.locals, *resolver.keys)):
        _report_cells(whole or formula.span, cells, scope, where, resolver)
        return _knowing(scope, cells)
    distinct = {name.name for name in found}
    if len(distinct) != 1:
        return scope
    unused = _unused(formula, where)
    if len(unused) == 1 and not nearest(found[0].name, [*where, *resolver.keys]):
        fixes = (replace(scope.source, found[0].span, unused[0]),)
        params = {"name": found[0].name}
        resolver.findings.add(scope.source, found[0].span, "PEI201", params=params, note="here", fixes=fixes)
        return _knowing(scope, found)
    return scope


def _report_cells(
    whole: Span,
    cells: list[tree.Name],
    scope: Scope,
    where: Mapping[str, tree.Definition],
    resolver: Resolution,
) -> None:
    """Report the cells of a formula at once; as many inputs under `donde:` are meant in their order."""
    distinct = list(dict.fromkeys(name.name for name in cells))
    fixes: tuple[Fix, ...] = ()
    if len(distinct) == len(where):
        meant = dict(zip(distinct, where, strict=True))
        edits = tuple(Edit(scope.source, name.span, meant[name.name]) for name in cells)
        fixes = (Fix(_with(scope.source, whole, edits), edits),)
    resolver.findings.add(
        scope.source,
        cells[0].span,
        "PEI201",
        "cell",
        params={"name": cells[0].name},
        note="here",
        related=tuple(Label(scope.source, name.span, "too") for name in cells[1:4]),
        fixes=fixes,
    )


def _with(source: Source, span: Span, edits: tuple[Edit, ...]) -> str:
    """Return the text of `span` with `edits` made, on one line."""
    text, end = "", span.end
    for edit in reversed(edits):
        text = edit.text + source.text[edit.span.end : end] + text
        end = edit.span.start
    return " ".join((source.text[span.start : end] + text).split())


def _knowing(scope: Scope, names: list[tree.Name]) -> Scope:
    return attrs.evolve(
        scope, parameters={**scope.parameters, **{name.name: unknown(name.span) for name in names}}
    )


def _is_unknown(name: str, scope: Scope, resolver: Resolution) -> bool:
    declared = name in scope.locals or name in scope.parameters or name in resolver.keys
    return not (
        declared
        or name in resolver.sources
        or resolver.symbols.may_declare(name, "variable", "series", "source")
    )


def _unused(formula: tree.Expression, where: Mapping[str, tree.Definition]) -> list[str]:
    """Return the inputs that neither the formula nor another input names."""
    used = {name.name for name in names_in(formula)}
    for owner, each in where.items():
        used.update(name.name for name in names_in(each.expression) if name.name != owner)
    return [name for name in where if name not in used]


def _plain_names(node: tree.Expression) -> list[tree.Name]:
    """Return the names in `node` that stand for one value; those within a summary are columns."""
    found: list[tree.Name] = []
    waiting = [node]
    while waiting:
        each = waiting.pop()
        if isinstance(each, tree.Name) and each.column is None and not each.bracketed:
            found.append(each)
        if isinstance(each, tree.Call) and AGGREGATES.find(each.function) is not None:
            continue
        waiting.extend(reversed(tree_parts(each)))
    return found
