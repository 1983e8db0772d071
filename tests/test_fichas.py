"""
The plans of specs/ejemplos/fichas give exactly the figures that are computed without anything of pei_dsl.

`tests/fichas_by_hand/` has a module for each folder, whose `figures` reads the CSV files of the folder
with the standard library and gives the exact value of each indicator for 2024, by its code.
"""

from __future__ import annotations

import importlib
from fractions import Fraction
from pathlib import Path

import pytest

import pei_dsl

FICHAS = Path(__file__).parents[1] / "specs" / "ejemplos" / "fichas"
FOLDERS = sorted(path.parent for path in FICHAS.glob("*/plan.pei"))


def by_hand(folder: Path) -> dict[str, Fraction]:
    module = importlib.import_module(f"tests.fichas_by_hand.{folder.name.replace('-', '_')}")
    figures: dict[str, Fraction] = module.figures(folder / "datos")
    return figures


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_every_indicator_has_the_figure_by_hand(folder: Path) -> None:
    """Exactly, before any rounding; and no indicator is without a figure by hand."""
    measured = pei_dsl.evaluate(pei_dsl.load(folder), 2024)

    assert not measured.diagnostics
    computed = {code: result.computed for code, result in measured.evaluation.indicators.items()}
    assert computed == by_hand(folder)


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_every_indicator_is_compared_by_its_own_plan(folder: Path) -> None:
    """`pei probar` alone would tell a wrong figure of any of them."""
    [run] = pei_dsl.run_tests(pei_dsl.load(folder))

    assert len(run.checks) == len(by_hand(folder))
    assert all(check.holds for check in run.checks)


def test_every_folder_stands_in_the_table_of_the_page() -> None:
    """A planner finds a family by the words of the table."""
    page = (FICHAS / "README.md").read_text("utf-8")

    assert [folder.name for folder in FOLDERS if f"({folder.name}/plan.pei)" not in page] == []
    assert FOLDERS
