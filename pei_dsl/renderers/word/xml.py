"""Elements of WordprocessingML and its neighbours, by the prefixes that the standard (ISO 29500) uses."""

from __future__ import annotations

import functools

from pei_dsl.renderers.outlet import visible
from pei_dsl.renderers.word.xml_text import addresses, written
from pei_dsl.renderers.word.xml_tree import Element

_OFFICE = "http://schemas.openxmlformats.org/"
NAMES = {
    "w": f"{_OFFICE}wordprocessingml/2006/main",
    "r": f"{_OFFICE}officeDocument/2006/relationships",
    "wp": f"{_OFFICE}drawingml/2006/wordprocessingDrawing",
    "a": f"{_OFFICE}drawingml/2006/main",
    "c": f"{_OFFICE}drawingml/2006/chart",
    "ct": f"{_OFFICE}package/2006/content-types",
    "rel": f"{_OFFICE}package/2006/relationships",
    "cp": f"{_OFFICE}package/2006/metadata/core-properties",
    "op": f"{_OFFICE}officeDocument/2006/custom-properties",
    "vt": f"{_OFFICE}officeDocument/2006/docPropsVTypes",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "xsi": "http://www.w3.org/2001/XMLSchema-instance",
    "xml": "http://www.w3.org/XML/1998/namespace",
}
# LibreOffice reads the parts that hold a file together only where their names have no prefix.
_UNPREFIXED = {"ct", "rel", "op"}
_USUAL = {address: "" if prefix in _UNPREFIXED else prefix for prefix, address in NAMES.items()}


@functools.cache  # few names, asked for at every element
def qualified(name: str) -> str:
    """Return `w:p` with its address in place of the prefix, as elements are called."""
    prefix, _, local = name.rpartition(":")
    return f"{{{NAMES[prefix]}}}{local}" if prefix else local


def node(
    name: str, /, *children: Element | None, text: str | None = None, **attributes: str | float
) -> Element:
    """
    Return an element.

    Args:
        name: With its prefix: `w:p`.
        children: What stands in it; None is left out.
        text: Its text; what no XML may hold is made visible.
        attributes: `w_val` is `w:val`; a name without underscore has no prefix.
    """
    tag, called = _shape(name, tuple(attributes))
    values = [visible(str(each)) for each in attributes.values()]
    made = Element(tag, dict(zip(called, values, strict=True)))
    if text is not None:
        made.text = visible(text)
    for each in children:
        if each is not None:
            made.append(each)
    return made


@functools.cache  # of few shapes, which are built again and again
def _shape(name: str, attributes: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    """Return how an element and its attributes are called."""
    parts = [each.rstrip("_").rpartition("_") for each in attributes]
    called = tuple(qualified(f"{prefix}:{local}" if prefix else local) for prefix, _, local in parts)
    return qualified(name), called


def serialized(root: Element) -> bytes:
    """
    Return an element as the bytes of a part, with every prefix that it declares.

    Programs name prefixes in values (`mc:Ignorable="w14"`); a file that lacks one of those is damaged.
    """
    return written(root, _USUAL)


def composed(root: Element) -> bytes:
    """Return an element that was built here as the bytes of a part, each prefix declared once."""
    root.prefixes = {_USUAL[address]: address for address in sorted(addresses(root))}
    return written(root, _USUAL)
