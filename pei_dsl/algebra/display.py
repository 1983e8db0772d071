"""Exact numbers as text: for people as Peru writes them, for programs as decimal strings."""

from __future__ import annotations

import math
from fractions import Fraction

from pei_dsl.algebra.rounding import half_up_units, round_half_up

SHOWN_DECIMALS = 4
# Of a number that no decimal holds exactly, so many are given to programs that read decimals only.
PLAIN_DECIMALS = 10
_PLAIN = 10**PLAIN_DECIMALS

# Python turns longer integers into digits only when told to.
_DIGITS_AT_ONCE = 4000
_AT_ONCE = 10**_DIGITS_AT_ONCE


def is_decimal(number: Fraction) -> bool:
    """Tell whether finitely many decimals hold `number` exactly."""
    return _is_finite(*number.as_integer_ratio())


def _is_finite(numerator: int, denominator: int) -> bool:
    """Tell whether finitely many decimals hold `numerator / denominator`, in lowest terms or not."""
    # A power of two or five below the denominator divides this power of ten.
    return numerator * pow(10, denominator.bit_length(), denominator) % denominator == 0


def exact(number: Fraction) -> str:
    """Return `number` as a decimal string (`0.0223`), or as a fraction where none holds it (`1275/57251`)."""
    return exact_quotient(*number.as_integer_ratio())


def exact_quotient(numerator: int, denominator: int) -> str:
    """Return `numerator / denominator` as `exact` does; it need not be in lowest terms."""
    units, rest = divmod(abs(numerator) * _PLAIN, denominator)
    if not rest:
        return _trimmed(_placed(units, PLAIN_DECIMALS, negative=numerator < 0))
    if _is_finite(numerator, denominator):
        enough = denominator.bit_length()
        return _trimmed(fixed_quotient(numerator, denominator, enough))
    common = math.gcd(numerator, denominator)
    sign = "-" if numerator < 0 else ""
    return f"{sign}{_digits(abs(numerator) // common)}/{_digits(denominator // common)}"


def fixed(number: Fraction, decimals: int) -> str:
    """Return `number` rounded half up to exactly `decimals` decimals, without thousands marks."""
    return fixed_quotient(*number.as_integer_ratio(), decimals)


def fixed_quotient(numerator: int, denominator: int, decimals: int) -> str:
    """Return `numerator / denominator` as `fixed` does; it need not be in lowest terms."""
    return _placed(half_up_units(numerator, denominator, decimals), decimals, negative=numerator < 0)


def plain_quotient(numerator: int, denominator: int, decimals: int | None) -> str:
    """
    Return `numerator / denominator` in digits and a point: with `decimals`, or for None as exactly as can be.

    That is with all decimals where finitely many hold it, else with ten, without zeros at the end.  Tables of
    millions of cells are written with this, so it makes no number in between but whole ones.
    """
    if decimals is not None:
        return fixed_quotient(numerator, denominator, decimals)
    units, rest = divmod(abs(numerator) * _PLAIN, denominator)
    if rest:
        if _is_finite(numerator, denominator):
            return exact_quotient(numerator, denominator)
        units += 2 * rest >= denominator
    return _trimmed(_placed(units, PLAIN_DECIMALS, negative=numerator < 0))


def _placed(units: int, decimals: int, *, negative: bool) -> str:
    """Return `units` of the last of so many decimals with the point in its place; zero has no sign."""
    digits = _digits(units)
    if decimals:
        if len(digits) <= decimals:
            digits = digits.rjust(decimals + 1, "0")
        digits = f"{digits[:-decimals]}.{digits[-decimals:]}"
    return f"-{digits}" if negative and units else digits


def _trimmed(text: str) -> str:
    """Return a text with decimals without the zeros at its end."""
    return text.rstrip("0").rstrip(".")


def _digits(whole: int) -> str:
    """Return the digits of `whole`, which is not negative and may be very long."""
    if whole < _AT_ONCE:
        return str(whole)
    parts = []
    while whole >= _AT_ONCE:
        whole, low = divmod(whole, _AT_ONCE)
        parts.append(str(low).rjust(_DIGITS_AT_ONCE, "0"))
    return "".join([str(whole), *reversed(parts)])


def grouped(number: Fraction, decimals: int) -> str:
    """Return `number` rounded half up to `decimals` decimals, as Peru writes it: `99,448.58`."""
    text = fixed(number, decimals)
    sign = "-" if text.startswith("-") else ""
    whole, point, rest = text.lstrip("-").partition(".")
    return f"{sign}{_thousands(whole)}{point}{rest}"


def _thousands(whole: str) -> str:
    head = len(whole) % 3
    groups = ([whole[:head]] if head else []) + [whole[i : i + 3] for i in range(head, len(whole), 3)]
    return ",".join(groups)


def shown(number: Fraction, decimals: int | None = None) -> str:
    """
    Return `number` for people.

    Without `decimals`, all of a short decimal, otherwise four decimals and an ellipsis.
    """
    if decimals is not None:
        return grouped(number, decimals)
    for digits in range(SHOWN_DECIMALS + 1):
        if round_half_up(number, digits) == number:
            return grouped(number, digits)
    # Very small numbers would show as 0.0000: then show their first significant digits.
    digits = SHOWN_DECIMALS
    while digits < 2 * SHOWN_DECIMALS and abs(number) * 10**digits < 100:
        digits += 1
    return f"{grouped(_truncated(number, digits), digits)}…"


def operand(number: Fraction, decimals: int | None = None) -> str:
    """
    Return `number` as it enters a calculation by hand, so that whoever computes with it gets what we got.

    With `decimals` where these hold it; else with all its decimals, up to ten; else cut with an ellipsis.
    """
    if decimals is not None and round_half_up(number, decimals) == number:
        return grouped(number, decimals)
    for digits in range(PLAIN_DECIMALS + 1):
        if round_half_up(number, digits) == number:
            return grouped(number, digits)
    return shown(number)


def _truncated(number: Fraction, decimals: int) -> Fraction:
    scaled = abs(number) * 10**decimals
    cut = Fraction(scaled.numerator // scaled.denominator, 10**decimals)
    return cut if number >= 0 else -cut
