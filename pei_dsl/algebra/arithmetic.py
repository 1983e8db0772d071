"""The operators of formulas on exact numbers and reasoned absences."""

from __future__ import annotations

import datetime
from fractions import Fraction
from math import isqrt
from typing import TypeAlias

from pei_dsl.algebra.rounding import round_half_even
from pei_dsl.algebra.values import (
    DIVISION_BY_ZERO,
    MAX_BITS,
    Value,
    absent,
    absent_factor,
    bounded,
    invalid,
)
from pei_dsl.model.absence import Absence
from pei_dsl.model.moment import Moment

# Irrational results are correct to this many decimals, rounded half to even.
IRRATIONAL_DECIMALS = 40
_MAX_ROOT = 1000


def number(value: Value) -> Fraction | Absence:
    """Return `value` where analysis made sure of a number; a bool is none."""
    if isinstance(value, Absence):
        return value
    if isinstance(value, Fraction):
        return value
    return invalid("not_a_number")


def add(left: Value, right: Value) -> Value:
    """Return `left + right`."""
    a, b = number(left), number(right)
    if isinstance(a, Fraction) and isinstance(b, Fraction):
        return bounded(a + b)
    return absent(a, b) or a


def subtract(left: Value, right: Value) -> Value:
    """Return `left - right`."""
    return add(left, negative(right))


def multiply(left: Value, right: Value) -> Value:
    """Return `left * right`; absent where one is, even beside a zero."""
    a, b = number(left), number(right)
    if isinstance(a, Fraction) and isinstance(b, Fraction):
        return bounded(a * b)
    return absent_factor(a, b) or a


def divide(left: Value, right: Value) -> Value:
    """Return `left / right`; inválido where `right` is zero."""
    a, b = number(left), number(right)
    if isinstance(a, Fraction) and isinstance(b, Fraction):
        if not b:
            return invalid(DIVISION_BY_ZERO)
        if a.denominator == 1 == b.denominator:  # as most sums are; twice as fast
            return bounded(Fraction(a.numerator, b.numerator))
        return bounded(a / b)
    return absent_factor(a, b) or a


def negative(operand: Value) -> Value:
    """Return `-operand`."""
    a = number(operand)
    return a if isinstance(a, Absence) else -a


def power(left: Value, right: Value) -> Value:
    """Return `left ^ right`: exact for whole exponents, otherwise to 40 decimals unless it is rational."""
    base, exponent = number(left), number(right)
    if isinstance(base, Absence) or isinstance(exponent, Absence):
        return absent(base, exponent) or base
    if base == 0 and exponent <= 0:
        return invalid(DIVISION_BY_ZERO if exponent else "zero_to_zero")
    if base < 0 and exponent.denominator != 1:
        return invalid("root_of_negative")
    # At least so many bits come out; ones and zeros never grow, however large the exponent.
    least = max(base.numerator.bit_length(), base.denominator.bit_length()) - 1
    if least * abs(exponent.numerator) > MAX_BITS or exponent.denominator > _MAX_ROOT:
        return invalid("too_large")
    raised = bounded(base**exponent.numerator)
    if exponent.denominator == 1 or isinstance(raised, Absence):
        return raised
    return root(raised, exponent.denominator)


def root(radicand: Fraction, degree: int) -> Value:
    """Return the `degree`-th root: exact when rational, otherwise with 40 decimals."""
    if radicand < 0:
        return invalid("root_of_negative")
    top = _integer_root(radicand.numerator, degree)
    bottom = _integer_root(radicand.denominator, degree)
    if top**degree == radicand.numerator and bottom**degree == radicand.denominator:
        return Fraction(top, bottom)
    decimals = IRRATIONAL_DECIMALS + 1
    scaled = radicand.numerator * 10 ** (decimals * degree) // radicand.denominator
    # An irrational root lies above its truncation: the digit 1 behind it keeps a seeming tie from being one.
    sticky = _integer_root(scaled, degree) * 10 + 1
    return round_half_even(Fraction(sticky, 10 ** (decimals + 1)), IRRATIONAL_DECIMALS)


def _integer_root(radicand: int, degree: int) -> int:
    """Return the largest integer whose `degree`-th power is not above `radicand` (Newton's method)."""
    if radicand < 2:
        return radicand
    if degree == 2:
        return isqrt(radicand)
    guess = 1 << -(-radicand.bit_length() // degree)
    while True:
        better = ((degree - 1) * guess + radicand // guess ** (degree - 1)) // degree
        if better >= guess:
            return guess
        guess = better


def compare(operator: str, left: Value, right: Value) -> bool | Absence:
    """Return whether `left operator right`; texts compare letter by letter as written."""
    absence = absent(left, right)
    if absence is not None:
        return absence
    if operator == "=":
        return left == right
    if operator == "<>":
        return left != right
    if isinstance(left, Fraction) and isinstance(right, Fraction):
        return _ordered(operator, left, right)
    if isinstance(left, str) and isinstance(right, str):
        return _ordered(operator, left, right)
    if isinstance(left, datetime.date) and isinstance(right, datetime.date):
        return _ordered(operator, left.toordinal(), right.toordinal())
    if isinstance(left, Moment) and isinstance(right, Moment):
        return _ordered(operator, left, right)
    return invalid("not_comparable")


_Comparable: TypeAlias = Fraction | str | int | Moment


def _ordered(operator: str, left: _Comparable, right: _Comparable) -> bool:
    below, equal = left < right, left == right  # type: ignore[operator]  # both of one kind, see `compare`
    match operator:
        case "<":
            return bool(below)
        case "<=":
            return bool(below or equal)
        case ">":
            return not (below or equal)
        case _:
            return not below


def conjunction(*operands: Value) -> bool | Absence:
    """Return `a y b`: false where one is false, whatever the others; else absent where one is."""
    if any(operand is False for operand in operands):
        return False
    return absent(*operands) or all(operand is True for operand in operands)


def disjunction(*operands: Value) -> bool | Absence:
    """Return `a o b`: true where one is true, whatever the others; else absent where one is."""
    if any(operand is True for operand in operands):
        return True
    return absent(*operands) or False


def negation(operand: Value) -> bool | Absence:
    """Return `no a`."""
    return operand if isinstance(operand, Absence) else operand is not True
