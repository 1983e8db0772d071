"""
A report in an institution's own file: its styles, cover, headers and logo stay, ours goes where it says.

A bookmark says where: `pei_informe` for all that has no place of its own, others for one section or block
(`block_names`).  What stands in the file stays; an empty paragraph that only bears a bookmark goes.
"""

from __future__ import annotations

import copy
from collections.abc import Sequence

import attrs

from pei_dsl.immutable import brief
from pei_dsl.renderers.word import (
    block_names,
    element_marks,
    figures,
    house_styles,
    numbering_there,
    outdated_sentences,
)
from pei_dsl.renderers.word.elements import TEXT_WIDTH, TWIPS, WIDE_WIDTH, Body, Marked
from pei_dsl.renderers.word.gathering import carried
from pei_dsl.renderers.word.new_file import add_chart
from pei_dsl.renderers.word.package import DOCUMENT, TYPES, NotWordError, Package, Unreadable
from pei_dsl.renderers.word.properties import (
    LEFT_OUT,
    element_name,
    figures_of,
    read_properties,
    write_core,
    write_figures,
)
from pei_dsl.renderers.word.regeneration import stories
from pei_dsl.renderers.word.template_places import Filler, Placed, places_of
from pei_dsl.renderers.word.xml import node, qualified
from pei_dsl.renderers.word.xml_tree import Element
from pei_dsl.views.document import Document

_LEAST_WIDTH = 5.0
_DOCUMENT_TYPE = f"{house_styles.MAIN}document.main+xml"
_TEMPLATE_TYPE = f"{house_styles.MAIN}template.main+xml"


@attrs.frozen
class FromTemplate:
    """
    A file made from a template.

    Attributes:
        data: The bytes.
        without_place: What the template has no place for: the titles of sections and blocks.
    """

    __repr__ = brief

    data: bytes
    without_place: tuple[str, ...]


def from_template(template: bytes, document: Document) -> FromTemplate:
    """
    Return `document` in the file `template`.

    Raises:
        NotWordError: The template is no Word document, or holds macros.
        NoPlaceError: It has no bookmark of ours.
        WrongPlaceError: It has some that are not right.
    """
    package = Package.read(template)
    _make_document(package)
    root = package.changing(DOCUMENT)
    places = places_of(package, document)
    taken = [each.get("id", "") for each in root.iter(qualified("wp:docPr"))]
    pages = {name: _pages_of(each) for name, each in places.items()}
    base = pages[min(places, key=lambda name: (name != block_names.WHOLE, name))]
    narrow, wide = _widths(base)
    body = Body(
        document,
        next_bookmark=element_marks.next_bookmark(root),
        drawings=max((int(each) for each in taken if each.isdecimal()), default=0),
        text_width=narrow,
        wide_width=wide,
    )
    filler = Filler(body, places)
    filler.fill()
    calls = house_styles.merged(package)
    for name, elements in filler.held.items():
        house_styles.call((each.element.xml for each in elements), calls)
        for each in elements:
            _without_numbering(package, each.element)
        _insert(package, places[name], elements, pages[name])
    _forget(root)
    _show_figures(package, document)
    write_core(package, document)
    left_out = {element_name(place): LEFT_OUT for place in filler.left_out}
    write_figures(
        package,
        document,
        read_properties(package) | left_out | carried(document) | outdated_sentences.properties(document, {}),
    )
    return FromTemplate(package.written(), tuple(filler.without_place))


def _make_document(package: Package) -> None:
    """Make a document of a template of Word (.dotx); one with macros cannot be one."""
    for each in package.tree(TYPES):
        if each.get("PartName") != f"/{DOCUMENT}" or each.get("ContentType") == _DOCUMENT_TYPE:
            continue
        if each.get("ContentType") != _TEMPLATE_TYPE:
            raise NotWordError(Unreadable.MACROS)
        package.changing(TYPES)
        each.set("ContentType", _DOCUMENT_TYPE)


# ---- Pages -----------------------------------------------------------------------------------------------


def _pages_of(paragraph: Element) -> Element | None:
    """Return the properties of the pages that a paragraph stands on, or None where the file says none."""
    for each in (paragraph, *paragraph.itersiblings()):
        if each.tag == qualified("w:sectPr"):
            return each
        properties = each.find(qualified("w:pPr"))
        found = properties.find(qualified("w:sectPr")) if properties is not None else None
        if found is not None:
            return found
    return None


def _widths(pages: Element | None) -> tuple[float, float]:
    """Return how wide texts are on such pages, and on the same ones on their side, in centimetres."""
    size = pages.find(qualified("w:pgSz")) if pages is not None else None
    margins = pages.find(qualified("w:pgMar")) if pages is not None else None
    if size is None or margins is None:
        return TEXT_WIDTH, WIDE_WIDTH

    def measure(element: Element, name: str) -> int:
        written = element.get(qualified(name), "")
        return int(written) if written.isdecimal() else 0

    width, height = measure(size, "w:w"), measure(size, "w:h")
    beside = measure(margins, "w:left") + measure(margins, "w:right") + measure(margins, "w:gutter")
    narrow, wide = ((each - beside) / TWIPS for each in (width, max(width, height)))
    return (narrow, wide) if narrow >= _LEAST_WIDTH else (TEXT_WIDTH, WIDE_WIDTH)


