"""What all pages of a site have: head, the way back to the first page, foot; and where each page stands."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Mapping, Sequence

import attrs

from pei_dsl.diagnostics.catalogue import phrase
from pei_dsl.immutable import brief, freezing
from pei_dsl.renderers.html.markup import Markup, element, joined, opening

HOME, STYLE = "index.html", "sitio.css"
FOLDERS = {"objective": "objetivos", "action": "acciones", "indicator": "indicadores"}
_POLICY = "script-src 'none'; object-src 'none'; base-uri 'none'; form-action 'none'"


def place_of(kind: str, code: str, suffix: str = ".html") -> str:
    """Return where the page of a code stands, `indicadores/IND.01.OEI.01.html`, or a file beside it."""
    return f"{FOLDERS[kind]}/{re.sub(r'[^A-Za-z0-9._-]', '_', code)}{suffix}"


def said(key: str, language: str) -> str:
    """Return the text `key` of sites."""
    return phrase("report", f"site_{key}", language)


@attrs.frozen(field_transformer=freezing)
class Frame:
    """
    What a page needs to know of its site.

    Attributes:
        language: `es` or `en`.
        title: What the site is called.
        entity: Whose it is.
        measured: When and how it is measured.
        pages: Where the page of each code stands.
    """

    __repr__ = brief

    language: str
    title: str
    entity: str
    measured: str
    pages: Mapping[str, str]

    def page(self, place: str, heading: str, above: Sequence[tuple[str, str]], body: Iterable[str]) -> bytes:
        """
        Return a page.

        Args:
            place: Where it stands.
            heading: What it is about.
            above: What it lies within: names with their places, from the first page down.
            body: What it says.
        """
        name = self.title if heading == self.title else f"{heading} · {self.title}"
        parts = (
            Markup("<!DOCTYPE html>\n"),
            opening("html", lang="es-PE" if self.language == "es" else "en"),
            Markup('\n<head>\n<meta charset="utf-8">\n'),
            Markup('<meta name="viewport" content="width=device-width, initial-scale=1">\n'),
            opening("meta", http_equiv="Content-Security-Policy", content=_POLICY),
            element("title", name),
            opening("link", rel="stylesheet", href=to(place, STYLE)),
            Markup("\n</head>\n<body>\n"),
            element("a", phrase("report", "name_skip", self.language), href="#contenido", class_="skip"),
            self._head(place, heading, above),
            Markup('<main id="contenido">\n'),
            joined(body),
            Markup("</main>\n"),
            element("footer", element("p", f"{self.entity} · {self.measured}".strip(" ·"))),
            Markup("\n</body>\n</html>\n"),
        )
        return joined(parts).encode()

    def _head(self, place: str, heading: str, above: Sequence[tuple[str, str]]) -> Markup:
        way = Markup("")
        if above:
            links = (element("li", element("a", name, href=to(place, target))) for name, target in above)
            way = element("nav", element("ol", *links), aria_label=said("way", self.language), class_="way")
        return element("header", way, element("h1", heading))

    def link(self, place: str, code: str) -> Markup:
        """Return a code as a link to its page, from the page at `place`."""
        return (
            element("a", code, href=to(place, self.pages[code]))
            if code in self.pages
            else element("span", code)
        )


def to(place: str, target: str) -> str:
    """Return the address of `target` for the page at `place`; no page needs to know where the site is."""
    return posixpath.relpath(target, posixpath.dirname(place) or ".")
