"""The next plan has what goes on, and nothing that tells of the years of the former one."""

from __future__ import annotations

from pathlib import Path

import pytest

import pei_dsl
from pei_dsl.diagnostics.errors import RequestError
from tests.documents import EXAMPLES

# A formula that names its own baseline or goal, and one that is a condition, which goals of yes or no allow.
ASK_FOR_FIGURES = {("PEI201", "no_baseline"), ("PEI201", "no_goal"), ("PEI207", "")}


@pytest.mark.parametrize("folder", EXAMPLES, ids=lambda each: each.name)
def test_codes_titles_and_formulas_go_on_and_no_figure_does(folder: Path) -> None:
    former = pei_dsl.load(folder)
    if former.errors or former.plan.period is None:
        pytest.skip("a plan that is wrong on purpose")
    first = former.plan.period[1].year + 1

    texts = pei_dsl.next_plan(former, first, first + 5, "../anterior")
    after = pei_dsl.Workspace.of(texts).loaded

    assert [
        each.message("en") for each in after.errors if (each.code, each.variant) not in ASK_FOR_FIGURES
    ] == []
    assert {code: each.title for code, each in after.plan.groups.items()} == {
        code: each.title for code, each in former.plan.groups.items()
    }
    assert after.plan.indicators.keys() == former.plan.indicators.keys()
    for code, indicator in after.plan.indicators.items():
        before = former.plan.indicators[code]
        assert (indicator.title, indicator.unit.kind, indicator.direction, indicator.formula_text) == (
            before.title,
            before.unit.kind,
            before.direction,
            before.formula_text,
        )
        assert [*indicator.goals, *indicator.values] == []
        assert indicator.baseline is None
    assert after.plan.period is not None
    assert after.plan.period[0].year == first
    assert [*after.plan.citations, *after.plan.tests, *after.plan.followed_up, *after.plan.registers] == []
    [version] = after.plan.versions.values()
    assert version.equivalents.keys() == {*after.plan.groups, *after.plan.indicators}
    assert (version.title, version.folder_written) == (former.plan.title, "../anterior")


def test_comments_stay_and_a_name_that_is_taken_is_not_written_over() -> None:
    former = pei_dsl.Workspace.of(
        {
            "versiones.pei": '# nota\nplan "PEI"\n  periodo: 2024 a 2025\n\n# otra\nobjetivo OEI.01 "Uno"\n\n'
            'prueba "Se va"\n  año: 2024\n',
        }
    ).loaded

    texts = pei_dsl.next_plan(former, 2026, 2030, "../anterior")

    assert [*texts] == ["versiones.pei", "versiones-2.pei"]
    assert texts["versiones.pei"] == (
        '# nota\nplan "PEI 2026-2030"\n  periodo: 2026 a 2030\n\n# otra\nobjetivo OEI.01 "Uno"\n'
    )


@pytest.mark.parametrize(("first", "last"), [(2026, 2025), (2026, 2041)])
def test_years_that_are_no_plan(first: int, last: int) -> None:
    former = pei_dsl.load_text('plan "PEI"\n  periodo: 2024\nobjetivo OEI.01 "Uno"\n')

    with pytest.raises(RequestError, match="1 to 15 years"):
        pei_dsl.next_plan(former, first, last, "..")
