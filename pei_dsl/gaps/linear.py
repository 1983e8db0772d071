"""Formulas as functions of one of their inputs: quotients of polynomials with exact coefficients."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from itertools import zip_longest
from typing import TypeAlias, assert_never

import attrs

from pei_dsl.algebra.builtins import FUNCTIONS
from pei_dsl.algebra.builtins.aspects import Adds, NotInvertible
from pei_dsl.algebra.builtins.declarations import Function
from pei_dsl.algebra.values import Value
from pei_dsl.evaluation.formulas import references_at
from pei_dsl.immutable import brief, freezing
from pei_dsl.model import expressions as m
from pei_dsl.model.elsewhen import spelt_out
from pei_dsl.model.periods import Period

Polynomial: TypeAlias = tuple[Fraction, ...]
"""Coefficients from the constant upwards, the last of them not zero; zero has none."""

Node: TypeAlias = tuple[str, Period]
"""A definition in a period."""

ZERO: Polynomial = ()
ONE: Polynomial = (Fraction(1),)
MAX_DEGREE = 12


@attrs.frozen(field_transformer=freezing)
class Refusal:
    """Why there is no answer: `cause` is a word of reports, `params` what it mentions."""

    __repr__ = brief

    cause: str
    params: Mapping[str, str | int] = attrs.field(factory=dict, hash=False)


class OpaqueError(Exception):
    """A formula that is no quotient of polynomials in its input, or none that is small enough."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.cause)
        self.refusal = refusal


@attrs.frozen
class Quotient:
    """`top / bottom` in lowest terms; the bottom is not zero."""

    top: Polynomial
    bottom: Polynomial = ONE

    @property
    def is_constant(self) -> bool:
        """Whether the input has no effect."""
        return max(len(self.top), len(self.bottom)) <= 1

    @property
    def is_linear_fractional(self) -> bool:
        """Whether it is `(a x + b) / (c x + d)`: between poles it only rises or only falls."""
        return max(len(self.top), len(self.bottom)) <= 2

    def at(self, x: Fraction) -> Fraction | None:
        """Return the value at `x`, or None at a pole."""
        below = _at(self.bottom, x)
        return _at(self.top, x) / below if below else None

    def coefficients(self) -> tuple[Fraction, Fraction, Fraction, Fraction]:
        """Return a, b, c, d of `(a x + b) / (c x + d)`."""
        (b, a), (d, c) = ((*part, Fraction(0), Fraction(0))[:2] for part in (self.top, self.bottom))
        return a, b, c, d

    def slope(self) -> int:
        """Return 1 where it rises with the input, -1 where it falls, 0 for a constant."""
        a, b, c, d = self.coefficients()
        determinant = a * d - b * c
        return (determinant > 0) - (determinant < 0)

    def pole(self) -> Fraction | None:
        """Return where the divisor is zero, if anywhere."""
        _, _, c, d = self.coefficients()
        return -d / c if c else None

    def solve(self, value: Fraction) -> Fraction | None:
        """Return the input that gives `value`, if any does."""
        a, b, c, d = self.coefficients()
        below = a - c * value
        return (d * value - b) / below if below else None


INPUT = Quotient((Fraction(0), Fraction(1)))
"""The input itself."""


def quotient(
    expression: m.Expression,
    period: Period,
    known: Mapping[Node, Quotient],
    value: Callable[[m.Expression, Period], Value],
) -> Quotient:
    """
    Return `expression` in `period` as a function of the input.

    Args:
        expression: A formula.
        period: The period that it is computed for.
        known: Everything that depends on the input, each in its period, as functions of it.
        value: The value of an expression that does not depend on it.

    Raises:
        OpaqueError: The formula is no quotient of polynomials in the input.
    """
    if not any(node in known for node in references_at(expression, period)):
        return _constant(value(expression, period))

    def inner(part: m.Expression) -> Quotient:
        return quotient(part, period, known, value)

    match expression:
        case m.Reference(key=key):
            return known[key, period]
        case m.Negative(operand=operand):
            return _times(_of(-1), inner(operand))
        case m.Sum(operands=operands, subtracted=flags):
            total = Quotient(ZERO)
            for operand, subtracted in zip(operands, flags, strict=True):
                total = _plus(total, _times(_of(-1 if subtracted else 1), inner(operand)))
            return total
        case m.Product(operands=operands, divided=flags):
            result = _of(1)
            for operand, divides in zip(operands, flags, strict=True):
                factor = inner(operand)
                result = _times(result, _inverse(factor) if divides else factor)
            return result
        case m.Call(function=name, arguments=arguments):
            return _called(FUNCTIONS.named(name), arguments, inner)
        case m.At(value=inside, period=named):
            return quotient(inside, named, known, value)
        case m.Over():
            return inner(spelt_out(expression, period))
        case m.Aggregate():
            raise OpaqueError(Refusal("gap_rows"))
        case _:
            raise OpaqueError(Refusal("gap_power"))


