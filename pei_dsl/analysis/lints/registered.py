"""Registered values: against the formula, against each other, and against the plan's years and titles."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from pei_dsl.analysis.lints.subject import Subject, label, points, warn, written
from pei_dsl.analysis.lints.titles import plain
from pei_dsl.diagnostics import Diagnostic, Severity
from pei_dsl.diagnostics.finding import Joined, Parameter
from pei_dsl.model.absence import Absence, Reason
from pei_dsl.model.plan import Figure, Indicator
from pei_dsl.model.terms import term


def without_goal(subject: Subject) -> Iterator[Diagnostic]:
    """Warn of values for which there is no goal."""
    yield from registered_without_goal(subject)
    yield from data_without_goal(subject)


def registered_without_goal(subject: Subject) -> Iterator[Diagnostic]:
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
                yield warn(place, "PEI426", "after", params=params)
            elif goal is not None and _is_not_programmed(goal):
                related = (label(goal.declared_at),)
                yield warn(place, "PEI426", params=params, related=related, severity=Severity.NOTE)


def data_without_goal(subject: Subject) -> Iterator[Diagnostic]:
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
            yield warn(place, "PEI426", "computed", params=params, severity=Severity.NOTE)


def _is_not_programmed(goal: Figure) -> bool:
    return isinstance(goal.value, Absence) and goal.value.reason is Reason.NOT_PROGRAMMED


def other_than_computed(subject: Subject) -> Iterator[Diagnostic]:
    """
    Warn of a registered value that the formula does not give, at the precision in which it was registered.

    A computed 2.2270 % agrees with a registered 2.23 %: the last digit stands for half a unit on either side.
    """
    for indicator in subject.plan.indicators.values():
        for each in points(subject.registered(indicator)):
            computed = subject.computed(indicator).get(each.period)
            if computed is None or _agree(each.value, computed, each.figure.decimals, indicator):
                continue
            params = {
                "code": indicator.code,
                "period": str(each.period),
                "registered": written(each.value, indicator.unit, each.figure.decimals),
                "computed": written(computed, indicator.unit, each.figure.decimals),
            }
            related = (label(subject.field(indicator, "formula")),)
            yield warn(subject.figure(indicator, each.figure), "PEI432", params=params, related=related)


def _agree(one: Fraction, other: Fraction, decimals: int, indicator: Indicator) -> bool:
    """Tell whether two values may be the same figure written with `decimals`."""
    return abs(one - other) * indicator.unit.scale <= Fraction(1, 2 * 10**decimals)


def registered_twice(subject: Subject) -> Iterator[Diagnostic]:
    """Warn of a period for which the plan and a register give different values: the plan's would enter."""
    for indicator in subject.plan.indicators.values():
        for when, other in sorted(subject.data.registered.get(indicator.code, {}).items()):
            own = indicator.values.get(when)
            if own is None or _says_the_same(own, other, indicator):
                continue
            params = {
                "code": indicator.code,
                "period": str(when),
                "value": _shown(own, indicator),
                "other": _shown(other, indicator),
                "origin": other.origin,
            }
            yield warn(subject.figure(indicator, own), "PEI433", params=params)


def _says_the_same(own: Figure, other: Figure, indicator: Indicator) -> bool:
    match own.value, other.value:
        case Absence(reason=one), Absence(reason=two):
            return one is two
        case Fraction() as first, Fraction() as second:
            return _agree(first, second, min(own.decimals, other.decimals), indicator)
        case _:
            return False


def _shown(figure: Figure, indicator: Indicator) -> Parameter:
    if isinstance(figure.value, Absence):
        return Joined(("ND (", term(figure.value.reason), ")"))
    return written(figure.value, indicator.unit, figure.decimals)


def other_title(subject: Subject) -> Iterator[Diagnostic]:
    """Warn of a register that calls an indicator otherwise than the plan does."""
    told: set[str] = set()
    for each in subject.data.titles:
        indicator = subject.plan.indicators.get(each.code)
        if indicator is None or each.code in told or plain(each.title) == plain(indicator.title):
            continue
        told.add(each.code)
        params: dict[str, Parameter] = {
            "code": each.code,
            "title": _short(each.title),
            "file": each.file,
            "line": each.line,
        }
        place = subject.title("indicator", each.code, indicator.declared_at)
        yield warn(place, "PEI428", params=params)


def _short(title: str) -> str:
    return title if len(title) <= 80 else f"{title[:79]}…"
