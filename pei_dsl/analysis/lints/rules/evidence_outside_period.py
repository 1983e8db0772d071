"""Evidence whose day lies outside its period."""

from __future__ import annotations

from collections.abc import Iterator

from pei_dsl.analysis.lints.declaration import Remark, lint
from pei_dsl.analysis.lints.subject import Subject, label


@lint("PEI451")
def evidence_outside_period(subject: Subject) -> Iterator[Remark]:
    """Warn of evidence whose day lies outside the period of the value that it shows."""
    for each in subject.plan.evidence.values():
        day, period = each.date, each.period
        if day is None or period is None or period.start <= day <= period.end:
            continue
        place = subject.value_of("evidence", each.name, "date") or each.declared_at
        said = subject.value_of("evidence", each.name, "period")
        params = {"name": each.name, "date": day.isoformat(), "period": str(period)}
        yield Remark(place, params=params, related=() if said is None else (label(said),))
