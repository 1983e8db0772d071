"""The names in a formula that may be of the rows at hand: all but those of holidays."""

from __future__ import annotations

from pei_dsl.algebra.builtins import FUNCTIONS
from pei_dsl.model.expressions import ValueType
from pei_dsl.syntax import tree
from pei_dsl.syntax.tree_walks import tree_parts


def row_names(expression: tree.Expression) -> list[tree.Name]:
    """Return the names that `expression` mentions, in order, but for columns of holidays."""
    found: list[tree.Name] = []
    waiting = [expression]
    while waiting:
        each = waiting.pop()
        if isinstance(each, tree.Name):
            found.append(each)
        holidays = _holidays(each)
        waiting.extend(part for part in tree_parts(each)[::-1] if part is not holidays)
    return found


def _holidays(node: tree.Expression) -> tree.Expression | None:
    """Return the argument of a call that is a column of holidays, or None."""
    function = FUNCTIONS.find(node.function) if isinstance(node, tree.Call) else None
    if function is None or function.takes[-1] is not ValueType.HOLIDAYS:
        return None
    assert isinstance(node, tree.Call)
    arguments = node.arguments
    return arguments[-1].expression if len(arguments) == len(function.takes) else None
