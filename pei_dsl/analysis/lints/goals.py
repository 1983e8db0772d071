"""Goals against the direction, against the baseline, and against each other."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from fractions import Fraction

from pei_dsl.analysis.lints.subject import (
    Point,
    Subject,
    compares_by_itself,
    label,
    points,
    warn,
    written,
    yearly,
)
from pei_dsl.diagnostics import Diagnostic, Edit, Fix, Severity
from pei_dsl.diagnostics.finding import Parameter, replace
from pei_dsl.model.methodology import ZeroGoal
from pei_dsl.model.plan import Direction, Indicator, Plan
from pei_dsl.model.terms import term

_OPPOSITE = {Direction.ASCENDING: Direction.DESCENDING, Direction.DESCENDING: Direction.ASCENDING}


def against_direction(subject: Subject) -> Iterator[Diagnostic]:
    """Warn of goals that all move against the declared direction: one of the two is wrong."""
    for indicator in subject.plan.indicators.values():
        goals = _trend(subject.plan, indicator)
        if not _moves_against(indicator, goals):
            continue
        place = subject.field(indicator, "direction")
        meant = str(_OPPOSITE[indicator.direction])
        fixes = (replace(place.source, place.span, meant),) if place.source is not None else ()
        params = {**_about(indicator), **_first_and_last(indicator, goals), "meant": meant}
        yield warn(
            place,
            "PEI410",
            params=params,
            related=(label(goals[0].figure.declared_at), label(goals[-1].figure.declared_at)),
            fixes=fixes,
        )


def back_and_forth(subject: Subject) -> Iterator[Diagnostic]:
    """Warn of goals that go up and down: the year that turns is often a slip of the pen."""
    for indicator in subject.plan.indicators.values():
        goals = _trend(subject.plan, indicator)
        steps = _steps(indicator, goals)
        if not (any(step > 0 for step in steps) and any(step < 0 for step in steps)):
            continue
        turn = next(number for number, step in enumerate(steps) if step < 0)
        before, after = goals[turn], goals[turn + 1]
        params = {**_about(indicator), **_first_and_last(indicator, [before, after])}
        yield warn(
            subject.figure(indicator, after.figure),
            "PEI411",
            params=params,
            related=(label(before.figure.declared_at),),
        )


def equal_to_baseline(subject: Subject) -> Iterator[Diagnostic]:
    """Warn of an indicator whose goals never leave its baseline: such a plan promises nothing."""
    for indicator in subject.plan.indicators.values():
        baseline = _baseline(indicator)
        goals = _trend(subject.plan, indicator)
        if baseline is None or not goals or _is_at_its_limit(indicator, baseline.value):
            continue
        if all(goal.value == baseline.value for goal in goals):
            params = {**_about(indicator), **_against(indicator, baseline, goals[-1])}
            place = subject.figure(indicator, goals[-1].figure)
            yield warn(place, "PEI412", params=params, related=(label(baseline.figure.declared_at),))


def baseline_past_goal(subject: Subject) -> Iterator[Diagnostic]:
    """Warn of goals that are worse than the baseline: whoever does nothing reaches them."""
    for indicator in subject.plan.indicators.values():
        baseline = _baseline(indicator)
        goals = _trend(subject.plan, indicator)
        if baseline is None:
            continue
        sign = _sign(indicator)
        worse = next((goal for goal in goals if (goal.value - baseline.value) * sign < 0), None)
        if worse is not None:
            params = {**_about(indicator), **_against(indicator, baseline, worse)}
            place = subject.figure(indicator, worse.figure)
            yield warn(place, "PEI413", params=params, related=(label(baseline.figure.declared_at),))


def zero_goal(subject: Subject) -> Iterator[Diagnostic]:
    """Warn of goals of zero where the methodology cannot measure them."""
    if subject.plan.methodology.zero_goal is not ZeroGoal.NOT_PROGRAMMED:
        return
    for indicator in subject.plan.indicators.values():
        zeros = [goal for goal in points(indicator.goals) if not goal.value]
        if not zeros:
            continue
        edits = tuple(
            Edit(place.source, place.span, "no programado")
            for goal in zeros
            if (place := goal.figure.declared_at).source is not None
        )
        place = subject.figure(indicator, zeros[0].figure)
        params = {
            **_about(indicator),
            "periods": ", ".join(str(goal.period) for goal in zeros),
            "methodology": subject.plan.methodology.name,
        }
        if indicator.direction is Direction.DESCENDING:
            yield warn(place, "PEI414", "target", params=params)  # zero is what it should come down to
        else:
            yield warn(place, "PEI414", params=params, fixes=(Fix("no programado", edits),))


def concluded(subject: Subject) -> Iterator[Diagnostic]:
    """Note indicators that are done: the last goal was reached before its year, or no more is programmed."""
    for indicator in subject.plan.indicators.values():
        yield from _reached(subject, indicator)
        yield from _no_longer_programmed(subject, indicator)


def _reached(subject: Subject, indicator: Indicator) -> Iterator[Diagnostic]:
    goals = _trend(subject.plan, indicator)
    if len(goals) < 2 or compares_by_itself(indicator):
        return
    last, sign = goals[-1], _sign(indicator)
    if not sign or any((goal.value - last.value) * sign >= 0 for goal in goals[:-1]):
        return  # the last goal is no more than an earlier one: there is nothing to rise to
    values = yearly(points(subject.registered(indicator)))
    earlier = [each for each in values if each.period.end < last.period.start]
    done = next((each for each in earlier if (each.value - last.value) * sign >= 0), None)
    if done is not None:
        params = {
            **_about(indicator),
            "period": str(done.period),
            "value": written(done.value, indicator.unit, done.figure.decimals),
            "last": str(last.period),
            "goal": written(last.value, indicator.unit, last.figure.decimals),
        }
        place = subject.figure(indicator, last.figure)
        related = (label(done.figure.declared_at),)
        yield warn(place, "PEI431", params=params, related=related, severity=Severity.NOTE)


def _no_longer_programmed(subject: Subject, indicator: Indicator) -> Iterator[Diagnostic]:
    ordered = sorted(indicator.goals.items(), key=lambda pair: pair[0].end)
    numbers = [when for when, goal in ordered if isinstance(goal.value, Fraction) and goal.value]
    later = [(when, goal) for when, goal in ordered if numbers and when.start > numbers[-1].end]
    if len(later) > 1:
        params = {**_about(indicator), "last": str(numbers[-1]), "from": str(later[0][0])}
        place = subject.figure(indicator, later[0][1])
        yield warn(place, "PEI431", "unprogrammed", params=params, severity=Severity.NOTE)


# ---- What they share --------------------------------------------------------------------------------


def _trend(plan: Plan, indicator: Indicator) -> list[Point]:
    """Return the yearly goals of `indicator` in order, without zeros that say "nothing this year"."""
    ignored = plan.methodology.zero_goal is ZeroGoal.NOT_PROGRAMMED
    return [each for each in yearly(points(indicator.goals)) if each.value or not ignored]


def _moves_against(indicator: Indicator, goals: list[Point]) -> bool:
    """Tell whether some goals move against the direction of `indicator` and none moves along with it."""
    steps = _steps(indicator, goals)
    return any(step < 0 for step in steps) and not any(step > 0 for step in steps)


def _steps(indicator: Indicator, goals: list[Point]) -> list[Fraction]:
    """Return how far each goal moves from the one before, positive along the direction."""
    if compares_by_itself(indicator):
        return []
    pairs = itertools.pairwise(goals)
    return [(after.value - before.value) * _sign(indicator) for before, after in pairs]


def _sign(indicator: Indicator) -> int:
    return {Direction.ASCENDING: 1, Direction.DESCENDING: -1, Direction.UNDEFINED: 0}[indicator.direction]


def _baseline(indicator: Indicator) -> Point | None:
    """Return the baseline, where goals can be compared with it."""
    if indicator.baseline is None or indicator.direction is Direction.UNDEFINED:
        return None
    if indicator.unit.kind == "rate_of_change":
        return None
    figure = indicator.baseline.figure
    return (
        Point(indicator.baseline.period, figure, figure.value) if isinstance(figure.value, Fraction) else None
    )


def _is_at_its_limit(indicator: Indicator, value: Fraction) -> bool:
    """Tell whether there is nothing better than `value`, so that keeping it is all a plan can promise."""
    if indicator.direction is Direction.DESCENDING:
        return value == 0
    return indicator.unit.is_percentage and value == 1


def _about(indicator: Indicator) -> dict[str, Parameter]:
    return {"code": indicator.code, "direction": term(indicator.direction)}


def _first_and_last(indicator: Indicator, goals: list[Point]) -> dict[str, Parameter]:
    first, last = goals[0], goals[-1]
    return {
        "first": str(first.period),
        "first_goal": written(first.value, indicator.unit, first.figure.decimals),
        "last": str(last.period),
        "last_goal": written(last.value, indicator.unit, last.figure.decimals),
    }


def _against(indicator: Indicator, baseline: Point, goal: Point) -> dict[str, Parameter]:
    return {
        "base_period": str(baseline.period),
        "baseline": written(baseline.value, indicator.unit, baseline.figure.decimals),
        "period": str(goal.period),
        "goal": written(goal.value, indicator.unit, goal.figure.decimals),
    }
