"""
The weights of the Owen value: what a change explains, as the mean over all orders that keep unions together.

A game has unions, and within a union its parts.  Whatever the order in which unions are exchanged, those of
other unions are exchanged whole; so a part of a union is weighed by how many other unions came before, and by
how many parts of its own.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Mapping, Sequence
from fractions import Fraction


@functools.lru_cache(maxsize=4096)
def weight(before: int, players: int) -> Fraction:
    """Return in which part of all orders of `players` exactly `before` certain ones precede a certain one."""
    return Fraction(1, players * math.comb(players - 1, before))


def inner_shares(of_mask: Sequence[Fraction | int], parts: int) -> list[Fraction]:
    """
    Return what each of the parts of one union explains.

    Args:
        of_mask: What the game gives, on the mean over all coalitions of other unions, with the parts whose
            bits are set in the index.
        parts: How many there are.
    """
    # With one denominator for all of them whole numbers are added, which are much faster than fractions.
    common = math.lcm(*(each.denominator for each in of_mask))
    figures = [each.numerator * (common // each.denominator) for each in of_mask]
    orders = [math.factorial(before) * math.factorial(parts - 1 - before) for before in range(parts)]
    shares = []
    for part in range(parts):
        bit = 1 << part
        moved = sum(
            orders[mask.bit_count()] * (figures[mask | bit] - figures[mask])
            for mask in range(1 << parts)
            if not mask & bit
        )
        shares.append(Fraction(moved, common * math.factorial(parts)))
    return shares


def added(*shares: Mapping[tuple[str, str], Fraction]) -> dict[tuple[str, str], Fraction]:
    """Return the sum of shares by what they are put down to, without those that are nothing."""
    total: dict[tuple[str, str], Fraction] = {}
    for each in shares:
        for key, amount in each.items():
            total[key] = total.get(key, Fraction(0)) + amount
    return {key: amount for key, amount in total.items() if amount}
