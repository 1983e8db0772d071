"""Several periods side by side."""

from __future__ import annotations

import pytest

from pei_dsl.renderers import evolution_text
from pei_dsl.workspace.loading import load_text
from pei_dsl.workspace.verbs import evaluate_many

PLAN = """
plan "Plan"
  periodo: 2022 a 2024
objetivo OEI.01 "Mejorar la salud"
indicador IND.01.OEI.01 "Porcentaje de controles que llegan a tiempo a los establecimientos de las zonas más alejadas"
  unidad: porcentaje
  sentido: ascendente
  logros:
    2022: 50%
    2023: no programado
    2024: 80%
  valores:
    2022: 40%
    2023: 45%
    2024: 60% preliminar
"""


def rendered(*periods: str, language: str = "es", width: int = 100) -> list[str]:
    evaluations, problems = evaluate_many(load_text(PLAN), periods)
    assert not problems
    return evolution_text.render(evaluations, language, width).splitlines()


def test_a_row_for_goal_value_and_alcance() -> None:
    lines = rendered("2022", "2023", "2024")

    assert lines[:2] == ["Plan", "Periodo 2022 … 2024 · metodología ceplan"]
    assert lines[3].split() == ["Código", "Denominación", "2022", "2023", "2024"]
    rows = {
        name: line.split(name)[1].split()
        for line in lines
        for name in ("Logro", "Valor")
        if f" {name} " in line
    }
    assert rows["Logro"] == ["50", "%", "–", "80", "%"]
    assert rows["Valor"] == ["40", "%", "45", "%", "60", "%"]
    alcances = [line.split("Alcance")[1].split() for line in lines if "Alcance" in line]
    assert alcances == [["80.00", "▲", "ND", "○", "75.00", "▲"]] * 2


def test_the_last_line_explains_the_symbols() -> None:
    assert rendered("2022", "2023")[-1] == "● verde   ▲ amarillo   ■ rojo   ○ ND"
    assert rendered("2022", "2023", language="en")[-1] == "● green   ▲ yellow   ■ red   ○ ND"


@pytest.mark.parametrize("width", [80, 100, 160])
def test_the_table_fits(width: int) -> None:
    assert max(map(len, rendered("2022", "2023", "2024", width=width))) <= width


def test_a_range_of_one_kind_of_parts() -> None:
    assert rendered("2024-S1", "2024-S2")[1] == "Periodo 2024-S1 … 2024-S2 · metodología ceplan"
