"""An action in red that no factor and no recommendation concerns, in a plan that declares some."""

from __future__ import annotations

from collections.abc import Iterator

from pei_dsl.analysis.lints.declaration import Remark, lint
from pei_dsl.analysis.lints.subject import Subject
from pei_dsl.diagnostics import Severity


@lint("PEI456", severity=Severity.NOTE, looks_at_data=True)
def unexplained_action(subject: Subject) -> Iterator[Remark]:
    """Note an action in the last band that nothing explains, where the plan explains others."""
    plan, standings = subject.plan, subject.data.standings
    if standings is None or not (plan.factors or plan.recommendations):
        return
    for code in standings.unexplained(plan):
        place = subject.name("action", code, plan.groups[code].declared_at)
        yield Remark(place, params={"code": code, "period": str(standings.period)})
