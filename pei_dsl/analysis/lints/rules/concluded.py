"""Indicators that are done: the last goal was reached before its year, or no more is programmed."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from pei_dsl.analysis.lints.declaration import Remark, lint
from pei_dsl.analysis.lints.subject import (
    Subject,
    compares_by_itself,
    label,
    points,
    written,
    yearly,
)
from pei_dsl.analysis.lints.trends import about, direction_sign, trend
from pei_dsl.diagnostics import Severity
from pei_dsl.model.plan import Goal, Indicator, IntervalFigure


@lint(
    "PEI431",
    severity=Severity.NOTE,
    looks_at_data=True,
    follows_from=("PEI410", "PEI413", "PEI414", "PEI415", "PEI416", "PEI418", "PEI419"),
)
def concluded(subject: Subject) -> Iterator[Remark]:
    """Note indicators that are done: the last goal was reached before its year, or no more is programmed."""
    for indicator in subject.plan.indicators.values():
        yield from _reached(subject, indicator)
        yield from _no_longer_programmed(subject, indicator)


def _reached(subject: Subject, indicator: Indicator) -> Iterator[Remark]:
    goals = trend(subject.plan, indicator)
    if len(goals) < 2 or compares_by_itself(indicator):
        return
    last, sign = goals[-1], direction_sign(indicator)
    if not sign or any((goal.value - last.value) * sign >= 0 for goal in goals[:-1]):
        return  # the last goal is no more than an earlier one: there is nothing to rise to
    values = yearly(points(subject.registered(indicator)))
    earlier = [each for each in values if each.period.end < last.period.start]
    done = next((each for each in earlier if (each.value - last.value) * sign >= 0), None)
    if done is not None:
        params = {
            **about(indicator),
            "period": str(done.period),
            "value": written(done.value, indicator.unit, done.figure.decimals),
            "last": str(last.period),
            "goal": written(last.value, indicator.unit, last.figure.decimals),
        }
        place = subject.figure(indicator, last.figure)
        related = (label(done.figure.declared_at),)
        yield Remark(place, params=params, related=related)


def _no_longer_programmed(subject: Subject, indicator: Indicator) -> Iterator[Remark]:
    ordered = sorted(indicator.goals.items(), key=lambda pair: pair[0].end)
    numbers = [when for when, goal in ordered if _is_number(goal)]
    later = [(when, goal) for when, goal in ordered if numbers and when.start > numbers[-1].end]
    if len(later) > 1:
        params = {**about(indicator), "last": str(numbers[-1]), "from": str(later[0][0])}
        place = subject.figure(indicator, later[0][1])
        yield Remark(place, "unprogrammed", params=params)


def _is_number(goal: Goal) -> bool:
    """Tell whether a goal asks for something: an interval, or a figure that is not zero."""
    return isinstance(goal, IntervalFigure) or (isinstance(goal.value, Fraction) and goal.value != 0)
