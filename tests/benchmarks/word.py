"""
Measure reports in Word against docxtpl with the same content: `python -m tests.benchmarks.word`.

docxtpl has no native charts, fields, marks or captions: what both write are headings, paragraphs and tables.
It writes once; bringing a file up to date, which it cannot, is measured beside it.
"""

from __future__ import annotations

import argparse
import functools
import io
import statistics
import time
from collections.abc import Callable, Iterator, Mapping

import attrs
import docx
from docx.shared import Cm
from docxtpl import DocxTemplate  # type: ignore[import-untyped]  # it has no types

import pei_dsl
from pei_dsl.renderers.word import element_marks
from pei_dsl.renderers.word.new_file import new_file
from pei_dsl.renderers.word.package import DOCUMENT, Package
from pei_dsl.renderers.word.regeneration import regenerated
from pei_dsl.renderers.word.xml import qualified
from pei_dsl.views.document import Counts, Document, Evolution, Listing, Paragraph, Section, Table, plain
from tests.benchmarks.engine import ROOT

INDICATOR = """indicador IND.{i:02}.AEI.{o:02}.{a:02} "Número de quejas {o} {a} {i}"
  unidad: número de quejas
  sentido: descendente
  logros: 2021: 6; 2022: 6; 2023: 6; 2024: 5
  valores: 2021: 10; 2022: 9; 2023: 9; 2024: {value}
"""


def many(indicators: int, value: int) -> Document:
    """Return the report of a plan of ten objectives, with two indicators for each action."""
    text = 'plan "Plan de prueba"\n  siglas: UE\n  entidad: "Unidad"\n  periodo: 2020 a 2025\n'
    for o in range(1, 11):
        text += f'objetivo OEI.{o:02} "Mejorar la atención {o}"\n  clase: tipo I\n'
        for a in range(1, indicators // 20 + 1):
            text += f'acción AEI.{o:02}.{a:02} "Atender {a}"\n'
            text += "".join(INDICATOR.format(o=o, a=a, i=i, value=value + (a + i) % 7) for i in (1, 2))
    return pei_dsl.report(pei_dsl.load_text(text), 2024)


def without_charts(document: Document) -> Document:
    """Return a document without what docxtpl cannot write."""

    def of(section: Section) -> Section:
        blocks = tuple(each for each in section.blocks if not isinstance(each, Evolution | Counts))
        return attrs.evolve(section, blocks=blocks, sections=tuple(map(of, section.sections)))

    return attrs.evolve(document, sections=tuple(map(of, document.sections)))


# ---- docxtpl -------------------------------------------------------------------------------------------------


def template() -> bytes:
    """Return a template that any document fills: headings, paragraphs, tables with their notes."""
    file = docx.Document()
    for line in (
        "{%p for e in elements %}",
        "{%p if e.rows is not defined %}",
        "{{ e.text }}",
        "{%p else %}",
    ):
        file.add_paragraph(line)
    table = file.add_table(3, 1)
    table.style = "Table Grid"
    table.cell(0, 0).text = "{%tr for row in e.rows %}"
    row = table.rows[1]
    row.cells[0].text = "{%tc for cell in row %}"
    table.add_column(Cm(2))
    table.add_column(Cm(2))
    table.rows[1].cells[1].text = "{{ cell }}"
    table.rows[1].cells[2].text = "{%tc endfor %}"
    table.cell(2, 0).text = "{%tr endfor %}"
    for line in ("{%p endif %}", "{%p endfor %}"):
        file.add_paragraph(line)
    buffer = io.BytesIO()
    file.save(buffer)
    return buffer.getvalue()


def elements(document: Document) -> Iterator[Mapping[str, object]]:
    """Yield what a template is filled with."""
    for _, section in document.walk():
        yield {"text": section.heading}
        for block in section.blocks:
            match block:
                case Paragraph():
                    yield {"text": plain(block.sentence)}
                case Listing():
                    yield from ({"text": plain(each)} for each in block.items)
                case Table():
                    yield {"text": block.title}
                    heads = [each.head for each in block.columns]
                    yield {"rows": [heads, *([cell.text for cell in row.cells] for row in block.rows)]}
                    yield from ({"text": each} for each in (*block.notes, block.origin) if each)


def filled(document: Document, given: bytes) -> bytes:
    """Return what docxtpl makes of a document."""
    file = DocxTemplate(io.BytesIO(given))
    file.render({"elements": list(elements(document))}, autoescape=True)
    buffer = io.BytesIO()
    file.save(buffer)
    return buffer.getvalue()


# ---- Measuring -----------------------------------------------------------------------------------------------


def cells(data: bytes) -> list[str]:
    """Return what every cell of every table says."""
    root = Package.read(data).tree(DOCUMENT)
    return [element_marks.said(each) for each in root.iter(qualified("w:tc"))]


def seconds(runs: int, make: Callable[[], object]) -> float:
    """Return the median of the processor's time."""
    taken = []
    for _ in range(runs):
        begin = time.process_time()
        make()
        taken.append(time.process_time() - begin)
    return statistics.median(taken)


def main() -> None:
    """Print a line for each plan."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--indicators", type=int, default=500)
    options = parser.parse_args()
    inpe = pei_dsl.load(ROOT / "specs" / "inpe-2019-2027")
    begin = time.process_time()
    large = many(options.indicators, 3)
    print(f"view of {options.indicators} indicators: {time.process_time() - begin:.2f} s")
    report = pei_dsl.report(inpe, 2024)
    given = template()
    for name, document, later in (
        ("INPE", report, report),
        (f"{options.indicators} indicators", large, many(options.indicators, 4)),
    ):
        bare = without_charts(document)
        theirs, ours = filled(bare, given), new_file(bare)
        said = [each for each in cells(ours) if not each.startswith("[")]
        assert [each.split("]")[-1] for each in cells(theirs) if each][:50] == [
            each for each in said if each
        ][:50]
        slow = seconds(options.runs, functools.partial(filled, bare, given))
        fast = seconds(options.runs, functools.partial(new_file, bare))
        whole = seconds(options.runs, functools.partial(new_file, document))
        data = new_file(document)
        again = seconds(options.runs, functools.partial(regenerated, data, later))
        print(
            f"{name}: same content {fast:.3f} s, docxtpl {slow:.3f} s (ratio {fast / slow:.2f}); with charts, fields "
            f"and marks {whole:.3f} s, {len(data) / 1000:.0f} kB; brought up to date {again:.3f} s"
        )


if __name__ == "__main__":
    main()
