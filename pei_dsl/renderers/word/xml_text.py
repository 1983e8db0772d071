"""A part of a Word file as text: read by the parser of Python itself, written with the prefixes it had."""

from __future__ import annotations

import re
from collections.abc import Mapping
from xml.parsers import expat

import attrs

from pei_dsl.renderers.word.xml_tree import INSTRUCTION, REMARK, Element

DEEPEST = 256
_XML = "http://www.w3.org/XML/1998/namespace"
_HEAD = "<?xml version='1.0' encoding='UTF-8' standalone='yes'?>\n"
_IN_TEXT = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"}
_IN_VALUE = {**_IN_TEXT, '"': "&quot;", "\n": "&#10;", "\t": "&#9;"}
_TEXT, _VALUE = str.maketrans(_IN_TEXT), str.maketrans(_IN_VALUE)
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


class BrokenXmlError(ValueError):
    """A text is no XML, or holds what no part of a file of Office may: declarations of a document's type."""


def parsed(data: bytes) -> Element:
    """
    Return the root of a part; nothing outside of it is read.  Remarks before and behind the root are dropped.

    Raises:
        BrokenXmlError: It is no XML that a part may be.
    """
    reader = _Reader()
    try:
        reader.parser.Parse(data, True)  # noqa: FBT003  (it takes no names)
    except (expat.ExpatError, LookupError, ValueError) as error:
        raise BrokenXmlError(str(error)) from error
    return reader.root


class _Reader:
    """Builds a tree of what a parser tells."""

    def __init__(self) -> None:
        self.root = Element("")
        self.open: list[Element] = []
        self.declared: dict[str, str] = {}
        self.names: dict[str, str] = {}
        self.parser = parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = parser.ordered_attributes = True
        parser.StartNamespaceDeclHandler = self.declare
        parser.StartElementHandler = self.start
        parser.EndElementHandler = self.end
        parser.CharacterDataHandler = self.write
        parser.CommentHandler = self.remark
        parser.ProcessingInstructionHandler = self.instruct
        parser.StartDoctypeDeclHandler = self.refuse

    def declare(self, prefix: str | None, address: str | None) -> None:
        self.declared[prefix or ""] = address or ""

    def name(self, told: str) -> str:
        address, _, local = told.rpartition(" ")
        made = self.names[told] = f"{{{address}}}{local}" if address else local
        return made

    def start(self, told: str, values: list[str]) -> None:
        names = self.names
        made = Element(names.get(told) or self.name(told), prefixes=self.declared or None)
        for each, value in zip(values[::2], values[1::2], strict=True):
            made.attrib[names.get(each) or self.name(each)] = value
        if self.declared:
            self.declared = {}
        if not self.open:
            self.root = made
        elif len(self.open) >= DEEPEST:
            message = f"more than {DEEPEST} elements stand in each other"
            raise BrokenXmlError(message)
        else:
            self.open[-1].append(made)
        self.open.append(made)

    def end(self, _: str) -> None:
        self.open.pop()

    def write(self, text: str) -> None:
        here = self.open[-1]
        if len(here):
            last = here[-1]
            last.tail = (last.tail or "") + text
        else:
            here.text = (here.text or "") + text

    def remark(self, text: str) -> None:
        self.beside(REMARK, text)

    def instruct(self, target: str, text: str) -> None:
        self.beside(INSTRUCTION, f"{target} {text}")

    def beside(self, tag: str, text: str) -> None:
        if self.open:
            made = Element(tag)
            made.text = text
            self.open[-1].append(made)

    def refuse(self, name: str, *_: object) -> None:
        message = f"it declares a type of document, {name}"
        raise BrokenXmlError(message)


# ---- Writing -----------------------------------------------------------------------------------------------


