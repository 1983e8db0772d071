"""Periods as people write them."""

from __future__ import annotations

import pytest

from pei_dsl.model.periods import Period
from pei_dsl.written_periods import meant_period


@pytest.mark.parametrize(
    ("written", "period"),
    [
        ("S1-2024", "2024-S1"),
        ("2024 - S2", "2024-S2"),
        ("T3 2024", "2024-T3"),
        ("IV trim. 2024", "2024-T4"),
        ("primer semestre de 2024", "2024-S1"),
        ("1er trimestre 2025", "2025-T1"),
        ("07-2024", "2024-07"),
        ("Enero 2025", "2025-01"),
        ("ene-25", "2025-01"),
        ("set. 2024", "2024-09"),
        ("Septiembre del 2024", "2024-09"),
        ("2025-enero", "2025-01"),
        ("31/01/2025", "2025-01-31"),
        ("31/01/25", "2025-01-31"),
        ("31.12.2024", "2024-12-31"),
        ("2024/07/31", "2024-07-31"),
        ("15 de marzo de 2024", "2024-03-15"),
        ("31/01/2025 10:20", "2025-01-31"),
        ("año 2025", "2025"),
    ],
)
def test_the_period_that_is_meant(written: str, period: str) -> None:
    assert meant_period(written) == period
    assert str(Period.parse(period)) == period


@pytest.mark.parametrize(
    "written", ["", "31/02/2024", "13/2024", "Lima 2024", "45658", "01/31/2025", "nunca"]
)
def test_what_names_no_period(written: str) -> None:
    assert meant_period(written) == ""
