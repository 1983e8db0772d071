"""What sentences call the tables and charts of their document: the numbers that these have in it."""

from __future__ import annotations

from collections.abc import Mapping

import attrs

from pei_dsl.views.document import Block, Document, Listing, Mention, Paragraph, Section, Sentence


def numbered(document: Document) -> Document:
    """Return `document` with each mention called as what it names; one of what is not there is `¿?`."""
    numbers = document.numbers()
    sections = tuple(_section(each, numbers) for each in document.sections)
    return attrs.evolve(document, sections=sections)


def _section(section: Section, numbers: Mapping[str, str]) -> Section:
    return attrs.evolve(
        section,
        blocks=tuple(_block(each, numbers) for each in section.blocks),
        sections=tuple(_section(each, numbers) for each in section.sections),
    )


def _block(block: Block, numbers: Mapping[str, str]) -> Block:
    match block:
        case Paragraph():
            return attrs.evolve(block, sentence=_sentence(block.sentence, numbers))
        case Listing():
            return attrs.evolve(block, items=tuple(_sentence(each, numbers) for each in block.items))
        case _:
            return block


def _sentence(sentence: Sentence, numbers: Mapping[str, str]) -> Sentence:
    return tuple(
        Mention(each.id, numbers.get(each.id, UNKNOWN)) if isinstance(each, Mention) else each
        for each in sentence
    )


UNKNOWN = "¿?"
"""What stands where what is mentioned is not in the document."""
