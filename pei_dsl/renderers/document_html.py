"""A document as one HTML file: contents, sections, tables, charts with their data, search, print style."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from importlib import resources

from pei_dsl.renderers.html.drawn_charts import drawn
from pei_dsl.renderers.html.markup import Markup, element, escaped, joined, opening
from pei_dsl.renderers.html.page_tables import data_table, table_parts
from pei_dsl.renderers.no_break import kept_together
from pei_dsl.renderers.palette import variables
from pei_dsl.renderers.style import Style
from pei_dsl.views.document import (
    Block,
    Chart,
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
from pei_dsl.views.signature import signed
from pei_dsl.views.waterfall import Waterfall

_ROLES = {Role.SUGGESTED: "suggested", Role.WANTED: "wanted"}


def page(document: Document, style: Style) -> str:
    """Return `document` as the text of one HTML file, which loads nothing and runs no script but its own."""
    return "".join(_Page(signed(document, style.rests_on)).parts())


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
        yield opening("meta", name="pei", content=self.document.subject) + "\n"
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
        yield "</ol>\n"
        for word, listed in self.document.indices():
            items = (element("li", self._index_link(each)) for each in listed)
            yield (
                element("details", element("summary", self._name(word)), element("ol", joined(items))) + "\n"
            )
        yield "</nav>\n"

    def _index_link(self, listed: Table | Chart) -> Markup:
        text = f"{self.numbers[listed.id]}. {listed.title}"
        return element("a", text, href=f"#{self.places[listed.id]}")

    def section(self, section: Section, level: int) -> Iterator[str]:
        """Yield the parts of a section whose heading is of `level`."""
        heading = element(f"h{min(level, 6)}", section.heading) if section.heading else Markup()
        looks = (("page", section.begins_page), ("wide", section.is_wide))
        classes = " ".join(name for name, holds in looks if holds) or None
        if section.is_folded:
            # A link leads to what is inside, so that browsers unfold it.
            yield opening("section", class_=classes)
            yield "<details>" + element("summary", heading) + opening("div", id=section.id) + "\n"
        else:
            yield opening("section", id=section.id, class_=classes) + heading + "\n"
        for block in section.blocks:
            yield from self._block(block)
        for each in section.sections:
            yield from self.section(each, level + 1)
        yield "</div></details></section>\n" if section.is_folded else "</section>\n"

    def _block(self, block: Block) -> Iterator[str]:
        match block:
            case Paragraph():
                yield element("p", self._sentence(block.sentence), class_=_ROLES.get(block.role)) + "\n"
            case Listing():
                items = (element("li", self._sentence(each)) for each in block.items)
                yield element("ol" if block.is_numbered else "ul", joined(items)) + "\n"
            case Table():
                yield from self._table(block)
            case Evolution() | Counts() | Waterfall():
                yield from self._chart(block)

    def _sentence(self, sentence: Sentence) -> Markup:
        return joined(
            kept_together(each)
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
        name = f"c.{table.id}" if table.has_caption else None
        if table.has_caption:
            yield opening("figure", id=f"t.{table.id}")
            yield element("figcaption", self._caption(table.id, table.title), id=name)
        yield from table_parts(table, name, self.targets)
        for note in table.notes:
            yield element("p", element("em", f"{self._name('note')}. "), note, class_="below")
        yield from self._origin(table.origin)
        yield "</figure>\n" if table.has_caption else ""

    def _origin(self, origin: str) -> Iterator[str]:
        if origin:
            yield element("p", element("em", f"{self._name('origin')}: "), origin, class_="below")

    # ---- Charts

    def _chart(self, chart: Chart) -> Iterator[str]:
        yield opening("figure", id=f"f.{chart.id}")
        yield element("figcaption", self._caption(chart.id, chart.title))
        # On a telephone it is moved under the eye: smaller, nobody could read it.
        yield opening("div", class_="scroll", tabindex="0", role="group", aria_label=chart.title)
        yield drawn(chart)
        yield "</div>"
        for note in chart.notes if isinstance(chart, Evolution) else ():
            yield element("p", element("em", f"{self._name('note')}. "), note, class_="below")
        yield from self._origin(chart.origin)
        yield element("details", element("summary", self._name("data")), data_table(chart.data))
        target = f"calculo.{chart.indicator}" if isinstance(chart, Evolution) else ""
        if target in self.targets:
            yield element("p", element("a", self._name("explanation"), href=f"#{target}"), class_="below")
        yield "</figure>\n"


def _resource(name: str) -> str:
    return resources.files("pei_dsl.renderers.html").joinpath(name).read_text("utf-8").strip()


def _digest(text: str) -> str:
    """Return what a policy of content calls a style or script of the page itself."""
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"
