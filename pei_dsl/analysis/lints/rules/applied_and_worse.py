"""A recommendation that is said to be applied, while the indicator that it follows got worse."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from pei_dsl.analysis.lints.declaration import Remark, lint
from pei_dsl.analysis.lints.subject import Subject, written
from pei_dsl.model.follow_up import Situation
from pei_dsl.model.movement import Course, movement
from pei_dsl.model.periods import Period
from pei_dsl.model.plan import Indicator


@lint("PEI454", looks_at_data=True)
def applied_and_worse(subject: Subject) -> Iterator[Remark]:
    """Warn of a recommendation that is said to be applied while its indicator moved the wrong way."""
    for each in subject.plan.recommendations.values():
        indicator = subject.plan.indicators.get(each.follows)
        if indicator is None:
            continue
        values = _values(subject, indicator)
        for when, situation in sorted(each.situations.items()):
            moved = movement(each, indicator, values, when)
            if situation is not Situation.APPLIED or moved is None or moved.course is not Course.WORSE:
                continue
            params = {
                "recommendation": each.code,
                "period": str(when),
                "indicator": indicator.code,
                "since": str(moved.since),
                "before": written(moved.before, indicator.unit),
                "after": written(moved.after, indicator.unit),
            }
            place = subject.value_of("recommendation", each.code, "situation") or each.declared_at
            yield Remark(place, params=params)


def _values(subject: Subject, indicator: Indicator) -> dict[Period, Fraction]:
    """Return the numbers of `indicator` by period; a registered one stands before a computed one."""
    registered = {when: each.value for when, each in subject.registered(indicator).items()}
    found = {**subject.computed(indicator), **registered}
    return {when: value for when, value in found.items() if isinstance(value, Fraction)}
