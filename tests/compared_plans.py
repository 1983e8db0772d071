"""Pairs of plans that differ in few parts, and the game that says what each part explains, by enumeration."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any, TypeAlias

import attrs
from hypothesis import strategies as st

from pei_dsl.comparison.compared import ChangePart
from pei_dsl.comparison.sides import Side, Sides
from pei_dsl.evaluation.evaluate import Data, evaluate
from pei_dsl.evaluation.evaluation import Evaluation
from pei_dsl.model.expressions import Number, Product, Reference
from pei_dsl.model.keys import KeyKind, key_of
from pei_dsl.model.methodology import Methodology
from pei_dsl.model.plan import (
    Aggregation,
    Baseline,
    Definition,
    Direction,
    Figure,
    Group,
    Indicator,
    Level,
    Plan,
    Relevance,
)
from pei_dsl.model.units import NUMBER, PERCENTAGE
from tests import strategies
from tests.builders import Y2024, period

Y2023 = period("2023")
GROUPS = (
    Group("OEI.01", "Salud", Level.OBJECTIVE),
    Group("OEI.02", "Educación", Level.OBJECTIVE),
    Group("AEI.01.01", "Vacunas", Level.ACTION, "OEI.01"),
)
Slot: TypeAlias = tuple[str, ChangePart]
"""A part of an indicator by its code; a group's weights; the methodology, or how many objectives there are."""

_NUMBERS = (Fraction(each) for each in ("0", "1", "2", "3", "7", "0.35", "1/3", "90", "-1"))
_amounts = st.sampled_from([None, *_NUMBERS])
_DRAWN: Mapping[ChangePart, st.SearchStrategy[Any]] = {
    ChangePart.GOAL: st.tuples(_amounts, _amounts),
    ChangePart.REGISTERED: st.tuples(_amounts, _amounts),
    ChangePart.DATA: st.tuples(_amounts, _amounts),
    ChangePart.FORMULA: st.sampled_from([None, Fraction(1), Fraction(2), Fraction(1, 7)]),
    ChangePart.UNIT: st.sampled_from([(NUMBER, None), (NUMBER, 0), (PERCENTAGE, 1), (NUMBER, 2)]),
    ChangePart.DIRECTION: st.tuples(st.sampled_from(Direction), st.none() | st.sampled_from(Aggregation)),
    ChangePart.BASELINE: _amounts,
    ChangePart.WEIGHTS: st.tuples(
        st.none() | st.sampled_from(Relevance), st.sampled_from([None, Fraction(1, 4), Fraction(1, 2)])
    ),
    ChangePart.INDICATOR: st.just(value=True),
}


@attrs.frozen
class Drawn:
    """
    A pair of plans as it was drawn.

    Attributes:
        groups: The group of each indicator by its code.
        before, after: What each indicator is in each plan, part by part.
        methodologies: Those of both.
    """

    groups: Mapping[str, str]
    before: Mapping[Slot, Any]
    after: Mapping[Slot, Any]
    methodologies: tuple[Methodology, Methodology]

    def changed(self) -> list[list[Slot]]:
        """Return what differs: the slots of each union."""
        unions = []
        for code in self.groups:
            slots = [(code, part) for part in _DRAWN if self.before[code, part] != self.after[code, part]]
            if (code, ChangePart.INDICATOR) in slots:
                unions.append([(code, ChangePart.INDICATOR)])
            else:
                unions.append([each for each in slots if each[1] is not ChangePart.WEIGHTS])
        unions.extend([(each.code, ChangePart.WEIGHTS)] for each in GROUPS)
        unions.append([("", ChangePart.METHODOLOGY)])
        return [
            each
            for each in unions
            if each and (each[0][1] is not ChangePart.WEIGHTS or self._weights(each[0][0]))
        ]

    def _weights(self, group: str) -> bool:
        return any(
            self.before[code, ChangePart.WEIGHTS] != self.after[code, ChangePart.WEIGHTS]
            for code, own in self.groups.items()
            if own == group and self.is_kept(code)
        )

    def is_kept(self, code: str) -> bool:
        """Tell whether both plans have an indicator."""
        return bool(self.before[code, ChangePart.INDICATOR] and self.after[code, ChangePart.INDICATOR])

    def evaluation(self, exchanged: frozenset[Slot]) -> Evaluation:
        """Return the plan measured with these slots of the later plan, and all else of the earlier one."""
        plan = _plan(self.groups, lambda code, part: self._part(code, part, exchanged))
        methodology = self.methodologies[("", ChangePart.METHODOLOGY) in exchanged]
        return evaluate(plan, Y2024, Data(), methodology)

    def _part(self, code: str, part: ChangePart, exchanged: frozenset[Slot]) -> Any:  # noqa: ANN401  (as it was drawn)
        slot = (code, part)
        if not self.is_kept(code):
            there = self.after[code, ChangePart.INDICATOR]
            if part is ChangePart.INDICATOR:
                return bool(there) == ((code, ChangePart.INDICATOR) in exchanged)
            return (self.after if there else self.before)[slot]
        asked = (self.groups[code], part) if part is ChangePart.WEIGHTS else slot
        return (self.after if asked in exchanged else self.before)[slot]

    def sides(self) -> Sides:
        """Return both plans as they are compared."""
        plans = [
            _plan(self.groups, lambda code, part: self.before[code, part]),
            _plan(self.groups, lambda code, part: self.after[code, part]),
        ]
        before, after = (
            Side(plan, Y2024, Data(), methodology)
            for plan, methodology in zip(plans, self.methodologies, strict=True)
        )
        return Sides(before, after)

    def swapped(self) -> Drawn:
        """Return the pair with the later plan first."""
        return Drawn(self.groups, self.after, self.before, self.methodologies[::-1])


