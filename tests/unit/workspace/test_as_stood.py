"""A plan as it stood on a day: each act is undone that came after it, and no other."""

from __future__ import annotations

import datetime
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

import pei_dsl
from pei_dsl.diagnostics.errors import PlanError

PLAN = """\
plan "PEI"
  periodo: 2024 a 2025
  metodología: {methodology}
objetivo OEI.01 "Albergue"
indicador IND.01.OEI.01 "Unidades"
  unidad:  número
  sentido: ascendente
  logros:  2024: {goal}; 2025: 7
  peso:    {weight}
"""
ACT = """
cambio "{title}"
  de:      IND.01.OEI.01
  campo:   logros
  periodo: 2024
  antes:   "{before}"
  fecha:   {date}
"""
DAYS = st.dates(datetime.date(2024, 1, 1), datetime.date(2025, 12, 31))


def goal(loaded: pei_dsl.Loaded) -> object:
    return next(
        each.value
        for period, each in loaded.plan.indicators["IND.01.OEI.01"].goals.items()
        if period.year == 2024
    )


@given(
    dates=st.lists(DAYS, unique=True, max_size=5),
    goals=st.lists(st.integers(1, 5000), min_size=6, max_size=6),
    day=DAYS,
    order=st.randoms(use_true_random=False),
)
def test_the_goal_is_what_the_first_later_act_found(
    dates: list[datetime.date], goals: list[int], day: datetime.date, order: object
) -> None:
    dates = sorted(dates)
    acts = [ACT.format(title=number, before=goals[number], date=date) for number, date in enumerate(dates)]
    order.shuffle(acts)  # type: ignore[attr-defined]  # a Random
    now = goals[len(dates)]
    loaded = pei_dsl.load_text(PLAN.format(methodology="ceplan", goal=now, weight=1) + "".join(acts))
    later = [number for number, date in enumerate(dates) if date > day]

    stood = pei_dsl.as_stood(loaded, day)

    assert goal(stood) == Fraction(goals[later[0]] if later else now)
    assert goal(loaded) == now
    assert stood.plan.indicators["IND.01.OEI.01"].weight == 1


def test_fields_that_hold_no_figures_and_the_plan_itself() -> None:
    loaded = pei_dsl.load_text(
        PLAN.format(methodology="exacta", goal=5, weight=3)
        + 'cambio "Peso"\n  de: IND.01.OEI.01\n  campo: peso\n  antes: "2"\n  fecha: 2024-05-01\n'
        + 'cambio "Metodología"\n  campo: metodología\n  antes: "ceplan"\n  fecha: 2024-07-01\n'
    )
    days = [datetime.date(2024, month, 1) for month in (4, 6, 7)]

    plans = [pei_dsl.as_stood(loaded, each).plan for each in days]

    assert [each.indicators["IND.01.OEI.01"].weight for each in plans] == [2, 3, 3]
    assert [each.methodology.name for each in plans] == ["ceplan", "ceplan", "exacta"]


def test_what_was_not_there_is_taken_away() -> None:
    loaded = pei_dsl.load_text(
        PLAN.format(methodology="ceplan", goal=5, weight=3)
        + 'cambio "Peso"\n  de: IND.01.OEI.01\n  campo: peso\n  fecha: 2024-05-01\n'
    )

    stood = pei_dsl.as_stood(loaded, datetime.date(2024, 1, 1))

    assert "peso" not in stood.sources["plan.pei"].text.partition("cambio")[0]


def test_what_cannot_be_undone_is_refused_and_never_computed() -> None:
    loaded = pei_dsl.load_text(
        PLAN.format(methodology="ceplan", goal=5, weight=3)
        + ACT.format(title="Uno", before="muchos", date="2024-05-01")
    )

    with pytest.raises(PlanError, match="PEI238"):
        pei_dsl.as_stood(loaded, datetime.date(2024, 1, 1))

    assert goal(pei_dsl.as_stood(loaded, datetime.date(2024, 5, 1))) == 5


def test_a_version_holds_from_its_day_within_its_years() -> None:
    loaded = pei_dsl.load_text(
        PLAN.format(methodology="ceplan", goal=5, weight=3)
        + 'versión nueva "Nueva"\n  rige: 2025 a 2030\n  fecha: 2025-03-31\n'
    )
    version = loaded.plan.versions["nueva"]

    held = [
        version.holds_on(datetime.date.fromisoformat(each))
        for each in ("2025-03-30", "2025-03-31", "2031-01-01")
    ]

    assert held == [False, True, False]
