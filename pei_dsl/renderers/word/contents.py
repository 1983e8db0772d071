"""The indices of a Word file, of its sections, tables and figures, which Word makes anew when asked."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pei_dsl.renderers.word.elements import heading_level
from pei_dsl.renderers.word.figure_fields import run
from pei_dsl.renderers.word.xml import node, qualified
from pei_dsl.renderers.word.xml_tree import Element
from pei_dsl.views.document import Document

_DEPTH = 3
_COUNTED = {"tables": "table", "figures": "figure"}
"""By the word of an index, that of what is counted in it."""


def contents(document: Document) -> Iterator[Element]:
    """Yield the paragraphs of the indices of a document, the first on a page of its own."""
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
    for title, held in document.indices():
        counted = document.name(_COUNTED[title])
        listed = [("TableofFigures", f"{numbers[each.id]}. {each.title}") for each in held]
        yield node("w:p", node("w:pPr", node("w:pStyle", w_val="TOCHeading")), run(document.name(title)))
        yield from _index(f'TOC \\h \\z \\c "{counted}"', listed)


_TOC = re.compile(r"\s*TOC\b", re.IGNORECASE)


def ask_for_contents(root: Element) -> None:
    """Have the program that opens a file make its indices anew."""
    begin: Element | None = None
    for each in root.iter(qualified("w:fldChar"), qualified("w:instrText")):
        if each.get(qualified("w:fldCharType")) == "begin":
            begin = each
        elif begin is not None and each.tag == qualified("w:instrText") and _TOC.match(each.text or ""):
            begin.set(qualified("w:dirty"), "true")


def within_contents(root: Element) -> set[Element]:
    """Return the paragraphs of the indices, whichever program made them anew."""
    found: set[Element] = set()
    open_fields: list[bool] = []  # for each field that is open, whether it is an index
    for paragraph in root.iter(qualified("w:p")):
        is_within = any(open_fields)
        for each in paragraph.iter(qualified("w:fldChar"), qualified("w:instrText")):
            kind = each.get(qualified("w:fldCharType"))
            if kind == "begin":
                open_fields.append(False)
            elif kind == "end" and open_fields:
                open_fields.pop()
            elif kind is None and open_fields and _TOC.match(each.text or ""):
                open_fields[-1] = is_within = True
        if is_within:
            found.add(paragraph)
    return found


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
