"""What is missing for a colour: of an indicator, of an input of its formula, of a group."""

from __future__ import annotations

from fractions import Fraction
from typing import TypeAlias

import attrs

from pei_dsl.diagnostics import Diagnostic
from pei_dsl.evaluation.evaluation import Evaluation
from pei_dsl.evaluation.results import GroupResult, IndicatorResult
from pei_dsl.gaps.linear import Refusal
from pei_dsl.immutable import brief
from pei_dsl.model.absence import Absence
from pei_dsl.model.units import Unit

Refused: TypeAlias = Refusal | Absence
"""Why there is no answer."""


@attrs.frozen
class InputGap:
    """
    What one input of a formula would have to be, all others being as they are.

    Attributes:
        key: The definition.
        names: As the formula writes it, then what it stands for: `A`, `reingresantes`.
        title: In words, or "".
        unit: Its unit, where declared.
        value: Today's.
        needed: What would reach the colour, or why nothing does.
        whole: Whether it counts something, so that only whole numbers answer.
    """

    __repr__ = brief

    key: str
    names: tuple[str, ...]
    title: str
    unit: Unit | None
    value: Fraction
    needed: Fraction | Refused
    whole: bool


@attrs.frozen
class IndicatorGap:
    """
    What an indicator needs.

    Attributes:
        result: Today's.
        decimals: Of the answer, in the unit's scale.
        needed: The nearest value that reaches the colour, or why there is none.
        inputs: For each input of the formula, or why none has an answer; empty without a formula.
    """

    __repr__ = brief

    result: IndicatorResult
    decimals: int
    needed: Fraction | Refused
    inputs: tuple[InputGap, ...] | Refused = ()

    @property
    def difference(self) -> Fraction | None:
        """How far today's value is from the one needed."""
        entering = self.result.entering
        if isinstance(self.needed, Fraction) and isinstance(entering, Fraction):
            return self.needed - entering
        return None


@attrs.frozen
class Mover:
    """
    What one indicator could do for its group, all others being as they are.

    Attributes:
        result: Today's.
        full: The full alcance.
        group: The group's result with it.
        alcance: The least one with which the group reaches the colour; None: not even the full one does.
    """

    __repr__ = brief

    result: IndicatorResult
    full: Fraction
    group: GroupResult
    alcance: Fraction | None


@attrs.frozen
class GroupGap:
    """
    What a group needs.

    Attributes:
        result: Today's.
        movers: Its indicators that could rise, the one that moves it most first.
        refusal: Why there are none, or None.
    """

    __repr__ = brief

    result: GroupResult
    movers: tuple[Mover, ...]
    refusal: Refused | None


@attrs.frozen
class Gaps:
    """
    All that lies below a colour, in the order of the plan.

    Attributes:
        diagnostics: What was found in the data of the plan (PEI3xx).
    """

    __repr__ = brief

    evaluation: Evaluation
    color: str
    indicators: tuple[IndicatorGap, ...]
    groups: tuple[GroupGap, ...]
    diagnostics: tuple[Diagnostic, ...] = ()
