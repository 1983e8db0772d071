"""Goals that are worse than the baseline: whoever does nothing reaches them."""

from __future__ import annotations

from collections.abc import Iterator

from pei_dsl.analysis.lints.declaration import Remark, lint
from pei_dsl.analysis.lints.subject import (
    Subject,
    label,
)
from pei_dsl.analysis.lints.trends import about, against, baseline_of, direction_sign, trend


@lint("PEI413", follows_from=("PEI410", "PEI415"))
def baseline_past_goal(subject: Subject) -> Iterator[Remark]:
    """Warn of goals that are worse than the baseline: whoever does nothing reaches them."""
    for indicator in subject.plan.indicators.values():
        baseline = baseline_of(indicator)
        goals = trend(subject.plan, indicator)
        if baseline is None:
            continue
        sign = direction_sign(indicator)
        worse = next((goal for goal in goals if (goal.value - baseline.value) * sign < 0), None)
        if worse is not None:
            params = {**about(indicator), **against(indicator, baseline, worse)}
            place = subject.figure(indicator, worse.figure)
            yield Remark(place, params=params, related=(label(baseline.figure.declared_at),))
