"""Goals of zero where the methodology cannot measure them."""

from __future__ import annotations

from collections.abc import Iterator

from pei_dsl.analysis.lints.declaration import Remark, lint
from pei_dsl.analysis.lints.subject import (
    Subject,
    points,
)
from pei_dsl.analysis.lints.trends import about
from pei_dsl.diagnostics import Edit, Fix
from pei_dsl.model.methodology import ZeroGoal
from pei_dsl.model.plan import Direction


@lint("PEI414")
def zero_goal(subject: Subject) -> Iterator[Remark]:
    """Warn of goals of zero where the methodology cannot measure them."""
    if subject.plan.methodology.zero_goal is not ZeroGoal.NOT_PROGRAMMED:
        return
    for indicator in subject.plan.indicators.values():
        zeros = [goal for goal in points(indicator.goals) if not goal.value]
        if not zeros:
            continue
        edits = tuple(
            Edit(place.source, place.span, "no programado")
            for goal in zeros
            if (place := goal.figure.declared_at).source is not None
        )
        place = subject.figure(indicator, zeros[0].figure)
        params = {
            **about(indicator),
            "periods": ", ".join(str(goal.period) for goal in zeros),
            "methodology": subject.plan.methodology.name,
        }
        if indicator.direction is Direction.DESCENDING:
            yield Remark(place, "target", params=params)  # zero is what it should come down to
        else:
            yield Remark(place, params=params, fixes=(Fix("no programado", edits),))
