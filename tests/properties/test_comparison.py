"""What each change explains of a movement: the Owen value of the game that evaluates plans with some changes."""

from __future__ import annotations

import functools
from fractions import Fraction

import attrs
import pytest
from hypothesis import given, settings

from pei_dsl.comparison import group_game, sequence
from pei_dsl.comparison.compared import ChangePart, FigureKind, MovedFigure
from pei_dsl.comparison.movements import Movements
from pei_dsl.evaluation.evaluation import Evaluation
from pei_dsl.evaluation.results import GroupResult, IndicatorResult
from pei_dsl.model.absence import Absence
from pei_dsl.model.plan import Level
from tests.compared_plans import Drawn, Slot, crowds, owen, pairs
from tests.example_counts import examples


def shares(moved: MovedFigure) -> dict[Slot, Fraction]:
    """Return what each change explains, by code and part."""
    return {(each.code, each.part): each.amount for each in moved.shares}


def shown(result: GroupResult | IndicatorResult | None) -> Fraction:
    """Return an alcance as it enters a game: nothing counts as zero."""
    if result is None or isinstance(result.achievement, Absence):
        return Fraction(0)
    reached = result.achievement
    return reached if isinstance(reached, Fraction) else reached.shown


def tint(evaluation: Evaluation, level: Level | None, color: str) -> list[str]:
    """Return the codes of what has a colour."""
    results = evaluation.indicators.values() if level is None else [
        each for each in evaluation.groups.values() if each.group.level is level
    ]  # fmt: skip
    return [
        each.group.code if isinstance(each, GroupResult) else each.indicator.code
        for each in results
        if (color == "nd" if each.color is None else str(each.color) == color)
    ]


def unrounded(drawn: Drawn) -> Drawn:
    """Return the pair without the rounding of whole figures, which is told apart."""
    one, other = (attrs.evolve(each, figure_rounding=None) for each in drawn.methodologies)
    return attrs.evolve(drawn, methodologies=(one, other))


@settings(max_examples=examples(60))
@given(pairs())
def test_the_parts_of_every_movement_add_up_to_it(drawn: Drawn) -> None:
    """No figure that did not move has a line, and no change that explains nothing."""
    movements = Movements(drawn.sides())
    for moved in movements.moved():
        assert moved.difference
        assert sum(each.amount for each in moved.shares) == moved.difference
        assert all(each.amount for each in moved.shares)


@settings(max_examples=examples(25))
@given(pairs())
def test_a_figure_that_moved_is_told(drawn: Drawn) -> None:
    """What differs between two evaluations is what is told, figure by figure."""
    movements = Movements(drawn.sides())
    one, other = movements.sides.own
    told = {each.code for each in movements.moved() if each.kind is FigureKind.ACHIEVEMENT}
    lost = {each.code for each in movements.unmeasured() if each.kind is FigureKind.ACHIEVEMENT}
    both: list[tuple[str, GroupResult | IndicatorResult, GroupResult | IndicatorResult | None]] = [
        *((code, each, other.indicators.get(code)) for code, each in one.indicators.items()),
        *((code, each, other.groups.get(code)) for code, each in one.groups.items()),
    ]
    ends = {
        code: [None if each.absence else shown(each) for each in (before, after)]
        for code, before, after in both
        if after is not None
    }
    assert told == {code for code, (a, b) in ends.items() if a is not None and b is not None and a != b}
    assert lost == {code for code, (a, b) in ends.items() if (a is None) != (b is None)}


@settings(max_examples=examples(25))
@given(pairs())
def test_swapping_both_plans_negates(drawn: Drawn) -> None:
    def told(of: Drawn) -> dict[tuple[object, ...], dict[Slot, Fraction]]:
        return {(each.kind, each.code, each.color): shares(each) for each in Movements(of.sides()).moved()}

    there, back = told(drawn), told(drawn.swapped())
    assert back == {key: {slot: -amount for slot, amount in found.items()} for key, found in there.items()}


@settings(max_examples=examples(25))
@given(pairs())
def test_a_plan_beside_itself_says_nothing(drawn: Drawn) -> None:
    same = attrs.evolve(drawn, after=drawn.before, methodologies=(drawn.methodologies[0],) * 2)
    movements = Movements(same.sides())
    assert not [*movements.moved(), *movements.unmeasured(), *movements.easier()]


