"""Every figure that moved between two plans, with what each change explains of it."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import TypeAlias

import attrs

from pei_dsl.comparison.color_game import ND, ColorGame, indicator_shares, indicator_tint
from pei_dsl.comparison.compared import (
    ChangePart,
    FigureKind,
    MadeEasier,
    MovedFigure,
    MovementShare,
    UnmeasuredFigure,
)
from pei_dsl.comparison.group_game import GroupGame, Key
from pei_dsl.comparison.owen import added, inner_shares, weight
from pei_dsl.comparison.sequence import shares_in_order, whole_order
from pei_dsl.comparison.sides import AFTER, BEFORE, Pair, Sides
from pei_dsl.comparison.unions import Standing, Union, unions
from pei_dsl.evaluation.results import GroupResult, IndicatorResult
from pei_dsl.model.absence import Absence
from pei_dsl.model.plan import Level

COUNTED = {Level.OBJECTIVE: "objetivos", Level.ACTION: "acciones", None: "indicadores"}
"""What counts by colour are called, by the level of what is counted."""
_Figure: TypeAlias = Fraction | Absence | None
_EASIER = (
    ChangePart.GOAL,
    ChangePart.BASELINE,
    ChangePart.FORMULA,
    ChangePart.FORMULA_AND_DATA,
    ChangePart.DIRECTION,
)


@attrs.frozen(eq=False)
class Movements:
    """
    The movements between two plans.

    Attributes:
        sides: Both.
        order: The kinds of changes in the order of a sequential reading; () for the mean of all orders.
    """

    sides: Sides
    order: tuple[ChangePart, ...] = ()

    @functools.cached_property
    def unions(self) -> tuple[Union, ...]:
        """The indicators."""
        return unions(self.sides)

    @functools.cached_property
    def games(self) -> tuple[tuple[Pair, GroupGame], ...]:
        """The groups, each with the game of its figure."""
        members: dict[tuple[int, str], list[Union]] = {}
        for each in self.unions:
            number = AFTER if each.pair.after else BEFORE
            indicator = self.sides.indicator(number, each.pair)
            assert indicator is not None
            members.setdefault((number, indicator.group), []).append(each)
        return tuple(
            (
                pair,
                GroupGame(
                    pair.code,
                    self.sides,
                    (*members.get((AFTER, pair.after), ()), *members.get((BEFORE, pair.before), ())),
                ),
            )
            for pair in self.sides.groups
        )

    def moved(self) -> Iterator[MovedFigure]:
        """Yield the figures that moved: of the whole plan first, then group by group."""
        yield from self._mean()
        yield from self._counts()
        of_group = {each.code: [] for each in self.sides.groups}  # type: dict[str, list[Union]]
        for pair, game in self.games:
            of_group[pair.code].extend(game.members)
        for pair, game in self.games:
            yield from self._group(pair, game)
            for union in game.members:
                yield from self._indicator(union)
        grouped = {id(each) for found in of_group.values() for each in found}
        for union in self.unions:
            if id(union) not in grouped:
                yield from self._indicator(union)

    def unmeasured(self) -> Iterator[UnmeasuredFigure]:
        """Yield the figures that only one of both plans has, of what both plans declare."""
        means = [each.whole.mean for each in self.sides.own]
        if (means[BEFORE] is None) != (means[AFTER] is None):
            yield UnmeasuredFigure(FigureKind.MEAN, "", means[BEFORE], means[AFTER])
        for pair, game in self.games:
            ends = [_figure(self._result(pair, number)) for number in (BEFORE, AFTER)]
            if pair.is_kept and isinstance(ends[BEFORE], Absence) != isinstance(ends[AFTER], Absence):
                yield UnmeasuredFigure(FigureKind.ACHIEVEMENT, pair.code, ends[BEFORE], ends[AFTER])
            for union in game.members:
                yield from _unmeasured(union)

    # ---- Single indicators

    def _indicator(self, union: Union) -> Iterator[MovedFigure]:
        one, other = union.results
        if one is None or other is None:
            return
        values = (one.value, other.value)
        if one.indicator.unit.scale == other.indicator.unit.scale:
            yield from self._of_indicator(FigureKind.VALUE, union, *values)
        yield from self._of_indicator(FigureKind.ACHIEVEMENT, union, _figure(one), _figure(other))

    def _of_indicator(
        self,
        kind: FigureKind,
        union: Union,
        before: Fraction | Absence | None,
        after: Fraction | Absence | None,
    ) -> Iterator[MovedFigure]:
        if not isinstance(before, Fraction) or not isinstance(after, Fraction) or before == after:
            return

        def amount(standing: Standing) -> Fraction:
            found = standing.value if kind is FigureKind.VALUE else standing.achievement
            return found or Fraction(0)

        if self.order:
            found = shares_in_order(
                [union],
                "",
                whole_order(self.order),
                lambda masks, _, rule, __: amount(union.standings[self._rule(rule)][masks[0]]),
            )
        else:
            found = self._owen_of(union, [[amount(each) for each in by] for by in union.standings])
        yield _moved(kind, union.pair.code, before, after, found, order=self.order)

    def _owen_of(self, union: Union, amounts: Sequence[Sequence[Fraction]]) -> dict[Key, Fraction]:
        rules = (BEFORE, AFTER) if self.sides.has_methodology else (BEFORE,)
        of_mask = [
            sum((weight(rule, len(rules)) * amounts[rule][mask] for rule in rules), Fraction(0))
            for mask in range(len(amounts[BEFORE]))
        ]
        parts = zip(union.parts, inner_shares(of_mask, len(union.parts)), strict=True)
        found: dict[Key, Fraction] = {(part, union.pair.code): amount for part, amount in parts}
        if len(rules) > 1:
            ends = [amounts[AFTER][mask] - amounts[BEFORE][mask] for mask in (0, -1)]
            found[ChangePart.METHODOLOGY, ""] = sum(ends, Fraction(0)) / 2
        return added(found)  # type: ignore[arg-type,return-value]  # a part is a text

    # ---- Groups and the plan

    def _result(self, pair: Pair, number: int) -> GroupResult | None:
        return self.sides.own[number].groups.get(pair[number])

    def _group(self, pair: Pair, game: GroupGame) -> Iterator[MovedFigure]:
        before, after = (_figure(self._result(pair, number)) for number in (BEFORE, AFTER))
        if isinstance(before, Fraction) and isinstance(after, Fraction) and before != after:
            shares = self._shares_of(game)
            shares = self._with_rounding(shares, pair.code, after - before)
            yield _moved(FigureKind.ACHIEVEMENT, pair.code, before, after, shares, order=self.order)

    def _scaled(self, game: GroupGame, factors: tuple[Fraction, Fraction]) -> dict[Key, Fraction]:
        """Return what each change explains of a group's figure times a factor, which may be a change, too."""
        if factors[BEFORE] != factors[AFTER]:
            return self._computed_shares(attrs.evolve(game, factors=factors))
        return {key: factors[BEFORE] * amount for key, amount in self._shares_of(game).items()}

    def _shares_of(self, game: GroupGame) -> dict[Key, Fraction]:
        found = self._known_shares.get(id(game))
        if found is None:
            found = self._known_shares[id(game)] = self._computed_shares(game)
        return found

    @functools.cached_property
    def _known_shares(self) -> dict[int, dict[Key, Fraction]]:
        return {}  # by identity: games are kept as long as this

    def _computed_shares(self, game: GroupGame) -> dict[Key, Fraction]:
        if not self.order:
            return game.shares()
        return shares_in_order(
            game.members,
            game.code,
            whole_order(self.order),
            lambda masks, whose, rule, scale: (
                game.figure(masks, self._weights(game, whose), self._rule(rule), scale) or Fraction(0)
            ),
        )

    def _rule(self, rule: int) -> int:
        return rule if self.sides.has_methodology else BEFORE

    def _weights(self, game: GroupGame, whose: int) -> int:
        return whose if len(game.weights) > 1 else BEFORE

    def _with_rounding(
        self, shares: Mapping[Key, Fraction], code: str, difference: Fraction
    ) -> dict[Key, Fraction]:
        """Return `shares` with what the rounding of whole figures adds, where a methodology has one."""
        rest = difference - sum(shares.values(), Fraction(0))
        rounds = any(each.figure_rounding is not None for each in self.sides.methodologies)
        return {**shares, (ChangePart.ROUNDING, code): rest} if rounds and rest else dict(shares)

    def _mean(self) -> Iterator[MovedFigure]:
        before, after = (each.whole.mean for each in self.sides.own)
        if before is None or after is None or before == after:
            return
        numbers = [
            sum(
                each.group.level is Level.OBJECTIVE and each.certainty is not None
                for each in evaluation.groups.values()
            )
            for evaluation in self.sides.own
        ]
        factors = (Fraction(1, numbers[BEFORE]), Fraction(1, numbers[AFTER]))
        of_groups = [
            self._scaled(game, factors) for pair, game in self.games if self._level(pair) is Level.OBJECTIVE
        ]
        found: dict[Key, Fraction] = added(*of_groups)  # type: ignore[arg-type,assignment]  # a part is a text
        shares = self._with_rounding(found, "", after - before)
        yield _moved(FigureKind.MEAN, "", before, after, shares, order=self.order)

    def _level(self, pair: Pair) -> Level:
        number = AFTER if pair.after else BEFORE
        return self.sides[number].plan.groups[pair[number]].level

    # ---- Counts by colour

    def _counts(self) -> Iterator[MovedFigure]:
        for level in (Level.OBJECTIVE, Level.ACTION, None):
            tints = self._group_tints(level) if level else self._indicator_tints()
            colors = dict.fromkeys([*self._colors, *(each for _, ends in tints for each in ends if each)])
            for color in colors:
                before, after = (
                    sum(ends[number] == color for _, ends in tints) for number in (BEFORE, AFTER)
                )
                if before != after:
                    shares = [
                        self._color_shares(each, color)
                        for each, ends in tints
                        if (ends[BEFORE] == color) != (ends[AFTER] == color)
                    ]
                    found = added(*shares)  # type: ignore[arg-type]  # a part is a text
                    yield _moved(
                        FigureKind.COUNT,
                        COUNTED[level],
                        Fraction(before),
                        Fraction(after),
                        found,  # type: ignore[arg-type]
                        color,
                        order=self.order,
                    )

    @functools.cached_property
    def _colors(self) -> list[str]:
        bands = (band for each in self.sides.methodologies for band in each.bands)
        return [*dict.fromkeys(str(each.color) for each in bands), ND]

    def _indicator_tints(self) -> list[tuple[Union | GroupGame, tuple[str, str]]]:
        rule = AFTER if self.sides.has_methodology else BEFORE
        return [
            (each, (indicator_tint(each, 0, BEFORE), indicator_tint(each, -1, rule))) for each in self.unions
        ]

    def _group_tints(self, level: Level) -> list[tuple[Union | GroupGame, tuple[str, str]]]:
        found = []
        for pair, game in self.games:
            if self._level(pair) is level:
                ends = tuple(_tint(self._result(pair, number)) for number in (BEFORE, AFTER))
                found.append((game, (ends[0], ends[1])))
        return found  # type: ignore[return-value]  # a game is one of both

    def _color_shares(self, counted: Union | GroupGame, color: str) -> dict[Key, Fraction]:
        if isinstance(counted, Union):
            if not self.order:
                return indicator_shares(counted, self.sides, color)
            return shares_in_order(
                [counted],
                "",
                whole_order(self.order),
                lambda masks, _, rule, __: Fraction(
                    indicator_tint(counted, masks[0], self._rule(rule)) == color
                ),
            )
        pair = next(pair for pair, game in self.games if game is counted)
        if not pair.is_kept:
            return {(ChangePart.TOGETHER, pair.code): Fraction(1 if pair.after else -1)}
        colors = ColorGame(counted)
        if not self.order:
            return colors.shares(color)
        return shares_in_order(
            counted.members,
            counted.code,
            whole_order(self.order),
            lambda masks, whose, rule, _: Fraction(
                colors.tint(masks, self._weights(counted, whose), self._rule(rule)) == color
            ),
        )

    # ---- What was made easier

    def easier(self) -> Iterator[MadeEasier]:
        """Yield what was made easier, of figures that the earlier plan has: their period had begun."""
        period = self.sides.after.period
        if self.sides.before.period != period:
            return
        for union in self.unions:
            start = union.standings[BEFORE][0].achievement
            for number, part in enumerate(union.parts):
                alone = union.standings[BEFORE][1 << number].achievement
                if part in _EASIER and start is not None and alone is not None and alone > start:
                    yield MadeEasier(part, union.pair.code, period, start, alone)
        for pair, game in self.games:
            masks = [0] * len(game.members)
            start = game.figure(masks, BEFORE, BEFORE)
            alone = game.figure(masks, game.weights[-1], BEFORE)
            if start is not None and alone is not None and alone > start:
                yield MadeEasier(ChangePart.WEIGHTS, pair.code, period, start, alone)
        # What somebody asks to measure by is no change of the plan.
        own = all(each.methodology == each.plan.methodology for each in (self.sides.before, self.sides.after))
        if self.sides.has_methodology and own:
            before, after = (self.sides.evaluation(BEFORE, by).whole.mean for by in (BEFORE, AFTER))
            if before is not None and after is not None and after > before:
                yield MadeEasier(ChangePart.METHODOLOGY, "", period, before, after)


