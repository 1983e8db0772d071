"""The order in which figures are resolved: what is used before what uses it, so that its type is known."""

from __future__ import annotations

from collections.abc import Mapping

from pei_dsl.algebra.builtins import AGGREGATES
from pei_dsl.model.plan import DataSource
from pei_dsl.syntax import tree
from pei_dsl.syntax.tree_walks import names_in, tree_parts


def use_order(written: Mapping[str, tree.Expression | None], sources: Mapping[str, DataSource]) -> list[str]:
    """
    Return the names of `written`, what is used before what uses it; circles in the order written.

    Args:
        written: Formulas of figures by name; None where there is none.
        sources: The sources of the plan: a figure may be called like one of them, or like a column.
    """
    order: list[str] = []
    done: set[str] = set()
    for start in written:
        work = [(start, False)]
        while work:
            name, left = work.pop()
            if left:
                if name not in order:
                    order.append(name)
                continue
            if name in done:
                continue
            done.add(name)
            work.append((name, True))
            formula = written[name]
            uses = [] if formula is None else _figures_named(formula, sources)
            work.extend((use, False) for use in uses if use in written)
    return order


def _figures_named(node: tree.Expression, sources: Mapping[str, DataSource]) -> list[str]:
    """Return the names in `node` that may be of figures: where rows are read, they are of these first."""
    found: list[str] = []
    waiting: list[tuple[tree.Expression, frozenset[str]]] = [(node, frozenset())]
    while waiting:
        each, of_rows = waiting.pop()
        if isinstance(each, tree.Name) and each.column is None and each.name not in of_rows:
            found.append(each.name)
        if isinstance(each, tree.Call) and AGGREGATES.find(each.function) is not None:
            of_rows |= _of_rows(each, sources)
        waiting.extend((part, of_rows) for part in tree_parts(each)[::-1])
    return found


def _of_rows(call: tree.Call, sources: Mapping[str, DataSource]) -> frozenset[str]:
    """Return the names of the sources that a call may read, and of their columns."""
    read = {name.name for name in names_in(call) if name.name in sources}
    return frozenset(read).union(*(sources[name].columns for name in read))