def _plan(groups: Mapping[str, str], of: Callable[[str, ChangePart], Any]) -> Plan:
    indicators, definitions = {}, {}
    for code, group in groups.items():
        if of(code, ChangePart.INDICATOR):
            indicators[code], found = _indicator(code, group, of)
            definitions.update({each.key: each for each in found})
    kept = {each.code: each for each in GROUPS}
    return Plan(period=(Y2023, Y2024), groups=kept, indicators=indicators, definitions=definitions)


def _indicator(
    code: str, group: str, of: Callable[[str, ChangePart], Any]
) -> tuple[Indicator, list[Definition]]:
    unit, decimals = of(code, ChangePart.UNIT)
    direction, aggregation = of(code, ChangePart.DIRECTION)
    relevance, weight = of(code, ChangePart.WEIGHTS)
    factor, baseline = of(code, ChangePart.FORMULA), of(code, ChangePart.BASELINE)
    series = key_of(KeyKind.SERIES, f"x{code}")
    formula = None if factor is None else Product((Reference(series), Number(factor)), (False, False))
    indicator = Indicator(
        code,
        "Indicador",
        group,
        formula=formula,
        unit=unit,
        decimals=decimals,
        direction=direction,
        relevance=relevance,
        aggregation=aggregation,
        weight=weight,
        baseline=None if baseline is None else Baseline(Y2023, Figure(baseline)),
        goals=_figures(of(code, ChangePart.GOAL)),
        values=_figures(of(code, ChangePart.REGISTERED)),
    )
    own = Definition(key_of(KeyKind.INDICATOR, code), code, expression=formula)
    return indicator, [own, Definition(series, f"x{code}", figures=_figures(of(code, ChangePart.DATA)))]


def _figures(drawn: tuple[Fraction | None, Fraction | None]) -> dict[Any, Figure]:
    return {when: Figure(each) for when, each in zip((Y2023, Y2024), drawn, strict=True) if each is not None}


@st.composite
def pairs(draw: st.DrawFn, most_changes: int = 4) -> Drawn:
    """Return two plans that differ in few parts of their indicators, and often in their methodology."""
    codes = [f"IND.{number:02}.{group.code}" for group in GROUPS for number in (1, 2, 3)]
    chosen = draw(st.lists(st.sampled_from(codes), min_size=1, max_size=4, unique=True))
    groups = {code: code[7:] for code in sorted(chosen)}
    slots = [(code, part) for code in groups for part in _DRAWN]
    before = {slot: draw(_DRAWN[slot[1]]) for slot in slots}
    changes = draw(st.lists(st.sampled_from(slots), max_size=most_changes, unique=True))
    after = {slot: draw(_DRAWN[slot[1]]) if slot in changes else each for slot, each in before.items()}
    for slot in changes:
        if slot[1] is ChangePart.INDICATOR:
            draw(st.sampled_from([before, after]))[slot] = False
    first = draw(strategies.methodologies)
    second = draw(st.just(first) | strategies.methodologies)
    return Drawn(groups, before, after, (first, second))


# ---- The definition ---------------------------------------------------------------------------------------


def owen(
    unions: Sequence[Sequence[Slot]], game: Callable[[frozenset[Slot]], Fraction]
) -> dict[Slot, Fraction]:
    """Return the Owen value of `game` by its definition: over all coalitions of unions, and inside each."""
    found = {}
    for own in unions:
        others = [each for each in unions if each is not own]
        for slot in own:
            mates = [each for each in own if each != slot]
            found[slot] = sum(
                (
                    _weight(len(outside), len(unions))
                    * _weight(len(inside), len(own))
                    * (
                        game(frozenset((*itertools.chain(*outside), *inside, slot)))
                        - game(frozenset((*itertools.chain(*outside), *inside)))
                    )
                    for outside in _subsets(others)
                    for inside in _subsets(mates)
                ),
                Fraction(0),
            )
    return {slot: amount for slot, amount in found.items() if amount}


def _subsets(items: Sequence[Any]) -> Iterator[tuple[Any, ...]]:
    for size in range(len(items) + 1):
        yield from itertools.combinations(items, size)


def _weight(before: int, players: int) -> Fraction:
    return Fraction(math.factorial(before) * math.factorial(players - 1 - before), math.factorial(players))


@st.composite
def crowds(draw: st.DrawFn) -> Drawn:
    """Return pairs with one group in which most indicators begin or cease to count, weights apart."""
    base = draw(pairs(most_changes=0))
    codes = [f"IND.{number:02}.OEI.01" for number in range(1, draw(st.integers(2, 4)) + 1)]
    amount = st.sampled_from([*map(Fraction, (1, 2, 3, 7))])
    before: dict[Slot, Any] = {}
    for code in codes:
        before |= {(code, part): draw(drawn) for part, drawn in _DRAWN.items()}
        before |= {
            (code, ChangePart.DIRECTION): (Direction.ASCENDING, None),
            (code, ChangePart.REGISTERED): (None, draw(amount)),
            (code, ChangePart.GOAL): (None, draw(st.none() | amount)),
        }
    after = dict(before)
    for code in codes:
        switches = before[code, ChangePart.GOAL][1] is not None and draw(st.booleans())
        after[code, ChangePart.GOAL] = (None, None if switches else draw(amount))
    changed = draw(st.sampled_from(codes))
    part = draw(st.sampled_from([ChangePart.REGISTERED, ChangePart.WEIGHTS, ChangePart.INDICATOR]))
    after[changed, part] = {ChangePart.REGISTERED: (None, draw(amount)), ChangePart.INDICATOR: False}.get(
        part, draw(_DRAWN[ChangePart.WEIGHTS])
    )
    return attrs.evolve(base, groups=dict.fromkeys(codes, "OEI.01"), before=before, after=after)
