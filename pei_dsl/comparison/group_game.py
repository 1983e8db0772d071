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
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import TypeAlias

import attrs

from pei_dsl.algebra import rounding
from pei_dsl.comparison.compared import ChangePart
from pei_dsl.comparison.owen import inner_shares, weight
from pei_dsl.comparison.sides import AFTER, BEFORE, Sides
from pei_dsl.comparison.spreading import Kind, is_switching, plus, spread_further
from pei_dsl.comparison.unions import Standing, Union
from pei_dsl.comparison.weighing import NOTHING, Sums, share, summed
from pei_dsl.model.methodology import MissingSiblings

Key: TypeAlias = tuple[ChangePart, str]
"""A change: what it is a part of, and the code of its union."""

_Place: TypeAlias = tuple[int, int, int]
"""Whose weights and methodology there are, and where those stand that are exchanged together."""

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
            sums = plus(sums, self._sums(index, mask, whose, rule))
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
            orders = (whose + rule + scale + joint, players)
            amount = self._on_the_mean((kind,), (whose, rule, joint), orders, own, standing, index)
            total += self._scaled(amount, scale)
        return total

    @functools.cached_property
    def _beside(self) -> dict[tuple[int, Kind, tuple[Sums, ...]], Fraction]:
        return {}

    def _mean_beside(self, index: int, kind: Kind, sums: tuple[Sums, ...]) -> Fraction:
        """Return the contribution of an indicator beside one of a kind that adds `sums` to the group."""
        key = (index, kind, sums)
        found = self._beside.get(key)
        if found is None:
            found = self._beside[key] = self._computed_beside(index, kind, sums)
        return found

    def _computed_beside(self, index: int, kind: Kind, sums: tuple[Sums, ...]) -> Fraction:
        kinds = (kind, self._kinds[index])
        is_joint = index in self._joint
        players = 2 - is_joint + self._players_around + self._switching(kinds)
        of_place = dict(zip(self._kind_places, sums, strict=True))
        total = Fraction(0)
        for whose, rule, scale, joint in self.around:
            for number in (joint,) if is_joint else (BEFORE, AFTER):
                mask = self._end(index, number)
                place = (whose, rule, joint)
                own = plus(self._sums(index, mask, whose, rule), of_place[place])
                standing = self._standing(index, mask, rule)
                orders = (whose + rule + scale + joint + (0 if is_joint else number), players)
                amount = self._on_the_mean(kinds, place, orders, own, standing, index)
                total += self._scaled(amount, scale)
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
                    orders = (sum(around) - around[place] + (0 if is_joint else number), players)
                    where = (whose, rule, joint)
                    amount = self._on_the_mean((kind,), where, orders, own, standing, index)
                    total += sign * self._scaled(amount, scale)
        return total

    def _on_the_mean(
        self,
        without: tuple[Kind, ...],
        place: _Place,
        orders: tuple[int, int],
        own: Sums,
        standing: Standing,
        index: int,
    ) -> Fraction:
        """
        Return the contribution of an indicator, on the mean over the coalitions of siblings that switch.

        Args:
            without: The kinds that are no such siblings.
            place: What stands around.
            orders: How many are exchanged beside the siblings, and how many may be exchanged in all.
            own: What the indicator, and one beside it, add to the sums of the group.
            standing: Where the indicator stands.
            index: Which it is.
        """
        if standing.achievement is None:
            return Fraction(0)
        weighing = self.members[index].weighings[place[0]]
        total = Fraction(0)
        for sums, part in self._parts_of_orders(without, place, orders):
            amount = self._contribution(standing.achievement, weighing, plus(own, sums), place[1])
            if amount:
                total += part * amount
        return total

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
        return rounding.apply_to_product(methodology.contribution_rounding, own, achievement)

    @functools.cached_property
    def _shares(self) -> dict[tuple[object, Sums, int], Fraction]:
        return {}

    # ---- Who counts

    def _standing(self, index: int, mask: int, rule: int) -> Standing:
        return self.members[index].standings[rule][mask]

    def _end(self, index: int, number: int) -> int:
        return (1 << len(self.members[index].parts)) - 1 if number else 0

    def _sums(self, index: int, mask: int, whose: int, rule: int) -> Sums:
        key = (index, mask, whose, rule)
        found = self._known_sums.get(key)
        if found is None:
            weighing = self.members[index].weighings[whose]
            standing = self._standing(index, mask, rule)
            found = self._known_sums[key] = summed(weighing, standing, self.sides.methodologies[rule])
        return found

    @functools.cached_property
    def _known_sums(self) -> dict[tuple[int, int, int, int], Sums]:
        return {}

    @functools.cached_property
    def _kind_places(self) -> tuple[_Place, ...]:
        return tuple(itertools.product(self.weights, self.rules, self.joints))

    @functools.cached_property
    def _kinds(self) -> tuple[Kind, ...]:
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
    def _counted_kinds(self) -> Mapping[Kind, int]:
        found: dict[Kind, int] = {}
        for kind in self._kinds:
            found[kind] = found.get(kind, 0) + 1
        return found

    def _others(self, without: tuple[Kind, ...]) -> Iterator[tuple[Kind, int]]:
        for kind, count in self._counted_kinds.items():
            rest = count - without.count(kind)
            if rest:
                yield kind, rest

    def _switching(self, without: tuple[Kind, ...]) -> int:
        """Return how many others add something else to the sums in one plan than in the other."""
        return self._all_switching - sum(map(is_switching, without))

    @functools.cached_property
    def _all_switching(self) -> int:
        return sum(map(is_switching, self._kinds))

    @functools.cached_property
    def _known_parts(
        self,
    ) -> dict[tuple[tuple[Kind, ...], _Place, tuple[int, int]], list[tuple[Sums, Fraction]]]:
        return {}

    def _parts_of_orders(
        self, without: tuple[Kind, ...], place: _Place, orders: tuple[int, int]
    ) -> list[tuple[Sums, Fraction]]:
        """Return which sums the others come to, each with the part of all orders in which they do."""
        key = (without, place, orders)
        found = self._known_parts.get(key)
        if found is None:
            before, players = orders
            found = self._known_parts[key] = [
                (
                    sums,
                    sum(
                        (
                            weight(before + size, players) * count
                            for size, count in enumerate(counts)
                            if count
                        ),
                        Fraction(0),
                    ),
                )
                for sums, counts in self._spread(without, place).items()
            ]
        return found

    @functools.cached_property
    def _spreads(self) -> dict[tuple[tuple[Kind, ...], _Place], dict[Sums, list[int]]]:
        return {}

    def _spread(self, without: tuple[Kind, ...], place: _Place) -> dict[Sums, list[int]]:
        """Return which sums the others come to, each with how many coalitions of each size give it."""
        key = (without, place)
        found = self._spreads.get(key)
        if found is None:
            number = self._kind_places.index(place)
            found = {NOTHING: [1]}
            for kind, count in self._others(without):
                found = spread_further(found, kind[number], count, switches=is_switching(kind))
            self._spreads[key] = found
        return found
