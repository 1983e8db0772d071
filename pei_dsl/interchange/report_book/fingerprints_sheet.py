"""The sheet of what the figures rest on: hashes of plan and data, versions, what was asked."""

from __future__ import annotations

import json
from collections.abc import Iterator

from pei_dsl.interchange.page import A4, Column, Page
from pei_dsl.interchange.report_book.book_words import said


def write(page: Page, prints: str, language: str, footer: str) -> None:
    """Write the fingerprints `prints`, the member `huellas` of a JSON, a row for each of its values."""
    page.headings([Column((said("what", language),), 60), Column((said("print", language),), 72)])
    for name, value in _values("", json.loads(prints)):
        page.text(0, name)
        page.text(1, value, num_format="@")
        page.end_row()
    page.set_up(A4, 0, 0, 2, footer)
    page.sheet.freeze_panes(1, 0)


def _values(name: str, data: object) -> Iterator[tuple[str, str]]:
    match data:
        case dict():
            for key, value in data.items():
                yield from _values(f"{name} · {key}" if name else str(key), value)
        case list():
            yield name, ", ".join(str(each) for each in data)
        case None:
            yield name, "–"
        case _:
            yield name, str(data)
