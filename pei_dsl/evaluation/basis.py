"""What an alcance rests on: a quotient of figures, or a rule that needs none."""

from __future__ import annotations

import enum
from fractions import Fraction

import attrs

HUNDRED = Fraction(100)


class Rule(enum.StrEnum):
    """Why an alcance is what it is without any division."""

    NEGATIVE = "negative"  # a negative value or goal counts as zero
    ZERO_VALUE = "zero_value"  # less is better, and nothing is the least
    ZERO_GOAL = "zero_goal"  # a goal of zero counts as zero
    ZERO_GOAL_MET = "zero_goal_met"
    ZERO_GOAL_MISSED = "zero_goal_missed"
    WITHIN = "within"  # a goal that is an interval, and holds the value
    KEPT = "kept"  # a goal that is the baseline, and was not let go
    NOT_KEPT = "not_kept"


@attrs.frozen
class Quotient:
    """
    A quotient in percent.

    Attributes:
        above, below: What is divided and what by: one figure each, or several that are taken together.
        subtracted: Whether the second of two figures is taken away (a way), not added (several years).
    """

    above: tuple[Fraction, ...]
    below: tuple[Fraction, ...]
    subtracted: bool = False

    @property
    def percent(self) -> Fraction:
        """The exact quotient times 100."""
        return self._together(self.above) / self._together(self.below) * HUNDRED

    def _together(self, figures: tuple[Fraction, ...]) -> Fraction:
        first, *others = figures
        return first - sum(others, Fraction(0)) if self.subtracted else sum(figures, Fraction(0))


Basis = Quotient | Rule
