"""Several methodologies side by side."""

from __future__ import annotations

from pathlib import Path

import pytest

from pei_dsl.renderers import comparison_text
from pei_dsl.workspace.loading import load, load_text
from pei_dsl.workspace.verbs import evaluate_many

INPE = Path(__file__).resolve().parents[3] / "specs" / "inpe-2019-2027"
PLAN = """
plan "Plan"
  periodo: 2024 a 2024
metodología estricta
  semáforo: verde > 95%; amarillo >= 75%; rojo
objetivo OEI.01 "Mejorar la salud"
indicador IND.01.OEI.01 "Controles"
  unidad: número
  sentido: ascendente
  logros: 2024: 100
  valores: 2024: 95
indicador IND.02.OEI.01 "Visitas"
  unidad: número
  sentido: ascendente
  logros: 2024: 100
  valores: 2024: ND
"""


def rendered(*names: str, language: str = "es", width: int = 100) -> list[str]:
    evaluations, _ = evaluate_many(load_text(PLAN), [2024], methodologies=names)
    return comparison_text.render(evaluations, language, width).splitlines()


def row(lines: list[str], code: str) -> str:
    [found] = [line for line in lines if f" {code} " in line]
    return found


def test_a_column_for_each_methodology() -> None:
    lines = rendered("ceplan", "exacta", "estricta")

    assert lines[3].split() == ["Código", "Denominación", "ceplan", "exacta", "estricta"]
    assert row(lines, "IND.01.OEI.01").endswith("95.00 ● verde  95.00 ● verde  95.00 ▲ amarillo")


def test_what_changes_color_is_marked_and_counted() -> None:
    lines = rendered("ceplan", "estricta")

    assert row(lines, "IND.01.OEI.01").startswith("≠ ")
    assert row(lines, "IND.02.OEI.01").startswith("  ")
    assert row(lines, "OEI.01").startswith("  ")
    assert "Códigos cuyo color cambia (≠): 1" in lines
    assert lines[-1] == "estricta (base ceplan; semáforo: verde > 95%; amarillo >= 75%; rojo)"


def test_a_group_that_one_methodology_leaves_without_figure() -> None:
    assert row(rendered("ceplan", "exacta"), "OEI.01").startswith("≠ ")


def test_english() -> None:
    assert "Codes whose colour changes (≠): 1" in rendered("ceplan", "estricta", language="en")


@pytest.mark.parametrize("width", [80, 100, 160])
def test_the_table_fits(width: int) -> None:
    assert max(map(len, rendered("ceplan", "estricta", width=width))) <= width


def test_the_two_readings_of_inpe_side_by_side() -> None:
    """Table 7 prints 7.25 and ND; section 3.2.2 prints 3.62."""
    evaluations, _ = evaluate_many(load(INPE), [2024], methodologies=["ceplan", "logro_cero_es_cero"])
    lines = comparison_text.render(evaluations).splitlines()

    assert row(lines, "AEI.01.03").split()[-6:] == ["7.25", "■", "rojo", "3.62", "■", "rojo"]
    assert row(lines, "AEI.02.02").startswith("≠ ")
