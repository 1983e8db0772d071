"""Goals below zero where the methodology gives them no alcance."""

from __future__ import annotations

from collections.abc import Iterator

from pei_dsl.analysis.lints.declaration import Remark, lint
from pei_dsl.analysis.lints.subject import Subject, points, written
from pei_dsl.diagnostics.catalogue import Parameter
from pei_dsl.model.methodology import Negatives
from pei_dsl.model.plan import Aggregation, Direction


@lint("PEI440", follows_from=("PEI419",))
def negative_goal(subject: Subject) -> Iterator[Remark]:
    """Warn of goals below zero: whatever comes of them, the methodology cannot compare a value with one."""
    methodology = subject.plan.methodology
    for indicator in subject.plan.indicators.values():
        below = [goal for goal in points(indicator.goals) if goal.value < 0]
        limited = indicator.aggregation in {Aggregation.MAXIMUM_ALLOWED, Aggregation.MINIMUM_ALLOWED}
        if not below or (indicator.direction is Direction.UNDEFINED and not limited):
            continue  # nothing is compared with it
        params: dict[str, Parameter] = {
            "code": indicator.code,
            "periods": ", ".join(str(goal.period) for goal in below),
            "goal": written(below[0].value, indicator.unit, below[0].figure.decimals),
            "methodology": methodology.name,
        }
        variant = "as_zero" if methodology.negatives is Negatives.ZERO else ""
        yield Remark(subject.figure(indicator, below[0].figure), variant, params=params)
