"""Cells with the sign of percentages are counted, and the first without is kept; a zero needs none."""

from __future__ import annotations

import pytest

from pei_dsl.data.percent_signs import PercentSigns


@pytest.mark.parametrize(
    ("cells", "with_it", "first_without"),
    [
        ([], 0, ""),
        (["12%", " 30 % "], 2, ""),
        (["12%", "0", "0.00", "0,0"], 1, ""),
        (["0", " 30 ", "12%", "40"], 1, "30"),
        (["0.5", "100"], 0, "0.5"),
    ],
)
def test_what_is_seen(cells: list[str], with_it: int, first_without: str) -> None:
    signs = PercentSigns()
    for cell in cells:
        signs.take(cell)
    assert (signs.with_it, signs.first_without) == (with_it, first_without)
