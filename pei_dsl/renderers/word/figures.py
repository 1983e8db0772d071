"""Figures in sentences of a Word file: the fields that show them, wherever they stand, brought up to date."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

import attrs

from pei_dsl.renderers.no_break import with_blanks
from pei_dsl.renderers.word import shown_fields
from pei_dsl.renderers.word.figure_fields import PROPERTY_PREFIX
from pei_dsl.renderers.word.shown_fields import Shown
from pei_dsl.renderers.word.xml_tree import Element

_INSTRUCTION = re.compile(rf'\s*DOCPROPERTY\s+"?{re.escape(PROPERTY_PREFIX)}([^"\s]+)"?', re.IGNORECASE)
GONE = "¿?"
"""What stands where a figure stood that the document no longer has."""


def fields(root: Element) -> Iterator[tuple[str, Shown]]:
    """Yield the fields of figures in a part, each with the name of its figure."""
    for each in list(shown_fields.fields(root)):
        name = name_of(each.instruction)
        if name:
            yield name, each


def name_of(instruction: str) -> str:
    """Return the name of the figure that a field shows, or ""."""
    found = _INSTRUCTION.match(instruction)
    return found[1] if found is not None else ""


def _typed(shown: str, was: str) -> tuple[str, str]:
    """Return what stands before and behind a figure in what a field shows; all behind where it is not."""
    # A figure within a word, as the 1 of «IND1», is none.
    told = re.escape(with_blanks(was))
    found = re.search(rf"(?<![\w.,]){told}(?![\w.,]*\w)", with_blanks(shown)) if was else None
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
    for name, each in fields(root):
        counts[name] = counts.get(name, 0) + 1
        shown, was = each.text, before.get(name, "")
        if with_blanks(shown) not in {with_blanks(was), with_blanks(now.get(name, "")), GONE}:
            typed.append(name)
            head, tail = _typed(shown, was)
            if head:
                each.beside(head, after=False)
            if tail:
                each.beside(tail, after=True)
        if name in now:
            each.show(now[name])
        else:
            gone.append(name)
            each.show(GONE)
    return Changed(counts, tuple(dict.fromkeys(gone)), tuple(dict.fromkeys(typed)))
