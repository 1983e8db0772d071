"""
Intervals of exact numbers: what a figure shown with few digits may stand for, and what comes of it.

Every operation gives an interval that holds the result for all numbers inside its operands, or None where no
two bounds can be given.  A result may be wider than it need be, never narrower.
"""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from typing import assert_never

import attrs

from pei_dsl.algebra import arithmetic
from pei_dsl.algebra.values import Value, bounded
from pei_dsl.model.absence import Absence


@attrs.frozen(order=False)
class Interval:
    """All numbers from `low` to `high`, both included."""

    low: Fraction
    high: Fraction

    @property
    def is_point(self) -> bool:
        """Whether it holds one number only."""
        return self.low == self.high

    def holds(self, number: Fraction) -> bool:
        """Tell whether `number` lies inside."""
        return self.low <= number <= self.high

    def meets(self, other: Interval) -> bool:
        """Tell whether some number lies in both."""
        return self.low <= other.high and other.low <= self.high

    def overlaps(self, other: Interval) -> bool:
        """Tell whether more than one number lies in both; of a single number, whether the other holds it."""
        if self.is_point or other.is_point:
            return self.meets(other)
        return self.low < other.high and other.low < self.high

    def common(self, other: Interval) -> Interval | None:
        """Return the numbers that lie in both, or None when there are none."""
        if not self.meets(other):
            return None
        return Interval(max(self.low, other.low), min(self.high, other.high))

    def scaled(self, factor: Fraction) -> Interval:
        """Return the interval with all its numbers multiplied by `factor`."""
        return hull([self.low * factor, self.high * factor])

    def joined(self, *numbers: Fraction) -> Interval:
        """Return the smallest interval that holds this one and `numbers`."""
        return hull([self.low, self.high, *numbers])


Bounds = Interval | None


def hull(numbers: Iterable[Fraction]) -> Interval:
    """Return the smallest interval that holds all `numbers`, of which there is at least one."""
    found = list(numbers)
    return Interval(min(found), max(found))


def point(number: Fraction) -> Interval:
    """Return the interval of one number."""
    return Interval(number, number)


def displayed(value: Fraction, decimals: int) -> Interval:
    """
    Return what `value`, shown with `decimals` digits after the point, may stand for: half a unit either way.

    Both ends are included: where a half goes differs between programs.

        >>> displayed(Fraction("3.75"), 2)
        Interval(low=Fraction(749, 200), high=Fraction(751, 200))
    """
    half = Fraction(1, 2 * 10**decimals)
    return Interval(value - half, value + half)


def negative(operand: Interval) -> Interval:
    """Return `-x` for all x of `operand`."""
    return Interval(-operand.high, -operand.low)


def add(left: Interval, right: Interval) -> Bounds:
    """Return `x + y` for all x and y."""
    return _bounded(left.low + right.low, left.high + right.high)


def subtract(left: Interval, right: Interval) -> Bounds:
    """Return `x - y` for all x and y."""
    return add(left, negative(right))


def multiply(left: Interval, right: Interval) -> Bounds:
    """Return `x · y` for all x and y."""
    return _bounded(*(x * y for x in (left.low, left.high) for y in (right.low, right.high)))


def divide(left: Interval, right: Interval) -> Bounds:
    """Return `x / y` for all x and y; None where y may be zero."""
    if right.holds(Fraction(0)):
        return None
    return _bounded(*(x / y for x in (left.low, left.high) for y in (right.low, right.high)))


def power(base: Interval, exponent: Interval) -> Bounds:
    """Return `x ^ n`; None unless the exponent is one whole number, or base and exponent are two numbers."""
    if not exponent.is_point:
        return None
    raised = exponent.low
    if base.is_point:
        return _of_value(arithmetic.power(base.low, raised))
    if raised.denominator != 1 or (raised <= 0 and base.holds(Fraction(0))):
        return None
    ends = [_of_value(arithmetic.power(end, raised)) for end in (base.low, base.high)]
    if None in ends:
        return None
    found = hull(each.low for each in ends if each is not None)
    # An even power turns around at zero.
    return found.joined(Fraction(0)) if raised > 0 and base.holds(Fraction(0)) else found


class Course(enum.Enum):
    """How the result of a function goes as one argument grows and the others stay."""

    RISES = "rises"
    FALLS = "falls"
    RISES_FROM_ZERO = "rises_from_zero"  # the farther from zero, the greater
    UNKNOWN = "unknown"


def image(function: Callable[..., Value], courses: Sequence[Course], operands: Sequence[Interval]) -> Bounds:
    """Return what `function` gives for all numbers of its operands, whose `courses` say where it is least."""
    ends = [_ends(course, operand) for course, operand in zip(courses, operands, strict=True)]
    known = [each for each in ends if each is not None]
    if len(known) < len(ends):
        return None
    least, greatest = (_of_value(function(*arguments)) for arguments in zip(*known, strict=True))
    return None if least is None or greatest is None else Interval(least.low, greatest.high)


def _ends(course: Course, operand: Interval) -> tuple[Fraction, Fraction] | None:
    """Return where in `operand` the result is least, and where it is greatest."""
    if operand.is_point:
        return operand.low, operand.low
    match course:
        case Course.RISES:
            return operand.low, operand.high
        case Course.FALLS:
            return operand.high, operand.low
        case Course.RISES_FROM_ZERO:
            near, far = sorted((operand.low, operand.high), key=abs)
            return (Fraction(0) if operand.holds(Fraction(0)) else near), far
        case Course.UNKNOWN:
            return None
        case _:
            assert_never(course)


def _of_value(value: Value) -> Bounds:
    return point(value) if isinstance(value, Fraction) else None


def _bounded(*numbers: Fraction) -> Bounds:
    """Return the hull of `numbers`; None when one is too large to be a figure."""
    return None if any(isinstance(bounded(each), Absence) for each in numbers) else hull(numbers)
