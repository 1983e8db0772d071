"""Elements of WordprocessingML and its neighbours, by the prefixes that the standard (ISO 29500) uses."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import TypeAlias

from lxml import etree

from pei_dsl.renderers.outlet import visible

Element: TypeAlias = etree._Element  # noqa: SLF001  (lxml gives its class no public name)

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


@functools.cache  # few names, asked for at every element
def qualified(name: str) -> str:
    """Return `w:p` as lxml writes it."""
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
    tag, uses, called = _shape(name, tuple(attributes))
    values = map(visible, map(str, attributes.values()))
    made = etree.Element(tag, dict(zip(called, values, strict=True)), nsmap=uses)
    if text is not None:
        made.text = visible(text)
    made.extend([each for each in children if each is not None])
    return made


@functools.cache  # of few shapes, which are built again and again
def _shape(name: str, attributes: tuple[str, ...]) -> tuple[str, Mapping[str | None, str], tuple[str, ...]]:
    """Return how an element is called, the prefixes that it uses, and how its attributes are called."""
    parts = [each.rstrip("_").rpartition("_") for each in attributes]
    prefixes = {name.rpartition(":")[0], *(prefix for prefix, _, _ in parts)} - {"", "xml"}
    uses = {None if prefix in _UNPREFIXED else prefix: NAMES[prefix] for prefix in sorted(prefixes)}
    called = tuple(qualified(f"{prefix}:{local}" if prefix else local) for prefix, _, local in parts)
    return qualified(name), uses, called


def serialized(root: Element) -> bytes:
    """
    Return an element as the bytes of a part, with every prefix that it declares.

    Programs name prefixes in values (`mc:Ignorable="w14"`); a file that lacks one of those is damaged.
    """
    written: bytes = etree.tostring(
        root.getroottree(), xml_declaration=True, encoding="UTF-8", standalone=True
    )
    return written


def composed(root: Element) -> bytes:
    """Return an element that was built here as the bytes of a part, each prefix declared once."""
    etree.cleanup_namespaces(root, keep_ns_prefixes=["w", "r"])
    return serialized(root)


def parsed(data: bytes) -> Element:
    """Return the root of a part; nothing outside of it is read, and no entity is resolved."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    root: Element = etree.fromstring(data, parser)
    return root
