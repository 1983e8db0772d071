"""Functions that the plan declares: each call is an instance of the body with its arguments."""

from __future__ import annotations

from pei_dsl.analysis.resolve.call_shape import arity, no_clauses
from pei_dsl.analysis.resolve.resolution import Resolution, Scope
from pei_dsl.analysis.resolve.typed import UNKNOWN, Typed, unknown
from pei_dsl.diagnostics import Label
from pei_dsl.model import expressions as m
from pei_dsl.model.keys import KeyKind, key_of
from pei_dsl.model.plan import Definition, Place
from pei_dsl.syntax import tree
from pei_dsl.syntax.tree_walks import levels

# More instances of functions than this come from functions that call each other many times over.
MAX_INSTANCES = 10_000
# So deep may the bodies of functions that call one another lie in each other, all their levels together.
MAX_LEVELS = 100


def own_function(resolution: Resolution, node: tree.Call, scope: Scope) -> Typed:
    """Return an instance of a declared function: its body with arguments for parameters."""
    declaration = resolution.symbols.functions[node.function]
    header = declaration.header
    no_clauses(resolution, node, scope)
    arguments = [resolution.resolve(argument.expression, scope) for argument in node.arguments]
    if header.parameters is None or header.expression is None or node.function in resolution.circular:
        return unknown(node.span)
    if not arity(resolution, node, len(header.parameters), len(header.parameters), scope):
        return unknown(node.span)
    if any(argument.type is UNKNOWN for argument in arguments):
        return unknown(node.span)
    identity = (
        node.function,
        *(_identity(argument.node) for argument in arguments),
        scope.rows and scope.rows.name,
    )
    found = resolution.instances.get(identity)
    # What is wrong with a body is not looked for again in each of the thousands of instances that functions
    # give that call each other many times over.
    if found is None and node.function in resolution.wrong_bodies:
        resolution.findings.missed += 1
        return unknown(node.span)
    if found is None:
        depth = levels(header.expression)
        if resolution.level + depth > MAX_LEVELS:
            return _overflow(resolution, node, scope, MAX_LEVELS)
        if len(resolution.instances) >= MAX_INSTANCES:
            return _overflow(resolution, node, scope, MAX_INSTANCES)
        resolution.level += depth
        found = _instance(resolution, declaration, arguments, node, scope)
        resolution.level -= depth
        resolution.instances[identity] = found
        resolution.kept.extend(argument.node for argument in arguments)
    key, body = found
    if body.type is UNKNOWN:
        return unknown(node.span)
    if scope.rows is not None:
        # No definition has a value for each row, so the body stands in place of the call.
        return _overflow(resolution, node, scope, MAX_INSTANCES) if _size(body.node) > MAX_INSTANCES else body
    return Typed(m.Reference(key, span=node.span), body.type, body.kind)


def _overflow(resolution: Resolution, node: tree.Call, scope: Scope, limit: int) -> Typed:
    """Report, once and even from inside a body, that functions call one another too often or too deep."""
    if not resolution.overflowed:
        resolution.overflowed = True
        muted, resolution.findings.muted = resolution.findings.muted, 0
        resolution.findings.add(scope.source, node.span, "PEI109", "instances", params={"limit": limit})
        resolution.findings.muted = muted
    return unknown(node.span)


def _instance(
    resolution: Resolution,
    declaration: tree.Declaration,
    arguments: list[Typed],
    node: tree.Call,
    scope: Scope,
) -> tuple[str, Typed]:
    header = declaration.header
    assert header.parameters is not None
    assert header.expression is not None
    key = key_of(KeyKind.FUNCTION, header.name or "", str(len(resolution.instances) + 1))
    parameters = dict(zip(header.parameters, arguments, strict=True))
    inner = Scope(declaration.source, header.name or "", parameters=parameters, rows=scope.rows)
    missed = resolution.findings.missed
    resolution.findings.muted += 1
    body = resolution.resolve(header.expression, inner)
    resolution.findings.muted -= 1
    if resolution.findings.missed != missed and not _body_is_wrong(resolution, declaration):
        params = {"name": node.function}
        related = (Label(declaration.source, header.name_span, "declared"),)
        resolution.findings.add(
            scope.source,
            node.span,
            "PEI207",
            "function",
            params=params,
            note="here",
            related=related,
        )
    resolution.definitions[key] = Definition(
        key,
        header.name or "",
        header.title or "",
        body.node,
        type=body.type,
        text=declaration.source[header.expression.span],
        declared_at=Place(declaration.source, header.span),
    )
    resolution.types[key] = body.type
    return key, body


def check_function(resolution: Resolution, declaration: tree.Declaration) -> None:
    """Report what is wrong in the body of a function, whatever it is called with."""
    header = declaration.header
    if header.expression is None:
        return
    anything = {name: unknown(header.span) for name in header.parameters or ()}
    resolution.resolve(header.expression, Scope(declaration.source, header.name or "", parameters=anything))


def _body_is_wrong(resolution: Resolution, declaration: tree.Declaration) -> bool:
    """Tell whether the body of a function is wrong whatever it is called with: that is reported there."""
    name = declaration.header.name or ""
    if name in resolution.wrong_bodies or name in resolution.right_bodies:
        return name in resolution.wrong_bodies
    missed = resolution.findings.missed
    resolution.findings.muted += 1
    check_function(resolution, declaration)
    resolution.findings.muted -= 1
    wrong = resolution.findings.missed != missed
    resolution.findings.missed = missed
    (resolution.wrong_bodies if wrong else resolution.right_bodies).add(name)
    return wrong


def _identity(node: m.Expression) -> object:
    """Return what makes two arguments the same: equal leaves, or one and the same node."""
    if isinstance(node, m.Number | m.Text | m.Date | m.Reference | m.ColumnValue | m.OuterValue):
        return node
    return id(node)


def _size(node: m.Expression) -> int:
    """Return how many parts are computed for the value of `node`, a shared one each time it is used."""
    sizes: dict[int, int] = {}
    for each in m.parts_first(node):
        sizes[id(each)] = 1 + sum(sizes[id(part)] for part in m.parts(each))
    return sizes[id(node)]
