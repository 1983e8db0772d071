"""The lints as a whole: one list, each code once, and plans that were made by hand."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import attrs
import pytest

from pei_dsl.analysis.lints import rules
from pei_dsl.analysis.lints.all_lints import (
    LINTS,
    OF_THE_ANALYSIS,
    WARNINGS,
    run,
)
from pei_dsl.analysis.lints.subject import Readings, Subject
from pei_dsl.analysis.lints.thresholds import Thresholds
from pei_dsl.diagnostics.pages import codes
from pei_dsl.model.plan import Baseline, Direction, Figure, Plan
from pei_dsl.workspace.loading import load
from tests.builders import GROUP, Y2024, indicator, period

ROOT = Path(__file__).resolve().parents[3]
# What is wrong with comments and settings is no matter of taste.
NEVER_SILENCED = {"PEI436", "PEI437", "PEI438", "PEI439"}


def test_every_warning_of_the_catalogue_has_its_lint() -> None:
    warnings = {code for code in codes() if code.startswith("PEI4")}

    assert {*LINTS, *OF_THE_ANALYSIS} == set(WARNINGS) == warnings - NEVER_SILENCED
    assert set().union(*(each.follows_from for each in LINTS.values())) <= set(LINTS)


def test_every_file_of_the_rules_is_one_lint() -> None:
    """A lint has the name of its file, and no code is declared twice."""
    files = {path.stem for path in Path(rules.__path__[0]).glob("*.py")} - {"__init__"}

    assert len(LINTS) == len(files)
    assert {each.check.__name__ for each in LINTS.values()} == files


def test_a_plan_made_by_hand_is_looked_at_too() -> None:
    """It has no texts, so its findings have no place."""
    goals = {period("2024"): Figure(Fraction(5)), period("2025"): Figure(Fraction(3))}
    falling = attrs.evolve(
        indicator(goal=None), goals=goals, baseline=Baseline(period("2023"), Figure(Fraction(4)))
    )
    far = attrs.evolve(
        indicator(2), title="Otro", direction=Direction.DESCENDING, values={Y2024: Figure(Fraction(2000))}
    )
    plan = Plan(groups={GROUP.code: GROUP}, indicators={each.code: each for each in (falling, far)})
    found = run(Subject(plan))

    assert [(each.code, each.params["code"]) for each in found] == [
        ("PEI410", falling.code),
        ("PEI416", far.code),
        ("PEI421", falling.code),
    ]
    assert all(each.primary.source is None and not each.fixes for each in found)


def test_without_trees_nothing_is_unused() -> None:
    """Which names a formula writes stands in its text only."""
    loaded = load(ROOT / "specs" / "inpe-2019-2027")

    assert "PEI420" not in {each.code for each in run(Subject(loaded.plan))}


@pytest.mark.parametrize(("factor", "codes"), [(Fraction(20), ["PEI416"]), (Fraction(41, 2), [])])
def test_a_threshold_is_a_line_that_belongs_to_what_is_far(factor: Fraction, codes: list[str]) -> None:
    """A value of exactly twenty times its goal."""
    far = attrs.evolve(indicator(), values={Y2024: Figure(Fraction(2000))})
    plan = Plan(groups={GROUP.code: GROUP}, indicators={far.code: far})
    subject = Subject(plan, thresholds=Thresholds(far_factor=factor))

    assert [each.code for each in run(subject)] == codes


def test_computed_values_count_where_none_is_registered() -> None:
    plan = Plan(groups={GROUP.code: GROUP}, indicators={"IND.01.OEI.01": indicator()})
    computed = Readings(computed={"IND.01.OEI.01": {Y2024: Fraction(5000)}})

    assert [each.code for each in run(Subject(plan, data=computed))] == ["PEI416"]
    assert run(Subject(plan)) == []
