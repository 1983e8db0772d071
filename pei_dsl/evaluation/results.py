"""What an evaluation gives: immutable values, ready for any renderer."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

import attrs

from pei_dsl.model.absence import Absence
from pei_dsl.model.methodology import Color, Methodology
from pei_dsl.model.periods import Period
from pei_dsl.model.plan import Figure, Group, Indicator, Plan


@attrs.frozen
class Achievement:
    """
    An alcance, in percent (0 to 100).

    Attributes:
        raw: Exact and uncapped; None where a zero value makes it boundless.
        exact: Exact, capped.
        shown: As the methodology prints it: capped and rounded.
    """

    raw: Fraction | None
    exact: Fraction
    shown: Fraction


@attrs.frozen
class IndicatorResult:
    """
    The result of one indicator.

    Attributes:
        indicator: The indicator.
        registered: The registered figure, when there is one.
        computed: The value of the formula, exact, or its absence; None without a formula.
        value: The exact value that the methodology lets in, before its rounding.
        entering: The value as it enters the alcance: rounded as the methodology says.
        decimals: The decimals that `value` is shown with, in the unit's scale; None for all of them.
        origin: `registrado` or `calculado`; "" when there is no value.
        goal: Logro esperado, or why there is none.
        achievement: The alcance, or why there is none.
        color: None where the alcance is ND.
    """

    indicator: Indicator
    registered: Figure | None
    computed: Fraction | Absence | None
    value: Fraction | Absence
    entering: Fraction | Absence
    decimals: int | None
    origin: str
    goal: Fraction | Absence
    goal_decimals: int
    achievement: Achievement | Absence
    color: Color | None

    @property
    def absence(self) -> Absence | None:
        """Why the alcance is ND, or None."""
        return self.achievement if isinstance(self.achievement, Absence) else None


@attrs.frozen
class Contribution:
    """
    What one indicator gives to its group.

    Attributes:
        code: The indicator.
        weight: Its share, 0 to 1; 0 when it leaves the mean.
        achievement: The alcance that enters; None when it is ND (and counts as the methodology says).
        exact: Weight times alcance.
        shown: The same, rounded as the methodology says.
        absence: Why it is ND, or None.
        leaves: Whether it leaves the mean.
    """

    code: str
    weight: Fraction
    achievement: Fraction | None
    exact: Fraction
    shown: Fraction
    absence: Absence | None = None
    leaves: bool = False


@attrs.frozen
class GroupResult:
    """
    The result of an objective or action.

    Attributes:
        group: The group.
        contributions: Of its own indicators, in the order of their codes.
        achievement: The figure that the methodology prints, 0 to 100, or why there is none.
        exact: The same without any rounding; None where there is none.
        color: None where ND.
    """

    group: Group
    contributions: tuple[Contribution, ...]
    achievement: Fraction | Absence
    exact: Fraction | None
    color: Color | None

    @property
    def absence(self) -> Absence | None:
        """Why the figure is ND, or None."""
        return self.achievement if isinstance(self.achievement, Absence) else None


@attrs.frozen
class Evaluation:
    """A plan measured for one period."""

    plan: Plan
    period: Period
    methodology: Methodology
    indicators: Mapping[str, IndicatorResult]
    groups: Mapping[str, GroupResult]