@settings(max_examples=examples(60))
@given(pairs() | crowds())
def test_shares_are_those_of_the_definition(drawn: Drawn) -> None:
    """Every coalition evaluated as a plan of its own gives the same, for alcances of all levels."""
    drawn = unrounded(drawn)
    unions = drawn.changed()
    evaluated = functools.cache(drawn.evaluation)
    for moved in Movements(drawn.sides()).moved():
        if moved.kind is FigureKind.ACHIEVEMENT:

            def game(exchanged: frozenset[Slot], code: str = moved.code) -> Fraction:
                found = evaluated(exchanged)
                return shown(found.groups.get(code) or found.indicators.get(code))

            assert shares(moved) == owen(unions, game), moved.code


@settings(max_examples=examples(25))
@given(pairs(most_changes=3) | crowds())
def test_those_of_the_mean_are_of_all_objectives(drawn: Drawn) -> None:
    drawn = unrounded(drawn)
    movements = Movements(drawn.sides())
    moved = next((each for each in movements.moved() if each.kind is FigureKind.MEAN), None)
    if moved is None:
        return
    counted = [
        sum(each.certainty is not None for each in own.groups.values() if each.group.level is Level.OBJECTIVE)
        for own in movements.sides.own
    ]
    number = ("", ChangePart.COUNTED)
    unions = [*drawn.changed(), *([[number]] if counted[0] != counted[1] else [])]
    evaluated = functools.cache(drawn.evaluation)

    def game(exchanged: frozenset[Slot]) -> Fraction:
        found = evaluated(exchanged - {number})
        figures = [shown(each) for each in found.groups.values() if each.group.level is Level.OBJECTIVE]
        return sum(figures, Fraction(0)) / counted[number in exchanged]

    assert shares(moved) == owen(unions, game)


@settings(max_examples=examples(25))
@given(pairs(most_changes=3))
def test_those_of_counts_are_of_what_changed_its_colour(drawn: Drawn) -> None:
    levels = {"objetivos": Level.OBJECTIVE, "acciones": Level.ACTION, "indicadores": None}
    drawn = unrounded(drawn)
    unions = drawn.changed()
    movements = Movements(drawn.sides())
    evaluated = functools.cache(drawn.evaluation)
    for moved in movements.moved():
        if moved.kind is FigureKind.COUNT:
            level = levels[moved.code]
            ends = [{*tint(each, level, moved.color)} for each in movements.sides.own]
            changed = ends[0] ^ ends[1]

            def game(
                exchanged: frozenset[Slot],
                level: Level | None = level,
                color: str = moved.color,
                changed: set[str] = changed,
            ) -> Fraction:
                return Fraction(len(changed.intersection(tint(evaluated(exchanged), level, color))))

            assert shares(moved) == owen(unions, game)


@settings(max_examples=examples(25))
@given(pairs())
def test_a_sequential_reading_adds_up_too(drawn: Drawn) -> None:
    """Its changes stand in the order that was asked for, of whichever group they are."""
    order = (ChangePart.GOAL, ChangePart.DATA, ChangePart.WEIGHTS)
    places = sequence.whole_order(order)
    for moved in Movements(drawn.sides(), order).moved():
        assert sum(each.amount for each in moved.shares) == moved.difference
        read = [places.index(each.part) for each in moved.shares]
        assert read == sorted(read)


@settings(max_examples=examples(25))
@given(crowds())
def test_many_that_begin_or_cease_to_count_are_one_union(drawn: Drawn) -> None:
    """Where they are too many to be told apart, they are exchanged together, and all else as ever."""
    drawn = unrounded(drawn)
    evaluated = functools.cache(drawn.evaluation)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(group_game, "MOST_SWITCHING", 1)
        movements = Movements(drawn.sides())
        game = next(game for _, game in movements.games if game.code == "OEI.01")
        joint = {game.members[index].pair.code for index in game._joint}
        found = game.shares()
    together = frozenset(slot for union in drawn.changed() for slot in union if slot[0] in joint)
    key = ("OEI.01", ChangePart.TOGETHER)
    unions = [each for each in drawn.changed() if not together.intersection(each)]
    unions += [[key]] if together else []

    def played(exchanged: frozenset[Slot]) -> Fraction:
        whole = exchanged - {key} | (together if key in exchanged else frozenset())
        return shown(evaluated(whole).groups["OEI.01"])

    assert {(code, part): amount for (part, code), amount in found.items()} == owen(unions, played)
