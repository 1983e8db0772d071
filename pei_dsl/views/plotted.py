"""What the charts of a document plot: a year of an evolution, a share of a bar."""

from __future__ import annotations

from fractions import Fraction

import attrs

from pei_dsl.immutable import brief


@attrs.frozen
class Point:
    """
    One year of an evolution; what is absent is None, and its text says why.

    Attributes:
        label: The year, `2024`, or with what it lacks: `2021 (ND)`.
        value, goal: As they are plotted, in the scale of the unit.
        value_text, goal_text: As they are written.
        color: The colour of the year, or None.
    """

    __repr__ = brief

    label: str
    value: Fraction | None
    goal: Fraction | None
    value_text: str
    goal_text: str
    color: str | None = None


@attrs.frozen
class Share:
    """How many are of one colour: the colour (None for ND), its words with symbol, and the count."""

    __repr__ = brief

    color: str | None
    word: str
    count: int
