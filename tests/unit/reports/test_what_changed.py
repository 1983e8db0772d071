"""The comparison in a report: the sentence, the waterfalls and the parts, in every format."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pytest

import pei_dsl
from pei_dsl.renderers.pdf.typst_source import source
from pei_dsl.renderers.word import element_marks
from pei_dsl.renderers.word.new_file import new_file
from pei_dsl.renderers.word.package import DOCUMENT, Package
from pei_dsl.renderers.word.regeneration import regenerated
from pei_dsl.renderers.word.xml import node
from pei_dsl.views.comparison_page import comparison_page
from pei_dsl.views.document import Document, Paragraph, Section, Table, plain
from pei_dsl.views.waterfall import Waterfall
from tests import workbook_texts
from tests.properties.test_reports import assert_same_everywhere
from tests.typst_strings import strings

PLAN = """\
plan "PEI"
  periodo: 2024

objetivo OEI.01 "Salud"

indicador IND.01.OEI.01 "Controles"
  unidad:  número
  sentido: ascendente
  logros:  2024: 80
  valores: 2024: 40

indicador IND.02.OEI.01 "Visitas"
  unidad:  número
  sentido: ascendente
  logros:  2024: 10
  valores: 2024: 5

acción AEI.01.01 "Atender"

indicador IND.01.AEI.01.01 "Citas"
  unidad:  número
  sentido: ascendente
  logros:  2024: 10
  valores: 2024: 5

indicador IND.02.AEI.01.01 "Turnos"
  unidad:  número
  sentido: ascendente
  logros:  2024: 10
  valores: 2024: 5
"""
LATER = PLAN.replace("2024: 80", "2024: 50").replace("valores: 2024: 5\n", "valores: 2024: 6\n")


def compared(after: str = LATER, language: str = "es") -> tuple[pei_dsl.Comparison, Document]:
    later = pei_dsl.load_text(after)
    comparison = pei_dsl.compare(pei_dsl.load_text(PLAN), later, 2024)
    return comparison, pei_dsl.report(later, 2024, comparison=comparison, language=language)


def of_comparison(document: Document) -> Section:
    [found] = [each for each in document.sections if each.id == "comparacion"]
    return found


def test_it_stands_behind_the_official_sections_whose_numbers_stay() -> None:
    _, document = compared()
    without = pei_dsl.report(pei_dsl.load_text(LATER), 2024)

    assert [each.id for each in document.sections][-2:] == ["comparacion", "6"]
    assert of_comparison(document).number == ""
    assert [each for each in document.sections if each.id != "comparacion"][:-1] == [*without.sections[:-1]]


def test_its_sentence_is_that_of_the_comparison() -> None:
    comparison, document = compared()
    said = [plain(each.sentence) for each in of_comparison(document).blocks if isinstance(each, Paragraph)]

    assert comparison_page(comparison).summary[0] in said
    assert "vienen de hacer más fácil el logro de IND.01.OEI.01" in said[1]


def test_waterfalls_are_of_the_plan_and_its_objectives_and_the_table_is_of_groups() -> None:
    _, document = compared()
    blocks = of_comparison(document).blocks
    table = next(each for each in blocks if isinstance(each, Table) and each.id == "comparacion.partes")

    assert [each.id for each in blocks if isinstance(each, Waterfall)] == [
        "comparacion.cascada.plan",
        "comparacion.cascada.OEI.01",
    ]
    heads = [row.cells[0].text for row in table.rows if row.is_group]
    assert "AEI.01.01 Atender" in heads
    assert not [each for each in heads if each.startswith(("IND.", "valor de"))]


@pytest.mark.parametrize("language", ["es", "en"])
@pytest.mark.parametrize("after", [LATER, PLAN, LATER.replace("40", "no aplica")])
def test_every_format_says_all_of_it(after: str, language: str) -> None:
    _, document = compared(after, language)
    names = [each.id for each in document.blocks()]

    assert len(names) == len(set(names))
    assert_same_everywhere(document)
    drawn = [each for each in strings(source(document)) if each.startswith("<svg")]
    falls = [each for each in document.blocks() if isinstance(each, Waterfall)]
    assert all(any(fall.end.text in each for each in drawn) for fall in falls)


def test_the_workbook_has_the_sentence_the_waterfalls_with_native_charts_and_the_parts() -> None:
    comparison, document = compared()
    stream = io.BytesIO()
    pei_dsl.write(document, "xlsx", stream)
    data = stream.getvalue()
    with zipfile.ZipFile(stream) as archive:
        charts = [archive.read(each).decode() for each in archive.namelist() if "/charts/chart" in each]

    assert any(comparison_page(comparison).summary[0] in row for row in workbook_texts.sheet(data, "Resumen"))
    rows = workbook_texts.sheet(data, "Cascadas")
    assert next(row[0] for row in rows if row[0].startswith("logro")) == "logro de IND.01.OEI.01"
    assert sum("'Cascadas'" in each or "Cascadas!" in each for each in charts) == 2
    assert workbook_texts.sheet(data, "Comparación")
    assert workbook_texts.sheet(data, "Cambios del plan")


def test_the_bars_of_a_workbook_reach_what_the_figure_is() -> None:
    _, document = compared()
    stream = io.BytesIO()
    pei_dsl.write(document, "xlsx", stream)
    cells: dict[str, Any] = workbook_texts.values(stream.getvalue())["Cascadas"]
    fall = next(each for each in document.blocks() if isinstance(each, Waterfall))
    first = next(int(name[1:]) for name, value in cells.items() if name[0] == "A" and value == "Antes")
    last = first + len(fall.steps) + 1

    assert cells[f"E{first}"] == pytest.approx(float(fall.start.amount))
    assert cells[f"E{last}"] == pytest.approx(float(fall.end.amount))
    tops = [cells[f"D{row}"] + (cells.get(f"F{row}") or 0) for row in range(first + 1, last)]
    assert max(tops) == pytest.approx(float(max(end for _, _, end in fall.spans())))


def test_a_word_file_made_again_keeps_what_people_wrote_in_it() -> None:
    _, document = compared()
    package = Package.read(new_file(document))
    root = package.changing(DOCUMENT)
    written = "La meta se rebajó por la Resolución 12."
    root[0].insert(8, node("w:p", node("w:r", node("w:t", text=written))))
    _, later = compared(LATER.replace("2024: 50", "2024: 45"))

    made = regenerated(package.written(), later)
    texts = [element_marks.said(each) for each in Package.read(made.data).tree(DOCUMENT)[0]]

    assert written in texts
    assert any("de 50.00 a " in each for each in texts)
    assert regenerated(made.data, later).data == made.data


def test_a_word_file_that_had_none_is_told_what_it_lacks() -> None:
    _, document = compared()
    without = pei_dsl.report(pei_dsl.load_text(LATER), 2024)

    assert "Qué cambió y cuánto explica cada cambio" in regenerated(new_file(without), document).new
    gone = regenerated(new_file(document), without)
    assert "Qué cambió y cuánto explica cada cambio" in gone.obsolete
