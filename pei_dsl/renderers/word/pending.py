"""What a Word file still asks people to write: placeholders, what is untrue, figures that are gone."""

from __future__ import annotations

import attrs

from pei_dsl.renderers.word import element_marks, figures, numbering_there, shown_fields
from pei_dsl.renderers.word.outdated_sentences import bears_note
from pei_dsl.renderers.word.package import DOCUMENT, Package
from pei_dsl.renderers.word.xml import qualified
from pei_dsl.renderers.word.xml_tree import Element

STYLE = "PEI Pendiente"


def pending(data: bytes) -> tuple[str, ...]:
    """
    Return what is still to be written, in the order of the file.

    That is the paragraphs of the style of placeholders, still in brackets; sentences that data made untrue;
    and those with a figure or a mention of what is no longer there.

    Raises:
        NotWordError: The bytes are no Word document.
    """
    package = Package.read(data)
    placeholders = Placeholders.of(package)
    found = []
    for paragraph in package.tree(DOCUMENT).iter(qualified("w:p")):
        text = element_marks.said(paragraph)
        if placeholders.is_one(paragraph) or bears_note(text) or _shows_what_is_gone(paragraph):
            found.append(text)
    return tuple(found)


@attrs.frozen
class Placeholders:
    """
    What tells the placeholders of a file.

    Attributes:
        styles: The ids that the file has for their style.
    """

    styles: frozenset[str | None]

    @classmethod
    def of(cls, package: Package) -> Placeholders:
        """Return what tells those of `package`."""
        return cls(frozenset(_styles(package)))

    def is_one(self, paragraph: Element) -> bool:
        """Tell whether nobody has written in place of a placeholder: its style is there, and its brackets."""
        properties = paragraph.find(qualified("w:pPr"))
        style = properties.find(qualified("w:pStyle")) if properties is not None else None
        is_styled = style is not None and style.get(qualified("w:val")) in self.styles
        text = element_marks.said(paragraph) if is_styled else ""
        return text.startswith("[") and text.endswith("]")


def _shows_what_is_gone(paragraph: Element) -> bool:
    return any(
        (figures.name_of(each.instruction) and each.text == figures.GONE)
        or (numbering_there.name_of(each.instruction) and each.text == numbering_there.LOST)
        for each in shown_fields.fields(paragraph)
    )


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
