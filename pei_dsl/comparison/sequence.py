"""A movement read one change after another, in an order that was asked for: each explains what it adds."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from typing import TypeAlias

from pei_dsl.comparison.compared import ChangePart
from pei_dsl.comparison.group_game import Key
from pei_dsl.comparison.sides import AFTER, BEFORE
from pei_dsl.comparison.unions import Union

Game: TypeAlias = Callable[[Sequence[int], int, int, int], Fraction]
"""What a figure is with some parts of indicators exchanged, and weights, methodology and number or not."""

_AROUND = {ChangePart.WEIGHTS: 0, ChangePart.METHODOLOGY: 1, ChangePart.COUNTED: 2}


def whole_order(order: Sequence[ChangePart]) -> tuple[ChangePart, ...]:
    """Return all kinds of changes, those of `order` first."""
    return tuple(dict.fromkeys((*order, *ChangePart)))


def shares_in_order(
    members: Sequence[Union], code: str, order: Sequence[ChangePart], game: Game
) -> dict[Key, Fraction]:
    """
    Return what each change adds to what those before it made of a figure.

    Args:
        members: The indicators that it rests on.
        code: Of the group whose weights there are.
        order: All kinds of changes.
        game: The figure.
    """
    masks, around = [0] * len(members), [BEFORE] * len(_AROUND)
    before = game(masks, *around)
    found: dict[Key, Fraction] = {}
    for key, index in _steps(members, code, order):
        if index is None:
            around[_AROUND[key[0]]] = AFTER
        else:
            masks[index] |= 1 << members[index].parts.index(key[0])
        after = game(masks, *around)
        if after != before:
            found[key] = after - before
        before = after
    return found


def _steps(
    members: Sequence[Union], code: str, order: Sequence[ChangePart]
) -> Iterator[tuple[Key, int | None]]:
    for part in order:
        if part in _AROUND:
            yield (part, code if part is ChangePart.WEIGHTS else ""), None
            continue
        for index, union in enumerate(members):
            if part in union.parts:
                yield (part, union.pair.code), index
