"""The elements of a Word file that a document becomes: paragraphs, tables and charts, each with its mark."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import attrs

from pei_dsl.renderers import palette
from pei_dsl.renderers.word import element_marks, figure_fields
from pei_dsl.renderers.word.element_marks import Mark, Role, mark_id
from pei_dsl.renderers.word.figure_fields import run
from pei_dsl.renderers.word.xml import node, qualified
from pei_dsl.renderers.word.xml_tree import Element
from pei_dsl.views.document import (
    Align,
    Block,
    Cell,
    Chart,
    Counts,
    Document,
    Evolution,
    Figure,
    Listing,
    Mention,
    Paragraph,
    Section,
    Sentence,
    Table,
)
from pei_dsl.views.document import Role as Whose
from pei_dsl.views.waterfall import Waterfall

TEXT_WIDTH, WIDE_WIDTH = 17.0, 25.7
TWIPS, EMUS = 566.93, 360_000
CHART_SIZE = (15.0, 7.2)
SHORT_TABLE = 12
COUNTS_SIZE = (15.0, 5.0)
_STYLES = {
    Whose.STATED: "PEITexto",
    Whose.SUGGESTED: "PEISugerencia",
    Whose.WANTED: "PEIPendiente",
    Whose.DECLARED: "PEITexto",
    Whose.WRITTEN: "PEITexto",
}
_PEOPLES = {Whose.SUGGESTED, Whose.WANTED, Whose.WRITTEN}
"""Whose paragraphs are people's from the moment they are written."""
_ALIGN = {Align.LEFT: "left", Align.RIGHT: "right", Align.CENTER: "center"}


def heading_level(section: Section, depth: int) -> int:
    """Return the level of a heading; one without a number stays out of an index of three levels."""
    return min(depth, 6) if section.number or depth < 3 else max(4, min(depth, 6))


@attrs.define
class Marked:
    """
    An element of the body.

    Attributes:
        xml: The paragraph or the table.
        element: What it is known by; None for what is people's from the moment it is written.
        chart: The chart that the paragraph shows, or None.
    """

    xml: Element
    element: tuple[Role, str] | None = None
    chart: Chart | None = None


