"""Goals that all move against the declared direction: one of the two is wrong."""

from __future__ import annotations

from collections.abc import Iterator

from pei_dsl.analysis.lints.declaration import Remark, lint
from pei_dsl.analysis.lints.subject import (
    Point,
    Subject,
    label,
)
from pei_dsl.analysis.lints.trends import about, first_and_last, steps_along, trend
from pei_dsl.diagnostics.finding import replace
from pei_dsl.model.plan import Direction, Indicator

_OPPOSITE = {Direction.ASCENDING: Direction.DESCENDING, Direction.DESCENDING: Direction.ASCENDING}


@lint("PEI410", follows_from=("PEI415",))
def against_direction(subject: Subject) -> Iterator[Remark]:
    """Warn of goals that all move against the declared direction: one of the two is wrong."""
    for indicator in subject.plan.indicators.values():
        goals = trend(subject.plan, indicator)
        if not _moves_against(indicator, goals):
            continue
        place = subject.field(indicator, "direction")
        meant = str(_OPPOSITE[indicator.direction])
        fixes = (replace(place.source, place.span, meant),) if place.source is not None else ()
        params = {**about(indicator), **first_and_last(indicator, goals), "meant": meant}
        yield Remark(
            place,
            params=params,
            related=(label(goals[0].figure.declared_at), label(goals[-1].figure.declared_at)),
            fixes=fixes,
        )


def _moves_against(indicator: Indicator, goals: list[Point]) -> bool:
    """Tell whether some goals move against the direction of `indicator` and none moves along with it."""
    steps = steps_along(indicator, goals)
    return any(step < 0 for step in steps) and not any(step > 0 for step in steps)
