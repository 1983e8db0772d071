"""Arithmetic as it is written on paper: operations on figures as they are printed, and what they give."""

from __future__ import annotations

import enum
import math
from collections.abc import Sequence
from fractions import Fraction

import attrs

from pei_dsl.algebra import display
from pei_dsl.algebra.rounding import apply
from pei_dsl.evaluation.basis import HUNDRED, Quotient
from pei_dsl.model.methodology import RoundingStep


@attrs.frozen
class Amount:
    """
    A figure as it is printed: `text` holds `value` exactly, or ends in an ellipsis.

    Attributes:
        value: The figure.
        text: The figure in digits.
    """

    value: Fraction
    text: str


class Operator(enum.StrEnum):
    """What is done with figures, in the sign that is printed."""

    ADD = "+"
    SUBTRACT = "-"
    MULTIPLY = "×"
    DIVIDE = "/"


_LOOSE = frozenset({Operator.ADD, Operator.SUBTRACT})


@attrs.frozen
class Operation:
    """Figures, or other operations, that one operator joins from left to right."""

    operator: Operator
    operands: tuple[Amount | Operation, ...]

    @property
    def value(self) -> Fraction:
        """What it gives, computed from its operands and nothing else."""
        first, *others = (each.value for each in self.operands)
        match self.operator:
            case Operator.ADD:
                return sum(others, first)
            case Operator.SUBTRACT:
                return first - sum(others, Fraction(0))
            case Operator.MULTIPLY:
                return first * math.prod(others, start=Fraction(1))
            case Operator.DIVIDE:
                return first / math.prod(others, start=Fraction(1))

    @property
    def is_sum(self) -> bool:
        """Whether it only adds."""
        return self.operator is Operator.ADD

    @property
    def text(self) -> str:
        """The operation in one line: `(8 - 6.5) / (8 - 5) × 100`."""
        return f" {self.operator} ".join(map(self._inside, self.operands))

    def _inside(self, operand: Amount | Operation) -> str:
        inner = isinstance(operand, Operation) and operand.operator in _LOOSE
        return f"({operand.text})" if inner and self.operator not in _LOOSE else operand.text


class StepKind(enum.StrEnum):
    """What happens to a result after it was computed."""

    BEHIND = "behind"  # below zero counts as nothing done
    CAPPED = "capped"
    ROUNDED = "rounded"
    SHOWN = "shown"  # as pages print it: with two decimals, whatever the methodology rounds


@attrs.frozen
class Step:
    """
    What a result becomes.

    Attributes:
        kind: Why.
        value: What it is from then on.
        rounding: How it was rounded.
    """

    kind: StepKind
    value: Fraction
    rounding: RoundingStep | None = None


@attrs.frozen
class Calculation:
    """
    One line of a calculation by hand.

    Attributes:
        start: What is computed; or a figure that stands by itself, for the reason `rule`.
        steps: What the result becomes, one after another; without those that change nothing.
        rule: The word for why nothing is computed, or "".
    """

    start: Operation | Amount
    steps: tuple[Step, ...]
    rule: str = ""

    @property
    def result(self) -> Fraction:
        """What the operation gives, before any step."""
        return self.start.value


SHOWN = RoundingStep(2)
"""How pages print alcances."""


def amount(value: Fraction, decimals: int | None = None) -> Amount:
    """Return a figure as it is printed: with `decimals` where these hold it, else as exactly as can be."""
    return Amount(value, display.operand(value, decimals))


def quotient(basis: Quotient, scale: Fraction, decimals: Sequence[int | None]) -> Operation:
    """
    Return the quotient that an alcance rests on.

    Args:
        basis: The quotient.
        scale: What figures are multiplied with where they are printed.
        decimals: Those of the figure above, then of the one below; of several, each has its own.
    """
    joined = Operator.SUBTRACT if basis.subtracted else Operator.ADD

    def together(figures: tuple[Fraction, ...], digits: int | None) -> Amount | Operation:
        if len(figures) == 1:
            return amount(figures[0] * scale, digits)
        return Operation(joined, tuple(amount(each * scale) for each in figures))

    above, below = map(together, (basis.above, basis.below), decimals)
    return Operation(Operator.MULTIPLY, (Operation(Operator.DIVIDE, (above, below)), amount(HUNDRED)))


def steps_of(
    result: Fraction,
    *,
    floor: bool = False,
    cap: Fraction | None = None,
    rounding: RoundingStep | None = None,
) -> tuple[Step, ...]:
    """Return what a result becomes: never below zero, at most the cap, rounded, shown with two decimals."""
    found = []
    value = result
    if floor and value < 0:
        value = Fraction(0)
        found.append(Step(StepKind.BEHIND, value))
    if cap is not None and value > cap:
        value = cap
        found.append(Step(StepKind.CAPPED, value))
    if rounding is not None:
        rounded = apply(rounding, value)
        # Rounding as pages show figures is one step with it.
        if rounded != apply(SHOWN, value):
            found.append(Step(StepKind.ROUNDED, rounded, rounding))
        value = rounded
    return (*found, Step(StepKind.SHOWN, apply(SHOWN, value), SHOWN))
