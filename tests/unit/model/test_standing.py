"""What calls an explanation for, and which activities are ahead, in a period whose colours are known."""

from __future__ import annotations

from fractions import Fraction

import pytest

from pei_dsl.model.figure import Figure
from pei_dsl.model.follow_up import Activity, Factor, Recommendation
from pei_dsl.model.periods import Period
from pei_dsl.model.plan import Indicator, Plan
from pei_dsl.model.standing import Standing, Standings

Y2024 = Period.year_of(2024)
ACTION, OTHER = "AEI.01.01", "AEI.01.02"
INDICATOR = Indicator("IND.01.AEI.01.01", "Uno", ACTION)


def activity(executed: str | None, programmed: str | None = "10", action: str = ACTION) -> Activity:
    def by_period(amount: str | None) -> dict[Period, Figure]:
        return {} if amount is None else {Y2024: Figure(Fraction(amount))}

    return Activity("obra", action=action, programmed=by_period(programmed), executed=by_period(executed))


@pytest.mark.parametrize(
    ("executed", "programmed", "nearly"),
    [
        ("9", "10", True),
        ("8.99", "10", False),
        ("11", "10", True),
        (None, "10", False),
        ("9", None, False),
        ("9", "0", False),
    ],
)
@pytest.mark.parametrize("standing", [*Standing, None])
def test_an_activity_is_ahead_if_it_is_nearly_done_and_its_action_is_behind(
    executed: str | None, programmed: str | None, standing: Standing | None, *, nearly: bool
) -> None:
    standings = Standings(Y2024, {ACTION: standing} if standing is not None else {})
    behind = standing in {Standing.LAST, Standing.ABSENT}

    assert standings.is_ahead(activity(executed, programmed)) is (nearly and behind)
    assert not standings.is_ahead(activity("9", action=OTHER))


def test_figures_of_another_period_say_nothing_of_this_one() -> None:
    standings = Standings(Period.year_of(2025), {ACTION: Standing.LAST})

    assert not standings.is_ahead(activity("9"))


@pytest.mark.parametrize("standing", Standing)
def test_only_the_last_band_calls_for_an_explanation(standing: Standing) -> None:
    standings = Standings(Y2024, {OTHER: Standing.LAST, ACTION: standing})

    assert list(standings.unexplained(Plan())) == [OTHER, *([ACTION] if standing is Standing.LAST else [])]


def factor(*affects: str, effect: str = "", year: int | None = None) -> Plan:
    period = None if year is None else (Period.year_of(year), Period.year_of(year))
    return Plan(factors={"f": Factor("f", period=period, effect=effect, affects=affects)})


def recommendation(year: int | None, *addresses: str, follows: str = "") -> Plan:
    period = None if year is None else Period.year_of(year)
    made = Recommendation("REC.01", period=period, addresses=addresses, follows=follows)
    return Plan(recommendations={"REC.01": made})


@pytest.mark.parametrize(
    ("told", "explains"),
    [
        (factor(ACTION), True),
        (factor(INDICATOR.code), True),
        (factor(ACTION, effect="dificulta"), True),
        (factor(ACTION, effect="favorece"), False),
        (factor(ACTION, year=2024), True),
        (factor(ACTION, year=2023), False),
        (factor("OEI.01"), False),
        (factor(OTHER), False),
        (factor(), False),
        (recommendation(None, ACTION), True),
        (recommendation(2023, ACTION), True),
        (recommendation(2024, ACTION), True),
        (recommendation(2025, ACTION), False),
        (recommendation(2024, INDICATOR.code), True),
        (recommendation(2024, follows=INDICATOR.code), True),
        (recommendation(2024, OTHER), False),
        (recommendation(2024), False),
    ],
)
def test_what_explains_an_action_in_the_last_band(told: Plan, *, explains: bool) -> None:
    plan = Plan(
        indicators={INDICATOR.code: INDICATOR}, factors=told.factors, recommendations=told.recommendations
    )
    standings = Standings(Y2024, {ACTION: Standing.LAST})

    assert list(standings.unexplained(plan)) == ([] if explains else [ACTION])
