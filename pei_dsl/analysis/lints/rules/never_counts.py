"""Indicators that no figure of their group can ever rest on."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from pei_dsl.analysis.lints.declaration import Remark, lint
from pei_dsl.analysis.lints.subject import (
    Subject,
    ends,
)
from pei_dsl.diagnostics import Severity
from pei_dsl.model.methodology import Progress, Weights
from pei_dsl.model.plan import Aggregation, Direction, Indicator, IntervalFigure


@lint("PEI421", looks_at_data=True)
def never_counts(subject: Subject) -> Iterator[Remark]:
    """Warn of indicators that no figure of their group can ever rest on."""
    limits = {Aggregation.MAXIMUM_ALLOWED, Aggregation.MINIMUM_ALLOWED}
    reported = _last_reported(subject)
    for indicator in subject.plan.indicators.values():
        params = {"code": indicator.code, "group": indicator.group}
        if _has_intervals(indicator):
            if subject.plan.methodology.progress is Progress.TYPE_2:
                yield Remark(subject.field(indicator, "goals"), "interval", params=params)
        elif indicator.direction is Direction.UNDEFINED and indicator.aggregation not in limits:
            yield Remark(subject.field(indicator, "direction"), params=params)
        elif indicator.weight == 0 and subject.plan.methodology.weights is Weights.DECLARED:
            yield Remark(subject.field(indicator, "weight"), "weightless", params=params)
        elif _owes_a_value(subject, indicator, reported):
            yield Remark(subject.code(indicator), "valueless", params=params, severity=Severity.NOTE)


def _has_intervals(indicator: Indicator) -> bool:
    """Tell whether goals of `indicator` are intervals, which need no direction and are no way to go."""
    return any(isinstance(goal, IntervalFigure) for goal in indicator.goals.values())


def _last_reported(subject: Subject) -> datetime.date | None:
    """Return the last day of which any value is registered; before the first year there is none."""
    found = (when.end for each in subject.plan.indicators.values() for when in subject.registered(each))
    return max(found, default=None)


def _owes_a_value(subject: Subject, indicator: Indicator, reported: datetime.date | None) -> bool:
    """Tell whether `indicator` has nothing to show for a goal that others have reported on."""
    if indicator.formula is not None or subject.registered(indicator) or reported is None:
        return False
    return any(goal.value and goal.period.end <= reported for goal in ends(indicator.goals))
