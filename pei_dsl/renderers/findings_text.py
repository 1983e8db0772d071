"""Findings for people: each in full with its place and help, or in one line."""

from __future__ import annotations

from collections.abc import Iterator

from pei_dsl.diagnostics.text import render, render_concise
from pei_dsl.renderers.style import WIDTH, Style
from pei_dsl.views.findings_page import FindingsPage


def full_page(page: FindingsPage, style: Style) -> Iterator[str]:
    """Yield each finding with what it points at, then how many there are."""
    for each in page.shown:
        yield f"{render(each, style.language, WIDTH)}\n\n"
    if page.left:
        yield f"{page.rest(style.language)}\n\n"
    yield f"{page.summary(style.language)}\n"


def concise_page(page: FindingsPage, style: Style) -> Iterator[str]:
    """Yield a line for each finding."""
    for each in page.shown:
        yield f"{render_concise(each, style.language)}\n"
    if page.left:
        yield f"{page.rest(style.language)}\n"
