"""Walks over the tree of a formula: its parts, its names, its calls."""

from __future__ import annotations

from pei_dsl.syntax import tree


def names_in(node: tree.Expression) -> list[tree.Name]:
    """Return the names that `node` mentions, in the order they are written."""
    found: list[tree.Name] = []
    waiting: list[tree.Expression] = [node]
    while waiting:
        each = waiting.pop()
        if isinstance(each, tree.Name):
            found.append(each)
        waiting.extend(reversed(tree_parts(each)))
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


def tree_parts(node: tree.Expression) -> list[tree.Expression]:
    """Return the direct parts of a tree node, filters included."""
    match node:
        case tree.Call(arguments=arguments):
            return [part for each in arguments for part in (each.expression, *each.filters)]
        case tree.Sign(operand=part) | tree.Negation(operand=part) | tree.Group(expression=part):
            return [part]
        case tree.Chain(operands=operands) | tree.Logic(operands=operands):
            return list(operands)
        case tree.Power(base=first, exponent=second) | tree.Comparison(left=first, right=second):
            return [first, second]
        case tree.Membership(value=value, choices=choices):
            return [value, *choices]
        case _:
            return []


def levels(node: tree.Expression) -> int:
    """Return how many levels of parts `node` has."""
    levels = 0
    layer = [node]
    while layer:
        levels += 1
        layer = [part for each in layer for part in tree_parts(each)]
    return levels
