"""
Sentences that the program suggested and that data have made untrue: marked where they stand.

A suggested sentence is people's from the moment it is written: its figures are fields and follow the data,
its words stay.  Where nobody has touched it and the data now ask for other words, a note in brackets stands
before it, which is listed among what is still to be written; the note goes when the sentence is true again.
The file remembers what was suggested, with the names of figures in place of what they show.
"""

from __future__ import annotations

import copy
import hashlib
from collections.abc import Iterable, Iterator, Mapping

from pei_dsl.diagnostics.catalogue import LANGUAGES, phrase
from pei_dsl.renderers.word import element_marks, figures, shown_fields
from pei_dsl.renderers.word.element_marks import mark_id
from pei_dsl.renderers.word.elements import Body
from pei_dsl.renderers.word.figure_fields import run
from pei_dsl.renderers.word.xml import qualified
from pei_dsl.renderers.word.xml_tree import Element
from pei_dsl.views.document import Document, Listing, Paragraph, Role

_PROPERTY = "pei_sugerencia_"
_DIGITS = 12
_MOST = 15
"""So many former wordings are remembered of a sentence: what Office takes in a property."""
_COLOR = "5B3B00"


def note(language: str) -> str:
    """Return what stands before a sentence that is no longer true."""
    return f"[{phrase('report', 'outdated', language)}] "


def bears_note(text: str) -> bool:
    """Tell whether a paragraph begins with the note, in any language."""
    return any(text.startswith(note(each).strip()) for each in LANGUAGES)


def digits(paragraph: Element) -> str:
    """Return digits of what a paragraph says beside its figures, and without the note."""
    marked = copy.deepcopy(paragraph)
    for field in list(shown_fields.fields(marked)):
        name = figures.name_of(field.instruction)
        if name:
            field.show(f"\ue010{name}\ue012")
    told = element_marks.said(marked)
    for each in LANGUAGES:
        told = told.removeprefix(note(each).strip()).strip()
    return hashlib.sha256(told.encode()).hexdigest()[:_DIGITS]


def suggested(document: Document) -> Iterator[tuple[str, Element]]:
    """Yield the sentences that a document suggests, each with the name of its block."""
    body = Body(document)
    for block in document.blocks():
        if isinstance(block, Paragraph | Listing) and block.role is Role.SUGGESTED:
            for each in body.block(block, body.text_width):
                yield block.id, each.xml


def properties(document: Document, held: Mapping[str, str]) -> dict[str, str]:
    """Return the properties that remember what a document suggests, and what the file remembered before."""
    found = {name: text for name, text in held.items() if name.startswith(_PROPERTY)}
    for block, paragraph in suggested(document):
        name = f"{_PROPERTY}{mark_id(block)}"
        known = [digits(paragraph), *found.get(name, "").split()]
        found[name] = " ".join([*dict.fromkeys(known)][:_MOST])
    return found


def remembered(held: Mapping[str, str]) -> dict[str, str]:
    """Return by their digits the sentences that a file remembers: what marks call the block of each."""
    return {
        each: name.removeprefix(_PROPERTY)
        for name, text in held.items()
        if name.startswith(_PROPERTY)
        for each in text.split()
    }


def mark_outdated(
    paragraphs: Iterable[Element], document: Document, held: Mapping[str, str]
) -> Iterator[Element]:
    """
    Put the note before each sentence that is no longer true, take it from those that are; yield the former.

    Args:
        paragraphs: Those of people.
        document: What is suggested now.
        held: What the file remembers.
    """
    known, true = remembered(held), {digits(each) for _, each in suggested(document)}
    for each in [*paragraphs] if known else ():
        told = digits(each)
        if told not in known:
            continue
        _without_note(each)
        if told not in true:
            _with_note(each, document.language)
            yield each


def _with_note(paragraph: Element, language: str) -> None:
    first = paragraph.find(qualified("w:pPr"))
    paragraph.insert(0 if first is None else 1, run(note(language), bold=True, color=_COLOR))


def _without_note(paragraph: Element) -> None:
    """Take the note from a paragraph, in however many runs programs have parted it."""
    texts = [*paragraph.iter(qualified("w:t"))]
    whole = "".join(each.text or "" for each in texts)
    left = next((len(note(each)) for each in LANGUAGES if whole.startswith(note(each))), 0)
    for each in texts:
        if not left:
            return
        had = each.text or ""
        each.text, left = had[left:], max(0, left - len(had))
        holder = each.parent
        if not each.text and holder is not None:
            holder.remove(each)
            above = holder.parent
            if above is not None and all(inner.tag == qualified("w:rPr") for inner in holder):
                above.remove(holder)
