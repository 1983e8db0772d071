"""The report of INPE as one HTML file, in Chromium: opened from disk, by light and dark, small and large."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

import pei_dsl
from tests.browser import faults, opened, overflow
from tests.documents import ROOT

NARROW = 320
UNFOLD = "document.querySelectorAll('details').forEach(each => each.open = true)"


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return where the report stands on disk."""
    file: Path = tmp_path_factory.mktemp("informe") / "informe.html"
    document = pei_dsl.report(pei_dsl.load(ROOT / "specs" / "inpe-2019-2027"), 2024)
    file.write_text(pei_dsl.render(document, "html"), encoding="utf-8")
    return file.as_uri()


def test_axe_finds_nothing(browser: Browser, address: str) -> None:
    page = opened(browser, address)
    page.evaluate(UNFOLD)

    assert faults(page) == []


def test_small_and_dark_it_is_read_and_nothing_runs_off_the_page(browser: Browser, address: str) -> None:
    page = opened(browser, address, width=NARROW, is_dark=True)
    assert overflow(page) == 0
    page.evaluate(UNFOLD)

    assert overflow(page) == 0
    assert faults(page, {"runOnly": ["color-contrast", "target-size", "scrollable-region-focusable"]}) == []


def test_the_first_key_leads_past_the_contents(browser: Browser, address: str) -> None:
    page = opened(browser, address)
    page.keyboard.press("Tab")

    assert page.evaluate("document.activeElement.textContent") == "Ir al contenido"
    page.keyboard.press("Enter")
    assert page.url.endswith("#contenido")


def test_a_search_leaves_the_parts_with_its_words(browser: Browser, address: str) -> None:
    page = opened(browser, address)
    all_parts = page.locator("main section:visible").count()
    page.get_by_role("searchbox").fill("TUBERCULOSIS diagnostico")

    headings = page.locator("main section:visible > :is(h2, h3, h4, h5, h6)").all_text_contents()
    assert any("IND.01.AEI.01.06" in each for each in headings)
    assert not any("IND.01.OEI.02" in each for each in headings)
    assert "Partes con esas palabras: " in page.get_by_role("status").inner_text()
    page.get_by_role("searchbox").fill("")
    assert page.locator("main section:visible").count() == all_parts
    assert page.get_by_role("status").inner_text() == ""


def test_what_is_found_where_it_was_folded_is_unfolded(browser: Browser, address: str) -> None:
    page = opened(browser, address)
    calculation = page.locator("[id='calculo.IND.02.OEI.01']")
    page.get_by_role("searchbox").fill("57,251 reingresante")

    assert calculation.is_visible()
    page.get_by_role("searchbox").fill("")
    assert not calculation.is_visible()


def test_a_code_leads_to_how_its_figure_was_computed(browser: Browser, address: str) -> None:
    page = opened(browser, address)
    calculation = page.locator("[id='calculo.IND.02.OEI.01']")
    assert not calculation.is_visible()

    link = page.locator("[id='t.semaforo.objetivos'] a", has_text="IND.02.OEI.01")
    link.focus()
    page.keyboard.press("Enter")

    assert calculation.is_visible()
    assert "0.72 / 2.23" in calculation.inner_text()


def test_a_chart_is_followed_by_its_data_and_its_explanation(browser: Browser, address: str) -> None:
    page = opened(browser, address)
    figure = page.locator("[id='f.evolucion.IND.01.AEI.01.05']")
    figure.locator("summary").click()

    assert figure.locator("table").inner_text().split() == [
        *("Valor", "obtenido", "Logro", "esperado"),
        *("2023", "6.42", "–"),
        *("2024", "▸", "PEI", "2019-2027", "Ampliado", "5.79", "20.23"),
    ]
    figure.get_by_text("Cómo se calcula").click()
    assert page.locator("[id='calculo.IND.01.AEI.01.05']").is_visible()


def test_what_is_folded_is_printed(browser: Browser, address: str) -> None:
    page = opened(browser, address)
    page.evaluate("dispatchEvent(new Event('beforeprint'))")

    assert page.evaluate("[...document.querySelectorAll('details')].every(each => each.open)")
    page.emulate_media(media="print")
    assert not page.locator("nav").is_visible()
    assert page.locator("[id='calculo.IND.02.OEI.01']").is_visible()


def test_letters_of_charts_are_read_on_a_telephone(browser: Browser, address: str) -> None:
    page = opened(browser, address, width=NARROW)

    heights = page.evaluate(
        "[...document.querySelectorAll('.chart text')].map(each => each.getBoundingClientRect().height)"
    )
    assert heights
    upright = [each for each in heights if each < 40]  # those of axes are turned
    assert min(upright) >= 10
