"""Which plan a text belongs to, and which text is which."""

from __future__ import annotations

from pathlib import Path

import pytest

from pei_dsl.lsp.open_plans import OpenPlans
from pei_dsl.lsp.plan_folders import plan_of


@pytest.fixture
def opened(tmp_path: Path) -> Path:
    """Return a folder with two plans, one of them by its settings, and a text of none."""
    for name, text in (
        ("uno/plan.pei", 'plan "Uno"\n'),
        ("uno/objetivos/a.pei", 'objetivo OEI.01 "A"\n'),
        ("dos/pei.toml", ""),
        ("dos/b.pei", "# planes\n"),
        ("suelto/c.pei", "variable plan_b = 1\n"),
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("file", "plan"),
    [
        ("uno/plan.pei", "uno"),
        ("uno/objetivos/a.pei", "uno"),
        ("uno/objetivos/que/no/hay.pei", "uno"),
        ("dos/b.pei", "dos"),
        ("suelto/c.pei", ""),
    ],
)
def test_a_text_belongs_to_the_nearest_plan_above_it(opened: Path, file: str, plan: str) -> None:
    assert plan_of(opened / file, [opened]) == opened / plan


def test_without_a_folder_a_text_stands_alone_or_belongs_to_a_plan_not_far_above(opened: Path) -> None:
    assert plan_of(opened / "uno/objetivos/a.pei", []) == opened / "uno"
    assert plan_of(opened / "suelto/c.pei", []) == opened / "suelto/c.pei"
    assert (
        plan_of(opened / "uno/objetivos/a.pei", [opened / "uno" / "objetivos"])
        == opened / "uno" / "objetivos"
    )


def test_texts_find_their_plan_and_their_name(opened: Path) -> None:
    plans = OpenPlans([opened])
    uri = (opened / "uno/objetivos/a.pei").as_uri()
    plan = plans.hold(uri, "x", 1)

    assert plans.find(uri) == (plan, "objetivos/a.pei")
    assert sorted(plan.newest()[0].sources) == ["objetivos/a.pei", "plan.pei"]
    assert plan.newest()[0].texts["objetivos/a.pei"] == "x"
    assert plans.address(plan, "objetivos/a.pei") == uri
    assert plans.address(plan, "plan.pei") == (opened / "uno/plan.pei").as_uri()
    assert plans.hold("untitled:Sin título-1", "y", 1) is not plan
    assert plans.find("untitled:otro") is None
    assert plans.release(uri) is plan
    assert plans.find(uri) is None


def test_a_plan_that_comes_takes_its_texts_along(opened: Path) -> None:
    plans = OpenPlans([opened])
    uri = (opened / "suelto/c.pei").as_uri()
    before = plans.hold(uri, "variable x = 1", 1)
    (opened / "suelto/plan.pei").write_text('plan "Tres"\n', "utf-8")

    changed = plans.settle()

    found = plans.find(uri)
    assert found is not None
    assert found[0] is not before
    assert changed == [before, found[0]]
    assert found[1] == "c.pei"
    assert plans.settle() == []


def test_only_files_of_a_plan_concern_it(opened: Path) -> None:
    plans = OpenPlans([opened])
    plan = plans.hold((opened / "uno/plan.pei").as_uri(), 'plan "Uno"\n', 1)

    assert [*plans.changed_outside((opened / "uno/datos.csv").as_uri())] == [plan]
    assert [*plans.changed_outside((opened / "dos/datos.csv").as_uri())] == []
    assert [*plans.changed_outside("untitled:x")] == []


def test_what_the_editor_holds_goes_before_its_file(opened: Path) -> None:
    """Also when the file changes outside; what it no longer holds is read again."""
    plans = OpenPlans([opened])
    uri = (opened / "uno/objetivos/a.pei").as_uri()
    plan = plans.hold(uri, "variable x = 1", 1)
    plans.hold((opened / "uno/plan.pei").as_uri(), 'plan "Uno"\n', 1)
    plan.newest()
    (opened / "uno/objetivos/a.pei").write_text("variable y = 2", "utf-8")
    assert [*plans.changed_outside(uri)] == [plan]

    assert plan.newest()[0].texts["objetivos/a.pei"] == "variable x = 1"
    plans.release(uri)
    assert plan.newest()[0].texts["objetivos/a.pei"] == "variable y = 2"


def test_bytes_that_are_no_text_are_told(opened: Path) -> None:
    plans = OpenPlans([opened])
    plan = plans.hold((opened / "uno/plan.pei").as_uri(), 'plan "Uno"\n', 1)
    plan.newest()
    (opened / "uno/objetivos/a.pei").write_bytes(b"\xff\x00\x01")
    assert [*plans.changed_outside((opened / "uno/objetivos/a.pei").as_uri())] == [plan]

    assert "PEI112" in {each.code for each in plan.newest()[0].loaded.diagnostics}
