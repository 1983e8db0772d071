"""The workbook of a report: which sheets it has, in which order."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from functools import partial
from typing import BinaryIO

from pei_dsl.data.extras import need
from pei_dsl.diagnostics.catalogue import phrase
from pei_dsl.interchange.book_property import LONGEST, SUBJECT
from pei_dsl.interchange.new_book import new_book
from pei_dsl.interchange.page import Page
from pei_dsl.interchange.report_book import (
    evolution_sheet,
    fingerprints_sheet,
    results_sheet,
    summary_sheet,
    table_sheet,
    waterfall_sheet,
)
from pei_dsl.interchange.report_book.book_words import said
from pei_dsl.interchange.touched_books import stamped
from pei_dsl.renderers.outlet import visible
from pei_dsl.renderers.style import Style
from pei_dsl.views.document import Document, Evolution, Table
from pei_dsl.views.waterfall import Waterfall

# Tables that a sheet of its own shows, or that say what the results say.
_SHOWN_OTHERWISE = ("recuento.", "oei", "aei", "semaforo.", "responsables.", "b7", "ficha.", "calculo.")
_MAX_NAME = 31
_SHEETS = {
    "criticas": "critical",
    "evidencias": "evidence",
    "factores": "factors",
    "actividades": "activities",
    "recomendaciones": "recommendations",
    "compromisos": "commitments",
    "comparacion.partes": "comparison",
    "comparacion.cambios": "changes",
    "comparacion.valores": "value_changes",
    "comparacion.datos": "data_changes",
}
"""Which sheet holds a table, or the tables of a kind."""


def write(document: Document, style: Style, stream: BinaryIO) -> None:
    """
    Write `document` to `stream` as a workbook.

    Raises:
        MissingExtraError: A package is not installed.
    """
    need("openpyxl", "excel")
    made = io.BytesIO()
    with new_book(made, document.cover.title) as book:
        book.set_custom_property(SUBJECT, visible(document.subject)[:LONGEST])
        for name, fill in _sheets(document, style):
            fill(Page(book, book.add_worksheet(name)))
    stream.write(stamped(made.getvalue()))


def _sheets(document: Document, style: Style) -> Iterator[tuple[str, Callable[[Page], None]]]:
    """Yield each sheet that the document has something for: its name, and what fills it."""
    language, cover = document.language, document.cover
    footer = " · ".join(each for each in (cover.entity, cover.title) if each)[:120]
    evaluation = document.measured
    if evaluation is not None:
        results = said("sheet_results", language)
        # The summary counts what the next sheet holds, so it has to know where.
        rows = results_sheet.rows_of(len(list(evaluation.lines())))
        summary = partial(summary_sheet.write, document=document, rows=rows, results=results, footer=footer)
        yield said("sheet_summary", language), summary
        yield results, partial(results_sheet.write, evaluation=evaluation, language=language, footer=footer)
    charts = [each for each in document.blocks() if isinstance(each, Evolution)]
    if charts:
        drawn = partial(evolution_sheet.write, charts=charts, language=language, footer=footer)
        yield said("sheet_evolution", language), drawn
    falls = [each for each in document.blocks() if isinstance(each, Waterfall)]
    if falls:
        drawn = partial(waterfall_sheet.write, charts=falls, language=language, footer=footer)
        yield said("sheet_waterfalls", language), drawn
    for name, tables in _tables(document).items():
        yield name, partial(table_sheet.write_tables, tables=tables, document=document, footer=footer)
    for key, prefix, heads in (
        ("fichas", "ficha.", ("ficha_field", "ficha_text")),
        ("computed", "calculo.", ("step", "calculation")),
    ):
        sections = [each for _, each in document.walk() if each.id.startswith(prefix)]
        named = (phrase("words", "code", language), *(phrase("report", each, language) for each in heads))
        if sections:
            listed = partial(table_sheet.write_list, heads=named, sections=sections, footer=footer)
            yield said(f"sheet_{key}", language), partial(listed, page_each=key == "fichas")
    if style.rests_on is not None:
        prints = partial(fingerprints_sheet.write, prints=style.rests_on(), language=language, footer=footer)
        yield said("sheet_prints", language), prints


def _tables(document: Document) -> dict[str, list[Table]]:
    """Return the tables beside the results by sheet: those of a kind have the same columns."""
    found: dict[str, list[Table]] = {}
    for each in document.blocks():
        if isinstance(each, Table) and not each.id.startswith(_SHOWN_OTHERWISE) and each.rows:
            key = _SHEETS.get(each.id) or _SHEETS.get(each.id.partition(".")[0])
            name = said(f"sheet_{key}", document.language) if key else _named(each.title)
            found.setdefault(name, []).append(each)
    return found


def _named(title: str) -> str:
    """Return what a sheet may be called after a title, without signs that Excel refuses."""
    return re.sub(r"[\[\]:*?/\\']", " ", visible(title))[:_MAX_NAME].strip() or "-"
