"""What is declared beside figures: which period it is for, what is due, and what evidence adds up to."""

from __future__ import annotations

import datetime
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pei_dsl.model.figure import Figure
from pei_dsl.model.follow_up import (
    Activity,
    Commitment,
    Evidence,
    Factor,
    Recommendation,
    Situation,
    supported,
)
from pei_dsl.model.units import NUMBER, PERCENTAGE, Unit
from tests.builders import ND, period

counts = st.fractions(min_value=0, max_value=10_000)


def evidence(shows: Fraction | int | None) -> Evidence:
    return Evidence("acta", supports=None if shows is None else Figure(Fraction(shows)))


# ---- Evidence ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("own", "day", "asked", "counts"),
    [
        ("2024", None, "2024", True),
        ("2024-S1", None, "2024", True),
        ("2024", None, "2024-S1", False),  # nothing says in which half it was
        ("2024", "2024-03-15", "2024-S1", True),
        ("2024", "2024-03-15", "2024-S2", False),
        ("2024", "2023-12-01", "2024", True),  # its period is said; the day is remarked on
        ("2024", "2023-12-01", "2023", False),
        ("2024", "2023-12-01", "2023-S2", False),
        ("2023", "2023-12-01", "2024", False),
    ],
)
def test_evidence_is_for_its_period_and_for_the_shorter_one_of_its_day(
    own: str, day: str | None, asked: str, *, counts: bool
) -> None:
    date = datetime.date.fromisoformat(day) if day is not None else None

    assert Evidence("acta", period=period(own), date=date).is_for(period(asked)) is counts


@given(st.dates(datetime.date(2020, 1, 1), datetime.date(2026, 12, 31)))
def test_evidence_of_a_year_is_for_one_half_of_it(day: datetime.date) -> None:
    year = period(str(day.year))
    found = Evidence("acta", period=year, date=day)

    assert [found.is_for(each) for each in year.parts(period("2024-S1").granularity)].count(True) == 1
    assert not Evidence("acta", date=day).is_for(year)


@given(st.lists(st.none() | counts))
def test_counts_add_up_and_parts_of_a_quotient_do_not(shown: list[Fraction | None]) -> None:
    pieces = [evidence(each) for each in shown]
    known = [each for each in shown if each is not None]

    assert supported(pieces, NUMBER) == (sum(known) if known else None)
    assert supported(pieces, Unit("quantity")) == (sum(known) if known else None)
    assert supported(pieces, PERCENTAGE) == max(known, default=None)


# ---- Activities ------------------------------------------------------------------------------------------


@given(counts, counts)
def test_progress_is_what_was_executed_of_what_was_programmed(
    programmed: Fraction, executed: Fraction
) -> None:
    year = period("2024")
    activity = Activity("obra", programmed={year: Figure(programmed)}, executed={year: Figure(executed)})

    found = activity.progress(year)

    assert found is None if programmed == 0 else found is not None and found * programmed == executed
    assert activity.progress(period("2023")) is None


def test_there_is_no_progress_without_both_figures() -> None:
    year = period("2024")

    assert Activity("obra", executed={year: Figure(Fraction(3))}).progress(year) is None
    assert Activity("obra", programmed={year: Figure(Fraction(3))}).progress(year) is None
    assert Activity("obra", programmed={year: Figure(ND)}, executed={year: Figure(ND)}).progress(year) is None


# ---- Factors ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "last", "asked", "works"),
    [
        ("2024", "2024", "2024-S1", True),
        ("2024-S1", "2024-S1", "2024", True),
        ("2024-S1", "2024-S1", "2024-S2", False),
        ("2022", "2023", "2024", False),
        ("2022", "2024", "2023", True),
    ],
)
def test_a_factor_works_in_what_its_period_meets(first: str, last: str, asked: str, *, works: bool) -> None:
    factor = Factor("recorte", period=(period(first), period(last)))

    assert factor.works_in(period(asked)) is works
    assert Factor("recorte").works_in(period(asked))


# ---- Recommendations and commitments -----------------------------------------------------------------------


def test_a_recommendation_is_due_in_reports_after_its_own() -> None:
    found = Recommendation("REC.2024.S1.01", period=period("2024-S1"))

    assert not found.is_due(period("2024-S1"))
    assert not found.is_due(period("2023"))
    assert found.is_due(period("2024"))
    assert found.is_due(period("2024-S2"))
    assert Recommendation("REC.A").is_due(period("2023"))


def test_the_situation_is_the_last_one_known_at_the_end_of_a_period() -> None:
    said = {period("2024-S1"): Situation.IN_PROGRESS, period("2024"): Situation.APPLIED}
    found = Recommendation("REC.2023.01", situations=said)

    assert found.situation(period("2024-S1")) is Situation.IN_PROGRESS
    assert found.situation(period("2024")) is Situation.APPLIED
    assert found.situation(period("2025")) is Situation.APPLIED
    assert found.situation(period("2023")) is None


def test_of_periods_that_end_alike_the_shorter_one_is_the_later_word() -> None:
    said = {period("2024-S2"): Situation.APPLIED, period("2024"): Situation.IN_PROGRESS}

    assert Recommendation("REC.2023.01", situations=said).situation(period("2024")) is Situation.APPLIED


@pytest.mark.parametrize(
    ("situation", "day", "overdue"),
    [
        (None, "2025-06-30", False),  # the last day is still in time
        (None, "2025-07-01", True),
        (Situation.IN_PROGRESS, "2025-07-01", True),
        (Situation.NOT_APPLIED, "2025-07-01", True),
        (Situation.APPLIED, "2025-07-01", False),
        (Situation.DISCARDED, "2025-07-01", False),
    ],
)
def test_a_commitment_is_overdue_after_its_last_day(
    situation: Situation | None, day: str, *, overdue: bool
) -> None:
    said = {} if situation is None else {period("2025-S1"): situation}
    found = Commitment("COM.01", deadline=period("2025-S1"), situations=said)

    assert found.is_overdue(datetime.date.fromisoformat(day)) is overdue
    assert not Commitment("COM.01").is_overdue(datetime.date.fromisoformat(day))


def test_what_is_said_of_a_later_period_is_not_known_yet() -> None:
    found = Commitment("COM.01", deadline=period("2024"), situations={period("2026"): Situation.APPLIED})

    assert found.is_overdue(datetime.date(2025, 1, 1))
    assert not found.is_overdue(datetime.date(2026, 1, 1))