@attrs.define
class Body:
    """
    Makes the elements of a document, with bookmarks and drawings that have numbers of their own.

    Attributes:
        next_bookmark: The number of the next bookmark.
        drawings: The number of the last drawing.
        text_width, wide_width: How wide texts are, in centimetres; the second of pages on their side.
        numbers: What each table and chart is called.
    """

    document: Document
    next_bookmark: int = 1
    drawings: int = 0
    text_width: float = TEXT_WIDTH
    wide_width: float = WIDE_WIDTH
    numbers: dict[str, str] = attrs.field(init=False)

    def __attrs_post_init__(self) -> None:
        self.numbers = self.document.numbers()

    # ---- Marks

    def marked(self, role: Role, name: str, xml: Element) -> Marked:
        """Return an element with its mark round what stands in it; of a table, in its first paragraph."""
        identity = mark_id(name)
        self.set_mark(xml, Mark(role, identity, element_marks.hash_of(xml)))
        return Marked(xml, (role, identity))

    def set_mark(self, xml: Element, mark: Mark) -> None:
        """Put a bookmark round all that the first paragraph of an element holds."""
        paragraph = xml if xml.tag == qualified("w:p") else next(xml.iter(qualified("w:p")))
        start, end = self._bookmarked(mark.name, ())
        first = paragraph.find(qualified("w:pPr"))
        paragraph.insert(0 if first is None else 1, start)
        paragraph.append(end)

    def _bookmarked(self, name: str, elements: Iterable[Element]) -> Sequence[Element]:
        """Return elements with a bookmark round them."""
        number = self.next_bookmark
        self.next_bookmark += 1
        start = node("w:bookmarkStart", w_id=number, w_name=name)
        return start, *elements, node("w:bookmarkEnd", w_id=number)

    # ---- Cover, sections and blocks

    def cover(self) -> Iterator[Marked]:
        """Yield what stands on the first page."""
        cover = self.document.cover
        for name, style, text in (
            ("entidad", "Subtitle", cover.entity),
            ("titulo", "Title", cover.title),
            ("subtitulo", "Subtitle", cover.subtitle),
            *((f"linea.{index}", "PEITexto", line) for index, line in enumerate(cover.lines, 1)),
        ):
            if text:
                yield self.marked(Role.PARAGRAPH, f"portada.{name}", self._paragraph(style, (text,)))

    def section(self, section: Section, depth: int) -> Iterator[Marked]:
        """Yield the elements of a section, without those of the sections within it."""
        yield self.heading(section, depth)
        for block in section.blocks:
            yield from self.block(block, self.width(section))

    def width(self, section: Section) -> float:
        """Return how wide the texts of a section are."""
        return self.wide_width if section.is_wide else self.text_width

    def heading(self, section: Section, depth: int) -> Marked:
        """Return the heading of a section."""
        level = heading_level(section, depth)
        begins = node("w:pageBreakBefore") if section.begins_page and not section.is_wide else None
        paragraph = node(
            "w:p", node("w:pPr", node("w:pStyle", w_val=f"Heading{level}"), begins), run(section.heading)
        )
        return self.marked(Role.HEADING, section.id, paragraph)

    def block(self, block: Block, width: float) -> Iterator[Marked]:
        """Yield the elements of a block, in a column of so many centimetres."""
        match block:
            case Paragraph():
                paragraph = self._paragraph(_STYLES[block.role], block.sentence)
                if block.role in _PEOPLES:
                    yield Marked(paragraph)
                else:
                    yield self.marked(Role.PARAGRAPH, block.id, paragraph)
            case Listing():
                style = "PEIListaNumerada" if block.is_numbered else "PEILista"
                if block.role in _PEOPLES:
                    yield from (Marked(self._paragraph(style, item)) for item in block.items)
                    return
                for index, item in enumerate(block.items, 1):
                    yield self.marked(Role.ITEM, f"{block.id}.{index}", self._paragraph(style, item))
            case Table():
                yield from self._table(block, width)
            case Evolution() | Counts() | Waterfall():
                yield from self._chart(block)

    def _paragraph(self, style: str, sentence: Sentence) -> Element:
        paragraph = node("w:p", node("w:pPr", node("w:pStyle", w_val=style)))
        for part in sentence:
            match part:
                case Figure():
                    paragraph.extend(figure_fields.figure(part.name, part.text))
                case Mention():
                    paragraph.extend(figure_fields.mention(mark_id(part.id), part.text))
                case _:
                    paragraph.append(run(part))
        return paragraph

    def _caption(self, name: str, title: str, *, above: bool = True) -> Marked:
        properties = node("w:pPr", node("w:pStyle", w_val="Caption"), node("w:keepNext") if above else None)
        paragraph = node("w:p", properties)
        number = self.numbers.get(name)
        if number is not None:
            word, _, count = number.rpartition(" ")
            called = (
                run(f"{word} ", bold=True),
                *figure_fields.field(f"SEQ {word} \\* ARABIC", count, bold=True),
            )
            paragraph.extend(self._bookmarked(f"{figure_fields.MENTIONED}{mark_id(name)}", called))
            paragraph.append(node("w:r", node("w:br")))
        paragraph.append(run(title, italic=True))
        return self.marked(Role.CAPTION, name, paragraph)

    def _below(self, notes: Sequence[str], origin: str, name: str) -> Iterator[Marked]:
        for index, note in enumerate(notes, 1):
            stays = bool(origin) or index < len(notes)
            yield self.marked(Role.NOTE, f"{name}.{index}", self._small("note", note, stays=stays))
        if origin:
            yield self.marked(Role.ORIGIN, name, self._small("origin", origin))

    def _small(self, word: str, text: str, *, stays: bool = False) -> Element:
        properties = node("w:pPr", node("w:pStyle", w_val="PEINota"), node("w:keepNext") if stays else None)
        return node("w:p", properties, run(f"{self.document.name(word)}. ", italic=True), run(text))

    # ---- Tables

    def _table(self, table: Table, width: float) -> Iterator[Marked]:
        if table.has_caption:
            yield self._caption(table.id, table.title)
        shares = [each.share for each in table.columns]
        widths = [round(width * TWIPS * share / sum(shares)) for share in shares]
        number = self.numbers.get(table.id, table.title)
        described = f"{number}. {table.title}" if number != table.title else table.title
        properties = node(
            "w:tblPr",
            node("w:tblStyle", w_val="PEITabla"),
            node("w:tblW", w_w=sum(widths), w_type="dxa"),
            node("w:tblLayout", w_type="fixed"),
            node(
                "w:tblLook",
                w_val="0420",
                w_firstRow="1",
                w_lastRow="0",
                w_firstColumn="0",
                w_lastColumn="0",
                w_noHBand="0",
                w_noVBand="1",
            ),
            node("w:tblCaption", w_val=described),
            node("w:tblDescription", w_val=", ".join(each.head for each in table.columns)),
        )
        grid = node("w:tblGrid", *(node("w:gridCol", w_w=each) for each in widths))
        head = self._row(
            [Cell(each.head) for each in table.columns], widths, [Align.LEFT] * len(widths), is_head=True
        )
        made = node("w:tbl", properties, grid, head)
        aligns = [each.align for each in table.columns]
        has_below = bool(table.notes or table.origin)
        last = len(table.rows) - (0 if has_below else 1)
        # What is short stays on one page; of what is long the last two rows do, with what is said below them.
        first = 0 if len(table.rows) <= SHORT_TABLE else len(table.rows) - 2
        for index, (row, spans) in enumerate(table.spans()):
            merges = ["continue" if not span else "restart" if span > 1 else "" for span in spans]
            made.append(
                self._row(
                    row.cells,
                    widths,
                    aligns,
                    is_group=row.is_group,
                    merges=merges,
                    stays=first <= index < last,
                )
            )
        yield self.marked(Role.TABLE, table.id, made)
        yield from self._below(table.notes, table.origin, table.id)
        if not table.notes and not table.origin:
            # Two tables that touch would become one.
            yield Marked(node("w:p", node("w:pPr", node("w:pStyle", w_val="PEINota"))))

    def _row(
        self,
        cells: Iterable[Cell],
        widths: Sequence[int],
        aligns: Sequence[Align],
        *,
        is_head: bool = False,
        is_group: bool = False,
        merges: Sequence[str] = (),
        stays: bool = False,
    ) -> Element:
        properties = node("w:trPr", node("w:cantSplit"), node("w:tblHeader") if is_head else None)
        made = node("w:tr", properties)
        for index, cell in enumerate(cells):
            merge = merges[index] if merges else ""
            fill = palette.tint(cell.color) if cell.color is not None else ""
            made.append(
                node(
                    "w:tc",
                    node(
                        "w:tcPr",
                        node("w:tcW", w_w=widths[index], w_type="dxa"),
                        node("w:vMerge", w_val=merge) if merge else None,
                        node("w:shd", w_val="clear", w_color="auto", w_fill=fill) if fill else None,
                    ),
                    node(
                        "w:p",
                        node(
                            "w:pPr",
                            node("w:pStyle", w_val="PEICabecera" if is_head else "PEICelda"),
                            node("w:keepNext") if is_group or stays else None,
                            node("w:jc", w_val=_ALIGN[aligns[index]]) if not is_head else None,
                        ),
                        run(cell.text, bold=is_group) if cell.text else None,
                    ),
                )
            )
        return made

    # ---- Charts

    def _chart(self, chart: Chart) -> Iterator[Marked]:
        yield self._caption(chart.id, chart.title)
        self.drawings += 1
        width, height = CHART_SIZE if isinstance(chart, Evolution) else COUNTS_SIZE
        width = min(width, self.text_width)
        frame = node("c:chart", r_id=f"chart{self.drawings}")
        data = node("a:graphicData", frame, uri="http://schemas.openxmlformats.org/drawingml/2006/chart")
        inline = node(
            "wp:inline",
            node("wp:extent", cx=round(width * EMUS), cy=round(height * EMUS)),
            node("wp:docPr", id=1000 + self.drawings, name=mark_id(chart.id), descr=chart.alternative),
            node("wp:cNvGraphicFramePr"),
            node("a:graphic", data),
            distT=0,
            distB=0,
            distL=0,
            distR=0,
        )
        notes = chart.notes if isinstance(chart, Evolution) else ()
        # What is said below stays with it; where nothing is, the next figure need not.
        stays = node("w:keepNext") if notes or chart.origin else None
        properties = node("w:pPr", node("w:pStyle", w_val="PEIFigura"), stays)
        paragraph = node("w:p", properties, node("w:r", node("w:drawing", inline)))
        made = self.marked(Role.CHART, chart.id, paragraph)
        made.chart = chart
        yield made
        yield from self._below(notes, chart.origin, chart.id)
