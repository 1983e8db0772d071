"""A planner's whole way in Chromium: a new plan, a matrix, mistakes, values, colours, the report, and again."""

from __future__ import annotations

import re
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import opened
from tests.studio_pages import served

MATRIX = (
    (
        "Código",
        "Denominación",
        "Unidad de medida",
        "Sentido esperado",
        "Logro esperado 2025",
        "Logro esperado 2026",
    ),
    ("OEI.02", "Mejorar la salud de la población", None, None, None, None),
    ("IND.01.OEI.02", "Porcentaje de controles hechos", "porcentaje", "ascendente", "80%", "85%"),
    ("IND.02.OEI.02", "Número de brotes", "número", "descendente", 4, 3),
)
MEANT = re.compile(r"Corregir: (70%|80%|3)$")  # 0.7 may be 0.7 % too: the planner says
PATIENCE = 10_000


@pytest.fixture(scope="module")
def matrix(tmp_path_factory: pytest.TempPathFactory) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in MATRIX:
        sheet.append(row)
    file = tmp_path_factory.mktemp("matriz") / "matriz.xlsx"
    book.save(file)
    return file


def go_the_whole_way(page: Page, matrix: Path) -> bytes:
    """Make a plan in a page that has none, as a planner does; return the report that is downloaded."""
    page.set_default_timeout(PATIENCE)
    page.get_by_label("Nombre de la entidad").fill("Municipalidad de Ayacucho")
    page.get_by_label("Siglas").fill("MPH")
    page.get_by_role("button", name="Crear el plan").click()
    expect(page.locator("#counts")).to_contain_text("Errores: 0")

    page.set_input_files("#chosen", matrix)
    page.get_by_role("button", name="Una matriz").click()
    expect(page.locator("dialog")).to_contain_text("indicadores: 2")
    page.get_by_role("button", name="Cerrar").click()
    expect(page.locator("#panel")).to_contain_text("Número de brotes")

    # Three mistakes, each mended by a click.
    page.click("#view-values")
    for code, period, value in (
        ("IND.01.OEI.02", "2025", "0.7"),
        ("IND.01.OEI.02", "2026", "0.8"),
        ("IND.02.OEI.02", "2025", "3 casos"),
    ):
        page.get_by_label(f"{code}, {period}").fill(value)
        page.keyboard.press("Tab")
    expect(page.locator("#counts")).to_contain_text("Errores: 3")
    page.click("#view-findings")
    for left in (2, 1, 0):
        page.get_by_role("button", name=MEANT).first.click()
        expect(page.locator("#counts")).to_contain_text(f"Errores: {left}")

    page.click("#view-results")
    page.select_option("#period", "2025")
    expect(page.locator('#panel tr[data-code="IND.02.OEI.02"] td.color')).to_contain_text("verde")
    expect(page.locator('#panel tr[data-code="IND.01.OEI.02"] td.color')).to_contain_text("amarillo")

    page.click("#save")
    expect(page.locator("#state")).to_contain_text("guardado")
    page.click("#download summary")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Informe en Word").click()
    assert waiting.value.suggested_filename == "informe-MPH-2025.docx"
    return Path(waiting.value.path()).read_bytes()


def test_a_planner_goes_the_whole_way(browser: Browser, tmp_path: Path, matrix: Path) -> None:
    with served(folder=tmp_path) as address:
        page = opened(browser, address)
        report = go_the_whole_way(page, matrix)
        page.context.close()
    assert report.startswith(b"PK")

    with served("mi-plan", folder=tmp_path) as address:
        page = opened(browser, address)
        page.set_default_timeout(PATIENCE)
        page.wait_for_selector("#panel tr[data-code]")
        page.select_option("#period", "2025")
        expect(page.locator('#panel tr[data-code="IND.01.OEI.02"] td.color')).to_contain_text("amarillo")
        page.context.close()
