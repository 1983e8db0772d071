"""Fichas técnicas: the fields of annex A-6 in its order, and those that are empty are there."""

from __future__ import annotations

import pytest

import pei_dsl
from pei_dsl.views.document import Document, Table
from tests.documents import ROOT

FIELDS = [
    "OEI",
    "AEI",
    "Nombre del indicador",
    "Justificación",
    "Responsable del indicador",
    "Limitaciones del indicador",
    "Método de cálculo",
    "Especificaciones técnicas",
    "Unidad de medida",
    "Sentido esperado del indicador",
    "Supuestos",
    "Fuente de datos",
    "Base de datos",
    "Línea de base",
    "Logros esperados",
]
PLAN = """plan "P"
  periodo: 2024 a 2025
objetivo OEI.01 "Objetivo"
acción AEI.01.01 "Acción"
  responsable: "Unidad"
indicador IND.01.AEI.01.01 "Porcentaje de A"
  fórmula: A / B
  donde:
    A "Atendidos" = a
    B "Todos" = a
  unidad: porcentaje
  sentido: ascendente
  línea de base: 2023: 40%
  logros: 2024: 50%; 2025: 60%
indicador IND.01.OEI.01 "I"
  unidad: número
  sentido: descendente
serie a "A"
  2024: 1
"""


def fields(document: Document) -> list[dict[str, str]]:
    found = [each for each in document.blocks() if isinstance(each, Table)]
    return [{row.cells[0].text: row.cells[1].text for row in each.rows} for each in found]


def test_every_ficha_has_the_fields_of_the_annex_in_its_order() -> None:
    for each in fields(pei_dsl.fichas(pei_dsl.load(ROOT / "specs" / "inpe-2019-2027"))):
        assert list(each) == FIELDS


def test_a_ficha_says_what_the_plan_says_and_nothing_where_it_says_nothing() -> None:
    of_objective, of_action = fields(pei_dsl.fichas(pei_dsl.load_text(PLAN)))

    assert of_action["OEI"] == "OEI.01 Objetivo"
    assert of_action["AEI"] == "AEI.01.01 Acción"
    assert of_action["Responsable del indicador"] == "Unidad"
    assert of_action["Método de cálculo"].splitlines() == [
        "«Atendidos» entre «Todos»",
        "Fórmula: A / B",
        "Donde:",
        "A = Atendidos",
        "B = Todos",
    ]
    assert of_action["Línea de base"] == "2023: 40 %"
    assert of_action["Logros esperados"].splitlines() == ["2024: 50 %", "2025: 60 %"]
    assert of_objective["OEI"] == "OEI.01 Objetivo"
    assert of_objective["AEI"].startswith("–")
    empty = [name for name, text in of_objective.items() if not text]
    assert empty == [
        *("Justificación", "Responsable del indicador", "Limitaciones del indicador", "Método de cálculo"),
        *("Especificaciones técnicas", "Supuestos", "Fuente de datos", "Base de datos", "Línea de base"),
        "Logros esperados",
    ]


@pytest.mark.parametrize("name", ["html", "markdown"])
def test_an_empty_field_is_seen(name: str) -> None:
    text = pei_dsl.render(pei_dsl.fichas(pei_dsl.load_text(PLAN), ["IND.01.OEI.01"]), name)

    for field in FIELDS:
        assert field in text


def test_each_ficha_has_a_page_in_the_order_of_the_codes_that_are_asked_for() -> None:
    document = pei_dsl.fichas(pei_dsl.load_text(PLAN), ["IND.01.AEI.01.01", "IND.01.OEI.01"])

    assert [each.id for each in document.sections] == ["ficha.IND.01.AEI.01.01", "ficha.IND.01.OEI.01"]
    assert all(each.begins_page for each in document.sections)
