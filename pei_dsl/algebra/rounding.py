"""Rounding of exact numbers: always asked for, always visible."""

from __future__ import annotations

from fractions import Fraction

from pei_dsl.model.methodology import Rounding, RoundingStep


def round_half_up(number: Fraction, decimals: int = 0) -> Fraction:
    """Return `number` at `decimals` decimals; halves go away from zero, as in Excel."""
    scaled = abs(number) * Fraction(10) ** decimals
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    rounded = Fraction(whole) / Fraction(10) ** decimals
    return rounded if number >= 0 else -rounded


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
    scale = Fraction(10) ** decimals
    return Fraction(round(number * scale)) / scale


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
