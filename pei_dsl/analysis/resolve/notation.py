"""The unit's own scale in a formula: `(A / B) * 100` under `porcentaje` is how fichas write it."""

from __future__ import annotations

import attrs

from pei_dsl.analysis.findings import Findings
from pei_dsl.diagnostics.catalogue import Parameter
from pei_dsl.diagnostics.finding import replace
from pei_dsl.model.terms import unit_term
from pei_dsl.model.units import Unit
from pei_dsl.source import Source, Span
from pei_dsl.syntax import tree


def without_scale(
    formula: tree.Expression, unit: Unit, source: Source, findings: Findings
) -> tuple[tree.Expression, bool]:
    """
    Return `formula` without one outermost factor equal to the unit's scale, and whether there was one.

    A second such factor multiplies twice: PEI210.
    """
    if unit.scale == 1:
        return formula, False
    factors = _scale_factors(formula, unit)
    if not factors:
        return formula, False
    if len(factors) > 1:
        last = factors[-1]
        params: dict[str, Parameter] = {"unit": unit_term(unit), "scale": str(unit.scale)}
        fix = replace(source, _with_operator(source, last.span), "")
        fixes = (attrs.evolve(fix, text=_cut(source, formula.span, fix.edits[0].span)),)
        findings.add(source, last.span, "PEI210", params=params, note="here", fixes=fixes)
    return _removed(formula, factors[0]), True


def _cut(source: Source, whole: Span, part: Span) -> str:
    text = source.text[whole.start : part.start] + source.text[part.end : whole.end]
    return " ".join(text.split())


def _with_operator(source: Source, span: Span) -> Span:
    """Return `span` with the multiplication sign before it, and the blanks around that."""
    start = span.start
    while start and source.text[start - 1].isspace():
        start -= 1
    if not start or source.text[start - 1] not in "*×·∙⋅•":
        return span
    start -= 1
    while start and source.text[start - 1] in " \t":
        start -= 1
    return Span(start, span.end)


def _scale_factors(node: tree.Expression, unit: Unit) -> list[tree.Number]:
    """Return the literal factors of the outermost product that equal the scale, in order."""
    match node:
        case tree.Group(expression=inner):
            return _scale_factors(inner, unit)
        case tree.Chain(operands=operands, operators=operators) if operators[0] in "*/":
            found: list[tree.Number] = []
            for operand, operator in zip(operands, ("*", *operators), strict=True):
                if operator == "*":
                    found.extend(_scale_factors_of(operand, unit))
            return found
        case _:
            return []


def _scale_factors_of(operand: tree.Expression, unit: Unit) -> list[tree.Number]:
    if isinstance(operand, tree.Number):
        return [operand] if operand.value == unit.scale and not operand.percent else []
    return _scale_factors(operand, unit)


def _removed(node: tree.Expression, factor: tree.Number) -> tree.Expression:
    """Return `node` without `factor`, one of its outermost factors."""
    match node:
        case tree.Group(expression=inner):
            return attrs.evolve(node, expression=_removed(inner, factor))
        case tree.Chain(operands=operands, operators=operators) if operators[0] in "*/":
            for index, operand in enumerate(operands):
                if operand is factor:
                    return _without(node, index)
                if _holds(operand, factor):
                    inner = _removed(operand, factor)
                    changed = (*operands[:index], inner, *operands[index + 1 :])
                    return attrs.evolve(node, operands=changed)
    return node


def _holds(node: tree.Expression, factor: tree.Number) -> bool:
    match node:
        case tree.Group(expression=inner):
            return inner is factor or _holds(inner, factor)
        case tree.Chain(operands=operands):
            return any(operand is factor or _holds(operand, factor) for operand in operands)
        case _:
            return False


def _without(chain: tree.Chain, index: int) -> tree.Expression:
    if index == 0 and chain.operators[0] == "/":
        # 100 / x: the scale is the dividend, one remains.
        one = attrs.evolve(chain.operands[0], value=type(chain.operands[0].value)(1))  # type: ignore[union-attr, call-arg, arg-type]  # a Number
        return attrs.evolve(chain, operands=(one, *chain.operands[1:]))
    operands = chain.operands[:index] + chain.operands[index + 1 :]
    cut = max(0, index - 1)
    operators = chain.operators[:cut] + chain.operators[cut + 1 :]
    return operands[0] if len(operands) == 1 else attrs.evolve(chain, operands=operands, operators=operators)
