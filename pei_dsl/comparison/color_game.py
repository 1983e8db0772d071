"""
How much each change explains of a colour: of an indicator's always, of a group's while few things changed.

The game: one where there is the colour, else zero.  A colour is told by a limit, so that no sum gives it:
coalitions are enumerated, and where a group has too many changes for that they explain its colour together.
"""

from __future__ import annotations

import functools
import itertools
from collections.abc import Sequence
from fractions import Fraction

import attrs

from pei_dsl.algebra import rounding
from pei_dsl.comparison.compared import ChangePart
from pei_dsl.comparison.group_game import GroupGame, Key
from pei_dsl.comparison.owen import inner_shares, weight
from pei_dsl.comparison.sides import AFTER, BEFORE, Sides
from pei_dsl.comparison.unions import Union

ND = "nd"
NONE = ""
"""What is not in the plan has no colour, and not even ND."""
# So many unions have 256 coalitions.
MOST_UNIONS = 8


def indicator_tint(union: Union, mask: int, rule: int) -> str:
    """Return the colour of an indicator with some of its parts exchanged."""
    standing = union.standings[rule][mask]
    if not standing.is_there:
        return NONE
    return ND if standing.color is None else str(standing.color)


def indicator_shares(union: Union, sides: Sides, color: str) -> dict[Key, Fraction]:
    """Return what each change explains of an indicator's having `color`."""
    rules = (BEFORE, AFTER) if sides.has_methodology else (BEFORE,)
    players = len(rules)

    def has(mask: int, rule: int) -> int:
        return int(indicator_tint(union, mask, rule) == color)

    last = (1 << len(union.parts)) - 1
    # Of one methodology or two, either precedes the other in as many orders.
    of_mask = [Fraction(sum(has(mask, rule) for rule in rules), players) for mask in range(last + 1)]
    amounts = inner_shares(of_mask, len(union.parts))
    found: dict[Key, Fraction] = {
        (part, union.pair.code): amount for part, amount in zip(union.parts, amounts, strict=True) if amount
    }
    if players > 1:
        moved = sum((weight(number, players) * (has(mask, AFTER) - has(mask, BEFORE))
                     for number, mask in ((BEFORE, 0), (AFTER, last))), Fraction(0))  # fmt: skip
        found[ChangePart.METHODOLOGY, ""] = moved
    return {key: amount for key, amount in found.items() if amount}


@attrs.frozen(eq=False)
class ColorGame:
    """The colour of one group that both plans have."""

    game: GroupGame

    def tint(self, masks: Sequence[int], whose: int, rule: int) -> str:
        """Return the colour of the group with some changes made."""
        key = (tuple(masks), whose, rule)
        found = self._tints.get(key)
        if found is None:
            methodology = self.game.sides.methodologies[rule]
            figure = self.game.figure(masks, whose, rule)
            found = ND
            if figure is not None:
                found = str(methodology.color(rounding.apply(methodology.figure_rounding, figure)))
            self._tints[key] = found
        return found

    @functools.cached_property
    def _tints(self) -> dict[tuple[tuple[int, ...], int, int], str]:
        return {}

    def shares(self, color: str) -> dict[Key, Fraction]:
        """Return what each change explains of the group's having `color`."""
        if len(self._changing) + len(self._around) > MOST_UNIONS:
            ends = [self._has(color, self._masks({}, number), number, number) for number in (BEFORE, AFTER)]
            return {(ChangePart.TOGETHER, self.game.code): ends[AFTER] - ends[BEFORE]}
        found: dict[Key, Fraction] = {}
        for index in self._changing:
            union = self.game.members[index]
            of_mask = [self._mean(color, index, mask) for mask in range(1 << len(union.parts))]
            amounts = inner_shares(of_mask, len(union.parts))
            found.update(
                ((part, union.pair.code), amount) for part, amount in zip(union.parts, amounts, strict=True)
            )
        for part in self._around:
            code = self.game.code if part is ChangePart.WEIGHTS else ""
            found[part, code] = self._mean(color, part, AFTER) - self._mean(color, part, BEFORE)
        return {key: amount for key, amount in found.items() if amount}

    @functools.cached_property
    def _changing(self) -> list[int]:
        return [index for index, each in enumerate(self.game.members) if each.parts]

    @functools.cached_property
    def _around(self) -> list[ChangePart]:
        found = [(ChangePart.WEIGHTS, self.game.weights), (ChangePart.METHODOLOGY, self.game.rules)]
        return [part for part, numbers in found if len(numbers) > 1]

    def _mean(self, color: str, player: int | ChangePart, held: int) -> Fraction:
        """Return the mean over the coalitions of all other unions, `player` being held as it is told."""
        unions: list[int | ChangePart] = [*self._changing, *self._around]
        others = [each for each in unions if each != player]
        total = Fraction(0)
        for bits in itertools.product((BEFORE, AFTER), repeat=len(others)):
            at: dict[int | ChangePart, int] = dict(zip(others, bits, strict=True))
            masks = self._masks(at, BEFORE)
            if isinstance(player, ChangePart):
                at[player] = held
            else:
                masks[player] = held
            whose, rule = at.get(ChangePart.WEIGHTS, BEFORE), at.get(ChangePart.METHODOLOGY, BEFORE)
            total += weight(sum(bits), len(others) + 1) * self._has(color, masks, whose, rule)
        return total

    def _masks(self, at: dict[int | ChangePart, int], usual: int) -> list[int]:
        return [
            (1 << len(each.parts)) - 1 if at.get(index, usual) else 0
            for index, each in enumerate(self.game.members)
        ]

    def _has(self, color: str, masks: Sequence[int], whose: int, rule: int) -> Fraction:
        whose = whose if len(self.game.weights) > 1 else BEFORE
        rule = rule if len(self.game.rules) > 1 else BEFORE
        return Fraction(self.tint(masks, whose, rule) == color)
