"""A waterfall as its reader gets it: from what a figure was, change by change, to what it is."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

import attrs

from pei_dsl.immutable import brief


@attrs.frozen
class Step:
    """
    A bar.

    Attributes:
        label: What it is.
        amount: How far it goes, in the scale in which it is plotted.
        text: The same as it is written, with its sign where it is a change.
    """

    __repr__ = brief

    label: str
    amount: Fraction
    text: str


@attrs.frozen
class Waterfall:
    """
    A bar for what a figure was, one for each change from where the last one ended, and one for what it is.

    Attributes:
        steps: The changes; `start` and they come to `end`.
        amount_name: What the bars say, as the head of a column.
        rise_name, fall_name: What changes upwards and downwards are called.
        alternative: The same in words, for who does not see it; at most 300 letters.
    """

    __repr__ = brief

    id: str
    title: str
    start: Step
    steps: tuple[Step, ...]
    end: Step
    amount_name: str
    rise_name: str
    fall_name: str
    alternative: str
    origin: str = ""

    @property
    def data(self) -> tuple[tuple[str, ...], ...]:
        """What it draws, as the rows of a table below one of heads."""
        bars = (self.start, *self.steps, self.end)
        return (("", self.amount_name), *((each.label, each.text) for each in bars))

    def spans(self) -> Iterator[tuple[Step, Fraction, Fraction]]:
        """Yield each bar with where it begins and ends; both bars of figures begin at zero."""
        yield self.start, Fraction(0), self.start.amount
        reached = self.start.amount
        for each in self.steps:
            yield each, reached, reached + each.amount
            reached += each.amount
        yield self.end, Fraction(0), self.end.amount
