"""A value many times its goal, or many times below it."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from pei_dsl.algebra.display import shown
from pei_dsl.analysis.lints.declaration import Remark, lint
from pei_dsl.analysis.lints.subject import (
    Subject,
    label,
    points,
    written,
)
from pei_dsl.model.periods import Period
from pei_dsl.model.plan import Direction, Goal, IntervalFigure


@lint("PEI416", looks_at_data=True, follows_from=("PEI415", "PEI434"))
def far_from_goal(subject: Subject) -> Iterator[Remark]:
    """
    Warn of a value many times its goal, and of a descending one many times below it.

    That a value falls short of its goal, even by far, is what plans are measured for: no lint.  Of rates of
    change, which lie about zero, a quotient says nothing.
    """
    factor = subject.thresholds.far_factor
    for indicator in subject.plan.indicators.values():
        if indicator.unit.kind == "rate_of_change":
            continue
        registered = subject.registered(indicator)
        found: dict[Period, tuple[Fraction, int | None]] = {}
        for each in points(registered):
            found[each.period] = (each.value, each.figure.decimals)
        for when, value in subject.computed(indicator).items():
            if when not in registered:
                found[when] = (value, indicator.decimals)
        for when, (value, decimals) in sorted(found.items()):
            goal = indicator.goal(when)
            expected = _compared(goal, value)
            if goal is None or expected is None or expected <= 0 or value <= 0:
                continue
            times = value / expected
            if indicator.direction is Direction.DESCENDING:
                times = max(times, 1 / times)
            if times >= factor:
                figure = registered.get(when)
                place = subject.figure(indicator, figure) if figure is not None else subject.code(indicator)
                params = {
                    "code": indicator.code,
                    "period": str(when),
                    "value": written(value, indicator.unit, decimals),
                    "goal": written(expected, indicator.unit, goal.decimals),
                    "times": shown(Fraction(int(times)) if times >= 10 else Fraction(int(times * 10), 10)),
                }
                variant = "" if value > expected else "below"
                yield Remark(place, variant, params=params, related=(label(goal.declared_at),))
                break


def _compared(goal: Goal | None, value: Fraction) -> Fraction | None:
    """Return the figure of a goal that `value` is held against: of an interval, the nearest end."""
    if isinstance(goal, IntervalFigure):
        return goal.value.nearest(value)
    return goal.value if goal is not None and isinstance(goal.value, Fraction) else None
