"""What is found of an indicator, a group and a plan: immutable values, ready for any renderer."""

from __future__ import annotations

from fractions import Fraction

import attrs

from pei_dsl.evaluation.basis import Basis
from pei_dsl.evaluation.caveats import Caveat
from pei_dsl.immutable import brief
from pei_dsl.model.absence import Absence
from pei_dsl.model.figure import GoalValue
from pei_dsl.model.plan import Figure, Group, Indicator
from pei_dsl.model.quality import NONE, Qualities


@attrs.frozen
class Achievement:
    """
    An alcance, in percent (0 to 100).

    Attributes:
        raw: Exact and uncapped; None where a zero value makes it boundless.
        exact: Exact, capped.
        shown: As the methodology prints it: capped and rounded.
        basis: What it is computed from; None for one that only stands for a figure.
    """

    __repr__ = brief

    raw: Fraction | None
    exact: Fraction
    shown: Fraction
    basis: Basis | None = attrs.field(default=None, eq=False, repr=False)


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
        quality: The marks (preliminary, estimated, revised) of the figures and rows that the value rests on.
        caveats: What is to be known of a computed value, since its rows may be too many or too few.
    """

    __repr__ = brief

    indicator: Indicator
    registered: Figure | None
    computed: Fraction | Absence | None
    value: Fraction | Absence
    entering: Fraction | Absence
    decimals: int | None
    origin: str
    goal: GoalValue
    goal_decimals: int
    achievement: Achievement | Absence
    color: str | None
    quality: Qualities = NONE
    caveats: tuple[Caveat, ...] = ()

    @property
    def absence(self) -> Absence | None:
        """Why the alcance is ND, or None."""
        return self.achievement if isinstance(self.achievement, Absence) else None


@attrs.frozen
class Coverage:
    """
    How many of the indicators from which something was due have reported.

    Attributes:
        reported, due: Counts.
        weight: The share of the weight that reported, 0 to 1; 1 when nothing was due.
    """

    __repr__ = brief

    reported: int
    due: int
    weight: Fraction

    @property
    def is_complete(self) -> bool:
        """Whether all that was due has been reported."""
        return self.reported == self.due


@attrs.frozen
class Certainty:
    """
    What is sure of a group's figure.

    Attributes:
        coverage: How much has been reported.
        low: The figure if every missing indicator turns out at its worst (0).
        high: The same at its best (the cap); None where a methodology without cap leaves it open.
        color: The colour over the whole interval when it is one: *firme*; None when *condicionado*.
    """

    __repr__ = brief

    coverage: Coverage
    low: Fraction
    high: Fraction | None
    color: str | None

    @property
    def is_firm(self) -> bool:
        """Whether the colour is the same in the whole interval."""
        return self.color is not None


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

    __repr__ = brief

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
        certainty: How much the figure rests on; None when nothing was due from any of its indicators.
        quality: The marks of all figures that it rests on.
    """

    __repr__ = brief

    group: Group
    contributions: tuple[Contribution, ...]
    achievement: Fraction | Absence
    exact: Fraction | None
    color: str | None
    certainty: Certainty | None
    quality: Qualities = NONE

    @property
    def absence(self) -> Absence | None:
        """Why the figure is ND, or None."""
        return self.achievement if isinstance(self.achievement, Absence) else None


@attrs.frozen
class PlanResult:
    """
    What can be said of a whole plan.  CEPLAN publishes no figure for it: the mean is our own.

    Attributes:
        mean: The plain mean of its objectives' figures; None where none has one.
        certainty: Coverage of all its indicators by count, and the bounds of the mean; None: nothing was due.
    """

    __repr__ = brief

    mean: Fraction | None
    certainty: Certainty | None
