"""Values for which there is no goal."""

from __future__ import annotations

from collections.abc import Iterator

from pei_dsl.analysis.lints.declaration import Remark, lint
from pei_dsl.analysis.lints.subject import (
    Subject,
    label,
    points,
    written,
)
from pei_dsl.diagnostics import Severity
from pei_dsl.model.absence import Absence, Reason
from pei_dsl.model.plan import Goal


@lint("PEI426", looks_at_data=True)
def value_without_goal(subject: Subject) -> Iterator[Remark]:
    """Warn of values for which there is no goal."""
    yield from registered_without_goal(subject)
    yield from data_without_goal(subject)


def registered_without_goal(subject: Subject) -> Iterator[Remark]:
    """Warn of values registered for years after the plan; note those of years not programmed."""
    plan = subject.plan
    for indicator in plan.indicators.values():
        for each in points(subject.registered(indicator)):
            params = {
                "code": indicator.code,
                "period": str(each.period),
                "value": written(each.value, indicator.unit, each.figure.decimals),
            }
            place = subject.figure(indicator, each.figure)
            goal = indicator.goal(each.period)
            if plan.period is not None and each.period.end > plan.period[1].end:
                params |= {"first": str(plan.period[0]), "last": str(plan.period[1])}
                yield Remark(place, "after", params=params)
            elif goal is not None and _is_not_programmed(goal):
                related = (label(goal.declared_at),)
                yield Remark(place, params=params, related=related, severity=Severity.NOTE)


def data_without_goal(subject: Subject) -> Iterator[Remark]:
    """Note years that the data give a value for, and the plan has nothing programmed."""
    for indicator in subject.plan.indicators.values():
        registered = subject.registered(indicator)
        for when, value in sorted(subject.computed(indicator).items()):
            goal = indicator.goals.get(when)
            if goal is None or when in registered or not _is_not_programmed(goal):
                continue
            params = {
                "code": indicator.code,
                "period": str(when),
                "value": written(value, indicator.unit, indicator.decimals),
            }
            place = subject.figure(indicator, goal)
            yield Remark(place, "computed", params=params, severity=Severity.NOTE)


def _is_not_programmed(goal: Goal) -> bool:
    return isinstance(goal.value, Absence) and goal.value.reason is Reason.NOT_PROGRAMMED
