"""A new Word file from a document: our own styles, cover, contents, every section, charts and properties."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from pei_dsl.renderers.word import chart_xml, figure_fields, outdated_sentences, waterfall_xml
from pei_dsl.renderers.word.contents import contents
from pei_dsl.renderers.word.elements import Body, Marked
from pei_dsl.renderers.word.figure_fields import run
from pei_dsl.renderers.word.gathering import carried
from pei_dsl.renderers.word.house_styles import MAIN, resource
from pei_dsl.renderers.word.package import DOCUMENT, TYPES, Package
from pei_dsl.renderers.word.properties import write_core, write_figures
from pei_dsl.renderers.word.xml import composed, node, qualified
from pei_dsl.renderers.word.xml_tree import Element
from pei_dsl.views.document import Chart, Document, Evolution
from pei_dsl.views.waterfall import Waterfall

_OFFICE = "application/vnd.openxmlformats-officedocument."
CHART_TYPE = f"{_OFFICE}drawingml.chart+xml"
BOOK_TYPE = f"{_OFFICE}spreadsheetml.sheet"
_STYLES = ("styles", "settings", "numbering", "fontTable")
_PORTRAIT, _LANDSCAPE = (11906, 16838), (16838, 11906)
_MARGIN = 1134


def new_file(document: Document) -> bytes:
    """
    Return `document` as the bytes of a Word file; the same document gives the same bytes.

    Raises:
        MissingExtraError: A package is not installed.
    """
    package = Package({TYPES: composed(node("ct:Types"))})
    package.default("rels", "application/vnd.openxmlformats-package.relationships+xml")
    package.default("xml", "application/xml")
    package.default("xlsx", BOOK_TYPE)
    for name in _STYLES:
        package.add(f"word/{name}.xml", resource(f"{name}.xml"), f"{MAIN}{name}+xml")
        package.relate(DOCUMENT, name, f"word/{name}.xml")
    package.add("word/theme/theme1.xml", resource("theme.xml"), f"{_OFFICE}theme+xml")
    package.relate(DOCUMENT, "theme", "word/theme/theme1.xml")
    _header_and_footer(package, document)
    body = Body(document)
    elements = list(_elements(body))
    for each in elements:
        if each.chart is not None:
            add_chart(package, each.xml, each.chart)
    content = node("w:body", *(each.xml for each in elements), _pages(wide=False))
    package.build(DOCUMENT, node("w:document", content), f"{MAIN}document.main+xml")
    package.relate("", "officeDocument", DOCUMENT)
    write_core(package, document)
    write_figures(package, document, carried(document) | outdated_sentences.properties(document, {}))
    return package.written()


# ---- The body --------------------------------------------------------------------------------------------


def _elements(body: Body) -> Iterator[Marked]:
    yield from body.cover()
    yield from map(Marked, contents(body.document))
    wide = False
    for depth, section in body.document.walk():
        if section.is_wide != wide:
            # What stands before ends the pages of the other kind.
            yield Marked(node("w:p", node("w:pPr", node("w:pStyle", w_val="PEINota"), _pages(wide=wide))))
            wide = section.is_wide
        yield from body.section(section, depth)
    if wide:
        yield Marked(node("w:p", node("w:pPr", node("w:pStyle", w_val="PEINota"), _pages(wide=True))))


# ---- Pages -----------------------------------------------------------------------------------------------


def _pages(*, wide: bool) -> Element:
    width, height = _LANDSCAPE if wide else _PORTRAIT
    turned = {"w_orient": "landscape"} if wide else {}
    return node(
        "w:sectPr",
        node("w:headerReference", w_type="default", r_id="rIdHeader"),
        node("w:footerReference", w_type="default", r_id="rIdFooter"),
        node("w:type", w_val="nextPage"),
        node("w:pgSz", w_w=width, w_h=height, **turned),
        node(
            "w:pgMar",
            w_top=_MARGIN,
            w_right=_MARGIN,
            w_bottom=_MARGIN,
            w_left=_MARGIN,
            w_header=567,
            w_footer=567,
            w_gutter=0,
        ),
    )


def _header_and_footer(package: Package, document: Document) -> None:
    cover = document.cover
    text = " · ".join(each for each in (cover.entity, cover.title) if each)
    header = node("w:hdr", node("w:p", node("w:pPr", node("w:pStyle", w_val="Header")), run(text)))
    footer = node(
        "w:ftr",
        node(
            "w:p",
            node("w:pPr", node("w:pStyle", w_val="Footer")),
            *figure_fields.field("PAGE", "1"),
            run(" / "),
            *figure_fields.field("NUMPAGES", "1"),
        ),
    )
    for kind, root in (("header", header), ("footer", footer)):
        package.build(f"word/{kind}1.xml", root, f"{MAIN}{kind}+xml")
        package.relate(DOCUMENT, kind, f"word/{kind}1.xml", identity=f"rId{kind.capitalize()}")


# ---- Charts ----------------------------------------------------------------------------------------------


@attrs.frozen
class Drawn:
    """A chart as its part, and what its workbook holds."""

    part: bytes
    categories: tuple[str, ...]
    lines: tuple[chart_xml.Line, ...]


def drawn(chart: Chart) -> Drawn:
    """Return a chart as its part and the content of its workbook."""
    if isinstance(chart, Evolution):
        categories = tuple(each.category for each in chart.points)
        return Drawn(chart_xml.evolution(chart), categories, chart_xml.evolution_lines(chart))
    if isinstance(chart, Waterfall):
        names, lines = waterfall_xml.waterfall_names(chart), waterfall_xml.waterfall_lines(chart)
        return Drawn(waterfall_xml.waterfall(chart), names, lines)
    return Drawn(
        chart_xml.counts(chart), tuple(name for name, _ in chart.levels), chart_xml.counts_lines(chart)
    )


def add_chart(package: Package, paragraph: Element, chart: Chart) -> None:
    """Add the parts of a chart and let the drawing in `paragraph` show them."""
    number = next(each for each in range(1, 10_000) if f"word/charts/chart{each}.xml" not in package.parts)
    part, book = f"word/charts/chart{number}.xml", f"word/embeddings/chart{number}.xlsx"
    content = drawn(chart)
    package.default("xlsx", BOOK_TYPE)
    package.put(book, chart_xml.workbook(content.categories, content.lines))
    package.add(part, content.part, CHART_TYPE)
    package.relate(part, "package", book)
    frame = next(paragraph.iter(qualified("c:chart")))
    frame.set(qualified("r:id"), package.relate(DOCUMENT, "chart", part, identity=f"rIdChart{number}"))
