"""A figure that two formats of a report print is the same figure, of drawn plans and of those that are shipped."""

from __future__ import annotations

import html
import io
import re
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import pei_dsl
from pei_dsl.interchange.report_book.book_words import said
from pei_dsl.renderers.outlet import visible
from pei_dsl.renderers.pdf.typst_source import source
from pei_dsl.views.document import Document, Evolution, Table
from tests import strategies, workbook_texts
from tests.documents import ROOT
from tests.drawn_follow_ups import follow_ups
from tests.example_counts import examples
from tests.properties.test_reports import assert_same_everywhere, squeezed, texts_of
from tests.typst_strings import strings


def printed(document: Document) -> dict[str, list[str]]:
    """Return what the tables of results print of each code: goal, value, alcance and state."""
    return {
        row.cells[0].text: [each.text for each in row.cells[3:7]]
        for block in document.blocks()
        if isinstance(block, Table) and block.id.startswith("semaforo.")
        for row in block.rows
    }


def assert_workbook_prints_the_same(document: Document) -> None:
    made = io.BytesIO()
    pei_dsl.write(document, "xlsx", made, language=document.language)
    rows = {
        row[1]: row[4:8]
        for row in workbook_texts.sheet(made.getvalue(), said("sheet_results", document.language))
        if row[1]
    }
    for code, figures in printed(document).items():
        told = [each.replace("…", "") for each in rows[code]]
        assert told == [each.replace("…", "") for each in figures]


_TOLD_BESIDE = ("evidencias", "factores", "actividades", "recomendaciones", "compromisos")


def assert_office_says_what_is_told_beside(document: Document) -> None:
    """Each cell of the tables of a follow-up stands in the Word file and in the workbook."""
    word, book = io.BytesIO(), io.BytesIO()
    pei_dsl.write(document, "docx", word, language=document.language)
    pei_dsl.write(document, "xlsx", book, language=document.language)
    with zipfile.ZipFile(word) as archive:
        body = archive.read("word/document.xml").decode()
    paragraphs = re.findall(r"<w:p[ >].*?</w:p>", body, re.DOTALL)
    in_word = {
        squeezed(html.unescape("".join(re.findall(r"<w:t[^>]*>([^<]*)<", each)))) for each in paragraphs
    }
    in_book = {*map(squeezed, workbook_texts.everything(book.getvalue()))}
    for block in document.blocks():
        if isinstance(block, Table) and block.id.split(".")[0] in _TOLD_BESIDE:
            for text in (visible(cell.text) for row in block.rows for cell in row.cells if cell.text):
                assert {squeezed(each) for each in text.split("\n")} <= in_word
                assert squeezed(text) in in_book


def drawn(document: Document) -> list[str]:
    """Return what a document says; of charts what is drawn, since a PDF has no data to unfold below them."""
    said = [section.heading for _, section in document.walk()]
    for block in document.blocks():
        if isinstance(block, Evolution):
            values = [each.value_text for each in block.points if each.value is not None]
            goals = [each.goal_text for each in block.points if each.goal is not None]
            said += [block.title, block.axis, *(each.label for each in block.points), *values, *goals]
        else:
            said += texts_of(block)
    return said


def assert_pdf_says_everything(document: Document) -> None:
    told = ["".join(each.split()) for each in strings(source(document))]
    cells = [each for each in told if not re.fullmatch(r"[0-9A-F]{6}|calculo\..*", each)]
    charts = "".join(html.unescape(each) for each in told if each.startswith("<svg"))
    for text in drawn(document):
        for line in visible(text).replace("\r", "").split("\n"):
            squeezed = "".join(line.split())
            assert squeezed in told or squeezed in charts
    for code, figures in printed(document).items():
        # The cells of a row follow each other in the source, with colours and targets of links between.
        squeezed_figures = ["".join(each.split()) for each in figures]
        assert any(
            cells[place + 3 : place + 7] == squeezed_figures
            for place, text in enumerate(cells)
            if text == code
        )


def assert_site_prints_the_same(document: Document, site: pei_dsl.Site) -> None:
    found = {}
    for row in re.findall(r"<tr[^>]*>(.*?)</tr>", site.files["index.html"].decode(), re.DOTALL):
        cells = [
            html.unescape(re.sub(r"<[^>]*>", "", each))
            for each in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL)
        ]
        found[cells[0]] = cells[2:]
    for code, figures in printed(document).items():
        assert found[code] == figures


@pytest.mark.parametrize("language", ["es", "en"])
@pytest.mark.parametrize("period", ["2024", "2024-S1"])
def test_every_format_prints_the_figures_of_the_report_of_inpe(language: str, period: str) -> None:
    loaded = pei_dsl.load(ROOT / "specs" / "inpe-2019-2027")
    document = pei_dsl.report(loaded, period, language=language)

    assert_site_prints_the_same(document, pei_dsl.publish(loaded, period, language=language))
    assert_workbook_prints_the_same(document)
    assert_pdf_says_everything(document)


@settings(max_examples=examples(15), deadline=None)
@given(strategies.projects(), st.sampled_from([*strategies.YEARS, "2023-S1"]), st.data())
def test_every_format_prints_the_figures_of_the_report(
    project: strategies.Project, period: int | str, data: st.DataObject
) -> None:
    text = f"{project.text}\n{data.draw(follow_ups(project.text))}"
    loaded = pei_dsl.load_text(text)
    document = pei_dsl.report(loaded, period, data=project.rows, values=project.values)
    site = pei_dsl.publish(loaded, period, data=project.rows, values=project.values)

    assert_site_prints_the_same(document, site)
    assert_workbook_prints_the_same(document)
    assert_pdf_says_everything(document)
    assert_same_everywhere(document)
    assert_office_says_what_is_told_beside(document)
