"""
A tree of XML whose elements know where they stand.

Its methods are called as those of lxml, which does the same with a library in C.  This one runs wherever
Python does, in a browser too, so that one code writes reports in Word everywhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, overload

REMARK, INSTRUCTION = "!", "?"
"""The tags of comments and of instructions for programs: no element is called so."""


_NONE: list[Element] = []  # of most elements, which hold none: a list for each would take room and time


class Element:
    """
    An element of XML, or a comment or instruction among elements, which is kept as it was.

    Attributes:
        tag: Its name, `{address}local`; `REMARK` or `INSTRUCTION`.
        attrib: Its attributes by their names.
        text: What stands before its first child.
        tail: What stands behind it, up to what comes next; it goes where the element goes.
        parent: What it stands in, or None; to be read.
        children: What stands in it; to be read, and changed by the methods.
        prefixes: The prefixes that it declares, with their addresses; "" is the one of names without prefix.
    """

    __slots__ = ("attrib", "children", "parent", "prefixes", "tag", "tail", "text")

    def __init__(
        self, tag: str, attrib: dict[str, str] | None = None, prefixes: Mapping[str, str] | None = None
    ) -> None:
        self.tag = tag
        self.attrib = {} if attrib is None else attrib
        self.prefixes = prefixes
        self.text: str | None = None
        self.tail: str | None = None
        self.children: list[Element] = _NONE
        self.parent: Element | None = None

    def __repr__(self) -> str:
        return f"<Element {self.tag}>"

    def __deepcopy__(self, _: dict[int, Any]) -> Element:
        """Return the same with all that stands in it, which stands nowhere."""
        made = Element(self.tag, dict(self.attrib), self.prefixes)
        made.text, made.tail = self.text, self.tail
        made.extend([each.__deepcopy__({}) for each in self.children])
        return made

    # ---- Attributes

    @overload
    def get(self, name: str) -> str | None: ...

    @overload
    def get(self, name: str, default: str) -> str: ...

    def get(self, name: str, default: str | None = None) -> str | None:
        """Return an attribute, or `default` where there is none."""
        return self.attrib.get(name, default)

    def set(self, name: str, value: str) -> None:
        """Set an attribute."""
        self.attrib[name] = value

    # ---- What stands in it

    def __len__(self) -> int:
        return len(self.children)

    def __bool__(self) -> bool:
        return True  # there it is, whatever it holds

    def __iter__(self) -> Iterator[Element]:
        return iter(self.children)

    def __getitem__(self, index: int) -> Element:
        return self.children[index]

    def iter(self, *tags: str) -> Iterator[Element]:
        """Yield this and all that stands in it, in order; with `tags`, those that are called so."""
        waiting, asked = [self], frozenset(tags) if len(tags) > 1 else tags
        while waiting:
            each = waiting.pop()
            if not asked or each.tag in asked:
                yield each
            if each.children:
                waiting += each.children[::-1]

    def iterchildren(self, tag: str) -> Iterator[Element]:
        """Yield its children that are called so; a path is refused (ValueError), which names none of them."""
        _refuse_path(tag)
        return (each for each in self.children if each.tag == tag)

    def find(self, tag: str) -> Element | None:
        """Return its first child that is called so, or None; a path is refused (ValueError)."""
        for each in self.children:
            if each.tag == tag:
                return each
        _refuse_path(tag)
        return None

    def itertext(self) -> Iterator[str]:
        """Yield the texts in it, in order."""
        if self.text:
            yield self.text
        for each in self.children:
            if each.tag not in (REMARK, INSTRUCTION):
                yield from each.itertext()
            if each.tail:
                yield each.tail

    # ---- Where it stands

    def iterancestors(self, tag: str | None = None) -> Iterator[Element]:
        """Yield what it stands in, from the nearest on; with `tag`, what is called so."""
        above = self.parent
        while above is not None:
            if tag is None or above.tag == tag:
                yield above
            above = above.parent

    def itersiblings(self) -> Iterator[Element]:
        """Yield what follows it where it stands."""
        if self.parent is not None:
            yield from self.parent.children[_place(self.parent, self) + 1 :]

    def getnext(self) -> Element | None:
        """Return what follows it where it stands, or None."""
        if self.parent is None:
            return None
        beside = self.parent.children
        place = _place(self.parent, self) + 1
        return beside[place] if place < len(beside) else None

    # ---- Changing

    def append(self, child: Element) -> None:
        """Put an element at the end; it leaves where it stood."""
        if child.parent is not None:
            child.parent.remove(child)
        child.parent = self
        if self.children:
            self.children.append(child)
        else:
            self.children = [child]

    def extend(self, children: Iterable[Element]) -> None:
        """Put elements at the end; they leave where they stood."""
        for each in children:
            self.append(each)

    def insert(self, index: int, child: Element) -> None:
        """Put an element before the child of that number; it leaves where it stood."""
        before = self.children[index] if index < len(self.children) else None
        if before is None:
            self.append(child)
        else:
            before.addprevious(child)

    def remove(self, child: Element) -> None:
        """
        Take a child out.

        Raises:
            ValueError: It does not stand here.
        """
        del self.children[_place(self, child)]
        child.parent = None

    def replace(self, old: Element, new: Element) -> None:
        """
        Put `new` where `old` stands.

        Raises:
            ValueError: `old` does not stand here.
        """
        self.insert(_place(self, old), new)
        self.remove(old)

    def addnext(self, other: Element) -> None:
        """
        Put `other` right behind this one.

        Raises:
            ValueError: This one stands nowhere.
        """
        self._beside(1, other)

    def addprevious(self, other: Element) -> None:
        """
        Put `other` right before this one.

        Raises:
            ValueError: This one stands nowhere.
        """
        self._beside(0, other)

    def _beside(self, offset: int, other: Element) -> None:
        parent = self.parent
        if parent is None:
            message = f"nothing stands beside {self!r}, which stands nowhere"
            raise ValueError(message)
        if other is self:
            return
        if other.parent is not None:
            other.parent.remove(other)
        other.parent = parent
        parent.children.insert(_place(parent, self) + offset, other)


def _place(parent: Element, child: Element) -> int:
    # From the end on: what is looked for was mostly put there last.
    children = parent.children
    for index in range(len(children) - 1, -1, -1):
        if children[index] is child:
            return index
    message = f"{child!r} does not stand in {parent!r}"
    raise ValueError(message)


def _refuse_path(tag: str) -> None:
    """Raise where `tag` is a path, as lxml takes one: `.//w:p` would find nothing, in silence."""
    if set(tag.rpartition("}")[2]) & set("/.*[:"):
        message = f"a name of elements is asked for, not a path: {tag}"
        raise ValueError(message)
