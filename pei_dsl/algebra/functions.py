"""What each built-in function gives: one entry per name of `model.functions`."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import TypeAlias

from pei_dsl.algebra import arithmetic
from pei_dsl.algebra.rounding import round_down, round_half_up, round_up
from pei_dsl.algebra.values import Value, absent, invalid
from pei_dsl.model.absence import Absence

MAX_DECIMALS = 100

Implementation: TypeAlias = Callable[..., Value]


def strict(function: Callable[..., Value]) -> Implementation:
    """Make `function` give the gravest absence among its arguments when one is absent."""

    def wrapped(*arguments: Value) -> Value:
        return absent(*arguments) or function(*arguments)

    return wrapped


def _rounder(rounding: Callable[[Fraction, int], Fraction]) -> Implementation:
    def rounded(number: Fraction, decimals: Fraction = Fraction(0)) -> Value:
        if decimals.denominator != 1 or abs(decimals) > MAX_DECIMALS:
            return invalid("decimals")
        return rounding(number, int(decimals))

    return strict(rounded)


def if_missing(value: Value, otherwise: Value) -> Value:
    """Return `value`, or `otherwise` when it is absent."""
    return otherwise if isinstance(value, Absence) else value


def _integer(number: Fraction) -> Value:
    return Fraction(number.numerator // number.denominator)


def _remainder(dividend: Fraction, divisor: Fraction) -> Value:
    return dividend % divisor if divisor else invalid("division_by_zero")


def _sum(*numbers: Value) -> Value:
    total: Value = Fraction(0)
    for number in numbers:
        total = arithmetic.add(total, number)
    return total


def _mean(*numbers: Value) -> Value:
    return arithmetic.divide(_sum(*numbers), Fraction(len(numbers)))


def _days(first: datetime.date, last: datetime.date) -> Value:
    return Fraction(last.toordinal() - first.toordinal())


# `if` chooses which argument is evaluated at all, so `scalar` handles it.
IMPLEMENTATIONS: Mapping[str, Implementation] = {
    "if_missing": if_missing,
    "is_missing": lambda value: isinstance(value, Absence),
    "round": _rounder(round_half_up),
    "round_up": _rounder(round_up),
    "round_down": _rounder(round_down),
    "integer": strict(_integer),
    "absolute": strict(abs),
    "square_root": strict(lambda radicand: arithmetic.root(radicand, 2)),
    "remainder": strict(_remainder),
    "minimum": strict(lambda *numbers: min(numbers)),
    "maximum": strict(lambda *numbers: max(numbers)),
    "sum": strict(_sum),
    "mean": strict(_mean),
    "year": strict(lambda date: Fraction(date.year)),
    "month": strict(lambda date: Fraction(date.month)),
    "days": strict(_days),
}
