"""The fields that a part of a Word file has, complex and simple ones, with what each shows."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from pei_dsl.renderers.word.xml import node, qualified
from pei_dsl.renderers.word.xml_tree import Element


@attrs.define
class Shown:
    """
    A field.

    Attributes:
        instruction: What it is to show: `SEQ Tabla`.
        first, last: What it begins and ends with, within its paragraph.
        texts: The texts of its result.
    """

    instruction: str
    first: Element
    last: Element
    texts: list[Element]

    @property
    def text(self) -> str:
        """What it shows."""
        return "".join(each.text or "" for each in self.texts)

    def show(self, text: str) -> None:
        """Let it show `text`."""
        if not self.texts:
            return
        self.texts[0].text = text or None
        for each in self.texts[1:]:
            each.text = None

    def beside(self, text: str, *, after: bool) -> None:
        """Put `text` before or behind the field."""
        run = node("w:r", node("w:t", text=text, xml_space="preserve"))
        if after:
            self.last.addnext(run)
        else:
            self.first.addprevious(run)


@attrs.define
class _Open:
    first: Element
    instruction: list[str] = attrs.field(factory=list)
    texts: list[Element] = attrs.field(factory=list)
    is_result: bool = False


_PARAGRAPH, _SIMPLE, _SIGN, _WORDS, _TEXT = map(
    qualified, ("w:p", "w:fldSimple", "w:fldChar", "w:instrText", "w:t")
)


def fields(root: Element) -> Iterator[Shown]:
    """Yield the fields of a part, paragraph by paragraph; one over several paragraphs is none of them."""
    for paragraph in root.iter(_PARAGRAPH):
        yield from _of_paragraph(paragraph)


def _of_paragraph(paragraph: Element) -> Iterator[Shown]:
    open_fields: list[_Open] = []
    for each in paragraph.iter(_SIMPLE, _SIGN, _WORDS, _TEXT):
        if each.tag == _SIMPLE:
            if _is_within(each, paragraph):
                yield Shown(each.get(qualified("w:instr"), ""), each, each, list(each.iter(_TEXT)))
        elif each.tag == _SIGN:
            if not _is_within(each, paragraph):
                continue
            run = each.parent
            assert run is not None
            kind = each.get(qualified("w:fldCharType"))
            if kind == "begin":
                open_fields.append(_Open(run))
            elif kind == "separate" and open_fields:
                open_fields[-1].is_result = True
            elif kind == "end" and open_fields:
                closed = open_fields.pop()
                yield Shown("".join(closed.instruction), closed.first, run, closed.texts)
        elif open_fields and each.tag == _WORDS:
            open_fields[-1].instruction.append(each.text or "")
        elif open_fields and each.tag == _TEXT and open_fields[-1].is_result:
            open_fields[-1].texts.append(each)


def _is_within(each: Element, paragraph: Element) -> bool:
    """Tell whether something is of a paragraph itself, not of one in a box that stands in it."""
    return next(each.iterancestors(_PARAGRAPH)) is paragraph
