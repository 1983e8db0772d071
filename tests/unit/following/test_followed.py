"""What is open: a recommendation of an earlier report and a commitment, until they are applied or given up."""

from __future__ import annotations

import pytest

from pei_dsl.following.followed import FollowedCommitment, FollowedRecommendation
from pei_dsl.model.follow_up import Commitment, Recommendation, Situation

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
