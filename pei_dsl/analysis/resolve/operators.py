"""Literals and operators in formulas: what they mean, and what does not go together."""

from __future__ import annotations

import datetime

from pei_dsl.analysis.resolve import texts_given
from pei_dsl.analysis.resolve.resolution import Resolution, Scope, short
from pei_dsl.analysis.resolve.typed import BOOLEAN, DATE, NUMBER, TEXT, UNKNOWN, Typed, unknown
from pei_dsl.diagnostics import Label
from pei_dsl.diagnostics.catalogue import Parameter
from pei_dsl.diagnostics.finding import replace
from pei_dsl.diagnostics.suggestion import nearest
from pei_dsl.model import expressions as m
from pei_dsl.model.terms import term
from pei_dsl.syntax import tree


def date(resolution: Resolution, node: tree.Date, scope: Scope) -> Typed:
    """Return a day; report one that no calendar has."""
    year, month, day = (int(part) for part in node.written.split("-"))
    try:
        date = datetime.date(year, month, day)
    except ValueError:
        resolution.findings.add(
            scope.source, node.span, "PEI122", params={"written": node.written}, note="here"
        )
        return unknown(node.span)
    return Typed(m.Date(date, span=node.span), DATE)


def sign(resolution: Resolution, node: tree.Sign, scope: Scope) -> Typed:
    """Return a number with its sign."""
    operand = resolution.expect(node.operand, scope, NUMBER)
    if node.operator == "+" or operand.type is UNKNOWN:
        return operand
    return Typed(m.Negative(operand.node, span=node.span), NUMBER, operand.kind)


def chain(resolution: Resolution, node: tree.Chain, scope: Scope) -> Typed:
    """Return a sum or a product; report what does not add up, and a division by zero."""
    found = [resolution.resolve(each, scope) for each in node.operands]
    if _reckons_with_dates(resolution, node, found, scope):
        return unknown(node.span)
    operands = [
        resolution.held(typed, each, scope, NUMBER) for typed, each in zip(found, node.operands, strict=True)
    ]
    nodes = tuple(operand.node for operand in operands)
    if node.operators[0] in "+-":
        _check_kinds(resolution, node, operands, scope)
        flags = (False, *(operator == "-" for operator in node.operators))
        kinds = {operand.kind for operand in operands}
        kind = kinds.pop() if len(kinds) == 1 else ""
        return Typed(m.Sum(nodes, flags, span=node.span), NUMBER, kind)
    flags = (False, *(operator == "/" for operator in node.operators))
    for operand, divides in zip(operands, flags, strict=True):
        if divides and isinstance(operand.node, m.Number) and operand.node.value == 0:
            resolution.findings.add(scope.source, operand.node.span, "PEI212", note="here")
    return Typed(m.Product(nodes, flags, span=node.span), NUMBER)


def _reckons_with_dates(resolution: Resolution, node: tree.Chain, found: list[Typed], scope: Scope) -> bool:
    """Report `salida - ingreso` and `ingreso + 30`, as spreadsheets write them: functions do that here."""
    if len(found) != 2 or node.operators[0] not in "+-":
        return False
    first, second = (scope.source[each.span] for each in node.operands)
    minus = node.operators[0] == "-"
    match found[0].type, found[1].type:
        case m.ValueType.DATE, m.ValueType.DATE if minus:
            text = f"días({second}; {first})"
        case m.ValueType.MOMENT, m.ValueType.MOMENT if minus:
            text = f"minutos({second}; {first})"
        case m.ValueType.DATE, m.ValueType.NUMBER:
            days = node.operands[1]
            text = f"más_días({first}; {_negated(days, second) if minus else second})"
        case m.ValueType.NUMBER, m.ValueType.DATE if not minus:
            text = f"más_días({second}; {first})"
        case _:
            return False
    fix = replace(scope.source, node.span, text, safe=True)
    resolution.findings.add(scope.source, node.span, "PEI207", "dates", note="here", fixes=(fix,))
    return True