def _moved(
    kind: FigureKind,
    code: str,
    before: Fraction,
    after: Fraction,
    shares: Mapping[Key, Fraction],
    color: str = "",
    *,
    order: tuple[ChangePart, ...] = (),
) -> MovedFigure:
    # What was read in an order stays in it, whichever group it is from.
    if order:
        places = whole_order(order)
        ranked = sorted(shares.items(), key=lambda each: places.index(each[0][0]))
    else:
        ranked = sorted(shares.items(), key=lambda each: -abs(each[1]))
    made = tuple(MovementShare(part, of, amount) for (part, of), amount in ranked)
    return MovedFigure(kind, code, before, after, made, color)


def _figure(result: GroupResult | IndicatorResult | None) -> _Figure:
    if result is None:
        return None
    reached = result.achievement
    return reached if isinstance(reached, Absence | Fraction) else reached.shown


def _tint(result: GroupResult | None) -> str:
    if result is None:
        return ""
    return ND if result.color is None else str(result.color)


def _unmeasured(union: Union) -> Iterator[UnmeasuredFigure]:
    one, other = union.results
    if one is None or other is None:
        return
    ends = {
        FigureKind.VALUE: (one.value, other.value),
        FigureKind.ACHIEVEMENT: (_figure(one), _figure(other)),
    }
    for kind, (before, after) in ends.items():
        if isinstance(before, Absence) != isinstance(after, Absence):
            yield UnmeasuredFigure(kind, union.pair.code, before, after)
