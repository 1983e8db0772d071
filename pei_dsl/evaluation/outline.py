"""The rows of a report in the order of the plan's tree: each objective with its indicators and actions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import attrs

from pei_dsl.evaluation.results import GroupResult, IndicatorResult
from pei_dsl.model.plan import Group, Indicator, Level, Plan


@attrs.frozen
class Line:
    """A row: a group or an indicator, and how deep it stands in the tree."""

    depth: int
    result: GroupResult | IndicatorResult

    @property
    def code(self) -> str:
        """The code of what the row shows."""
        result = self.result
        return result.group.code if isinstance(result, GroupResult) else result.indicator.code

    @property
    def title(self) -> str:
        """The title of what the row shows."""
        result = self.result
        return result.group.title if isinstance(result, GroupResult) else result.indicator.title


def outline(groups: Mapping[str, GroupResult], indicators: Mapping[str, IndicatorResult]) -> Iterator[Line]:
    """Yield the rows of `groups` and `indicators`; what has no parent in the plan comes last."""
    shown: set[str] = set()
    actions = [each for each in groups.values() if each.group.level is Level.ACTION]
    for objective in groups.values():
        if objective.group.level is Level.OBJECTIVE:
            yield from _group(objective, 0, indicators, shown)
            for action in actions:
                if action.group.parent == objective.group.code:
                    yield from _group(action, 1, indicators, shown)
    for action in actions:
        if action.group.code not in shown:
            yield from _group(action, 0, indicators, shown)
    for code, result in indicators.items():
        if code not in shown:
            yield Line(0, result)


def _group(
    group: GroupResult, depth: int, indicators: Mapping[str, IndicatorResult], shown: set[str]
) -> Iterator[Line]:
    shown.add(group.group.code)
    yield Line(depth, group)
    for contribution in group.contributions:
        shown.add(contribution.code)
        yield Line(depth + 1, indicators[contribution.code])


def ordered(plan: Plan) -> list[Group | Indicator]:
    """Return groups and indicators in the order of the tree: each group before its own indicators."""
    made: list[Group | Indicator] = []
    seen: set[str] = set()
    groups = list(plan.groups.values())
    tops = [each for each in groups if each.parent not in plan.groups]
    for top in tops:
        for group in (top, *(each for each in groups if each.parent == top.code)):
            own = [each for each in plan.indicators.values() if each.group == group.code]
            made += [group, *own]
            seen |= {each.code for each in own}
    return [*made, *(each for each in plan.indicators.values() if each.code not in seen)]
