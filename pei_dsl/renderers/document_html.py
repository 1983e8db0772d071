"""A document as one HTML file: contents, sections, tables, charts with their data, search, print style."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from importlib import resources

from pei_dsl.renderers.html import svg_charts
from pei_dsl.renderers.html.markup import Markup, element, escaped, joined, opening
from pei_dsl.renderers.palette import tint_class, variables
from pei_dsl.renderers.style import Style
from pei_dsl.views.document import (
    Align,
    Block,
    Cell,
    Counts,
    Document,
    Evolution,
    Figure,
    Listing,
    Paragraph,
    Role,
    Section,
    Sentence,
    Table,
)

_ALIGN = {Align.LEFT: None, Align.RIGHT: "r", Align.CENTER: "c"}
_ROLES = {Role.STATED: None, Role.SUGGESTED: "suggested", Role.WANTED: "wanted", Role.DECLARED: None}


def page(document: Document, _: Style) -> str:
    """Return `document` as the text of one HTML file, which loads nothing and runs no script but its own."""
    return "".join(_Page(document).parts())


def section_markup(document: Document, section: Section) -> Markup:
    """Return a section of `document` as it stands in its page, for a page of other making."""
    return Markup("".join(_Page(document).section(section, 2)))


class _Page:
    def __init__(self, document: Document) -> None:
        self.document = document
        self.numbers = document.numbers()
        self.places = {
            each.id: f"{'t' if isinstance(each, Table) else 'f'}.{each.id}"
            for each in document.blocks()
            if each.id in self.numbers
        }
        self.targets = {section.id for _, section in document.walk()}

    def parts(self) -> Iterator[str]:
        cover = self.document.cover
        style, script = f"{variables()}{_resource('document.css')}", _resource("document.js")
        policy = (
            f"default-src 'none'; style-src '{_digest(style)}'; script-src '{_digest(script)}'; "
            "img-src data:; base-uri 'none'; form-action 'none'"
        )
        language = "es-PE" if self.document.language == "es" else "en"
        yield f'<!DOCTYPE html>\n<html lang="{language}">\n<head>\n'
        yield '<meta charset="utf-8">\n<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        yield opening("meta", http_equiv="Content-Security-Policy", content=policy) + "\n"
        yield element("title", f"{cover.title} · {cover.entity}".strip(" ·")) + "\n"
        yield f"<style>{style}</style>\n</head>\n<body>\n"
        yield element("a", self._name("skip"), href="#contenido", class_="skip") + "\n"
        yield from self._head()
        yield from self._contents()
        yield '<main id="contenido">\n'
        for section in self.document.sections:
            yield from self.section(section, 2)
        yield f"</main>\n<script>{script}</script>\n</body>\n</html>"

    def _name(self, key: str) -> str:
        return self.document.name(key)

    def _head(self) -> Iterator[str]:
        cover = self.document.cover
        yield "<header>\n"
        yield element("p", cover.entity) + "\n" if cover.entity else ""
        yield element("h1", cover.title) + "\n" + element("p", cover.subtitle) + "\n"
        for line in cover.lines:
            yield element("p", line, class_="below") + "\n"
        yield '<div class="find" role="search">'
        yield element("label", self._name("find"), for_="find")
        yield '<input id="find" type="search" autocomplete="off">'
        yield element("span", id="found", role="status", data_found=self._name("found"))
        yield "</div>\n</header>\n"

    def _contents(self) -> Iterator[str]:
        yield opening("nav", class_="contents", aria_label=self._name("contents"))
        yield element("h2", self._name("contents")) + "\n<ol>"
        for section in self.document.sections:
            inner = (
                "".join(
                    element("li", element("a", each.heading, href=f"#{each.id}")) for each in section.sections
                )
                if section.number
                else ""
            )
            below = Markup(f"<ol>{inner}</ol>") if inner else Markup()
            yield element("li", element("a", section.heading, href=f"#{section.id}"), below) + "\n"
        yield "</ol></nav>\n"

    def section(self, section: Section, level: int) -> Iterator[str]:
        """Yield the parts of a section whose heading is of `level`."""
        heading = element(f"h{min(level, 6)}", section.heading) if section.heading else Markup()
        page_break = "page" if section.begins_page else None
        if section.is_folded:
            # A link leads to what is inside, so that browsers unfold it.
            yield opening("section", class_=page_break)
            yield "<details>" + element("summary", heading) + opening("div", id=section.id) + "\n"
        else:
            yield opening("section", id=section.id, class_=page_break) + heading + "\n"
        for block in section.blocks:
            yield from self._block(block)
        for each in section.sections:
            yield from self.section(each, level + 1)
        yield "</div></details></section>\n" if section.is_folded else "</section>\n"

    def _block(self, block: Block) -> Iterator[str]:
        match block:
            case Paragraph():
                yield element("p", self._sentence(block.sentence), class_=_ROLES[block.role]) + "\n"
            case Listing():
                items = (element("li", self._sentence(each)) for each in block.items)
                yield element("ol" if block.is_numbered else "ul", joined(items)) + "\n"
            case Table():
                yield from self._table(block)
            case Evolution() | Counts():
                yield from self._chart(block)

    def _sentence(self, sentence: Sentence) -> Markup:
        return joined(
            each
            if isinstance(each, str)
            else element("data", each.text, value=each.name)
            if isinstance(each, Figure)
            else element("a", each.text, href=f"#{self.places[each.id]}")
            if each.id in self.places
            else each.text
            for each in sentence
        )

    def _caption(self, name: str, title: str) -> Markup:
        number = self.numbers.get(name)
        return joined((element("strong", f"{number}. "), title)) if number else escaped(title)

    # ---- Tables

    def _table(self, table: Table) -> Iterator[str]:
        caption = self._caption(table.id, table.title)
        yield opening("figure", id=f"t.{table.id}")
        if table.has_caption:
            yield element("figcaption", caption)
        # A group, not a region: regions with one name would be one place among the landmarks of the page.
        yield opening("div", class_="scroll", tabindex="0", role="group", aria_label=table.title)
        yield opening("table", aria_label=table.title)
        heads = (element("th", each.head, scope="col", class_=_ALIGN[each.align]) for each in table.columns)
        yield element("thead", element("tr", joined(heads)))
        yield "<tbody>"
        for row, spans in table.spans():
            cells = [
                self._cell(cell, column.align, first=column is table.columns[0])
                for cell, column, span in zip(row.cells, table.columns, spans, strict=True)
                if span
            ]
            yield element("tr", joined(cells), class_="group" if row.is_group else None) + "\n"
        yield "</tbody></table></div>\n"
        for note in table.notes:
            yield element("p", element("em", f"{self._name('note')}. "), note, class_="below")
        yield from self._origin(table.origin)
        yield "</figure>\n"

    def _cell(self, cell: Cell, align: Align, *, first: bool) -> Markup:
        classes = " ".join(filter(None, (_ALIGN[align], tint_class(cell.color) if cell.color else None)))
        told: str = cell.text
        target = f"calculo.{cell.text}"
        if first and target in self.targets:
            told = element("a", cell.text, href=f"#{target}", title=self._name("explanation"))
        heads = first and bool(cell.text)  # nothing heads no row
        return element(
            "th" if heads else "td",
            told,
            scope="row" if heads else None,
            class_=classes or None,
            rowspan=str(cell.covers) if cell.covers > 1 else None,
        )

    def _origin(self, origin: str) -> Iterator[str]:
        if origin:
            yield element("p", element("em", f"{self._name('origin')}: "), origin, class_="below")

    # ---- Charts

    def _chart(self, chart: Evolution | Counts) -> Iterator[str]:
        yield opening("figure", id=f"f.{chart.id}")
        yield element("figcaption", self._caption(chart.id, chart.title))
        yield svg_charts.evolution(chart) if isinstance(chart, Evolution) else svg_charts.counts(chart)
        yield from self._origin(chart.origin)
        yield element("details", element("summary", self._name("data")), self._data(chart))
        yield "</figure>\n"

    def _data(self, chart: Evolution | Counts) -> Markup:
        heads, *rows = chart.data
        top = joined(element("th", each, scope="col") if each else Markup("<td></td>") for each in heads)
        body = joined(
            element("tr", element("th", row[0], scope="row"), *(element("td", each) for each in row[1:]))
            for row in rows
        )
        return element("table", element("thead", element("tr", top)), element("tbody", body))


def _resource(name: str) -> str:
    return resources.files("pei_dsl.renderers.html").joinpath(name).read_text("utf-8").strip()


def _digest(text: str) -> str:
    """Return what a policy of content calls a style or script of the page itself."""
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"
