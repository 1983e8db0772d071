"""What a document draws: points of an evolution and where it breaks, shares of a bar, distances to goals."""

from __future__ import annotations

from fractions import Fraction

import attrs

from pei_dsl.immutable import brief
from pei_dsl.model.methodology import Band


@attrs.frozen
class Point:
    """
    One year of an evolution, or a break in it; what is absent is None, and its text says why.

    Attributes:
        label: The year, `2024`, or with what it lacks: `2021 (ND)`; of a break, the version that begins.
        value, goal: As they are plotted, in the scale of the unit; of an interval the lower end.
        goal_upper: The upper end of a goal that is an interval; None of any other.
        value_text, goal_text: As they are written.
        color: The colour of the year, or None.
        begins: The version of the plan that begins with this year, where it goes on; "" for none.
        is_break: Whether it stands for no year, but for where what is before cannot be compared with what is
            behind, so that no line goes over it.
    """

    __repr__ = brief

    label: str
    value: Fraction | None
    goal: Fraction | None
    value_text: str
    goal_text: str
    color: str | None = None
    begins: str = ""
    is_break: bool = False
    goal_upper: Fraction | None = None

    @property
    def plotted(self) -> tuple[Fraction, ...]:
        """All that an axis must have room for."""
        return tuple(each for each in (self.value, self.goal, self.goal_upper) if each is not None)

    @property
    def category(self) -> str:
        """What stands below it where all is in one text: the year, and the version that begins with it."""
        return f"{self.label} ▸ {self.begins}" if self.begins else self.label


@attrs.frozen
class Share:
    """How many are of one colour: the colour (None for ND), its words with symbol, and the count."""

    __repr__ = brief

    color: str | None
    word: str
    count: int


@attrs.frozen
class Distance:
    """
    How far one thing is from its goal.

    Attributes:
        alcance: How much of it was reached, 100 for all; None where there is no figure.
        text: The same in words: `faltan 71.38 puntos`, `meta alcanzada`, `ND`.
    """

    __repr__ = brief

    alcance: Fraction | None
    text: str


@attrs.frozen
class Distances:
    """
    How far the rows of a table are from their goals, among the colours that an alcance gives.

    Attributes:
        title: What they are called together.
        bands: The colours, best first.
        rows: One for each row of the table.
    """

    __repr__ = brief

    title: str
    bands: tuple[Band, ...]
    rows: tuple[Distance, ...]
