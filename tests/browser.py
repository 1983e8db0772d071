"""
A browser for tests: the pages that we write, opened as a reader opens them, and judged by axe.

Where there is no Chromium, the tests that ask for `browser` are skipped, and say so.  `PEI_CHROMIUM` names
another one than that of the path.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Browser, Page, sync_playwright

_NAMES = ("chromium", "chromium-browser", "google-chrome")


def chromium() -> str | None:
    """Return where Chromium is; None where there is none."""
    return os.environ.get("PEI_CHROMIUM") or next(filter(None, map(shutil.which, _NAMES)), None)


# Not for a whole run: while Playwright is at work, no other test can have an event loop of its own.
@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Give a browser for the tests of a module."""
    path = chromium()
    if path is None:
        pytest.skip("there is no Chromium: apt-get install chromium, or name one in PEI_CHROMIUM")
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield launched
        launched.close()


def opened(browser: Browser, address: str, *, width: int = 1200, is_dark: bool = False) -> Page:
    """Return `address` in a window of its own so many pixels wide; what it logs as an error fails it."""
    context = browser.new_context(
        viewport={"width": width, "height": 800},
        color_scheme="dark" if is_dark else "light",
        reduced_motion="reduce",
    )
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda told: errors.append(told.text) if told.type == "error" else None)
    page.goto(address)
    assert not errors
    return page


def faults(page: Page, options: dict[str, Any] | None = None) -> list[str]:
    """Return what axe finds wrong in a page, a text for each element."""
    asked = {"resultTypes": ["violations"], **(options or {})}
    found = Axe().run(page, options=asked).response["violations"]
    return [
        f"{each['id']}: {each['help']}: {node['html'][:200]}: {node.get('failureSummary', '')}"
        for each in found
        for node in each["nodes"]
    ]


def overflow(page: Page) -> int:
    """Return by how many pixels the page is wider than its window: what a reader would have to scroll."""
    wider: int = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return wider
