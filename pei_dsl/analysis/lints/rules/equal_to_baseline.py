"""Goals that never leave the baseline: such a plan promises nothing."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from pei_dsl.analysis.lints.declaration import Remark, lint
from pei_dsl.analysis.lints.subject import (
    Subject,
    label,
)
from pei_dsl.analysis.lints.trends import about, against, baseline_of, trend
from pei_dsl.model.plan import Direction, Indicator


@lint("PEI412", follows_from=("PEI410", "PEI415"))
def equal_to_baseline(subject: Subject) -> Iterator[Remark]:
    """Warn of an indicator whose goals never leave its baseline: such a plan promises nothing."""
    for indicator in subject.plan.indicators.values():
        baseline = baseline_of(indicator)
        goals = trend(subject.plan, indicator)
        if baseline is None or not goals or _is_at_its_limit(indicator, baseline.value):
            continue
        if all(goal.value == baseline.value for goal in goals):
            params = {**about(indicator), **against(indicator, baseline, goals[-1])}
            place = subject.figure(indicator, goals[-1].figure)
            yield Remark(place, params=params, related=(label(baseline.figure.declared_at),))


def _is_at_its_limit(indicator: Indicator, value: Fraction) -> bool:
    """Tell whether there is nothing better than `value`, so that keeping it is all a plan can promise."""
    if indicator.direction is Direction.DESCENDING:
        return value == 0
    return indicator.unit.is_percentage and value == 1
