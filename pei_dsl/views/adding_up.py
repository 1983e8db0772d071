"""Amounts rounded so that what is printed adds up to the total that is printed above them."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction


def adding_up(amounts: Sequence[Fraction], total: Fraction, decimals: int) -> tuple[Fraction, ...]:
    """
    Return `amounts` at so many decimals, which add up to `total` where that has no more decimals.

    Each is the decimal below or above it (the largest remainders go up), unless the total was rounded by more
    than all of them together can make up for.

        >>> third = Fraction(1, 3)
        >>> [str(each) for each in adding_up([third, third, third], Fraction(1), 2)]
        ['17/50', '33/100', '33/100']
    """
    scale = Fraction(10) ** decimals
    scaled = [each * scale for each in amounts]
    units = [each.__floor__() for each in scaled]
    missing = int(total * scale) - sum(units)
    ranked = sorted(range(len(units)), key=lambda index: (units[index] - scaled[index], index))
    whole, rest = divmod(missing, len(units)) if units else (0, 0)
    for place, index in enumerate(ranked):
        units[index] += whole + (place < rest)
    return tuple(Fraction(each) / scale for each in units)
