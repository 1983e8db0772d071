"""A figure and its percent sign, a symbol and its word, stand on one line, in every format that has lines."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

import pei_dsl
from pei_dsl.renderers.no_break import as_written, kept_together, with_blanks
from pei_dsl.renderers.pdf.typst_source import source
from pei_dsl.renderers.word.new_file import new_file
from pei_dsl.renderers.word.regeneration import regenerated
from pei_dsl.views.document import Document
from tests.documents import ROOT
from tests.typst_strings import strings

BREAKS = re.compile(r"[\d…] %|[●▲■◆○] \w")


@pytest.fixture(scope="module")
def document() -> Document:
    return pei_dsl.report(pei_dsl.load(ROOT / "specs" / "inpe-2019-2027"), 2024)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("llegó a 57.62 %, y", "llegó a 57.62\u00a0%, y"),
        (" % de la meta", "\u00a0% de la meta"),
        ("0.3333… %", "0.3333…\u00a0%"),
        ("un % alto", "un % alto"),
        ("57 internos", "57 internos"),
        ("queda en ● verde claro.", "queda en ●\u00a0verde claro."),
        ("○ ND", "○\u00a0ND"),
        ("termina en ■ ", "termina en ■ "),
    ],
)
def test_the_blank_between_a_figure_and_its_sign_ends_no_line(text: str, kept: str) -> None:
    assert kept_together(text) == kept


@given(st.text("5 %\u00a0a…●○", max_size=12))
def test_nothing_else_is_another_and_it_can_be_taken_back(text: str) -> None:
    assert with_blanks(kept_together(text)) == with_blanks(text)
    if "\u00a0" not in text:
        assert as_written(kept_together(text)) == text


def test_word_has_no_figure_that_a_line_parts_from_its_sign(document: Document) -> None:
    with zipfile.ZipFile(BytesIO(new_file(document))) as package:
        said = package.read("word/document.xml").decode(), package.read("docProps/custom.xml").decode()

    for each in said:
        assert "\u00a0%" in each
        # What pictures and tables are called for who does not see them has no lines.
        assert not BREAKS.findall(re.sub(r' descr="[^"]*"|<w:tblDescription [^>]*>', "", each))
    # Where the figure is a field, its sign begins the next run.
    assert '<w:t xml:space="preserve"> %' not in said[0]
    assert "\u00a0%" in "".join(re.findall(r'<w:t xml:space="preserve">(\u00a0%)', said[0]))


def test_a_page_and_a_print_have_none_in_their_sentences(document: Document) -> None:
    sentences = re.findall(r"<p>.*?</p>|<li>.*?</li>", pei_dsl.render(document, "html"))
    told = [each for each in strings(source(document)) if each.startswith("El alcance")]

    assert any("\u00a0%" in each for each in sentences)
    for each in sentences:
        assert not re.search(r"</data> %", each)
    assert not [each for each in told if BREAKS.search(each)]


def test_a_file_with_blanks_of_the_usual_kind_is_the_same_file(document: Document) -> None:
    """So were files written before; and some programs write blanks of one kind only."""
    made = BytesIO()
    with zipfile.ZipFile(BytesIO(new_file(document))) as had, zipfile.ZipFile(made, "w") as now:
        for each in had.infolist():
            data = had.read(each)
            is_text = each.filename in {"word/document.xml", "docProps/custom.xml"}
            now.writestr(each, data.replace("\u00a0".encode(), b" ") if is_text else data)
    found = regenerated(made.getvalue(), document)

    assert (found.updated, found.kept) == (0, 0)
    assert (found.edited, found.typed_in, found.loose, found.gone, found.missing) == ((), (), (), (), ())
