"""Whether a Word file holds all that people wrote in another, so that the other can go."""

from __future__ import annotations

import copy
from pathlib import Path

from pei_dsl.plain_files import read_plain
from pei_dsl.renderers.word import element_marks, figures, shown_fields
from pei_dsl.renderers.word.element_marks import Role
from pei_dsl.renderers.word.package import BIGGEST, DOCUMENT, NotWordError, Package
from pei_dsl.renderers.word.xml import qualified
from pei_dsl.renderers.word.xml_tree import Element


def holds_words_of(file: Path, other: Path) -> bool:
    """Tell whether `file` holds every paragraph that people wrote or changed in `other`."""
    try:
        return _of_people(read_plain(other, BIGGEST)) <= _paragraphs(read_plain(file, BIGGEST))
    except NotWordError:
        return False


def _paragraphs(data: bytes) -> set[str]:
    return {_text(each) for each in Package.read(data).tree(DOCUMENT).iter(qualified("w:p"))}


def _of_people(data: bytes) -> set[str]:
    """Return the paragraphs of a file but those of elements of ours that nobody changed."""
    root = Package.read(data).tree(DOCUMENT)
    ours: set[Element] = set()
    for start in root.iter(qualified("w:bookmarkStart")):
        mark = element_marks.read(start.get(qualified("w:name"), ""))
        if mark is not None:
            tag = qualified("w:tbl" if mark.role is Role.TABLE else "w:p")
            element = next(start.iterancestors(tag), None)
            if element is not None and element_marks.hash_of(element) == mark.hash:
                ours.update(element.iter(qualified("w:p")))
    return {_text(each) for each in root.iter(qualified("w:p")) if each not in ours} - {""}


def _text(paragraph: Element) -> str:
    """Return what a paragraph says, with the names of its figures in place of what they show."""
    named = copy.deepcopy(paragraph)
    for field in list(shown_fields.fields(named)):
        name = figures.name_of(field.instruction)
        if name:
            field.show(name)
    return element_marks.said(named)
