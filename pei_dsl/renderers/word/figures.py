"""Figures in sentences of a Word file: the fields that show them, wherever they stand, brought up to date."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

import attrs

from pei_dsl.renderers.word.figure_fields import PROPERTY_PREFIX
from pei_dsl.renderers.word.xml import Element, node, qualified

_INSTRUCTION = re.compile(rf'\s*DOCPROPERTY\s+"?{re.escape(PROPERTY_PREFIX)}([^"\s]+)"?', re.IGNORECASE)
GONE = "¿?"
"""What stands where a figure stood that the document no longer has."""


@attrs.define
class Shown:
    """
    A field that shows a figure.

    Attributes:
        name: Which figure.
        first, last: What the field begins and ends with, within its paragraph.
        texts: The texts of its result.
    """

    name: str
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


def fields(root: Element) -> Iterator[Shown]:
    """Yield the fields of figures in a part, complex and simple ones."""
    for simple in list(root.iter(qualified("w:fldSimple"))):
        found = _INSTRUCTION.match(simple.get(qualified("w:instr"), ""))
        if found is not None:
            yield Shown(found[1], simple, simple, list(simple.iter(qualified("w:t"))))
    for paragraph in root.iter(qualified("w:p")):
        yield from _complex(paragraph)


def _complex(paragraph: Element) -> Iterator[Shown]:
    open_fields: list[tuple[Element, list[str], list[Element], list[bool]]] = []
    made: list[Shown] = []
    for each in paragraph.iter():
        if each.tag == qualified("w:fldChar"):
            run = each.getparent()
            assert run is not None
            kind = each.get(qualified("w:fldCharType"))
            if kind == "begin":
                open_fields.append((run, [], [], [False]))
            elif kind == "separate" and open_fields:
                open_fields[-1][3][0] = True
            elif kind == "end" and open_fields:
                first, instruction, texts, _ = open_fields.pop()
                found = _INSTRUCTION.match("".join(instruction))
                if found is not None:
                    made.append(Shown(found[1], first, run, texts))
        elif open_fields and each.tag == qualified("w:instrText"):
            open_fields[-1][1].append(each.text or "")
        elif open_fields and each.tag == qualified("w:t") and open_fields[-1][3][0]:
            open_fields[-1][2].append(each)
    yield from made


def _typed(shown: str, was: str) -> tuple[str, str]:
    """Return what stands before and behind a figure in what a field shows; all behind where it is not."""
    # A figure within a word, as the 1 of «IND1», is none.
    found = re.search(rf"(?<![\w.,]){re.escape(was)}(?![\w.,]*\w)", shown) if was else None
    return (shown[: found.start()], shown[found.end() :]) if found is not None else ("", f" {shown}")


@attrs.frozen
class Changed:
    """
    What became of the figures of a part.

    Attributes:
        counts: How many fields show each figure.
        gone: Figures that the document no longer has.
        typed_in: Figures within which somebody had typed; their words stand beside the field now.
    """

    counts: Mapping[str, int]
    gone: tuple[str, ...]
    typed_in: tuple[str, ...]


def update(root: Element, before: Mapping[str, str], now: Mapping[str, str]) -> Changed:
    """
    Bring the fields of a part up to date.

    Args:
        root: The part.
        before: What each figure was when the file was written, by its name.
        now: What each is.
    """
    counts: dict[str, int] = {}
    gone: list[str] = []
    typed: list[str] = []
    for each in list(fields(root)):
        counts[each.name] = counts.get(each.name, 0) + 1
        shown, was = each.text, before.get(each.name, "")
        if shown not in {was, now.get(each.name), GONE}:
            typed.append(each.name)
            head, tail = _typed(shown, was)
            if head:
                each.beside(head, after=False)
            if tail:
                each.beside(tail, after=True)
        if each.name in now:
            each.show(now[each.name])
        else:
            gone.append(each.name)
            each.show(GONE)
    return Changed(counts, tuple(dict.fromkeys(gone)), tuple(dict.fromkeys(typed)))
