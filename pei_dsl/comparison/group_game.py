"""
How much each change explains of the movement of a group's figure: exactly, and linear in its indicators.

The game: a group's figure as the evaluation computes it, with some changes made and the others not; where it
is ND, it counts as zero.  Its unions are the indicators, each with the parts of it that differ, the declared
weights of the group, and the methodology.

It is the sum of what each indicator contributes, and such a contribution depends on its own union, on weights
and methodology, and on which of its siblings count.  Most changes leave alone who counts; of the few that do
not, only how many there are of each kind matters.  So no coalition is ever enumerated.  Where more than a few
of a group begin or cease to count, they are one union, and explain what they do together.
"""

from __future__ import annotations

import functools
import itertools
import math
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import TypeAlias

import attrs

from pei_dsl.algebra import rounding
from pei_dsl.comparison.compared import ChangePart
from pei_dsl.comparison.owen import inner_shares, weight
from pei_dsl.comparison.sides import AFTER, BEFORE, Sides
from pei_dsl.comparison.unions import Standing, Union
from pei_dsl.comparison.weighing import NOTHING, Sums, share, summed
from pei_dsl.model.methodology import MissingSiblings

Key: TypeAlias = tuple[ChangePart, str]
"""A change: what it is a part of, and the code of its union."""

_Place: TypeAlias = tuple[int, int, int]
"""Whose weights and methodology there are, and where those stand that are exchanged together."""

_Kind: TypeAlias = tuple[tuple[Sums, Sums], ...]
"""What an indicator adds to the sums of its group in each plan, by weights and methodology."""

MOST_SWITCHING = 4
"""So many indicators of a group may begin or cease to count and still be told apart."""
_NO_FACTORS = (Fraction(1), Fraction(1))