def _negated(node: tree.Expression, written: str) -> str:
    simple = isinstance(node, tree.Number | tree.Name | tree.Call | tree.Group)
    return f"-{written}" if simple else f"-({written})"


def _check_kinds(resolution: Resolution, node: tree.Chain, operands: list[Typed], scope: Scope) -> None:
    """Report a percentage added to a count: `%` says how a ratio is shown, it counts nothing."""
    percent = next((i for i, each in enumerate(operands) if each.kind == "percent"), None)
    bare = next((each.node for each in operands if _is_bare(each.node)), None)
    if percent is not None and bare is not None:
        written = scope.source[node.operands[percent].span]
        params = {"percent": written, "number": scope.source[bare.span]}
        related = (Label(scope.source, bare.span, "a_number"),)
        resolution.findings.add(
            scope.source,
            node.operands[percent].span,
            "PEI203",
            "number",
            params=params,
            note="a_percentage",
            related=related,
        )
        return
    count = next((i for i, each in enumerate(operands) if each.kind.startswith("count:")), None)
    if percent is None or count is None:
        return
    counted = operands[count].kind.removeprefix("count:")
    related = (Label(scope.source, node.operands[count].span, "a_count", {"counted": counted}),)
    resolution.findings.add(
        scope.source,
        node.operands[percent].span,
        "PEI203",
        params={"counted": counted, "percent": scope.source[node.operands[percent].span]},
        note="a_percentage",
        related=related,
    )


def comparison(resolution: Resolution, node: tree.Comparison, scope: Scope) -> Typed:
    """Return a condition; report two that cannot be compared."""
    if _lacks_quotes(resolution, node, scope):
        return Typed(m.Hole(span=node.span), BOOLEAN)
    left = resolution.resolve(node.left, scope)
    right = resolution.resolve(node.right, scope)
    resolution.check_same(left, right, node.left.span, node.right.span, scope)
    if left.type is BOOLEAN and right.type is BOOLEAN and node.operator not in {"=", "<>"}:
        params: dict[str, Parameter] = {
            "found": term(BOOLEAN),
            "wanted": term(NUMBER),
            "written": short(scope.source[node.left.span]),
        }
        resolution.findings.add(scope.source, node.left.span, "PEI207", params=params, note="gives")
    for one, other in ((left, right), (right, left)):
        texts_given.check(resolution, one.node, other.node, scope)
    return Typed(m.Comparison(node.operator, left.node, right.node, span=node.span), BOOLEAN)


def _lacks_quotes(resolution: Resolution, node: tree.Comparison, scope: Scope) -> bool:
    """Report a text without quotes: `ámbito = urbano`, where `ámbito` is a column of texts."""
    rows, right = scope.rows, node.right
    if rows is None or not isinstance(node.left, tree.Name) or not isinstance(right, tree.Name):
        return False
    column = rows.columns.get(node.left.column or node.left.name)
    known = (*rows.columns, *scope.parameters, *scope.locals, *resolution.keys, *resolution.sources)
    if column is None or column.type is not TEXT or right.column is not None or right.bracketed:
        return False
    if right.name in known or (scope.asking is not None and right.name in scope.asking.columns):
        return False
    safe = not nearest(right.name, rows.columns)
    fix = replace(scope.source, right.span, f'"{right.name}"', safe=safe)
    params = {"name": right.name, "known": ", ".join(rows.columns)}
    resolution.findings.add(
        scope.source, right.span, "PEI201", "quotes", params=params, note="here", fixes=(fix,)
    )
    return True


def _is_bare(node: m.Expression) -> bool:
    """Tell whether `node` is a plain number that no percentage is added to; to 1 it is, as in `1 + 5%`."""
    return isinstance(node, m.Number) and not node.percent and node.value not in {0, 1}
