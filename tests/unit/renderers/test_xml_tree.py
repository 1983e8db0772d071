"""A tree of XML of ours is moved about as lxml does it."""

from __future__ import annotations

import copy
import random
from collections.abc import Callable, Iterable
from typing import Any

import pytest
from lxml import etree

from pei_dsl.renderers.word.xml_text import written
from pei_dsl.renderers.word.xml_tree import Element

TAGS = ("a", "b", "c")


def pair(number: int, draw: random.Random) -> tuple[Element, Any]:
    """Return an element of ours and one of lxml, of one name."""
    tag, values = draw.choice(TAGS), {"n": str(number)}
    return Element(tag, dict(values)), etree.Element(tag, values)


def is_within(element: Element, other: Element) -> bool:
    return element is other or any(each is other for each in element.iterancestors())


def change(draw: random.Random, elements: list[tuple[Element, Any]]) -> None:
    """Change both trees at one place in one way."""
    ours, theirs = draw.choice(elements)
    other, like = draw.choice(elements)
    if is_within(ours, other):  # nothing goes into itself
        return
    ways: list[Callable[[Any, Any], object]] = [
        lambda here, moved: here.append(moved),
        lambda here, moved: here.insert(draw.randrange(len(here) + 1), moved),
        lambda here, moved: here.extend([moved]),
    ]
    if ours.parent is not None:
        ways += [
            lambda here, moved: here.addnext(moved),
            lambda here, moved: here.addprevious(moved),
        ]
    way, state = draw.choice(ways), draw.getstate()
    way(ours, other)
    draw.setstate(state)
    way(theirs, like)


@pytest.mark.parametrize("seed", range(30))
def test_changes_give_the_tree_that_lxml_makes_of_them(seed: int) -> None:
    draw = random.Random(seed)
    elements = [pair(number, draw) for number in range(9)]
    root, their_root = elements[0]
    for ours, theirs in elements[1:]:
        root.append(ours)
        their_root.append(theirs)

    for _ in range(40):
        change(draw, elements)
        for ours, theirs in elements:
            assert numbers(ours.iter()) == numbers(theirs.iter())
            assert numbers(ours.iter("a", "b")) == numbers(theirs.iter("a", "b"))
            assert numbers(ours.iterancestors()) == numbers(theirs.iterancestors())
            assert numbers(ours.itersiblings()) == numbers(theirs.itersiblings())
            assert numbers([ours.getnext()]) == numbers([theirs.getnext()])
            assert numbers([ours.find("b")]) == numbers([theirs.find("b")])
            assert numbers(ours.iterchildren("c")) == numbers(theirs.iterchildren("c"))
            assert all(each.parent is ours for each in ours)
    assert etree.tostring(etree.fromstring(written(root, {}))) == etree.tostring(their_root)


def numbers(elements: Iterable[Element | etree._Element | None]) -> list[str | None]:
    return [None if each is None else each.get("n") for each in elements]


def test_what_is_copied_stands_nowhere_and_changes_nothing_there() -> None:
    root = Element("a")
    root.append(Element("b", {"n": "1"}))
    root[0].append(Element("c"))
    root[0].text = "dicho"

    made = copy.deepcopy(root[0])
    made.set("n", "2")
    made.remove(made[0])

    assert made.parent is None
    assert made.text == "dicho"
    assert (root[0].get("n"), len(root[0])) == ("1", 1)


def test_what_holds_nothing_shares_no_children() -> None:
    first, second = Element("a"), Element("a")
    first.append(Element("b"))
    assert (len(first), len(second)) == (1, 0)
    first.remove(first[0])
    first.append(Element("b"))
    assert (len(first), len(second), len(Element("c"))) == (1, 0, 0)


def test_what_cannot_be_done_is_said() -> None:
    alone, other = Element("a"), Element("b")
    with pytest.raises(ValueError, match="stands nowhere"):
        alone.addnext(other)
    with pytest.raises(ValueError, match="does not stand in"):
        alone.remove(other)
    with pytest.raises(ValueError, match="does not stand in"):
        alone.replace(other, Element("c"))


@pytest.mark.parametrize("path", [".//b", "b/c", "*", "{http://a/b}b/c", "w:p", "b[1]"])
def test_a_path_is_refused_where_a_name_is_asked_for(path: str) -> None:
    within = Element("a")
    within.append(Element("b"))
    with pytest.raises(ValueError, match="not a path"):
        within.find(path)
    with pytest.raises(ValueError, match="not a path"):
        within.iterchildren(path)
    assert within.find("{http://a/b}c") is None
    assert list(within.iterchildren("b")) == [within[0]]
