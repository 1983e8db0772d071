"""The pictures of the studio in README and guide are of the studio: `pytest --pictures` takes them anew."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser import opened
from tests.studio_pages import ROOT, copy_of_inpe, served

PICTURES = ROOT / "docs" / "pictures"
TAKEN = ("estudio.png", "estudio-formulario.png", "estudio-calculo.png")


def test_the_pictures_are_taken(browser: Browser, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    if not request.config.getoption("--pictures"):
        pytest.skip("the pictures stay as they are; --pictures takes them anew")
    plan = copy_of_inpe(tmp_path)
    with served(plan, folder=tmp_path) as address:
        page = opened(browser, address)
        page.set_viewport_size({"width": 1280, "height": 720})
        page.click('#panel button[data-go="IND.02.OEI.01"]')
        page.keyboard.press("Control+f")
        page.locator(".cm-search [name=search]").press_sequentially("0.72%")
        page.keyboard.press("Enter")
        page.keyboard.press("Escape")
        page.keyboard.insert_text("1.80%")
        expect(page.locator("#status")).to_contain_text("OEI.01")
        for name, view in zip(TAKEN, ("results", "form", "explanation"), strict=True):
            page.click(f"#view-{view}")
            expect(page.locator("#panel")).to_have_attribute("data-view", view)
            page.wait_for_timeout(700)
            page.screenshot(path=PICTURES / name)
        page.context.close()


def test_every_picture_is_shown_and_there() -> None:
    shown = "".join((ROOT / name).read_text("utf-8") for name in ("README.md", "docs/guia/estudio.md"))

    for name in TAKEN:
        assert (PICTURES / name).is_file()
        assert f"pictures/{name}" in shown
