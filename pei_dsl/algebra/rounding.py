"""Rounding of exact numbers: always asked for, always visible."""

from __future__ import annotations

from fractions import Fraction

from pei_dsl.model.methodology import Rounding, RoundingStep


def round_half_up(number: Fraction, decimals: int = 0) -> Fraction:
    """Return `number` at `decimals` decimals; halves go away from zero, as in Excel."""
    numerator, denominator = _scaled(number.numerator, number.denominator, decimals)
    whole = (2 * abs(numerator) + denominator) // (2 * denominator)
    return _at(whole if numerator >= 0 else -whole, decimals)


def half_up_units(numerator: int, denominator: int, decimals: int) -> int:
    """
    Return how many units of the last of `decimals` decimals `numerator / denominator` has, rounded half up.

    It is `abs(round_half_up(...)) * 10**decimals`, without its sign, and needs whole numbers only.
    """
    tens: int = 10**decimals
    units, rest = divmod(abs(numerator) * tens, denominator)
    return units + (2 * rest >= denominator)


def round_half_even(number: Fraction, decimals: int = 0) -> Fraction:
    """Return `number` at `decimals` decimals; halves go to the even digit."""
    return _at(_half_even(*_scaled(number.numerator, number.denominator, decimals)), decimals)


def round_up(number: Fraction, decimals: int = 0) -> Fraction:
    """Return `number` at `decimals` decimals, away from zero."""
    scaled = abs(number) * Fraction(10) ** decimals
    rounded = Fraction(-(-scaled.numerator // scaled.denominator)) / Fraction(10) ** decimals
    return rounded if number >= 0 else -rounded


def round_down(number: Fraction, decimals: int = 0) -> Fraction:
    """Return `number` without the digits beyond `decimals` decimals."""
    scaled = abs(number) * Fraction(10) ** decimals
    rounded = Fraction(scaled.numerator // scaled.denominator) / Fraction(10) ** decimals
    return rounded if number >= 0 else -rounded


def apply(step: RoundingStep | None, number: Fraction) -> Fraction:
    """Return `number` rounded as `step` says; None rounds nothing."""
    if step is None:
        return number
    if step.rounding is Rounding.HALF_EVEN:
        return round_half_even(number, step.decimals)
    return round_half_up(number, step.decimals)


def apply_to_product(step: RoundingStep | None, one: Fraction, other: Fraction) -> Fraction:
    """Return `one * other` rounded as `step` says, without bringing to lowest terms what is rounded away."""
    if step is None or step.rounding is not Rounding.HALF_EVEN:
        return apply(step, one * other)
    numerator, denominator = one.numerator * other.numerator, one.denominator * other.denominator
    return _at(_half_even(*_scaled(numerator, denominator, step.decimals)), step.decimals)


# ---- Whole numbers, which are much faster than fractions


def _scaled(numerator: int, denominator: int, decimals: int) -> tuple[int, int]:
    """Return a quotient times `10**decimals`, as a quotient."""
    if decimals >= 0:
        return numerator * 10**decimals, denominator
    return numerator, denominator * 10**-decimals


def _at(whole: int, decimals: int) -> Fraction:
    """Return so many units of the last of `decimals` decimals."""
    return Fraction(whole, 10**decimals) if decimals >= 0 else Fraction(whole * 10**-decimals)


def _half_even(numerator: int, denominator: int) -> int:
    whole, rest = divmod(numerator, denominator)
    twice = 2 * rest
    return whole + (twice > denominator or (twice == denominator and whole % 2))
