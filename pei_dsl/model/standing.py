"""Where the actions of a plan stand in a period, and what of its follow-up that calls into question."""

from __future__ import annotations

import enum
from collections.abc import Iterator, Mapping
from fractions import Fraction

import attrs

from pei_dsl.immutable import freezing
from pei_dsl.model.follow_up import Activity
from pei_dsl.model.periods import Period
from pei_dsl.model.plan import Plan

# An activity of which so much was executed is nearly done.
NEARLY_DONE = Fraction(9, 10)
# Of a factor that helps nobody expects that it explains a bad figure.
_HELPS = "favorece"


class Standing(enum.Enum):
    """What the colour of an action says."""

    LAST = enum.auto()
    """It is in the last band of the methodology."""
    ABSENT = enum.auto()
    """It has no figure."""
    BETTER = enum.auto()
    """It is in another band."""


@attrs.frozen(field_transformer=freezing)
class Standings:
    """
    Where actions stand in a period.

    Attributes:
        period: The period.
        actions: The standing of each action by its code, in the order of the plan; of one that is not here
            nothing is known.
    """

    period: Period
    actions: Mapping[str, Standing] = attrs.field(factory=dict, hash=False)

    def is_ahead(self, activity: Activity) -> bool:
        """Tell whether nearly all of `activity` was executed, while its action is in the last band or ND."""
        progress = activity.progress(self.period)
        behind = self.actions.get(activity.action) in {Standing.LAST, Standing.ABSENT}
        return behind and progress is not None and progress >= NEARLY_DONE

    def unexplained(self, plan: Plan) -> Iterator[str]:
        """
        Yield the codes of the actions in the last band that nothing concerns which hinders, or is to be done.

        An action is concerned where itself or one of its own indicators is named.
        """
        concerned = set(_concerned(plan, self.period))
        concerned.update(each.group for each in plan.indicators.values() if each.code in concerned)
        for code, standing in self.actions.items():
            if standing is Standing.LAST and code not in concerned:
                yield code


def _concerned(plan: Plan, period: Period) -> Iterator[str]:
    """Yield what a factor of `period` which hinders, or a recommendation known by then, concerns."""
    for factor in plan.factors.values():
        if factor.works_in(period) and factor.effect != _HELPS:
            yield from factor.affects
    for each in plan.recommendations.values():
        if each.is_due(period) or each.period == period:
            yield from (*each.addresses, each.follows)
