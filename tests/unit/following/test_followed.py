"""What is open: a recommendation of an earlier report and a commitment, until they are applied or given up."""

from __future__ import annotations

import pytest

from pei_dsl.following.followed import FollowedCommitment, FollowedRecommendation
from pei_dsl.following.following_up import periods_before
from pei_dsl.model.follow_up import Commitment, Recommendation, Situation
from pei_dsl.model.periods import Period
from pei_dsl.model.plan import Plan

OPEN = {None, Situation.IN_PROGRESS, Situation.NOT_APPLIED}


@pytest.mark.parametrize("is_due", [True, False])
@pytest.mark.parametrize("situation", [None, *Situation])
def test_a_recommendation_is_open_if_it_is_due_and_nothing_closed_it(
    situation: Situation | None, *, is_due: bool
) -> None:
    followed = FollowedRecommendation(Recommendation("REC.01"), situation, None, (), is_due)

    assert followed.is_open is (is_due and situation in OPEN)


@pytest.mark.parametrize("is_overdue", [True, False])
@pytest.mark.parametrize("situation", [None, *Situation])
def test_a_commitment_is_open_until_something_closes_it(
    situation: Situation | None, *, is_overdue: bool
) -> None:
    followed = FollowedCommitment(Commitment("COM.01"), situation, None, is_overdue)

    assert followed.is_open is (situation in OPEN)


@pytest.mark.parametrize(
    ("recommendation", "periods"),
    [
        (Recommendation("REC.01", period=Period.year_of(2022), follows="IND.01.OEI.01"), [2022]),
        (Recommendation("REC.01", follows="IND.01.OEI.01"), [2023]),
        (Recommendation("REC.01", period=Period.year_of(2022)), []),
        (Recommendation("REC.01", period=Period.year_of(2024), follows="IND.01.OEI.01"), []),
    ],
)
def test_from_when_a_recommendation_is_measured(recommendation: Recommendation, periods: list[int]) -> None:
    """From the period of its report, or else from the same stretch of time before; without `sigue:` never."""
    plan = Plan(recommendations={"REC.01": recommendation})

    assert periods_before(plan, Period.year_of(2024)) == [Period.year_of(each) for each in periods]
