"""Exact numbers as text: for people as Peru writes them, for programs as decimal strings."""

from __future__ import annotations

from fractions import Fraction

from pei_dsl.algebra.rounding import round_half_up

SHOWN_DECIMALS = 4


# Python turns longer integers into digits only when told to.
_DIGITS_AT_ONCE = 4000


def is_decimal(number: Fraction) -> bool:
    """Tell whether finitely many decimals hold `number` exactly."""
    return _decimals(number) is not None


def _decimals(number: Fraction) -> int | None:
    """Return how many decimals hold `number` exactly, or None where none do."""
    rest = number.denominator
    counts = []
    for prime in (2, 5):
        count = 0
        while rest % prime == 0:
            rest //= prime
            count += 1
        counts.append(count)
    return max(counts) if rest == 1 else None


def exact(number: Fraction) -> str:
    """Return `number` as a decimal string (`0.0223`), or as a fraction where none holds it (`1275/57251`)."""
    decimals = _decimals(number)
    if decimals is not None:
        return fixed(number, decimals)
    sign = "-" if number < 0 else ""
    return f"{sign}{_digits(abs(number.numerator))}/{_digits(number.denominator)}"


def fixed(number: Fraction, decimals: int) -> str:
    """Return `number` rounded half up to exactly `decimals` decimals, without thousands marks."""
    rounded = round_half_up(number, decimals)
    digits = _digits(abs(rounded.numerator * 10**decimals // rounded.denominator)).rjust(decimals + 1, "0")
    text = f"{digits[:-decimals]}.{digits[-decimals:]}" if decimals else digits
    return f"-{text}" if rounded < 0 else text


def _digits(whole: int) -> str:
    """Return the digits of `whole`, which is not negative and may be very long."""
    parts = []
    while whole >= 10**_DIGITS_AT_ONCE:
        whole, low = divmod(whole, 10**_DIGITS_AT_ONCE)
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


def _truncated(number: Fraction, decimals: int) -> Fraction:
    scaled = abs(number) * 10**decimals
    cut = Fraction(scaled.numerator // scaled.denominator, 10**decimals)
    return cut if number >= 0 else -cut
