"""
Intervals of exact numbers: what a figure shown with few digits may stand for, and what comes of it.

Every operation gives an interval that holds the result for all numbers inside its operands, or None where no
two bounds can be given.  A result may be wider than it need be, never narrower.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction

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


def absolute(operand: Interval) -> Interval:
    """Return the numbers of `operand` without their sign."""
    found = hull([abs(operand.low), abs(operand.high)])
    return found.joined(Fraction(0)) if operand.holds(Fraction(0)) else found


def rising(function: Callable[[Fraction], Value], operand: Interval) -> Bounds:
    """Return what a `function` that never falls gives for all x of `operand`: what it gives at the ends."""
    low, high = _of_value(function(operand.low)), _of_value(function(operand.high))
    return None if low is None or high is None else Interval(low.low, high.high)


def _of_value(value: Value) -> Bounds:
    return point(value) if isinstance(value, Fraction) else None


def _bounded(*numbers: Fraction) -> Bounds:
    """Return the hull of `numbers`; None when one is too large to be a figure."""
    return None if any(isinstance(bounded(each), Absence) for each in numbers) else hull(numbers)
