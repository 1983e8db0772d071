"""What people wrote in the sections of a Word file: their paragraphs, with figures and mentions as such."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator, Mapping

import attrs

from pei_dsl.immutable import brief
from pei_dsl.renderers.no_break import as_written
from pei_dsl.renderers.word import element_marks, figures, numbering_there, outdated_sentences, shown_fields
from pei_dsl.renderers.word.element_marks import Role, mark_id
from pei_dsl.renderers.word.package import DOCUMENT, Package
from pei_dsl.renderers.word.properties import read_properties
from pei_dsl.renderers.word.xml import qualified
from pei_dsl.renderers.word.xml_tree import Element
from pei_dsl.views.document import Document, Figure, Listing, Mention, Paragraph, Run, Section, Sentence
from pei_dsl.views.document import Role as Whose
from pei_dsl.views.written_texts import Kept, Own, Piece, digits, pieces_of

_PROPERTY = "pei_texto_"
# Signs that no text has, round the name of a figure or of what is mentioned.
_FIGURE, _NAMED, _END = "\ue010", "\ue011", "\ue012"
_RUNS = re.compile(f"([{_FIGURE}{_NAMED}])([^{_END}]*){_END}")


@attrs.frozen
class Gathered:
    """
    What people wrote in a file.

    Attributes:
        sections: The text of each section by its id; () where it has nothing of people.
        carried: The digits of the text that the file was given when it was written, by the id of the section.
        left: How many tables and pictures of people no text carries.
    """

    __repr__ = brief

    sections: Mapping[str, tuple[Piece, ...]]
    carried: Mapping[str, str]
    left: int


def carried(document: Document) -> dict[str, str]:
    """Return the properties of a new file that tell which texts of people it was given."""
    return {
        f"{_PROPERTY}{mark_id(section.id)}": digits(pieces)
        for _, section in document.walk()
        if (pieces := pieces_of(section))
    }


def gathered(data: bytes, document: Document) -> Gathered:
    """
    Return what people wrote in the file `data`, which was made of `document` or an earlier state of it.

    Raises:
        NotWordError: The bytes are no Word document.
    """
    package = Package.read(data)
    held = read_properties(package)
    return _Gathering(package, document).gathered(
        {
            section.id: held[name]
            for _, section in document.walk()
            if (name := f"{_PROPERTY}{mark_id(section.id)}") in held
        }
    )


class _Gathering:
    def __init__(self, package: Package, document: Document) -> None:
        self.package = package
        self.sections = {mark_id(section.id): section for _, section in document.walk()}
        self.blocks = {mark_id(block.id): block.id for block in document.blocks()}
        self.mentioned = {mark_id(name): name for name in document.numbers()}
        self.items = {
            mark_id(f"{block.id}.{index}"): block.id
            for block in document.blocks()
            if isinstance(block, Listing)
            for index in range(1, len(block.items) + 1)
        }
        self.lists = _list_styles(package)
        self.suggested = outdated_sentences.remembered(read_properties(package))
        self.left = 0

    def gathered(self, given: Mapping[str, str]) -> Gathered:
        found: dict[str, list[Piece]] = {}
        section: Section | None = None
        for element in self.package.tree(DOCUMENT)[0]:
            mark = _mark(element)
            if mark is not None and mark.role is Role.HEADING:
                section = self.sections.get(mark.id)
                if section is not None:
                    found.setdefault(section.id, [])
                continue
            if section is None:
                continue
            pieces = found[section.id]
            for piece in self._pieces(element, mark, section):
                if isinstance(piece, Own) or piece not in pieces[-1:]:
                    pieces.append(piece)
        texts = {name: tuple(pieces) for name, pieces in found.items()}
        by_id = {section.id: section for section in self.sections.values()}
        untouched = {
            name: () if _is_as_made(pieces, by_id[name]) else pieces for name, pieces in texts.items()
        }
        return Gathered(untouched, given, self.left)

    def _pieces(self, element: Element, mark: element_marks.Mark | None, section: Section) -> Iterator[Piece]:
        if mark is not None:
            whose = self.items if mark.role is Role.ITEM else self.blocks
            name = whose.get(mark.id) or whose.get(re.sub(r"_\d+$", "", mark.id))
            if name is not None:
                yield Kept(name)
            return
        if element.tag != qualified("w:p"):
            self.left += element.tag == qualified("w:tbl")
            return
        self.left += sum(1 for _ in element.iter(qualified("w:drawing"), qualified("w:pict")))
        sentence = self._sentence(element)
        if not sentence:
            return
        # Its words may be those of data that have changed since.
        known = self.blocks.get(self.suggested.get(outdated_sentences.digits(element), ""))
        own = known if any(each.id == known for each in section.blocks) else None
        same = own or next(
            (
                each.id
                for each in section.blocks
                if isinstance(each, Paragraph)
                and each.role in {Whose.SUGGESTED, Whose.WANTED}
                and _plain(each.sentence) == _plain(sentence)
            ),
            None,
        )
        yield Own(sentence, is_item=self._is_item(element)) if same is None else Kept(same)

    def _sentence(self, paragraph: Element) -> Sentence:
        """Return what a paragraph says, with its figures and mentions."""
        marked = copy.deepcopy(paragraph)
        for field in list(shown_fields.fields(marked)):
            figure = figures.name_of(field.instruction)
            named = numbering_there.name_of(field.instruction)
            if figure:
                field.show(f"{_FIGURE}{figure}{_END}")
            elif named in self.mentioned:
                field.show(f"{_NAMED}{self.mentioned[named]}{_END}")
        text = as_written("".join(_signs(marked)).strip())
        runs: list[Run] = []
        at = 0
        for found in _RUNS.finditer(text):
            runs += [text[at : found.start()]] if found.start() > at else []
            runs.append(Figure(found[2], "") if found[1] == _FIGURE else Mention(found[2]))
            at = found.end()
        runs += [text[at:]] if at < len(text) else []
        return tuple(runs)

    def _is_item(self, paragraph: Element) -> bool:
        properties = paragraph.find(qualified("w:pPr"))
        if properties is None:
            return False
        style = properties.find(qualified("w:pStyle"))
        named = style.get(qualified("w:val")) if style is not None else None
        return properties.find(qualified("w:numPr")) is not None or named in self.lists


def _mark(element: Element) -> element_marks.Mark | None:
    """Return the mark of an element of the body, if it bears one."""
    for start in element.iter(qualified("w:bookmarkStart")):
        mark = element_marks.read(start.get(qualified("w:name"), ""))
        if mark is not None:
            return mark
    return None


def _is_as_made(pieces: tuple[Piece, ...], section: Section) -> bool:
    """Tell whether a section holds what the program writes there, in whatever order."""
    placeholders = [
        each.id
        for each in section.blocks
        if isinstance(each, Paragraph) and each.role in {Whose.SUGGESTED, Whose.WANTED}
    ]
    return all(isinstance(each, Kept) for each in pieces) and all(
        Kept(each) in pieces for each in placeholders
    )


def _plain(sentence: Sentence) -> str:
    """Return a sentence with the names of its figures in place of what they show."""
    return " ".join(
        "".join(
            each
            if isinstance(each, str)
            else f"{_FIGURE}{each.name}"
            if isinstance(each, Figure)
            else f"{_NAMED}{each.id}"
            for each in sentence
        ).split()
    )


def _signs(paragraph: Element) -> Iterator[str]:
    for each in paragraph.iter(*map(qualified, ("w:t", "w:br", "w:cr", "w:tab", "w:noBreakHyphen", "w:sym"))):
        sign = element_marks.sign(each)
        yield "\n" if each.tag in {qualified("w:br"), qualified("w:cr")} else sign


def _list_styles(package: Package) -> set[str]:
    """Return the ids of the styles of lists."""
    name = next(
        (target for _, kind, target in package.relations(DOCUMENT) if kind == "styles"), "word/styles.xml"
    )
    if name not in package.parts:
        return set()
    return {
        style.get(qualified("w:styleId"), "")
        for style in package.tree(name).iter(qualified("w:style"))
        for each in style.iter(qualified("w:name"))
        if each.get(qualified("w:val"), "").lower().startswith(("list", "pei lista"))
    }