def _on_their_side(pages: Element | None) -> Element:
    """Return the properties of the same pages on their side."""
    turned = copy.deepcopy(pages) if pages is not None else node("w:sectPr")
    size = turned.find(qualified("w:pgSz"))
    if size is None:
        size = node("w:pgSz", w_w=11906, w_h=16838)
        turned.append(size)
    height, width = sorted((size.get(qualified("w:w"), ""), size.get(qualified("w:h"), "")), key=_whole)
    size.set(qualified("w:w"), width)
    size.set(qualified("w:h"), height)
    size.set(qualified("w:orient"), "landscape")
    return turned


def _whole(text: str) -> int:
    return int(text) if text.isdecimal() else 0


def _break(pages: Element) -> Element:
    """Return the paragraph that ends pages of one kind."""
    return node("w:p", node("w:pPr", node("w:pStyle", w_val="PEINota"), pages))


_FIRST_ONLY = tuple(map(qualified, ("w:titlePg", "w:pgNumType")))


# ---- Putting elements in ---------------------------------------------------------------------------------


def _insert(package: Package, paragraph: Element, elements: Sequence[Placed], pages: Element | None) -> None:
    """Put elements behind a paragraph, which goes where it was there only to say where."""
    last = paragraph
    wide = False
    for each in elements:
        if each.is_wide != wide:
            last = _end_pages(last, pages, wide=wide)
            wide = each.is_wide
        last.addnext(each.element.xml)
        last = each.element.xml
        if each.element.chart is not None:
            add_chart(package, each.element.xml, each.element.chart)
    if wide:
        _end_pages(last, pages, wide=True)
    parent = paragraph.parent
    if parent is not None and elements and _is_only_a_place(paragraph):
        parent.remove(paragraph)


def _end_pages(last: Element, pages: Element | None, *, wide: bool) -> Element:
    """End the pages of one kind behind an element; what only the first page has is not begun again."""
    ended = _on_their_side(pages) if wide else copy.deepcopy(pages)
    if ended is None:
        ended = node("w:sectPr", node("w:pgSz", w_w=11906, w_h=16838))
    if pages is not None:
        for each in [each for each in pages if each.tag in _FIRST_ONLY]:
            pages.remove(each)
    made = _break(ended)
    last.addnext(made)
    return made


def _without_numbering(package: Package, marked: Marked) -> None:
    """Keep a heading, which bears its number, from getting a second one where the file numbers headings."""
    if marked.element is None or marked.element[0] is not element_marks.Role.HEADING:
        return
    properties = next(marked.xml.iter(qualified("w:pPr")))
    style = properties.find(qualified("w:pStyle"))
    if style is not None and house_styles.numbers_headings(package, style.get(qualified("w:val"), "")):
        properties.append(node("w:numPr", node("w:ilvl", w_val=0), node("w:numId", w_val=0)))


def _is_only_a_place(paragraph: Element) -> bool:
    """Tell whether a paragraph holds nothing but bookmarks."""
    allowed = {qualified("w:pPr"), qualified("w:bookmarkStart"), qualified("w:bookmarkEnd")}
    properties = paragraph.find(qualified("w:pPr"))
    ends_pages = properties is not None and properties.find(qualified("w:sectPr")) is not None
    return not ends_pages and all(
        each.tag in allowed or (each.tag == qualified("w:r") and not len(each)) for each in paragraph
    )


def _forget(root: Element) -> None:
    """Take the bookmarks away that said where things go."""
    numbers = set()
    for start in list(root.iter(qualified("w:bookmarkStart"))):
        if block_names.is_place(start.get(qualified("w:name"), "")):
            numbers.add(start.get(qualified("w:id")))
            start.parent.remove(start)  # type: ignore[union-attr]  # it stands in the body
    for end in list(root.iter(qualified("w:bookmarkEnd"))):
        if end.get(qualified("w:id")) in numbers:
            end.parent.remove(end)  # type: ignore[union-attr]  # it stands in the body


def _show_figures(package: Package, document: Document) -> None:
    """Let the fields that the template has for figures show them, and number its captions with ours."""
    words = (document.name("table"), document.name("figure"))
    root = package.changing(DOCUMENT)
    numbering_there.count(root, words)
    names = numbering_there.called(root, words)
    known = figures_of(document)
    for part in stories(package):
        for name, field in figures.fields(package.changing(part)):
            field.show(known.get(name, figures.GONE))
        numbering_there.mention(package.changing(part), names, words)
