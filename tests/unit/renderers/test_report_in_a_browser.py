"""The report of INPE as one HTML file, in Chromium: opened from disk, by light and dark, small and large."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

import pei_dsl
from tests.browser import faults, opened, overflow
from tests.documents import ROOT

NARROW = 320


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return where the report stands on disk."""
    file: Path = tmp_path_factory.mktemp("informe") / "informe.html"
    document = pei_dsl.report(pei_dsl.load(ROOT / "specs" / "inpe-2019-2027"), 2024)
    file.write_text(pei_dsl.render(document, "html"), encoding="utf-8")
    return file.as_uri()


@pytest.mark.parametrize(("width", "is_dark"), [(1200, False), (NARROW, True)])
def test_axe_finds_nothing_and_nothing_runs_off_the_page(
    browser: Browser, address: str, width: int, is_dark: bool
) -> None:
    page = opened(browser, address, width=width, is_dark=is_dark)

    assert faults(page) == []
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    assert faults(page) == []
    assert overflow(page) == 0
