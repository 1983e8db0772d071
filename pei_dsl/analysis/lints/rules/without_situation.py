"""A recommendation of which nothing says what became of it."""

from __future__ import annotations

from collections.abc import Iterator

from pei_dsl.analysis.lints.declaration import Remark, lint
from pei_dsl.analysis.lints.subject import Subject
from pei_dsl.diagnostics import Severity


@lint("PEI455", severity=Severity.NOTE, looks_at_data=True)
def without_situation(subject: Subject) -> Iterator[Remark]:
    """Note a recommendation without any situation, once there are values of a period after its report."""
    evaluated = {
        when
        for indicator in subject.plan.indicators.values()
        for when in (*subject.registered(indicator), *subject.computed(indicator))
    }
    last = max(evaluated, key=lambda each: each.end, default=None)
    for each in subject.plan.recommendations.values():
        if each.situations or last is None or not each.is_due(last):
            continue
        place = subject.name("recommendation", each.code, each.declared_at)
        yield Remark(place, params={"recommendation": each.code, "period": str(last)})