def written(root: Element, usual: Mapping[str, str]) -> bytes:
    """
    Return a tree as the bytes of a part, with every prefix that its elements declare.

    Args:
        usual: The prefix of an address that no element declares; "" for names without prefix.

    Raises:
        ValueError: A text holds what no XML may.
    """
    parts = [_HEAD]
    _write(root, _Scope({"xml": _XML}, usual), parts)
    text = "".join(parts)
    found = _UNWRITABLE.search(text)
    if found:
        message = f"XML cannot hold {found[0]!r}"
        raise ValueError(message)
    return text.encode()


def addresses(root: Element) -> set[str]:
    """Return the addresses of all names in a tree."""
    names = {each.tag for each in root.iter()}.union(*(each.attrib for each in root.iter()))
    return {_address(each) for each in names} - {"", _XML}


def _address(name: str) -> str:
    return name[1:].partition("}")[0] if name.startswith("{") else ""


@attrs.define
class _Scope:
    """
    What prefixes mean where an element stands.

    Attributes:
        prefixes: Their addresses.
        usual: As of `written`.
        tags: How elements are written, as far as any was.
        attributes: How attributes are, which without a prefix have no address.
    """

    prefixes: Mapping[str, str]
    usual: Mapping[str, str]
    tags: dict[str, str] = attrs.field(factory=dict)
    attributes: dict[str, str] = attrs.field(factory=dict)

    def of(self, element: Element) -> tuple[_Scope, str]:
        """Return what holds in an element, and the declarations that this takes."""
        fresh = {
            prefix: address
            for prefix, address in (element.prefixes or {}).items()
            if self.prefixes.get(prefix) != address
        }
        holds = {**self.prefixes, **fresh}
        if not _named(element.tag, holds):
            self._declare(_address(element.tag), holds, fresh)
        for name in element.attrib:
            if not _named(name, holds, is_attribute=True):
                self._declare(_address(name), holds, fresh, is_attribute=True)
        scope = _Scope(holds, self.usual) if fresh else self
        scope.tags[element.tag] = _named(element.tag, holds)
        for name in element.attrib:
            scope.attributes[name] = _named(name, holds, is_attribute=True)
        declared = (
            f' xmlns{":" if prefix else ""}{prefix}="{address.translate(_VALUE)}"'
            for prefix, address in fresh.items()
        )
        return scope, "".join(declared)

    def _declare(
        self, address: str, holds: dict[str, str], fresh: dict[str, str], *, is_attribute: bool = False
    ) -> None:
        prefix = self.usual.get(address) if address else ""
        if prefix is None or (is_attribute and not prefix) or prefix in fresh:
            prefix = next(name for number in range(len(holds) + 1) if (name := f"ns{number}") not in holds)
        holds[prefix] = fresh[prefix] = address


def _named(name: str, holds: Mapping[str, str], *, is_attribute: bool = False) -> str:
    """Return a name as it is written where prefixes hold, or "" where none says its address."""
    address = _address(name)
    local = name[len(address) + 2 :] if address else name
    if is_attribute and not address:
        return local
    if holds.get("", "") == address and not is_attribute:
        return local
    for prefix, meant in holds.items():
        if meant == address and prefix:
            return f"{prefix}:{local}"
    return ""


def _write(element: Element, scope: _Scope, parts: list[str]) -> None:
    tag, attributes, declared = element.tag, element.attrib, ""
    if tag == REMARK:
        parts.append(f"<!--{element.text}-->")
    elif tag == INSTRUCTION:
        parts.append(f"<?{element.text}?>")
    else:
        if element.prefixes or tag not in scope.tags or not scope.attributes.keys() >= attributes.keys():
            scope, declared = scope.of(element)
        named, called = scope.attributes, scope.tags[tag]
        parts.append(f"<{called}{declared}")
        for name, value in attributes.items():
            parts.append(f' {named[name]}="{value.translate(_VALUE)}"')
        if element.text or element.children:
            parts.append(f">{element.text.translate(_TEXT)}" if element.text else ">")
            for each in element.children:
                _write(each, scope, parts)
            parts.append(f"</{called}>")
        else:
            parts.append("/>")
    if element.tail:
        parts.append(element.tail.translate(_TEXT))
