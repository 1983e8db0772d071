"""A figure that somebody wrote down, and the place where something is declared."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import TypeAlias

import attrs

from pei_dsl.immutable import brief
from pei_dsl.model.absence import Absence
from pei_dsl.model.quality import Quality
from pei_dsl.source import NOWHERE, Source, Span


@attrs.frozen
class Place:
    """Where something is declared; no part of what it means."""

    __repr__ = brief

    source: Source | None = None
    span: Span = NOWHERE


def declared_place() -> Place:
    """Return the attribute that holds the place of a part of the model: keyword-only, outside equality."""
    field: Place = attrs.field(default=Place(), eq=False, repr=False, kw_only=True)
    return field


@attrs.frozen
class Figure:
    """
    A figure that somebody wrote down.

    Attributes:
        value: Exact (`56%` is 0.56), or why there is none.
        decimals: Digits after the point as written, in the unit's scale.
        origin: Where it was written: `valores`, or the file and row of a register.
        quality: What marks it as preliminary, estimated or revised; None for a final figure.
        note: The register's `nota`, or "".
    """

    __repr__ = brief

    value: Fraction | Absence
    decimals: int = 0
    origin: str = attrs.field(default="", eq=False)
    quality: Quality | None = None
    note: str = ""
    declared_at: Place = declared_place()


@attrs.frozen(order=False)
class GoalInterval:
    """A goal that is met from `lower` to `upper`, both included: `95% a 105%`."""

    lower: Fraction
    upper: Fraction

    def holds(self, value: Fraction) -> bool:
        """Tell whether `value` lies within."""
        return self.lower <= value <= self.upper

    def nearest(self, value: Fraction) -> Fraction:
        """Return `value` where it lies within, else the end that it comes nearest to."""
        return min(max(value, self.lower), self.upper)

    def scaled(self, factor: Fraction | int) -> GoalInterval:
        """Return the interval in another scale; `factor` is above zero."""
        return GoalInterval(self.lower * factor, self.upper * factor)


@attrs.frozen
class IntervalFigure:
    """
    A goal that somebody wrote down as an interval; its attributes are those of a figure.

    Attributes:
        value: From where to where the goal is met, exact.
        decimals: Digits after the point as written, in the unit's scale: those of the end that has more.
        origin, quality, note: As a figure has them.
    """

    __repr__ = brief

    value: GoalInterval
    decimals: int = 0
    origin: str = attrs.field(default="", eq=False)
    quality: Quality | None = None
    note: str = ""
    declared_at: Place = declared_place()


Goal: TypeAlias = Figure | IntervalFigure
"""What an indicator aims at in a period: a figure, or an interval."""

GoalValue: TypeAlias = Fraction | GoalInterval | Absence
"""A goal without the place where it was written."""


def single_figures(goals: Iterable[Goal]) -> Iterable[Figure]:
    """Return the goals that are one figure each: what compares figures with each other knows these alone."""
    return (goal for goal in goals if isinstance(goal, Figure))
