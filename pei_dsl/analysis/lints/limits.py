"""Values that cannot be: parts larger than their whole, counts below zero, fractions of a person."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from fractions import Fraction

import attrs

from pei_dsl.algebra.builtins import AGGREGATES
from pei_dsl.algebra.builtins.aspects import RowCounting
from pei_dsl.analysis.lints.subject import Subject, label, points, warn, written
from pei_dsl.diagnostics import Diagnostic
from pei_dsl.diagnostics.finding import Parameter
from pei_dsl.model import expressions as m
from pei_dsl.model.periods import Period
from pei_dsl.model.plan import Definition, Direction, Indicator, Place, Plan
from pei_dsl.vocabulary import fold

# What is counted in these may well be broken: half a kilometre, a point and a half.
_BREAKABLE = """
soles dolares millones miles toneladas kilos kilogramos gramos metros m m2 m3 kilometros km hectareas ha
litros galones horas minutos dias meses anos puntos puntaje grados kwh mwh mw megavatios
"""
_MEASURES = frozenset(_BREAKABLE.split())

_NUMBER_OF = re.compile(r"numero de (.+)")


@attrs.frozen
class _Seen:
    """A figure of an indicator: for when, and where it stands."""

    period: Period
    value: Fraction
    decimals: int | None
    place: Place


def over_hundred(subject: Subject) -> Iterator[Diagnostic]:
    """
    Warn of percentages above a hundred that are a part of a whole, or that no goal reaches.

    A descending one is none of these: what should shrink may exceed the whole, as overcrowding does.
    """
    for indicator in subject.plan.indicators.values():
        if indicator.unit.kind != "percentage":
            continue
        seen = list(_seen(subject, indicator, subject.computed(indicator)))
        over = next((each for each in seen if each.value > 1), None)
        if over is None:
            continue
        if is_part_of_whole(subject.plan, indicator.formula):
            yield _over(indicator, over, "")
        elif indicator.direction is Direction.ASCENDING and _goals_within_whole(indicator):
            yield _over(indicator, over, "goals")


def _over(indicator: Indicator, over: _Seen, variant: str) -> Diagnostic:
    params = _about(indicator, over)
    if variant == "goals":
        goals = points(indicator.goals)
        highest = max(goals, key=lambda goal: goal.value)
        params["highest"] = written(highest.value, indicator.unit, highest.figure.decimals)
        related = (label(highest.figure.declared_at),)
        return warn(over.place, "PEI418", "goals", params=params, related=related)
    return warn(over.place, "PEI418", params=params)


def _goals_within_whole(indicator: Indicator) -> bool:
    goals = points(indicator.goals)
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


# ---- Impossible for the unit ------------------------------------------------------------------------


def impossible(subject: Subject) -> Iterator[Diagnostic]:
    """Warn of counts below zero, and of fractions of what comes whole."""
    for indicator in subject.plan.indicators.values():
        kind = indicator.unit.kind
        seen = list(_seen(subject, indicator, {}))
        below = next((each for each in seen if each.value < 0), None)
        if below is not None and kind in {"number", "rate"}:
            yield warn(below.place, "PEI419", params=_about(indicator, below))
        if kind == "number" and comes_whole(_counted(indicator)) and not indicator.decimals:
            broken = next((each for each in seen if each.value.denominator != 1), None)
            if broken is not None:
                yield warn(broken.place, "PEI419", "fraction", params=_about(indicator, broken))
    for definition in subject.plan.definitions.values():
        yield from _of_series(definition)


def _counted(indicator: Indicator) -> str:
    """Return what `indicator` counts, as its unit or else its title says, or ""."""
    title = _NUMBER_OF.match(fold(indicator.title))
    return indicator.unit.counted or (title[1] if title else "")


def comes_whole(counted: str) -> bool:
    """Tell whether a number of `counted` has no fractions; "" says nothing, and then it may have."""
    words = fold(counted).split()
    return bool(words) and _MEASURES.isdisjoint(words)


def _of_series(series: Definition) -> Iterator[Diagnostic]:
    if series.unit is None or series.unit.kind != "number":
        return
    for each in points(series.figures):
        if each.value < 0:
            params: dict[str, Parameter] = {
                "code": series.name,
                "period": str(each.period),
                "value": written(each.value, series.unit, each.figure.decimals),
                "unit": str(series.unit),
            }
            yield warn(each.figure.declared_at, "PEI419", params=params)
            return


# ---- What they share --------------------------------------------------------------------------------


def _seen(subject: Subject, indicator: Indicator, computed: Mapping[Period, Fraction]) -> Iterator[_Seen]:
    """Yield the figures of `indicator`: baseline, goals, registered values, and `computed` ones."""
    baseline = {} if indicator.baseline is None else {indicator.baseline.period: indicator.baseline.figure}
    registered = subject.registered(indicator)
    for figures in (baseline, indicator.goals, registered):
        for each in points(figures):
            place = subject.figure(indicator, each.figure)
            yield _Seen(each.period, each.value, each.figure.decimals, place)
    for when, value in sorted(computed.items()):
        if when not in registered:
            yield _Seen(when, value, indicator.decimals, subject.code(indicator))


def _about(indicator: Indicator, seen: _Seen) -> dict[str, Parameter]:
    return {
        "code": indicator.code,
        "period": str(seen.period),
        "value": written(seen.value, indicator.unit, seen.decimals),
        "unit": str(indicator.unit),
    }
