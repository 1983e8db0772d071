"""
How a plan is measured: a methodology is data, named and versioned, not code.

The profile `ceplan` follows what official reports print.  Grades of certainty stand beside
each choice in docs/language/methodology.md.
"""

from __future__ import annotations

import enum
from fractions import Fraction

import attrs

from pei_dsl.immutable import brief


class Color(enum.StrEnum):
    """The colours of the official semaforo; a methodology may name others, then a plain text stands."""

    GREEN = "verde"
    YELLOW = "amarillo"
    RED = "rojo"


class EntersAs(enum.StrEnum):
    """Which value enters the alcance."""

    REGISTERED = "registrado"
    COMPUTED = "calculado"
    REGISTERED_OR_COMPUTED = "calculado si no hay registrado"


class MissingSiblings(enum.StrEnum):
    """What an indicator without a figure does to its group when others have one."""

    ZERO = "cero"
    EXCLUDE = "excluir"
    GROUP_MISSING = "grupo nd"


class ZeroGoal(enum.StrEnum):
    """What a goal of zero gives."""

    NOT_PROGRAMMED = "no programado"
    ZERO = "cero"
    FULL_IF_MET = "cien si se cumple"


class MaintainedGoal(enum.StrEnum):
    """What avance tipo II gives where the goal is the baseline, so that there is no way to go."""

    NOT_MEASURED = "no aplica"
    FULL_IF_KEPT = "cien si se mantiene"
    TYPE_1 = "tipo I"


class Weights(enum.StrEnum):
    """How the indicators of a group weigh."""

    RELEVANCE = "relevancia"
    DECLARED = "peso"
    EQUAL = "iguales"


class Negatives(enum.StrEnum):
    """What a negative value or goal gives: no official rule exists."""

    INVALID = "inválido"
    ZERO = "cero"


class Progress(enum.StrEnum):
    """What an alcance compares: the value with its goal, or the way from the baseline to the goal."""

    TYPE_1 = "tipo I"
    TYPE_2 = "tipo II"


class Rounding(enum.StrEnum):
    """How a half is rounded."""

    HALF_UP = "half_up"  # away from zero
    HALF_EVEN = "half_even"


@attrs.frozen
class RoundingStep:
    """A rounding that a methodology makes: to how many decimals, and where halves go."""

    decimals: int
    rounding: Rounding = Rounding.HALF_UP


TWO_DECIMALS = RoundingStep(2)
TWO_DECIMALS_EVEN = RoundingStep(2, Rounding.HALF_EVEN)


@attrs.frozen
class Band:
    """A band of the semaforo: its name, from which alcance, and whether the limit itself is in."""

    __repr__ = brief

    color: str
    limit: Fraction | None = None
    strict: bool = False

    def holds(self, alcance: Fraction) -> bool:
        """Tell whether `alcance` (0 to 100) reaches this band."""
        if self.limit is None:
            return True
        return alcance > self.limit if self.strict else alcance >= self.limit


CEPLAN_BANDS = (
    Band(Color.GREEN, Fraction(95)),
    Band(Color.YELLOW, Fraction(75)),
    Band(Color.RED),
)


@attrs.frozen
class Methodology:
    """
    A profile.

    Attributes:
        name: How plans and results name it.
        base: The profile it was made from, or "".
        enters_as: Which value enters.
        value_rounding: How a computed value is rounded to `decimales` before it enters; None: not at all.
        achievement_rounding: Rounding of each alcance, None for exact.
        contribution_rounding: Rounding of each weighted contribution to its group, None for exact.
        figure_rounding: Rounding of the sum of contributions, None for exact.
        cap: The highest alcance, None for no cap.
        missing_siblings: ND beside measured siblings.
        zero_goal: Goal zero.
        maintained_goal: A goal that equals the baseline, under avance tipo II.
        negatives: Negative values and goals.
        progress: Avance tipo I or tipo II.
        weights: Weights within a group.
        bands: The semaforo, best first; the last has no limit.
        overrides: What a variant says that its base does not, in the one spelling of each word.
    """

    __repr__ = brief

    name: str
    base: str = ""
    enters_as: EntersAs = EntersAs.REGISTERED_OR_COMPUTED
    value_rounding: Rounding | None = Rounding.HALF_UP
    achievement_rounding: RoundingStep | None = TWO_DECIMALS
    contribution_rounding: RoundingStep | None = TWO_DECIMALS_EVEN
    figure_rounding: RoundingStep | None = None
    cap: Fraction | None = Fraction(100)
    missing_siblings: MissingSiblings = MissingSiblings.ZERO
    zero_goal: ZeroGoal = ZeroGoal.NOT_PROGRAMMED
    maintained_goal: MaintainedGoal = MaintainedGoal.NOT_MEASURED
    negatives: Negatives = Negatives.INVALID
    progress: Progress = Progress.TYPE_1
    weights: Weights = Weights.RELEVANCE
    bands: tuple[Band, ...] = CEPLAN_BANDS
    overrides: tuple[tuple[str, str], ...] = ()

    def color(self, alcance: Fraction) -> str:
        """Return the colour of `alcance` (a percentage)."""
        return next(band.color for band in self.bands if band.holds(alcance))


CEPLAN = Methodology("ceplan")
EXACTA = Methodology(
    "exacta",
    value_rounding=None,
    achievement_rounding=None,
    contribution_rounding=None,
    missing_siblings=MissingSiblings.GROUP_MISSING,
)
PROFILES = {profile.name: profile for profile in (CEPLAN, EXACTA)}
