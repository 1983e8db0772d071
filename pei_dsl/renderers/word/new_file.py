"""A new Word file from a document: our own styles, cover, contents, every section, charts and properties."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import resources

import attrs

from pei_dsl.renderers.word import chart_xml, figure_fields
from pei_dsl.renderers.word.elements import Body, Marked, heading_level
from pei_dsl.renderers.word.figure_fields import run
from pei_dsl.renderers.word.package import DOCUMENT, TYPES, Package
from pei_dsl.renderers.word.properties import write_core, write_figures
from pei_dsl.renderers.word.xml import Element, composed, node, qualified
from pei_dsl.views.document import Chart, Counts, Document, Evolution, Table

_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml."
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
        package.add(f"word/{name}.xml", _resource(f"{name}.xml"), f"{_MAIN}{name}+xml")
        package.relate(DOCUMENT, name, f"word/{name}.xml")
    package.add("word/theme/theme1.xml", _resource("theme.xml"), f"{_OFFICE}theme+xml")
    package.relate(DOCUMENT, "theme", "word/theme/theme1.xml")
    _header_and_footer(package, document)
    body = Body(document)
    elements = list(_elements(body))
    for each in elements:
        if each.chart is not None:
            add_chart(package, each.xml, each.chart)
    content = node("w:body", *(each.xml for each in elements), _pages(wide=False))
    package.build(DOCUMENT, node("w:document", content), f"{_MAIN}document.main+xml")
    package.relate("", "officeDocument", DOCUMENT)
    write_core(package, document)
    write_figures(package, document)
    return package.written()


def _resource(name: str) -> bytes:
    return resources.files("pei_dsl.renderers.word").joinpath(name).read_bytes()


# ---- The body --------------------------------------------------------------------------------------------


def _elements(body: Body) -> Iterator[Marked]:
    yield from map(Marked, _cover(body.document))
    yield from map(Marked, _contents(body.document))
    wide = False
    for depth, section in body.document.walk():
        if section.is_wide != wide:
            # What stands before ends the pages of the other kind.
            yield Marked(node("w:p", node("w:pPr", node("w:pStyle", w_val="PEINota"), _pages(wide=wide))))
            wide = section.is_wide
        yield from body.section(section, depth)
    if wide:
        yield Marked(node("w:p", node("w:pPr", node("w:pStyle", w_val="PEINota"), _pages(wide=True))))


def _cover(document: Document) -> Iterator[Element]:
    cover = document.cover

    def styled(style: str, text: str, *more: Element) -> Element:
        return node("w:p", node("w:pPr", node("w:pStyle", w_val=style), *more), run(text))

    if cover.entity:
        yield styled("Subtitle", cover.entity)
    yield styled("Title", cover.title)
    yield styled("Subtitle", cover.subtitle)
    for line in cover.lines:
        yield styled("PEITexto", line)


def _contents(document: Document) -> Iterator[Element]:
    numbers = document.numbers()
    headings = [
        (depth, section.heading)
        for depth, section in document.walk()
        if heading_level(section, depth) <= _DEPTH
    ]
    yield node(
        "w:p",
        node("w:pPr", node("w:pStyle", w_val="TOCHeading"), node("w:pageBreakBefore")),
        run(document.name("contents")),
    )
    yield from _index(
        f'TOC \\o "1-{_DEPTH}" \\h \\z \\u', [(f"TOC{depth}", text) for depth, text in headings]
    )
    for word, title, kinds in (("table", "tables", Table), ("figure", "figures", Evolution | Counts)):
        listed = [
            ("TableofFigures", f"{numbers[each.id]}. {each.title}")
            for each in document.blocks()
            if isinstance(each, kinds) and each.id in numbers
        ]
        if listed:
            yield node("w:p", node("w:pPr", node("w:pStyle", w_val="TOCHeading")), run(document.name(title)))
            yield from _index(f'TOC \\h \\z \\c "{document.name(word)}"', listed)


_DEPTH = 3


def _index(instruction: str, entries: list[tuple[str, str]]) -> Iterator[Element]:
    """Yield the paragraphs of an index: one field over all of them, which Word makes anew when asked."""
    for index, (style, text) in enumerate(entries):
        paragraph = node("w:p", node("w:pPr", node("w:pStyle", w_val=style)))
        if index == 0:
            paragraph.append(node("w:r", node("w:fldChar", w_fldCharType="begin", w_dirty="true")))
            paragraph.append(node("w:r", node("w:instrText", text=f" {instruction} ", xml_space="preserve")))
            paragraph.append(node("w:r", node("w:fldChar", w_fldCharType="separate")))
        paragraph.append(run(text))
        if index == len(entries) - 1:
            paragraph.append(node("w:r", node("w:fldChar", w_fldCharType="end")))
        yield paragraph


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
        package.build(f"word/{kind}1.xml", root, f"{_MAIN}{kind}+xml")
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
        categories = tuple(each.label for each in chart.points)
        return Drawn(chart_xml.evolution(chart), categories, chart_xml.evolution_lines(chart))
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
    frame.set(qualified("r:id"), package.relate(DOCUMENT, "chart", part))
