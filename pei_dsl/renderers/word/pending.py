"""What a Word file still asks people to write: placeholders that nobody has replaced."""

from __future__ import annotations

from pei_dsl.renderers.word import element_marks
from pei_dsl.renderers.word.package import DOCUMENT, Package
from pei_dsl.renderers.word.xml import qualified

STYLE = "PEI Pendiente"


def pending(data: bytes) -> tuple[str, ...]:
    """
    Return the placeholders of a file, in their order: paragraphs of their style, still in brackets.

    Raises:
        NotWordError: The bytes are no Word document.
    """
    package = Package.read(data)
    names = _styles(package)
    found = []
    for paragraph in package.tree(DOCUMENT).iter(qualified("w:p")):
        properties = paragraph.find(qualified("w:pPr"))
        style = properties.find(qualified("w:pStyle")) if properties is not None else None
        text = element_marks.said(paragraph)
        if style is not None and style.get(qualified("w:val")) in names and text.startswith("["):
            found.append(text)
    return tuple(found)


def _styles(package: Package) -> set[str | None]:
    """Return the ids of the style, which programs change as they like: its name stays."""
    name = next(
        (target for _, kind, target in package.relations(DOCUMENT) if kind == "styles"), "word/styles.xml"
    )
    if name not in package.parts:
        return set()
    return {
        style.get(qualified("w:styleId"))
        for style in package.tree(name).iter(qualified("w:style"))
        if any(each.get(qualified("w:val")) == STYLE for each in style.iter(qualified("w:name")))
    }
