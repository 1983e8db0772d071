"""Logarithms and their inverse: exact where the result is rational, else correct to 40 decimals."""

from __future__ import annotations

import decimal
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction

from pei_dsl.algebra.arithmetic import IRRATIONAL_DECIMALS
from pei_dsl.algebra.rounding import round_half_even
from pei_dsl.algebra.values import Value, invalid

# A result of more than 868 digits is no figure of a plan, and takes long to compute.
MAX_EXPONENT = 2_000

# From here on the result is less than half of its last decimal.
_VANISHES = -100

# So many digits more than a result shows are enough for all but those that lie close to a half.
_MORE_DIGITS = 20

# Of the last digit of a computation, more than the roundings of its input and its result can make out.
_DOUBT = 10_000


def logarithm(number: Fraction) -> Value:
    """Return the natural logarithm: 0 for 1, irrational for any other rational number."""
    if number <= 0:
        return invalid("logarithm")
    if number == 1:
        return Fraction(0)
    return _irrational(number, decimal.Context.ln)


def decimal_logarithm(number: Fraction) -> Value:
    """Return the logarithm to base 10: whole for powers of ten, irrational for any other rational number."""
    if number <= 0:
        return invalid("logarithm")
    power = _power_of_ten(number)
    return Fraction(power) if power is not None else _irrational(number, decimal.Context.log10)


def exponential(exponent: Fraction) -> Value:
    """Return e to the power of `exponent`: 1 for 0, irrational for any other; *inválido* from 2,000 on."""
    if exponent == 0:
        return Fraction(1)
    if exponent >= MAX_EXPONENT:
        return invalid("too_large")
    return Fraction(0) if exponent < _VANISHES else _irrational(exponent, decimal.Context.exp)


def _power_of_ten(number: Fraction) -> int | None:
    """Return the whole n of which 10 ^ n is `number`, or None."""
    low, high = sorted((number.numerator, number.denominator))
    if low != 1:
        return None
    # log10(2) lies between these hundred-thousandths, and digits of such numbers are fewer than that tells.
    digits = (high.bit_length() - 1) * 30_102 // 100_000
    power = next((each for each in range(digits, digits + 3) if 10**each == high), None)
    if power is None or number.denominator == 1:
        return power
    return -power


def _irrational(number: Fraction, function: Callable[[decimal.Context, Decimal], Decimal]) -> Fraction:
    """
    Return an irrational result, rounded half to even at 40 decimals.

    `decimal` gives it with as many digits as it is asked for, each correct.  Where it lies so close to a half
    that these digits do not tell on which side, twice as many are asked for; no irrational number is a half.
    """
    digits = IRRATIONAL_DECIMALS + _MORE_DIGITS
    while True:
        context = decimal.Context(prec=digits, Emax=decimal.MAX_EMAX, Emin=decimal.MIN_EMIN)
        given = context.divide(Decimal(number.numerator), Decimal(number.denominator))
        result = function(context, given)
        doubt = _DOUBT * Fraction(10) ** (max(result.adjusted(), 0) + 1 - digits)
        found = Fraction(result)
        low, high = (round_half_even(each, IRRATIONAL_DECIMALS) for each in (found - doubt, found + doubt))
        if low == high:
            return low
        digits *= 2