@attrs.frozen(eq=False)
class GroupGame:
    """
    The game of one group.

    Attributes:
        code: The group.
        sides: Both plans.
        members: Its indicators.
        factors: What its figure is multiplied by in each plan: where the plan's mean is taken of other
            numbers of objectives, that is a change, too.
    """

    code: str
    sides: Sides
    members: Sequence[Union]
    factors: tuple[Fraction, Fraction] = _NO_FACTORS

    def shares(self) -> dict[Key, Fraction]:
        """Return what each change explains; those that explain nothing are left out."""
        found: dict[Key, Fraction] = {}
        for index, union in enumerate(self.members):
            if union.parts and index not in self._joint:
                of_mask = [self._with(index, mask) for mask in range(1 << len(union.parts))]
                amounts = inner_shares(of_mask, len(union.parts))
                found.update(
                    ((part, union.pair.code), each) for part, each in zip(union.parts, amounts, strict=True)
                )
        if len(self.weights) > 1:
            found[ChangePart.WEIGHTS, self.code] = self._moved(0)
        if len(self.rules) > 1:
            found[ChangePart.METHODOLOGY, ""] = self._moved(1)
        if len(self.scales) > 1:
            found[ChangePart.COUNTED, ""] = self._moved(2)
        if len(self.joints) > 1:
            found[ChangePart.TOGETHER, self.code] = self._moved(3)
        return {key: amount for key, amount in found.items() if amount}

    # ---- One coalition

    def figure(self, masks: Sequence[int], whose: int, rule: int, scale: int = BEFORE) -> Fraction | None:
        """
        Return the figure of the group with some changes made; None where it is ND.

        Args:
            masks: The parts of each indicator that are exchanged.
            whose, rule, scale: Whose weights, methodology and factor there are.
        """
        methodology = self.sides.methodologies[rule]
        sums, counting = NOTHING, []
        for index, mask in enumerate(masks):
            standing = self._standing(index, mask, rule)
            sums = _plus(sums, self._sums(index, mask, whose, rule))
            if standing.achievement is not None:
                counting.append((index, standing.achievement))
        spoilt = sums[0] and methodology.missing_siblings is MissingSiblings.GROUP_MISSING
        if not counting or spoilt:
            return None
        total = sum(
            (
                self._contribution(achievement, self.members[index].weighings[whose], sums, rule)
                for index, achievement in counting
            ),
            Fraction(0),
        )
        return self.factors[scale] * total

    # ---- What stands around the indicators: weights, methodology and how many objectives there are

    @functools.cached_property
    def weights(self) -> tuple[int, ...]:
        """Whose weights there are: those of both plans where they differ."""
        differ = any(each.weighings[BEFORE] != each.weighings[AFTER] for each in self.members)
        return (BEFORE, AFTER) if differ else (BEFORE,)

    @functools.cached_property
    def rules(self) -> tuple[int, ...]:
        """Whose methodology there is."""
        return (BEFORE, AFTER) if self.sides.has_methodology else (BEFORE,)

    @functools.cached_property
    def scales(self) -> tuple[int, ...]:
        """Whose factor there is."""
        return (BEFORE, AFTER) if self.factors[BEFORE] != self.factors[AFTER] else (BEFORE,)

    @functools.cached_property
    def joints(self) -> tuple[int, ...]:
        """Where those stand that begin or cease to count, if they are too many to be told apart."""
        return (BEFORE, AFTER) if self._joint else (BEFORE,)

    @functools.cached_property
    def _joint(self) -> frozenset[int]:
        switching = frozenset(
            index
            for index in range(len(self.members))
            if any(
                self._sums(index, 0, *place) != self._sums(index, self._end(index, AFTER), *place)
                for place in itertools.product(self.weights, self.rules)
            )
        )
        return switching if len(switching) > MOST_SWITCHING else frozenset()

    @functools.cached_property
    def around(self) -> tuple[tuple[int, int, int, int], ...]:
        """All that may stand around."""
        return tuple(itertools.product(self.weights, self.rules, self.scales, self.joints))

    @functools.cached_property
    def _players_around(self) -> int:
        return sum(len(each) > 1 for each in (self.weights, self.rules, self.scales, self.joints))

    # ---- Means over the coalitions of all other unions

    def _with(self, index: int, mask: int) -> Fraction:
        """Return what the game gives with the parts `mask` of one union, where it depends on them at all."""
        own = self._mean(index, mask)
        if not self._touches_others[index]:
            return own
        sums = tuple(self._sums(index, mask, whose, rule) for whose, rule, _ in self._kind_places)
        return own + sum(
            (
                self._mean_beside(other, self._kinds[index], sums)
                for other in range(len(self.members))
                if other != index
            ),
            Fraction(0),
        )

    def _mean(self, index: int, mask: int) -> Fraction:
        """Return the contribution of an indicator with the parts `mask` of it."""
        kind = self._kinds[index]
        players = 1 + self._players_around + self._switching((kind,))
        total = Fraction(0)
        for whose, rule, scale, joint in self.around:
            own = self._sums(index, mask, whose, rule)
            standing = self._standing(index, mask, rule)
            before = whose + rule + scale + joint
            amounts = self._by_size((kind,), (whose, rule, joint), own, standing, index)
            total += self._scaled(_weighed(amounts, before, players), scale)
        return total

    @functools.cached_property
    def _beside(self) -> dict[tuple[int, _Kind, tuple[Sums, ...]], Fraction]:
        return {}

    def _mean_beside(self, index: int, kind: _Kind, sums: tuple[Sums, ...]) -> Fraction:
        """Return the contribution of an indicator beside one of a kind that adds `sums` to the group."""
        key = (index, kind, sums)
        found = self._beside.get(key)
        if found is None:
            found = self._beside[key] = self._computed_beside(index, kind, sums)
        return found

    def _computed_beside(self, index: int, kind: _Kind, sums: tuple[Sums, ...]) -> Fraction:
        kinds = (kind, self._kinds[index])
        is_joint = index in self._joint
        players = 2 - is_joint + self._players_around + self._switching(kinds)
        of_place = dict(zip(self._kind_places, sums, strict=True))
        total = Fraction(0)
        for whose, rule, scale, joint in self.around:
            for number in (joint,) if is_joint else (BEFORE, AFTER):
                mask = self._end(index, number)
                place = (whose, rule, joint)
                own = _plus(self._sums(index, mask, whose, rule), of_place[place])
                standing = self._standing(index, mask, rule)
                before = whose + rule + scale + joint + (0 if is_joint else number)
                amounts = self._by_size(kinds, place, own, standing, index)
                total += self._scaled(_weighed(amounts, before, players), scale)
        return total

    def _moved(self, place: int) -> Fraction:
        """Return what a union around explains: weights, methodology, number of objectives, who counts."""
        total = Fraction(0)
        for index in range(len(self.members)):
            kind = self._kinds[index]
            is_joint = index in self._joint
            players = 1 - is_joint + self._players_around + self._switching((kind,))
            for around in self.around:
                whose, rule, scale, joint = around
                sign = 1 if around[place] else -1
                for number in (joint,) if is_joint else (BEFORE, AFTER):
                    mask = self._end(index, number)
                    own = self._sums(index, mask, whose, rule)
                    standing = self._standing(index, mask, rule)
                    before = sum(around) - around[place] + (0 if is_joint else number)
                    amounts = self._by_size((kind,), (whose, rule, joint), own, standing, index)
                    total += sign * self._scaled(_weighed(amounts, before, players), scale)
        return total

    def _by_size(
        self,
        without: tuple[_Kind, ...],
        place: _Place,
        own: Sums,
        standing: Standing,
        index: int,
    ) -> list[Fraction]:
        """Return the contribution of an indicator, summed over the siblings that switch, by how many did."""
        if standing.achievement is None:
            return []
        weighing = self.members[index].weighings[place[0]]
        amounts: list[Fraction] = []
        for sums, counts in self._spread(without, place).items():
            amount = self._contribution(standing.achievement, weighing, _plus(own, sums), place[1])
            if not amount:
                continue
            amounts.extend([Fraction(0)] * (len(counts) - len(amounts)))
            for size, count in enumerate(counts):
                amounts[size] += count * amount
        return amounts

    def _scaled(self, amount: Fraction, scale: int) -> Fraction:
        return amount if self.factors is _NO_FACTORS else self.factors[scale] * amount

    def _contribution(self, achievement: Fraction, weighing: object, sums: Sums, rule: int) -> Fraction:
        methodology = self.sides.methodologies[rule]
        if sums[0] and methodology.missing_siblings is MissingSiblings.GROUP_MISSING:
            return Fraction(0)
        key = (weighing, sums, rule)
        own = self._shares.get(key)
        if own is None:
            own = self._shares[key] = share(weighing, sums, methodology)  # type: ignore[arg-type]
        return rounding.apply(methodology.contribution_rounding, own * achievement)

    @functools.cached_property
    def _shares(self) -> dict[tuple[object, Sums, int], Fraction]:
        return {}

    # ---- Who counts

    def _standing(self, index: int, mask: int, rule: int) -> Standing:
        return self.members[index].standings[rule][mask]

    def _end(self, index: int, number: int) -> int:
        return (1 << len(self.members[index].parts)) - 1 if number else 0

    def _sums(self, index: int, mask: int, whose: int, rule: int) -> Sums:
        weighing = self.members[index].weighings[whose]
        return summed(weighing, self._standing(index, mask, rule), self.sides.methodologies[rule])

    @functools.cached_property
    def _kind_places(self) -> tuple[_Place, ...]:
        return tuple(itertools.product(self.weights, self.rules, self.joints))

    @functools.cached_property
    def _kinds(self) -> tuple[_Kind, ...]:
        """What each indicator adds to the sums of the group in both plans."""
        return tuple(
            tuple(self._ends(index, place) for place in self._kind_places)
            for index in range(len(self.members))
        )

    def _ends(self, index: int, place: _Place) -> tuple[Sums, Sums]:
        whose, rule, joint = place
        # One that is exchanged with others stands where they do.
        numbers = (joint, joint) if index in self._joint else (BEFORE, AFTER)
        before, after = (self._sums(index, self._end(index, each), whose, rule) for each in numbers)
        return before, after

    @functools.cached_property
    def _touches_others(self) -> tuple[bool, ...]:
        """Of each indicator, whether what it adds to the sums depends on its parts."""
        return tuple(
            any(
                len({self._sums(index, mask, whose, rule) for mask in range(1 << len(union.parts))}) > 1
                for whose, rule, _ in self._kind_places
            )
            for index, union in enumerate(self.members)
        )

    @functools.cached_property
    def _counted_kinds(self) -> Mapping[_Kind, int]:
        found: dict[_Kind, int] = {}
        for kind in self._kinds:
            found[kind] = found.get(kind, 0) + 1
        return found

    def _others(self, without: tuple[_Kind, ...]) -> Iterator[tuple[_Kind, int]]:
        for kind, count in self._counted_kinds.items():
            rest = count - without.count(kind)
            if rest:
                yield kind, rest

    def _switching(self, without: tuple[_Kind, ...]) -> int:
        """Return how many others add something else to the sums in one plan than in the other."""
        return self._all_switching - sum(map(_switches, without))

    @functools.cached_property
    def _all_switching(self) -> int:
        return sum(map(_switches, self._kinds))

    @functools.cached_property
    def _spreads(self) -> dict[tuple[tuple[_Kind, ...], _Place], dict[Sums, list[int]]]:
        return {}

    def _spread(self, without: tuple[_Kind, ...], place: _Place) -> dict[Sums, list[int]]:
        """Return which sums the others come to, each with how many coalitions of each size give it."""
        key = (without, place)
        found = self._spreads.get(key)
        if found is None:
            number = self._kind_places.index(place)
            found = {NOTHING: [1]}
            for kind, count in self._others(without):
                found = _spread_further(found, kind[number], count, switches=_switches(kind))
            self._spreads[key] = found
        return found


