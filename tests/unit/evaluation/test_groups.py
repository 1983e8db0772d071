"""Groups calculated by hand."""

from __future__ import annotations

from fractions import Fraction

import attrs
import pytest

from pei_dsl.evaluation.groups import group_result
from pei_dsl.evaluation.weights import weights
from pei_dsl.model.absence import Absence, Reason
from pei_dsl.model.methodology import CEPLAN, EXACTA, Color, MissingSiblings
from pei_dsl.model.plan import Relevance
from tests.builders import GROUP, ND, indicator, result

VERY, RELEVANT, SLIGHTLY = Relevance


@pytest.mark.parametrize(
    ("relevances", "expected"),
    [
        ([VERY, RELEVANT, SLIGHTLY], ["1/2", "1/3", "1/6"]),
        ([VERY, RELEVANT], ["2/3", "1/3"]),
        ([SLIGHTLY, SLIGHTLY], ["1/2", "1/2"]),
        ([None, None, None], ["1/3", "1/3", "1/3"]),
        ([VERY, None], ["2/3", "1/3"]),
        ([], []),
    ],
)
def test_weights(relevances: list[Relevance | None], expected: list[str]) -> None:
    """By relevance; one that is not declared counts as relevant beside others that are."""
    group = [indicator(number, relevance=each) for number, each in enumerate(relevances, 1)]

    assert weights(group) == [Fraction(each) for each in expected]


def test_contributions_are_rounded_half_to_even() -> None:
    """Half of 32.29 is 16.145 and counts 16.14; half of 100 is 50: together 66.14, red."""
    found = group_result(
        GROUP, [result(indicator(1), Fraction("32.29")), result(indicator(2), Fraction(100))]
    )

    assert [each.shown for each in found.contributions] == [Fraction("16.14"), 50]
    assert (found.achievement, found.exact, found.color) == (Fraction("66.14"), Fraction("66.145"), Color.RED)


def test_nd_beside_a_measured_sibling_counts_zero() -> None:
    """With its weight; in other methodologies it leaves, or takes the group along."""
    results = [result(indicator(1), Fraction(80)), result(indicator(2), ND)]
    excluding = attrs.evolve(CEPLAN, missing_siblings=MissingSiblings.EXCLUDE)

    assert group_result(GROUP, results).achievement == 40
    assert group_result(GROUP, results, excluding).achievement == 80
    assert group_result(GROUP, results, EXACTA).achievement == ND


def test_what_was_not_due_leaves() -> None:
    """Its weight goes to the others."""
    results = [result(indicator(1), Fraction(80)), result(indicator(2, Fraction(0)), Fraction(5))]
    found = group_result(GROUP, results)

    assert found.achievement == 80
    assert [each.leaves for each in found.contributions] == [False, True]


def test_the_gravest_reason_is_that_of_the_group() -> None:
    """All ND: the group is ND for the gravest of the reasons; without indicators it does not apply."""
    invalid = Absence(Reason.INVALID, "x")
    results = [
        result(indicator(1), ND),
        result(indicator(2), invalid),
        result(indicator(3, None), Fraction(1)),
    ]

    assert group_result(GROUP, results).achievement == invalid
    empty = group_result(GROUP, []).absence
    assert empty is not None
    assert empty.reason is Reason.NOT_APPLICABLE
