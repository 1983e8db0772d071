"""
The plans of specs/ejemplos/fichas give exactly the figures that are computed without anything of pei_dsl.

`tests/fichas_by_hand/` has a module for each folder, whose `figures` reads the CSV files of the folder
with the standard library and gives the exact value of each indicator for 2024, by its code.  Where goals
are what the folder shows, `alcances` gives theirs, by methodology and code; None where there is none.
"""

from __future__ import annotations

import importlib
from fractions import Fraction
from pathlib import Path
from types import ModuleType

import pytest

import pei_dsl
from pei_dsl import Achievement

FICHAS = Path(__file__).parents[1] / "specs" / "ejemplos" / "fichas"
FOLDERS = sorted(path.parent for path in FICHAS.glob("*/plan.pei"))


def module_of(folder: Path) -> ModuleType:
    return importlib.import_module(f"tests.fichas_by_hand.{folder.name.replace('-', '_')}")


def by_hand(folder: Path) -> dict[str, Fraction]:
    figures: dict[str, Fraction] = module_of(folder).figures(folder / "datos")
    return figures


def alcances_by_hand(folder: Path) -> dict[tuple[str, str], Fraction | None]:
    module = module_of(folder)
    return module.alcances(folder / "datos") if hasattr(module, "alcances") else {}


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_every_indicator_has_the_figure_by_hand(folder: Path) -> None:
    """Exactly, before any rounding; and no indicator is without a figure by hand."""
    measured = pei_dsl.evaluate(pei_dsl.load(folder), 2024)

    assert not measured.diagnostics
    computed = {code: result.computed for code, result in measured.evaluation.indicators.items()}
    assert computed == by_hand(folder)


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_every_alcance_is_the_one_by_hand(folder: Path) -> None:
    loaded, expected = pei_dsl.load(folder), alcances_by_hand(folder)
    for methodology in {name for name, _ in expected}:
        measured = pei_dsl.evaluate(loaded, 2024, methodology=methodology).evaluation.indicators
        for (name, code), alcance in expected.items():
            found = measured[code].achievement
            exact = found.exact if isinstance(found, Achievement) else None
            assert name != methodology or exact == alcance, code


def test_alcances_are_counted_where_goals_are_shown() -> None:
    assert [folder.name for folder in FOLDERS if alcances_by_hand(folder)] == ["metas"]


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_every_indicator_is_compared_by_its_own_plan(folder: Path) -> None:
    """`pei probar` alone would tell a wrong figure of any of them."""
    checks = [check for run in pei_dsl.run_tests(pei_dsl.load(folder)) for check in run.checks]

    assert len(checks) == len(by_hand(folder)) + len(alcances_by_hand(folder))
    assert all(check.holds for check in checks)


def test_every_folder_stands_in_the_table_of_the_page() -> None:
    """A planner finds a family by the words of the table."""
    page = (FICHAS / "README.md").read_text("utf-8")

    assert [folder.name for folder in FOLDERS if f"({folder.name}/plan.pei)" not in page] == []
    assert FOLDERS
