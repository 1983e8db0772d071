"""Tables are found wherever they begin, however their headings are laid out."""

from __future__ import annotations

import pytest

from pei_dsl.interchange.mapping import Declared
from pei_dsl.interchange.sheet_cells import Observations
from pei_dsl.interchange.sheet_layout import Layout, find_layouts
from pei_dsl.interchange.workbook import Workbook, read_workbook
from tests.workbooks import workbook

ROW = "| IND.01.OEI.01 | Porcentaje de casos | 70% | 2024 | 80% | 85% |\n"


def layout(text: str, declared: Declared | None = None) -> Layout | None:
    book = read_workbook("libro.xlsx", workbook(text))
    assert isinstance(book, Workbook)
    found = find_layouts(book.sheets[0], declared or Declared(), Observations("libro.xlsx"))
    return found[0] if found else None


def shown(found: Layout | None) -> list[str]:
    assert found is not None
    return [str(each) for _, each in sorted(found.columns.items())]


WANTED = [
    "código",
    "denominación",
    "valor de línea de base",
    "año de línea de base",
    "logro esperado 2025",
    "logro esperado 2026",
]


@pytest.mark.parametrize(
    "headings",
    [
        "| Código | Denominación | Valor de línea base | Año base | Logro esperado 2025 | Logro esperado 2026 |\n",
        "| Código | Denominación | Línea base | < | Logros esperados | < |\n| ^ | ^ | Valor | Año | 2025 | 2026 |\n",
        "| | | Línea base | < | Logros esperados | < |\n| Código | Denominación | Valor | Año | 2025 | 2026 |\n",
        "| | | Línea base | | Logros esperados | |\n| Código | Denominación | Valor | Año | 2025 | 2026 |\n",
        (
            "| Código | Denominación | Línea base | < | Logros esperados | < |\n"
            "| ^ | ^ | Valor | Año | Años | < |\n| ^ | ^ | ^ | ^ | 2025 | 2026 |\n"
        ),
        (
            "| PEI 2025-2026 | < | < | < | < | < |\n| Código: | 0061 | | | | |\n| Entidad: | INPE | | | | |\n"
            "| Código | Denominación | Valor base | Año base | Meta 2025 | Meta 2026 |\n"
        ),
    ],
    ids=["one row", "two rows", "code below", "not merged", "three rows", "below a title block"],
)
def test_headings_of_every_shape(headings: str) -> None:
    found = layout(headings + ROW)

    assert shown(found) == WANTED
    assert found is not None
    assert found.first_row == len(headings.splitlines()) + 1


@pytest.mark.parametrize(
    ("headings", "form"),
    [
        ("| Código | Denominación | 2025 |\n", "wide"),
        ("| Código | Descripción | Nombre del indicador | 2025 |\n", "B-2"),
        ("| Código | Año | Valor |\n", "long"),
        ("| Código del indicador | Nombre del indicador | 2025 |\n", "wide"),
    ],
)
def test_forms(headings: str, form: str) -> None:
    found = layout(headings + "| OEI.01 | Salud | 1 | 2 |\n")

    assert found is not None
    assert found.form == form


@pytest.mark.parametrize("text", ["| a | b |\n", "| Código |\n| OEI.01 |\n", "Vacía\n"])
def test_no_table(text: str) -> None:
    assert layout(text) is None


def test_of_two_columns_that_say_the_same_the_first_is_read() -> None:
    found = layout("| Código | Denominación | Meta 2025 | Logro esperado 2025 |\n| OEI.01 | Salud | | |\n")

    assert shown(found) == ["código", "denominación", "logro esperado 2025"]
