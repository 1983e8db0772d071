"""Years that were mistyped, told by the years around them."""

from __future__ import annotations

import pytest

from pei_dsl.analysis.resolve.years import meant_year


@pytest.mark.parametrize(
    ("years", "index", "meant"),
    [
        (["2024", "2205", "2026"], 1, "2025"),
        (["2204", "2025"], 0, "2024"),
        (["2024", "2025", "2062"], 2, "2026"),
        (["2024", "2099"], 1, ""),  # too far from 2025 to be a slip of it
        (["2024"], 0, ""),
        (["2024-S1", "2205"], 1, ""),
        (["2024", "2052", "2025"], 1, ""),  # 2025 is there already
    ],
)
def test_a_year_that_is_none(years: list[str], index: int, meant: str) -> None:
    assert meant_year(years, index) == meant


@pytest.mark.parametrize(
    ("years", "index", "meant"),
    [
        (["2024", "2024", "2026"], 1, "2025"),
        (["2026", "2028", "2028"], 2, "2029"),
        (["2024", "2025", "2024"], 2, "2026"),
    ],
)
def test_a_year_that_stands_twice(years: list[str], index: int, meant: str) -> None:
    """What it should have been need not look like it."""
    assert meant_year(years, index, like=False) == meant
