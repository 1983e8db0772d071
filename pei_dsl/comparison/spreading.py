"""What the indicators of a group come to when any of them may be exchanged: counted by kind, never listed."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TypeAlias

from pei_dsl.comparison.sides import AFTER, BEFORE
from pei_dsl.comparison.weighing import Sums

Kind: TypeAlias = tuple[tuple[Sums, Sums], ...]
"""What an indicator adds to the sums of its group in each plan, by weights and methodology."""


def is_switching(kind: Kind) -> bool:
    """Tell whether an indicator of this kind adds to the sums in one plan what it does not in the other."""
    return any(before != after for before, after in kind)


def plus(one: Sums, other: Sums) -> Sums:
    """Return what both add to the sums of a group."""
    return tuple(a + b for a, b in zip(one, other, strict=True))


def _times(sums: Sums, count: int) -> Sums:
    return tuple(each * count for each in sums)


def spread_further(
    found: Mapping[Sums, Sequence[int]], ends: tuple[Sums, Sums], count: int, *, switches: bool
) -> dict[Sums, list[int]]:
    """Return what comes of `found` with so many more indicators of one kind."""
    if not switches:
        constant = _times(ends[BEFORE], count)
        return {plus(sums, constant): [*sizes] for sums, sizes in found.items()}
    made: dict[Sums, list[int]] = {}
    for sums, sizes in found.items():
        for exchanged in range(count + 1):
            reached = plus(
                sums, plus(_times(ends[BEFORE], count - exchanged), _times(ends[AFTER], exchanged))
            )
            ways = math.comb(count, exchanged)
            into = made.setdefault(reached, [])
            into.extend([0] * (exchanged + len(sizes) - len(into)))
            for size, number in enumerate(sizes):
                into[size + exchanged] += ways * number
    return made