def _switches(kind: _Kind) -> bool:
    return any(before != after for before, after in kind)


def _plus(one: Sums, other: Sums) -> Sums:
    return tuple(a + b for a, b in zip(one, other, strict=True))


def _times(sums: Sums, count: int) -> Sums:
    return tuple(each * count for each in sums)


def _spread_further(
    found: Mapping[Sums, Sequence[int]], ends: tuple[Sums, Sums], count: int, *, switches: bool
) -> dict[Sums, list[int]]:
    """Return what comes of `found` with so many more indicators of one kind."""
    if not switches:
        constant = _times(ends[BEFORE], count)
        return {_plus(sums, constant): [*sizes] for sums, sizes in found.items()}
    made: dict[Sums, list[int]] = {}
    for sums, sizes in found.items():
        for exchanged in range(count + 1):
            reached = _plus(
                sums, _plus(_times(ends[BEFORE], count - exchanged), _times(ends[AFTER], exchanged))
            )
            ways = math.comb(count, exchanged)
            into = made.setdefault(reached, [])
            into.extend([0] * (exchanged + len(sizes) - len(into)))
            for size, number in enumerate(sizes):
                into[size + exchanged] += ways * number
    return made


def _weighed(amounts: Sequence[Fraction], before: int, players: int) -> Fraction:
    """Return the mean of what is summed up by size, `before` more being exchanged."""
    return sum(
        (weight(before + size, players) * amount for size, amount in enumerate(amounts) if amount),
        Fraction(0),
    )
