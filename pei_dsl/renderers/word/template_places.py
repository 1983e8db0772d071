"""Where the parts of a report go in a template: the paragraphs that its bookmarks stand in."""

from __future__ import annotations

from collections.abc import Mapping

import attrs

from pei_dsl.renderers.word import block_names, element_marks
from pei_dsl.renderers.word.contents import contents
from pei_dsl.renderers.word.elements import Body, Marked
from pei_dsl.renderers.word.package import DOCUMENT, Package
from pei_dsl.renderers.word.regeneration import stories
from pei_dsl.renderers.word.xml import qualified
from pei_dsl.renderers.word.xml_tree import Element
from pei_dsl.views.document import Document, Section


class NoPlaceError(ValueError):
    """A template has no bookmark that says where anything goes."""


class WrongPlaceError(ValueError):
    """
    Bookmarks of a template name what the report does not have, or stand where nothing can be put.

    Attributes:
        unknown: Names that nothing has.
        within: Names that stand in a table, a box, a header or a note.
    """

    def __init__(self, unknown: tuple[str, ...], within: tuple[str, ...]) -> None:
        super().__init__(", ".join((*unknown, *within)))
        self.unknown, self.within = unknown, within


def places_of(package: Package, document: Document) -> dict[str, Element]:
    """Return the paragraph of each bookmark that says where something goes."""
    known = {each.name for each in block_names.names(document)}
    found: dict[str, Element] = {}
    unknown, within = list[str](), list[str]()
    for part in stories(package):
        for start in package.tree(part).iter(qualified("w:bookmarkStart")):
            name = start.get(qualified("w:name"), "")
            if not block_names.is_place(name):
                continue
            paragraph = _paragraph(start)
            if name not in known:
                unknown.append(name)
            elif part != DOCUMENT or paragraph is None:
                within.append(name)
            else:
                found.setdefault(name, paragraph)
    if unknown or within:
        raise WrongPlaceError(tuple(unknown), tuple(within))
    if not found:
        raise NoPlaceError
    return found


def _paragraph(start: Element) -> Element | None:
    """Return the paragraph of the body that a bookmark is of, or None where it stands in something else."""
    above = start.parent
    if above is not None and above.tag == qualified("w:body"):
        following = start.getnext()
        while following is not None and following.tag != qualified("w:p"):
            following = following.getnext()
        return following
    paragraph = next(start.iterancestors(qualified("w:p")), None)
    parent = paragraph.parent if paragraph is not None else None
    return paragraph if parent is not None and parent.tag == qualified("w:body") else None


@attrs.frozen
class Placed:
    """An element, and whether its pages lie on their side."""

    element: Marked
    is_wide: bool


@attrs.define
class Filler:
    """
    Gives each element its place.

    Attributes:
        held: What goes to each place.
        left_out: What goes nowhere, by what marks call it.
        without_place: The same in words.
    """

    body: Body
    places: Mapping[str, Element]
    held: dict[str, list[Placed]] = attrs.field(factory=dict)
    left_out: list[tuple[element_marks.Role, str]] = attrs.field(factory=list)
    without_place: list[str] = attrs.field(factory=list)

    def fill(self) -> None:
        """Place every element, in the order of the document."""
        self.left_out += [each.element for each in self.body.cover() if each.element is not None]
        if block_names.CONTENTS in self.places:
            indices = contents(self.body.document)
            self.held[block_names.CONTENTS] = [Placed(Marked(each), is_wide=False) for each in indices]
        whole = block_names.WHOLE if block_names.WHOLE in self.places else None
        for section in self.body.document.sections:
            self._section(section, 1, whole)

    def _section(self, section: Section, depth: int, above: str | None) -> None:
        own = block_names.of_section(section)
        to = own if own in self.places else above
        self._put(to, section, [self.body.heading(section, depth)])
        for block in section.blocks:
            named = block_names.of_block(block)
            elements = list(self.body.block(block, self.body.width(section)))
            if named in self.places:
                self._put(named, section, elements)
            else:
                self._put(to, section, elements)
                if to is None:
                    number = self.body.numbers.get(block.id, "")
                    self.without_place.append(block_names.title_of(block, number))
        for each in section.sections:
            self._section(each, depth + 1, to)

    def _put(self, to: str | None, section: Section, elements: list[Marked]) -> None:
        if to is None:
            self.left_out += [each.element for each in elements if each.element is not None]
            return
        self.held.setdefault(to, []).extend(Placed(each, section.is_wide) for each in elements)