def _called(
    function: Function, arguments: Sequence[m.Expression], inner: Callable[[m.Expression], Quotient]
) -> Quotient:
    match function.gap:
        case Adds(weight=weight):
            total = Quotient(ZERO)
            for argument in arguments:
                total = _plus(total, inner(argument))
            return _times(total, _of(weight(len(arguments))))
        case NotInvertible(cause=cause):
            raise OpaqueError(Refusal(cause, {"function": function.spanish}))
        case _:
            assert_never(function.gap)


def _constant(value: Value) -> Quotient:
    if not isinstance(value, Fraction):
        raise OpaqueError(Refusal("gap_no_formula_value"))
    return _of(value)


def _of(number: Fraction | int) -> Quotient:
    return Quotient((Fraction(number),) if number else ZERO)


def _plus(left: Quotient, right: Quotient) -> Quotient:
    if left.bottom == right.bottom:
        return _reduced(_add(left.top, right.top), left.bottom)
    top = _add(_multiply(left.top, right.bottom), _multiply(right.top, left.bottom))
    return _reduced(top, _multiply(left.bottom, right.bottom))


def _times(left: Quotient, right: Quotient) -> Quotient:
    return _reduced(_multiply(left.top, right.top), _multiply(left.bottom, right.bottom))


def _inverse(quotient_: Quotient) -> Quotient:
    if not quotient_.top:
        raise OpaqueError(Refusal("gap_no_formula_value"))
    return Quotient(quotient_.bottom, quotient_.top)


def _reduced(top: Polynomial, bottom: Polynomial) -> Quotient:
    """Return `top / bottom` in lowest terms, the divisor's highest coefficient being 1."""
    if max(len(top), len(bottom)) > MAX_DEGREE + 1:
        raise OpaqueError(Refusal("gap_degree"))
    if not top:
        return Quotient(ZERO)
    common = _common(top, bottom)
    top, bottom = _divide(top, common)[0], _divide(bottom, common)[0]
    lead = bottom[-1]
    return Quotient(tuple(each / lead for each in top), tuple(each / lead for each in bottom))


# ---- Polynomials ------------------------------------------------------------------------------------------


def _at(polynomial: Polynomial, x: Fraction) -> Fraction:
    result = Fraction(0)
    for coefficient in reversed(polynomial):
        result = result * x + coefficient
    return result


def _trimmed(coefficients: list[Fraction]) -> Polynomial:
    while coefficients and not coefficients[-1]:
        coefficients.pop()
    return tuple(coefficients)


def _add(left: Polynomial, right: Polynomial) -> Polynomial:
    return _trimmed([a + b for a, b in zip_longest(left, right, fillvalue=Fraction(0))])


def _multiply(left: Polynomial, right: Polynomial) -> Polynomial:
    result = [Fraction(0)] * max(0, len(left) + len(right) - 1)
    for i, a in enumerate(left):
        for j, b in enumerate(right):
            result[i + j] += a * b
    return _trimmed(result)


def _divide(dividend: Polynomial, divisor: Polynomial) -> tuple[Polynomial, Polynomial]:
    """Return quotient and remainder of a division by a polynomial that is not zero."""
    rest = list(dividend)
    result = [Fraction(0)] * max(0, len(dividend) - len(divisor) + 1)
    for place in reversed(range(len(result))):
        factor = result[place] = rest[place + len(divisor) - 1] / divisor[-1]
        for i, coefficient in enumerate(divisor):
            rest[place + i] -= factor * coefficient
    return _trimmed(result), _trimmed(rest)


def _common(left: Polynomial, right: Polynomial) -> Polynomial:
    """Return the greatest common divisor, by Euclid."""
    while right:
        left, right = right, _divide(left, right)[1]
    return left
