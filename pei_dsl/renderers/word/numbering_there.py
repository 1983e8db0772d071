"""How tables and figures are numbered where they stand, people's own among them, and what names them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

import attrs

from pei_dsl.renderers.word import shown_fields
from pei_dsl.renderers.word.figure_fields import MENTIONED
from pei_dsl.renderers.word.xml import qualified
from pei_dsl.renderers.word.xml_tree import Element

_SEQUENCE = re.compile(r'\s*SEQ\s+"?([^\s"\\]+)"?(.*)', re.IGNORECASE | re.DOTALL)
_RESTARTS = re.compile(r"\\r\s*(\d+)", re.IGNORECASE)
_REPEATS = re.compile(r"\\c\b", re.IGNORECASE)
_NAMED = re.compile(rf'\s*REF\s+"?{MENTIONED}(\w+)"?', re.IGNORECASE)
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
LOST = "¿?"
"""What stands where a sentence names what is no longer there."""


def count(root: Element, words: Iterable[str]) -> None:
    """Number captions in the order in which they stand, as programs do when fields are updated."""
    counts = {each.lower(): 0 for each in words}
    for field in shown_fields.fields(root):
        found = _SEQUENCE.match(field.instruction)
        word = found[1].lower() if found is not None else ""
        if (
            found is None
            or word not in counts
            or next(field.first.iterancestors(_FALLBACK), None) is not None
        ):
            continue
        restarts = _RESTARTS.search(found[2])
        if restarts is not None:
            counts[word] = int(restarts[1])
        elif _REPEATS.search(found[2]) is None:
            counts[word] += 1
        if field.text.isdecimal():  # or somebody has typed into it, or it is counted in letters
            field.show(str(counts[word]))


def called(root: Element, words: Iterable[str]) -> dict[str, str]:
    """Return what each table and figure is called where it stands, by what marks call it."""
    known = {each.lower(): each for each in words}
    found: dict[str, str] = {}
    for start in root.iter(qualified("w:bookmarkStart")):
        name = start.get(qualified("w:name"), "")
        paragraph = next(start.iterancestors(qualified("w:p")), None)
        if name.startswith(MENTIONED) and paragraph is not None:
            for field in shown_fields.fields(paragraph):
                # What somebody typed beside the number is no part of what others call it.
                sequence = _SEQUENCE.match(field.instruction)
                if sequence is not None and sequence[1].lower() in known:
                    number = re.search(r"\d+|$", field.text)
                    assert number is not None  # at the end, if nowhere else
                    word = known[sequence[1].lower()]
                    found.setdefault(name.removeprefix(MENTIONED), f"{word} {number[0]}".rstrip())
    return found


def name_of(instruction: str) -> str:
    """Return what marks call that which a field names, or ""."""
    found = _NAMED.match(instruction)
    return found[1] if found is not None else ""


@attrs.frozen
class Mentioned:
    """
    What became of the mentions of a part.

    Attributes:
        count: How many there are.
        lost: Those of what is no longer there.
        typed_in: Those within which somebody had typed; their words stand beside them now.
    """

    count: int
    lost: tuple[str, ...]
    typed_in: tuple[str, ...]


def mention(root: Element, names: Mapping[str, str], words: Iterable[str]) -> Mentioned:
    """Let the fields that name tables and figures say what these are called."""
    number = 0
    lost, typed = list[str](), list[str]()
    for field in list(shown_fields.fields(root)):
        name = name_of(field.instruction)
        if not name:
            continue
        number += 1
        if field.text == names.get(name):
            continue
        known = re.search(rf"(?:{'|'.join(map(re.escape, words))})\s*\d+|{re.escape(LOST)}", field.text)
        head, tail = (field.text[: known.start()], field.text[known.end() :]) if known else ("", field.text)
        if head or tail:
            typed.append(name)
            field.beside(head, after=False) if head else None
            field.beside(tail, after=True) if tail else None
        if name not in names:
            lost.append(name)
        field.show(names.get(name, LOST))
    return Mentioned(number, tuple(lost), tuple(typed))
