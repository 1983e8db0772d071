"""A goal that an act made easier is a movement, and no warning; renamed codes follow declared versions."""

from __future__ import annotations

from pathlib import Path

import pytest

import pei_dsl
from pei_dsl import ChangeKind, Comparison, Workspace

PLAN = """plan "PEI"
  periodo: 2023 a 2024
objetivo OEI.01 "Salud"
indicador IND.01.OEI.01 "Controles"
  unidad: número
  sentido: ascendente
  logros: 2023: 50; 2024: 80
  valores: 2023: 20; 2024: 30
indicador IND.02.OEI.01 "Partos"
  unidad: número
  sentido: ascendente
  logros: 2023: 50; 2024: 80
  valores: 2023: 20; 2024: 70
"""
EASIER = PLAN.replace("2024: 80", "2024: 60", 1)
ACT = 'cambio "Acto"\n  de: {code}\n  campo: {field}\n{period}  antes: "{before}"\n  fecha: 2024-05-01\n'


def of(before: str, after: str) -> Comparison:
    first = Workspace.of({"plan.pei": before})
    return pei_dsl.compare(first, first.with_text("plan.pei", after), 2024)


@pytest.mark.parametrize(
    ("act", "is_told"),
    [
        (ACT.format(code="IND.01.OEI.01", field="logros", period="  periodo: 2024\n", before="80"), False),
        (ACT.format(code="IND.01.OEI.01", field="logros", period="  periodo: 2023\n", before="80"), True),
        (ACT.format(code="IND.02.OEI.01", field="logros", period="  periodo: 2024\n", before="80"), True),
        (ACT.format(code="IND.01.OEI.01", field="peso", period="", before="2"), True),
    ],
)
def test_only_an_act_on_that_goal_of_that_year_is_a_reason(act: str, is_told: bool) -> None:
    compared = of(PLAN, EASIER + act)

    assert bool(compared.easier) is is_told
    assert compared.moved


def test_an_act_on_the_relevance_of_a_member_is_a_reason_for_its_group() -> None:
    after = PLAN.replace('"Partos"\n', '"Partos"\n  relevancia: muy relevante\n')
    act = ACT.format(code="IND.02.OEI.01", field="relevancia", period="", before="relevante")

    assert [each.code for each in of(PLAN, after).easier] == ["OEI.01"]
    assert not of(PLAN, after + act).easier


def test_codes_follow_what_either_plan_says_of_the_other(tmp_path: Path) -> None:
    renamed = PLAN.replace("IND.02.OEI.01", "IND.07.OEI.01")
    old, new = tmp_path / "viejo", tmp_path / "nuevo"
    forth = 'versión nueva "Nueva"\n  carpeta: ../nuevo\n  equivale: IND.02.OEI.01 = IND.07.OEI.01\n'
    back = 'versión vieja "Vieja"\n  carpeta: ../viejo\n  equivale: IND.07.OEI.01 = IND.02.OEI.01\n'
    elsewhere = back.replace("../viejo", "../otro")
    for before, after, is_followed in (
        (PLAN + forth, renamed, True),
        (PLAN, renamed + back, True),
        (PLAN, renamed + elsewhere, False),
    ):
        for folder, text in ((old, before), (new, after)):
            folder.mkdir(exist_ok=True)
            (folder / "plan.pei").write_text(text, "utf-8")

        compared = pei_dsl.compare(old, new, 2024)

        kinds = [each.kind for each in compared.plan if each.declaration == "indicator"]
        assert kinds == ([ChangeKind.RENAMED] if is_followed else [ChangeKind.ADDED, ChangeKind.ENDED])
