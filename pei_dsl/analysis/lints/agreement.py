"""When two values may be one figure that was written with so many decimals."""

from __future__ import annotations

from fractions import Fraction

from pei_dsl.model.plan import Indicator


def agree(one: Fraction, other: Fraction, decimals: int, indicator: Indicator) -> bool:
    """Tell whether two values may be the same figure written with `decimals`."""
    return abs(one - other) * indicator.unit.scale <= Fraction(1, 2 * 10**decimals)
