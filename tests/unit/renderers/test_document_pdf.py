"""The report as PDF: accessible by the checker of typst, alike on every machine, and nothing in it is code."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
import sys
from pathlib import Path

import attrs
import pytest
import typst
from hypothesis import given, settings
from hypothesis import strategies as st

import pei_dsl
from pei_dsl.data.extras import MissingExtraError, OldExtraError
from pei_dsl.renderers import document_pdf
from pei_dsl.renderers.marks import bears_mark
from pei_dsl.renderers.outlet import visible
from pei_dsl.renderers.pdf.typst_literals import broken, literal
from pei_dsl.renderers.pdf.typst_source import source
from pei_dsl.views.document import (
    Cell,
    Column,
    Counts,
    Cover,
    Document,
    Evolution,
    Listing,
    Paragraph,
    Role,
    Row,
    Section,
    Table,
)
from pei_dsl.views.plotted import Point, Share
from tests.documents import ROOT
from tests.example_counts import examples
from tests.typst_strings import strings

INPE = ROOT / "specs" / "inpe-2019-2027"
CODE = (
    '#panic("x")',
    '") #panic("x',
    "\\",
    '\\"',
    "#{",
    "*_`$@<>~",
    "]",
    "/*",
    "//",
    "http://x",
    "= x",
    "- x",
)
needs_pdftotext = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext is not installed")


def pdf(document: Document) -> bytes:
    made = io.BytesIO()
    pei_dsl.write(document, "pdf", made)
    return made.getvalue()


def text_of(data: bytes, *options: str) -> str:
    found = subprocess.run(
        [str(shutil.which("pdftotext")), *options, "-", "-"], input=data, capture_output=True, check=True
    )
    return found.stdout.decode()


def squeezed(text: str) -> str:
    return "".join(text.replace("\u200b", "").split())


def inpe(language: str = "es") -> Document:
    return pei_dsl.report(pei_dsl.load(INPE), 2024, language=language)


def document_of(text: str, *, rows: int = 2) -> Document:
    """Return a document that says `text` wherever a document says something."""
    table = Table(
        "t",
        text,
        (Column(text, 1.0), Column("b", 4.0)),
        tuple(Row((Cell(text), Cell(text, "rojo"))) for _ in range(rows)),
        (text,),
        text,
    )
    points = (Point(text, None, None, text, text), Point("2024", None, None, "1", "2"))
    chart = Evolution("e", text, points, text, text, text, text, text)
    counts = Counts("c", text, ((text, (Share("rojo", text, 1),)),), text)
    blocks = (
        Paragraph("p", (text,)),
        Paragraph("w", (text,), Role.WANTED),
        Listing("l", ((text,), (text,))),
        table,
        chart,
        counts,
    )
    names = tuple((name, text) for name, _ in inpe().names)
    section = Section("s", "1", text, blocks, (Section("s.1", "", text, (attrs.evolve(table, id="u"),)),))
    return Document("es", text, Cover(text, text, text, (text,)), (section,), names)


# ---- As a file


@pytest.mark.parametrize("language", ["es", "en"])
def test_a_report_is_accessible_and_says_its_title_and_language(language: str) -> None:
    data = pdf(inpe(language))  # typst refuses what breaks PDF/UA-1

    assert data.startswith(b"%PDF-1.7")
    assert b"<pdfuaid:part>1</pdfuaid:part>" in data
    assert f"<rdf:li>{'es-PE' if language == 'es' else 'en'}</rdf:li>".encode() in data
    assert b"/DisplayDocTitle true" in data
    assert b"<dc:title>" in data


def test_charts_are_drawn_with_lines_and_described() -> None:
    charts = [each for each in inpe().blocks() if isinstance(each, Evolution | Counts)]
    told = strings(source(inpe()))

    assert charts
    for chart in charts:
        assert visible(chart.alternative) in told
    assert sum(each.startswith("<svg xmlns=") for each in told) == len(charts)
    assert b"/Subtype/Image" not in pdf(inpe())


def test_the_same_report_gives_the_same_bytes_and_is_known_again(tmp_path: Path) -> None:
    data = pdf(inpe())
    made, other = tmp_path / "informe.pdf", tmp_path / "otro.pdf"
    made.write_bytes(data)
    other.write_bytes(b"%PDF-1.7 of somebody")

    assert data == pdf(inpe())
    assert b"CreationDate" not in data
    assert bears_mark("document", "pdf", made)
    assert not bears_mark("document", "pdf", other)


def test_fichas_alone_are_a_pdf_too() -> None:
    assert pdf(pei_dsl.fichas(pei_dsl.load(INPE))).startswith(b"%PDF")


def test_without_typst_one_line_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)

    with pytest.raises(MissingExtraError) as refused:
        pdf(inpe())
    assert refused.value.command == 'pip install "pei_dsl[pdf]"'


def test_a_typst_that_is_too_old_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(document_pdf, "version", lambda _: "0.14.0")

    with pytest.raises(OldExtraError) as refused:
        pdf(inpe())
    assert (refused.value.found, refused.value.oldest) == ("0.14.0", "0.15")


@needs_pdftotext
def test_heads_are_repeated_and_forms_lie_on_their_side() -> None:
    data = pdf(document_of("Texto", rows=120))
    pages = text_of(data, "-layout").split("\f")[2:-1]
    sizes = subprocess.run(
        [str(shutil.which("pdfinfo")), "-f", "1", "-l", "99", "-"],
        input=pdf(inpe()),
        capture_output=True,
        check=True,
    ).stdout.decode()

    assert len(pages) > 3
    assert all("Texto" in page and " b" in page for page in pages[:3])
    assert "841.89 x 595.276" in sizes
    assert "595.276 x 841.89" in sizes


@needs_pdftotext
def test_contents_give_the_page_of_each_section() -> None:
    pages = text_of(pdf(inpe()), "-layout").split("\f")
    line = next(each for each in pages[1].splitlines() if each.startswith("4. Conclusiones"))

    assert "4. Conclusiones" in pages[int(line.split()[-1].lstrip("\u2060")) - 1]
    assert "Índice de tablas" in pages[1]


# ---- What others wrote


@settings(max_examples=examples(40), deadline=None)
@given(st.text(max_size=40))
def test_a_text_is_a_string_whatever_is_in_it(text: str) -> None:
    read = json.loads(typst.eval(input=b"", expression=literal(text)))

    assert read == visible(text).replace("\r", "")


@given(st.text(max_size=60), st.integers(1, 20))
def test_places_to_break_lines_change_nothing_else(text: str, most: int) -> None:
    made = broken(text.replace("\u200b", ""), most)

    assert made.replace("\u200b", "") == text.replace("\u200b", "")
    assert all(len(word) <= most for word in made.replace("\u200b", " ").split(" "))


@needs_pdftotext
@pytest.mark.parametrize("text", CODE)
def test_code_stands_there_as_it_was_written(text: str) -> None:
    data = pdf(document_of(text))

    assert squeezed(text_of(data)).count(squeezed(text)) >= 12


@settings(max_examples=examples(12), deadline=None)
@given(st.text(min_size=1, max_size=12))
def test_any_text_makes_a_pdf(text: str) -> None:
    assert pdf(document_of(text)).startswith(b"%PDF")


@needs_pdftotext
def test_signs_without_letters_stand_as_numbers_and_that_is_said() -> None:
    pages = text_of(pdf(document_of("Plan 中文 😀"))).split("\f")

    assert "[U+4E2D] [U+6587] [U+1F600]" in " ".join(pages[0].split())
    assert "Plan [U+4E2D][U+6587] [U+1F600]" in " ".join(pages[-2].split())
