"""A period that is not over: *no vencido* whichever value enters, and in every year of an avance tipo II."""

from __future__ import annotations

import datetime

import pytest

import pei_dsl
from pei_dsl.model.absence import Reason
from pei_dsl.model.methodology import EntersAs

PLAN = """
plan "Plan"
  periodo: 2022 a 2024
objetivo OEI.01 "Objetivo"
indicador IND.01.OEI.01 "Indicador"
  fórmula: 5
  unidad: número
  sentido: ascendente
  agregación: agregable
  logros: 2022: 10; 2023: 10; 2024: 10
metodología m
  base: ceplan
"""
VALUED = PLAN.replace("  logros:", "  valores: 2022: 5; 2023: 5; 2024: 5\n  logros:")


def absence(text: str, day: str, *choices: str) -> Reason | None:
    loaded = pei_dsl.load_text(text + "".join(f"  {choice}\n" for choice in choices))
    on = datetime.date.fromisoformat(day)
    result = pei_dsl.evaluate(loaded, 2024, methodology="m", on=on).evaluation.indicators["IND.01.OEI.01"]
    return result.absence.reason if result.absence is not None else None


@pytest.mark.parametrize("progress", ["tipo I", "tipo II"])
@pytest.mark.parametrize("enters", EntersAs)
@pytest.mark.parametrize("day", ["2022-06-30", "2023-06-30", "2024-06-30"])
def test_whichever_value_enters(day: str, enters: EntersAs, progress: str) -> None:
    assert absence(PLAN, day, f"valor: {enters}", f"avance: {progress}") is Reason.NOT_DUE


def test_an_earlier_year_that_is_not_over_is_not_computed() -> None:
    """Registered for 2024 only: 2023 was not over on that day, so its formula says nothing yet."""
    text = PLAN.replace("  logros:", "  valores: 2024: 5\n  logros:")

    assert absence(text, "2023-06-30", "avance: tipo II") is Reason.NOT_DUE
    assert absence(text, "2024-06-30", "avance: tipo II") is None


@pytest.mark.parametrize("enters", [EntersAs.REGISTERED, EntersAs.REGISTERED_OR_COMPUTED])
def test_what_is_registered_counts_all_the_same(enters: EntersAs) -> None:
    assert absence(VALUED, "2022-06-30", f"valor: {enters}", "avance: tipo II") is None
