"""An activity that is nearly done under an action that is in red, or has no figure."""

from __future__ import annotations

from collections.abc import Iterator

from pei_dsl.algebra.display import grouped
from pei_dsl.analysis.lints.declaration import Remark, lint
from pei_dsl.analysis.lints.subject import Subject, label
from pei_dsl.diagnostics import Severity
from pei_dsl.model.standing import Standing


@lint("PEI457", looks_at_data=True)
def activity_ahead(subject: Subject) -> Iterator[Remark]:
    """
    Warn of an activity that is nearly done while its action is in the last band.

    Where the action has no figure it is a note: that may only be missing yet.
    """
    plan, standings = subject.plan, subject.data.standings
    if standings is None:
        return
    for each in plan.activities.values():
        progress = each.progress(standings.period)
        if progress is None or not standings.is_ahead(each):
            continue
        absent = standings.actions[each.action] is Standing.ABSENT
        executed = each.executed[standings.period].declared_at
        params = {
            "activity": each.name,
            "period": str(standings.period),
            "progress": grouped(progress * 100, 1),
            "code": each.action,
        }
        place = executed if executed.source is not None else each.declared_at
        related = (label(subject.name("action", each.action, plan.groups[each.action].declared_at)),)
        severity = Severity.NOTE if absent else None
        yield Remark(place, "absent" if absent else "", params=params, related=related, severity=severity)
