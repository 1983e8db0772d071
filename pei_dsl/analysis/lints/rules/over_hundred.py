"""Percentages above a hundred that are a part of a whole, or that no goal reaches."""

from __future__ import annotations

from collections.abc import Iterator

from pei_dsl.algebra.builtins import AGGREGATES
from pei_dsl.algebra.builtins.aspects import RowCounting
from pei_dsl.analysis.lints.declaration import Remark, lint
from pei_dsl.analysis.lints.seen_figures import SeenFigure, about_seen, seen_figures
from pei_dsl.analysis.lints.subject import (
    Subject,
    ends,
    label,
    written,
)
from pei_dsl.model import expressions as m
from pei_dsl.model.plan import Direction, Indicator, Plan


@lint("PEI418", looks_at_data=True, follows_from=("PEI415", "PEI434"))
def over_hundred(subject: Subject) -> Iterator[Remark]:
    """
    Warn of percentages above a hundred that are a part of a whole, or that no goal reaches.

    A descending one is none of these: what should shrink may exceed the whole, as overcrowding does.
    """
    for indicator in subject.plan.indicators.values():
        if indicator.unit.kind != "percentage":
            continue
        seen = list(seen_figures(subject, indicator, subject.computed(indicator)))
        over = next((each for each in seen if each.value > 1), None)
        if over is None:
            continue
        if is_part_of_whole(subject.plan, indicator.formula):
            yield _over(indicator, over, "")
        elif indicator.direction is Direction.ASCENDING and _goals_within_whole(indicator):
            yield _over(indicator, over, "goals")


def _over(indicator: Indicator, over: SeenFigure, variant: str) -> Remark:
    params = about_seen(indicator, over)
    if variant == "goals":
        goals = ends(indicator.goals)
        highest = max(goals, key=lambda goal: goal.value)
        params["highest"] = written(highest.value, indicator.unit, highest.figure.decimals)
        related = (label(highest.figure.declared_at),)
        return Remark(over.place, "goals", params=params, related=related)
    return Remark(over.place, params=params)


def _goals_within_whole(indicator: Indicator) -> bool:
    goals = ends(indicator.goals)
    return bool(goals) and all(goal.value <= 1 for goal in goals)


def is_part_of_whole(plan: Plan, formula: m.Expression | None) -> bool:
    """Tell whether `formula` divides the rows that pass a filter by the same rows without it."""
    node = _followed(plan, formula)
    if not isinstance(node, m.Product) or node.divided != (False, True):
        return False
    part, whole = (_followed(plan, each) for each in node.operands)
    if not isinstance(part, m.Aggregate) or not isinstance(whole, m.Aggregate):
        return False
    if AGGREGATES.named(part.function).counts is not RowCounting.ROWS or part.filter is None:
        return False
    alike = ("function", "source", "value", "windows")
    if any(getattr(part, name) != getattr(whole, name) for name in alike):
        return False
    return whole.filter is None or _conditions(whole.filter) <= _conditions(part.filter)


def _followed(plan: Plan, node: m.Expression | None) -> m.Expression | None:
    """Return what `node` stands for: through names, as long as one leads to another."""
    seen: set[str] = set()
    while isinstance(node, m.Reference) and node.key not in seen:
        seen.add(node.key)
        node = plan.definitions[node.key].expression
    return node


def _conditions(node: m.Expression) -> frozenset[m.Expression]:
    """Return what `node` asks for, one by one."""
    if isinstance(node, m.Logic) and node.operator == "y":
        return frozenset().union(*(_conditions(each) for each in node.operands))
    return frozenset({node})
