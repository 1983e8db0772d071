"""Walks over the tree of a formula: its parts, its names, its calls."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from pei_dsl.syntax import tree


def names_in(node: tree.Expression) -> list[tree.Name]:
    """Return the names that `node` mentions, in the order they are written."""
    found: list[tree.Name] = []
    waiting: list[tree.Expression] = [node]
    while waiting:
        each = waiting.pop()
        if isinstance(each, tree.Name):
            found.append(each)
        waiting.extend(tree_parts(each)[::-1])
    return found


def calls_in(node: tree.Expression) -> list[tree.Call]:
    """Return the calls in `node`, outermost first."""
    found: list[tree.Call] = []
    waiting: list[tree.Expression] = [node]
    while waiting:
        each = waiting.pop()
        if isinstance(each, tree.Call):
            found.append(each)
        waiting.extend(tree_parts(each))
    return found


def tree_parts(node: tree.Expression | tree.RowsOf) -> list[tree.Expression]:
    """Return the direct parts of a tree node, filters included."""
    parts = _PARTS.get(type(node))
    return [] if parts is None else parts(node)


# How the parts of each kind are told, those that have some: a look-up, since formulas are walked so often.
_PARTS: Mapping[type, Callable[[Any], list[tree.Expression]]] = {
    tree.Call: lambda node: [part for each in node.arguments for part in (each.expression, *each.filters)],
    tree.RowsOf: lambda node: [part for each in node.items for part in (each.expression, *each.filters)],
    **dict.fromkeys((tree.Sign, tree.Negation), lambda node: [node.operand]),
    tree.Group: lambda node: [node.expression],
    **dict.fromkeys((tree.Chain, tree.Logic), lambda node: [*node.operands]),
    tree.Power: lambda node: [node.base, node.exponent],
    tree.Comparison: lambda node: [node.left, node.right],
    tree.Range: lambda node: [node.low, node.high],
    tree.Membership: lambda node: [node.value, *node.choices],
}


def levels(node: tree.Expression) -> int:
    """Return how many levels of parts `node` has."""
    levels = 0
    layer = [node]
    while layer:
        levels += 1
        layer = [part for each in layer for part in tree_parts(each)]
    return levels
