"""The figure of an objective or action."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from pei_dsl.evaluation.groups import group_result
from pei_dsl.evaluation.results import GroupResult, IndicatorResult
from pei_dsl.evaluation.weights import LEAVING, weights
from pei_dsl.model.absence import Absence
from pei_dsl.model.methodology import CEPLAN, Methodology, MissingSiblings
from pei_dsl.model.plan import Direction, Relevance
from tests import strategies
from tests.builders import GROUP, indicator, result

relevances = st.none() | st.sampled_from(Relevance)
members = st.lists(
    st.tuples(
        relevances,
        st.sampled_from(Direction),
        st.fractions(0, 200) | strategies.absences | st.none(),
        st.fractions(1, 200) | strategies.absences | st.just(Fraction(0)),
    ),
    max_size=5,
)


@st.composite
def results(draw: st.DrawFn, methodology: Methodology) -> list[IndicatorResult]:
    """Results of the indicators of one group."""
    return [
        result(indicator(number, goal, direction, relevance), value, methodology)
        for number, (relevance, direction, value, goal) in enumerate(draw(members), 1)
    ]


def figure(of: GroupResult) -> tuple[object, ...]:
    """Return the figure of a group; of an absence, its reason."""
    shown = of.achievement.reason if isinstance(of.achievement, Absence) else of.achievement
    return shown, of.exact, of.color


@given(st.lists(relevances, min_size=1, max_size=8), strategies.methodologies)
def test_weights_sum_to_one(drawn: list[Relevance | None], methodology: Methodology) -> None:
    """The shares of a group are its whole, none is nothing, and the more relevant weighs at least as much."""
    group = [indicator(number, relevance=relevance) for number, relevance in enumerate(drawn, 1)]
    shares = weights(group, methodology)

    assert sum(shares) == 1
    assert all(share > 0 for share in shares)
    ranks = [int(relevance or Relevance.RELEVANT) for relevance in drawn]
    ordered = [
        share for _, share in sorted(zip(ranks, shares, strict=True), key=lambda pair: (pair[0], -pair[1]))
    ]
    assert ordered == sorted(ordered, reverse=True)


@given(st.data(), strategies.methodologies)
def test_the_order_of_indicators_does_not_matter(data: st.DataObject, methodology: Methodology) -> None:
    """A group has one figure, in whatever order its indicators are looked at."""
    found = data.draw(results(methodology))
    shuffled = data.draw(st.permutations(found))

    assert figure(group_result(GROUP, found, methodology)) == figure(
        group_result(GROUP, shuffled, methodology)
    )


@given(st.data(), strategies.methodologies)
def test_a_group_lies_among_its_indicators(data: st.DataObject, methodology: Methodology) -> None:
    """Unrounded, a group is between its worst and its best indicator; an ND that counts is a zero."""
    found = data.draw(results(methodology))
    of_group = group_result(GROUP, found, methodology)

    if of_group.exact is not None:
        counting = [each for each in of_group.contributions if not each.leaves]
        by_code = {each.indicator.code: each.achievement for each in found}
        reached = [
            Fraction(0) if isinstance(achieved, Absence) else achieved.exact
            for achieved in (by_code[each.code] for each in counting)
        ]
        assert min(reached) <= of_group.exact <= max(reached)
        assert sum(each.weight for each in counting) == 1
    assert (of_group.color is None) == (of_group.absence is not None) == (of_group.exact is None)


@given(st.data(), strategies.methodologies)
def test_a_group_without_any_figure_has_none(data: st.DataObject, methodology: Methodology) -> None:
    """All ND is ND; under `grupo nd` any that is owed is; something measured among the others is a figure."""
    found = data.draw(results(methodology))
    absent = [each for each in found if each.absence is not None]
    of_group = group_result(GROUP, found, methodology)

    if len(absent) == len(found):
        assert of_group.absence is not None
    elif methodology.missing_siblings is MissingSiblings.GROUP_MISSING:
        owed = [each for each in absent if each.absence is not None and each.absence.reason not in LEAVING]
        assert (of_group.absence is not None) == bool(owed)
    else:
        assert of_group.absence is None


@given(st.data())
def test_an_indicator_that_was_not_due_changes_nothing(data: st.DataObject) -> None:
    """Beside measured siblings, an indicator without a goal leaves the group as it was."""
    found = data.draw(results(CEPLAN))
    idle = result(indicator(9, Fraction(0), relevance=data.draw(relevances)), Fraction(5))
    before = group_result(GROUP, found)

    if before.absence is None:
        assert figure(group_result(GROUP, [*found, idle])) == figure(before)
