"""Fields of Word: what the program that shows the file computes, with the result that we know written in."""

from __future__ import annotations

from collections.abc import Iterator

from pei_dsl.renderers.no_break import kept_together
from pei_dsl.renderers.word.xml import node
from pei_dsl.renderers.word.xml_tree import Element

PROPERTY_PREFIX = "pei."
"""Properties of the file that hold figures begin so, before the name of the figure."""


def run(text: str, *, bold: bool = False, italic: bool = False, color: str = "") -> Element:
    """Return a run of text; the end of a line in it is a break, and a figure keeps its sign beside it."""
    properties = node(
        "w:rPr",
        node("w:b") if bold else None,
        node("w:i") if italic else None,
        node("w:color", w_val=color) if color else None,
    )
    made = node("w:r", properties if len(properties) else None)
    for index, line in enumerate(kept_together(text).split("\n")):
        if index:
            made.append(node("w:br"))
        made.append(node("w:t", text=line, xml_space="preserve"))
    return made


def field(instruction: str, shown: str, *, bold: bool = False) -> Iterator[Element]:
    """Yield the runs of a field with the result `shown`."""
    yield node("w:r", node("w:fldChar", w_fldCharType="begin"))
    yield node("w:r", node("w:instrText", text=f" {instruction} ", xml_space="preserve"))
    yield node("w:r", node("w:fldChar", w_fldCharType="separate"))
    yield run(shown, bold=bold)
    yield node("w:r", node("w:fldChar", w_fldCharType="end"))


MENTIONED = "pei_ref_"
"""The bookmark round what a table or chart is called begins so, before what marks call it."""


def mention(name: str, shown: str) -> Iterator[Element]:
    """Yield the field that says what a table or chart is called, and leads to it."""
    return field(f"REF {MENTIONED}{name} \\h", shown)


def figure(name: str, shown: str) -> Iterator[Element]:
    """Yield the field of a figure, which a property of the file holds."""
    return field(f'DOCPROPERTY "{PROPERTY_PREFIX}{name}"', shown)
