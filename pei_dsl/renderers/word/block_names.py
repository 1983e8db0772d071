"""What the parts of a report are called in a template: names of bookmarks that say where each goes."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from pei_dsl.immutable import brief
from pei_dsl.renderers.word.element_marks import mark_id
from pei_dsl.views.document import Block, Document, Listing, Paragraph, Section, plain

WHOLE = "pei_informe"
"""Where all goes that has no place of its own."""
CONTENTS = "pei_indice"
_SECTION, _BLOCK = "pei_seccion_", "pei_bloque_"
_LONGEST = 60


@attrs.frozen
class Named:
    """
    A part of a report, by what a template calls it.

    Attributes:
        name: The name of its bookmark.
        title: What it is, in a few words.
        depth: How deep it stands.
    """

    __repr__ = brief

    name: str
    title: str
    depth: int


def of_section(section: Section) -> str:
    """Return what a section with all that is in it is called in a template."""
    return f"{_SECTION}{mark_id(section.id)}"


def of_block(block: Block) -> str:
    """Return what a block is called in a template."""
    return f"{_BLOCK}{mark_id(block.id)}"


def is_place(name: str) -> bool:
    """Tell whether a bookmark says that something of ours goes there, known or not."""
    return name in {WHOLE, CONTENTS} or name.startswith((_SECTION, _BLOCK))


def names(document: Document) -> tuple[Named, ...]:
    """Return every part of a report that a template may place, in their order."""
    return (
        Named(WHOLE, document.cover.title, 0),
        Named(CONTENTS, document.name("contents"), 0),
        *_names(document),
    )


def _names(document: Document) -> Iterator[Named]:
    numbers = document.numbers()
    for depth, section in document.walk():
        yield Named(of_section(section), section.heading, depth)
        for block in section.blocks:
            yield Named(of_block(block), title_of(block, numbers.get(block.id, "")), depth + 1)


def title_of(block: Block, number: str) -> str:
    """Return what a block is, in a few words."""
    match block:
        case Paragraph():
            text = plain(block.sentence)
        case Listing():
            text = "; ".join(map(plain, block.items))
        case _:
            text = f"{number}. {block.title}" if number else block.title
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"
