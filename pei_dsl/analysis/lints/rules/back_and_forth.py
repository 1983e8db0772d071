"""Goals that go up and down: the year that turns is often a slip of the pen."""

from __future__ import annotations

from collections.abc import Iterator

from pei_dsl.analysis.lints.declaration import Remark, lint
from pei_dsl.analysis.lints.subject import (
    Subject,
    label,
)
from pei_dsl.analysis.lints.trends import about, first_and_last, steps_along, trend


@lint("PEI411", follows_from=("PEI415",))
def back_and_forth(subject: Subject) -> Iterator[Remark]:
    """Warn of goals that go up and down: the year that turns is often a slip of the pen."""
    for indicator in subject.plan.indicators.values():
        goals = trend(subject.plan, indicator)
        steps = steps_along(indicator, goals)
        if not (any(step > 0 for step in steps) and any(step < 0 for step in steps)):
            continue
        turn = next(number for number, step in enumerate(steps) if step < 0)
        before, after = goals[turn], goals[turn + 1]
        params = {**about(indicator), **first_and_last(indicator, [before, after])}
        yield Remark(
            subject.figure(indicator, after.figure),
            params=params,
            related=(label(before.figure.declared_at),),
        )
