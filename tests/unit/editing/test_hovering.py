"""What is said of what stands under the pointer."""

from __future__ import annotations

import pytest

import pei_dsl
from pei_dsl import Workspace
from tests.edited_texts import marked

PLAN = """plan "PEI"
  periodo: 2024 a 2025
objetivo OEI.01 "Salud"
variable hechos "Controles hechos" = 30
función doble(cifra) = cifra * 2
fuente controles
  archivo: datos/controles.csv
  columna realizados: número
"""
INDICATOR = """indicador IND.01.OEI.01 "Porcentaje de controles"
  fórmula: A / 50
  donde:
    A "Hechos" = hechos
  unidad: porcentaje
  sentido: ascendente
  logros: 2024: 80%; 2025: 90%
"""


def told(text: str, language: str = "es") -> str:
    text, position = marked(text)
    workspace = Workspace.of({"plan.pei": PLAN, "z.pei": text})
    found = pei_dsl.hover(workspace, "z.pei", position, language=language)
    assert found is not None
    assert found.range.holds(position)
    return found.markdown


def test_a_code_is_told_with_its_ficha_and_its_calculation() -> None:
    found = told(INDICATOR.replace("IND.01", "IND|.01"))

    for expected in (
        "Porcentaje de controles",
        "Cómo se calcula",
        "Sustitución",
        "= 30 / 50",
        "75 %",
        "Periodo 2024",
    ):
        assert expected in found


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("A / 50", "A| / 50", ["**A** «Hechos»: se define en IND.01.OEI.01", "hechos = 30"]),
        ("= hechos", "= hech|os", ["Variable hechos: Controles hechos"]),
        ("A / 50", "redond|ear(A)", ["redondear(número; [número]) → número", "decimales"]),
        (
            "A / 50",
            "suma(controles.real|izados)",
            ["columna de la fuente controles", "columna realizados: número"],
        ),
        ("A / 50", "suma(contr|oles.realizados)", ["Fuente controles"]),
        ("A / 50", "dob|le(A)", ["doble"]),
        ("sentido", "sent|ido", ["campo de indicador", "ascendente, descendente"]),
        ("indicador", "indi|cador", ["fórmula", "línea de base"]),
    ],
)
def test_what_stands_there_is_told(before: str, after: str, expected: list[str]) -> None:
    found = told(INDICATOR.replace(before, after, 1))

    for each in expected:
        assert each in found


def test_it_is_told_in_english() -> None:
    assert "a field of indicator" in told(INDICATOR.replace("sentido", "sent|ido"), "en")


@pytest.mark.parametrize("text", ["# not|a", "\n|\n", 'objetivo OEI.02 "Sal|ud"'])
def test_nothing_is_said_of_nothing(text: str) -> None:
    text, position = marked(text)
    workspace = Workspace.of({"z.pei": text})

    assert pei_dsl.hover(workspace, "z.pei", position) is None


def test_a_plan_with_errors_is_told_as_far_as_it_goes() -> None:
    found = told(f"{INDICATOR.replace('IND.01', 'IND|.01')}variable mala = nada")

    assert "75 %" in found
