"""An indicator of two plans: the parts of it that differ, and where it stands with any of them exchanged."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from fractions import Fraction

import attrs

from pei_dsl.comparison.compared import ChangePart
from pei_dsl.comparison.crossing import Computed, Crossing
from pei_dsl.comparison.sides import AFTER, BEFORE, Pair, Sides
from pei_dsl.evaluation.evaluate import by_type_2, entering_value, measured, years_before
from pei_dsl.evaluation.results import IndicatorResult
from pei_dsl.evaluation.weights import LEAVING
from pei_dsl.model.absence import Absence
from pei_dsl.model.methodology import Methodology, MissingSiblings, Progress
from pei_dsl.model.periods import Period
from pei_dsl.model.plan import Aggregation, Figure, Goal, Indicator, Relevance


@attrs.frozen
class Standing:
    """
    Where an indicator stands.

    Attributes:
        value: Its value; None where there is none.
        achievement: Its alcance as printed; None where it is ND.
        color: Its colour; None where it is ND.
        counts: Whether it counts in the mean of its group.
        is_due: Whether a figure was due from it.
        is_there: Whether the plan has it at all.
    """

    value: Fraction | None
    achievement: Fraction | None
    color: str | None
    counts: bool
    is_due: bool
    is_there: bool = True


# The parts that an indicator declares, of which a hybrid is made.
_DECLARED = (ChangePart.DIRECTION, ChangePart.UNIT, ChangePart.BASELINE, ChangePart.GOAL)

NOWHERE = Standing(None, None, None, counts=False, is_due=False, is_there=False)
"""Of an indicator that a plan does not have."""


def standing(result: IndicatorResult, methodology: Methodology) -> Standing:
    """Return where an indicator stands with `result`."""
    absence = result.absence
    due = absence is None or absence.reason not in LEAVING
    leaves = not due or (absence is not None and methodology.missing_siblings is MissingSiblings.EXCLUDE)
    return Standing(
        result.value if isinstance(result.value, Fraction) else None,
        None if absence is not None else result.achievement.shown,  # type: ignore[union-attr]  # asked
        result.color,
        counts=not leaves,
        is_due=due,
    )


@attrs.frozen
class Weighing:
    """What an indicator declares of its weight."""

    relevance: Relevance | None
    weight: Fraction | None


@attrs.frozen
class Union:
    """
    An indicator as a union of the parts of it that differ.

    Attributes:
        pair: The indicator.
        parts: What differs.
        standings: By the methodology of each plan, where it stands with some parts of the later plan and the
            others of the earlier one; the bits of an index say which.
        weighings: What each plan declares of its weight; of one that only one has, that of this plan.
        results: What each plan made of it by its own methodology; None where it does not have it.
    """

    pair: Pair
    parts: tuple[ChangePart, ...]
    standings: tuple[tuple[Standing, ...], tuple[Standing, ...]]
    weighings: tuple[Weighing, Weighing]
    results: tuple[IndicatorResult | None, IndicatorResult | None]

    def at(self, number: int, by: int) -> Standing:
        """Return where it stands in plan `number` under the methodology of plan `by`."""
        return self.standings[by][-1 if number else 0]


def unions(sides: Sides) -> tuple[Union, ...]:
    """Return the indicators of both plans, each as a union of what differs."""
    crossing = Crossing(sides)
    return tuple(_Indicator(sides, crossing, each).union() for each in sides.indicators)


@attrs.frozen(eq=False)
class _Indicator:
    """One indicator in both plans."""

    sides: Sides
    crossing: Crossing
    pair: Pair

    def union(self) -> Union:
        results = [
            self.sides.evaluation(number, number).indicators.get(self.pair[number])
            for number in (BEFORE, AFTER)
        ]
        weighings = [
            Weighing(each.relevance, each.weight)
            for each in map(self._declared, (BEFORE, AFTER))
            if each is not None
        ]
        standings = tuple(self._standings(by) for by in (BEFORE, AFTER))
        return Union(
            self.pair,
            self.parts,
            (standings[0], standings[1]),
            (weighings[0], weighings[-1]),
            (results[0], results[1]),
        )

    def _declared(self, number: int) -> Indicator | None:
        return self.sides.indicator(number, self.pair)

    def _standings(self, by: int) -> tuple[Standing, ...]:
        if by and not self.sides.has_methodology:
            return ()  # never asked: both are one
        first = self._end(BEFORE, by)
        if not self.parts:
            return (first,)
        between = range(1, 2 ** len(self.parts) - 1)
        return (first, *(self._between(mask, by) for mask in between), self._end(AFTER, by))

    def _end(self, number: int, by: int) -> Standing:
        """Return where it stands in one plan: as that was measured."""
        found = self.sides.evaluation(number, by).indicators.get(self.pair[number])
        return NOWHERE if found is None else standing(found, self.sides.methodologies[by])

    def _between(self, mask: int, by: int) -> Standing:
        """Return where it stands with the parts of `mask` of the later plan."""
        methodology = self.sides.methodologies[by]
        indicator = self._hybrid(mask)
        entering = [
            (
                self._registered(self._bit(mask, ChangePart.REGISTERED), when),
                self._computed(*self._origins(mask), by, when),
            )
            for when in self.periods
        ]
        # What does not enter makes no other standing: beside a registered value that is what is computed.
        key = (by, id(indicator), *(entering_value(indicator, self.periods[0], *each, methodology)
                                    for each in entering))  # fmt: skip
        known = self._known_standings.get(key)
        if known is not None:
            return known
        found = [
            measured(indicator, when, *each, methodology)
            for when, each in zip(self.periods, entering, strict=True)
        ]
        result = found[-1]
        if methodology.progress is Progress.TYPE_2:
            result = by_type_2(result, found[:-1] if self.is_summed else (), methodology)
        made = self._known_standings[key] = standing(result, methodology)
        return made

    @functools.cached_property
    def _known_standings(self) -> dict[tuple[object, ...], Standing]:
        return {}  # hybrids are told by identity: they are kept as long as this

    # ---- What differs

    @functools.cached_property
    def parts(self) -> tuple[ChangePart, ...]:
        """What differs of what both plans say of it, in the order of the parts."""
        if not self.pair.is_kept:
            return (ChangePart.INDICATOR,)
        if self.is_summed and self.sides.before.period != self.sides.after.period:
            return (ChangePart.PERIOD,)
        found = {*self._declared_parts(), *self._computed_parts}
        return tuple(each for each in ChangePart if each in found)

    def _declared_parts(self) -> Iterator[ChangePart]:
        one, other = self._declared(BEFORE), self._declared(AFTER)
        assert one is not None
        assert other is not None
        if (one.direction, one.aggregation) != (other.direction, other.aggregation):
            yield ChangePart.DIRECTION
        if (one.unit.scale, one.decimals) != (other.unit.scale, other.decimals):
            yield ChangePart.UNIT
        if self._baselines_differ and (self._has_type_2 or self.crossing.names_own_figures(self.pair)):
            yield ChangePart.BASELINE
        if self._goals_differ:
            yield ChangePart.GOAL
        if any(
            _value(self._registered(BEFORE, when)) != _value(self._registered(AFTER, when))
            for when in self.periods
        ):
            yield ChangePart.REGISTERED

    @functools.cached_property
    def _baselines_differ(self) -> bool:
        one, other = (
            each.baseline if each is not None else None for each in map(self._declared, (BEFORE, AFTER))
        )
        return (one and one.figure.value) != (other and other.figure.value)

    @functools.cached_property
    def _goals_differ(self) -> bool:
        return any(
            _value(self._goal(BEFORE, when)) != _value(self._goal(AFTER, when)) for when in self.periods
        )

    @functools.cached_property
    def _computed_parts(self) -> tuple[ChangePart, ...]:
        """Which of formula and data differ in what is computed; both at once where they cannot be crossed."""
        before, after = self._all(BEFORE, BEFORE, BEFORE), self._all(AFTER, AFTER, AFTER)
        differs = before != after
        if not self.crossing.has_other_formula(self.pair):
            if self.crossing.names_own_figures(self.pair):
                # What goals that a formula names change is put down to them, not to the data.
                differs = self._all(BEFORE, BEFORE, BEFORE) != self._all(BEFORE, AFTER, BEFORE)
            return (ChangePart.DATA,) if differs else ()
        if not self.crossing.is_possible(self.pair):
            return (ChangePart.FORMULA_AND_DATA,) if differs else ()
        crossed = self._all(AFTER, BEFORE, BEFORE), self._all(BEFORE, AFTER, AFTER)
        whole = all(isinstance(each, Fraction) for each in (*before, *after))
        if whole and not all(isinstance(each, Fraction) for found in crossed for each in found):
            return (ChangePart.FORMULA_AND_DATA,)
        found = []
        if before != crossed[0] or after != crossed[1]:
            found.append(ChangePart.FORMULA)
        if before != crossed[1] or after != crossed[0]:
            found.append(ChangePart.DATA)
        return tuple(found)

    def _all(self, formula: int, data: int, goals: int) -> list[object]:
        """Return all that is computed, absences by their reason: what they mention is no difference."""
        found = (
            self._computed(formula, data, goals, by, when)
            for by in ((BEFORE, AFTER) if self.sides.has_methodology else (BEFORE,))
            for when in self.periods
        )
        return [each.reason if isinstance(each, Absence) else each for each in found]

    # ---- What stands where

    def _bit(self, mask: int, part: ChangePart) -> int:
        place = self._places.get(part)
        return 0 if place is None else mask >> place & 1

    @functools.cached_property
    def _places(self) -> Mapping[ChangePart, int]:
        return {part: place for place, part in enumerate(self.parts)}

    def _origins(self, mask: int) -> tuple[int, int, int]:
        """Return from which plan formula, data and the goals that the formula names are."""
        if ChangePart.FORMULA_AND_DATA in self.parts:
            formula = data = self._bit(mask, ChangePart.FORMULA_AND_DATA)
        else:
            formula, data = self._bit(mask, ChangePart.FORMULA), self._bit(mask, ChangePart.DATA)
            if ChangePart.FORMULA not in self.parts:
                formula = data
            if ChangePart.DATA not in self.parts:
                data = formula
        if not self.crossing.names_own_figures(self.pair):
            return formula, data, data
        own = next((each for each in (ChangePart.GOAL, ChangePart.BASELINE) if each in self.parts), None)
        return formula, data, data if own is None else self._bit(mask, own)

    def _hybrid(self, mask: int) -> Indicator:
        """Return the indicator as its parts of `mask` declare it."""
        key = tuple(self._bit(mask, part) for part in _DECLARED)
        found = self._hybrids.get(key)
        if found is None:
            found = self._hybrids[key] = self._made_of(mask)
        return found

    @functools.cached_property
    def _hybrids(self) -> dict[tuple[int, ...], Indicator]:
        return {}

    def _made_of(self, mask: int) -> Indicator:

        def of(part: ChangePart) -> Indicator:
            found = self._declared(self._bit(mask, part))
            assert found is not None
            return found

        direction, unit, goal = (
            of(ChangePart.DIRECTION),
            of(ChangePart.UNIT),
            self._bit(mask, ChangePart.GOAL),
        )
        goals = {when: self._goal(goal, when) for when in self.periods}
        return attrs.evolve(
            unit,
            direction=direction.direction,
            aggregation=direction.aggregation,
            baseline=of(ChangePart.BASELINE).baseline,
            goals={when: each for when, each in goals.items() if each is not None},
        )

    @functools.cached_property
    def is_summed(self) -> bool:
        """Whether the years before count, too."""
        declared = map(self._declared, (BEFORE, AFTER))
        additive = any(each is not None and each.aggregation is Aggregation.ADDITIVE for each in declared)
        return additive and self._has_type_2

    @functools.cached_property
    def _has_type_2(self) -> bool:
        return any(each.progress is Progress.TYPE_2 for each in self.sides.methodologies)

    @functools.cached_property
    def periods(self) -> tuple[Period, ...]:
        """The periods that count, as the later plan calls them, its own last."""
        own = self.sides.after.period
        if not self.is_summed:
            return (own,)
        years = {
            year
            for number in (BEFORE, AFTER)
            for indicator in [self._declared(number)]
            if indicator is not None
            for year in years_before(self.sides[number].plan, indicator, own)
        }
        return (*sorted(years), own)

    def _in(self, number: int, when: Period) -> Period:
        """Return what plan `number` calls the period that the later one calls `when`."""
        return self.sides[number].period if when == self.sides.after.period else when

    def _goal(self, number: int, when: Period) -> Goal | None:
        indicator = self._declared(number)
        return None if indicator is None else indicator.goal(self._in(number, when))

    def _registered(self, number: int, when: Period) -> Figure | None:
        return self._all_registered[number].get(self._in(number, when))

    @functools.cached_property
    def _all_registered(self) -> tuple[Mapping[Period, Figure], Mapping[Period, Figure]]:
        return self.sides.registered(BEFORE, self.pair), self.sides.registered(AFTER, self.pair)

    def _computed(self, formula: int, data: int, goals: int, by: int, when: Period) -> Computed:
        if formula == data == goals and when == self.sides.after.period:
            own = self.sides.evaluation(formula, by).indicators.get(self.pair[formula])
            return None if own is None else own.computed  # it was computed already
        key = (formula, data, goals, by, when)
        if key not in self._known_values:
            self._known_values[key] = self.crossing.computed(
                self.pair, formula, data, goals, by, self._in(data, when)
            )
        return self._known_values[key]

    @functools.cached_property
    def _known_values(self) -> dict[tuple[int, int, int, int, Period], Computed]:
        return {}


def _value(figure: Goal | None) -> object:
    return None if figure is None else figure.value
