"""The styles of our elements in a file that has its own: by their names, added where they are missing."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Mapping
from importlib import resources

from pei_dsl.renderers.word.package import DOCUMENT, Package
from pei_dsl.renderers.word.xml import qualified
from pei_dsl.renderers.word.xml_text import parsed
from pei_dsl.renderers.word.xml_tree import Element

MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_VALUE, _ID, _TYPE = qualified("w:val"), qualified("w:styleId"), qualified("w:type")
_NUMBER, _ABSTRACT = qualified("w:numId"), qualified("w:abstractNumId")
_USES = tuple(map(qualified, ("w:pStyle", "w:rStyle", "w:tblStyle")))
_FROM_OTHERS = tuple(map(qualified, ("w:basedOn", "w:next", "w:link")))


def resource(name: str) -> bytes:
    """Return a part that every new file has."""
    return resources.files("pei_dsl.renderers.word").joinpath(name).read_bytes()


def merged(package: Package) -> Mapping[str, str]:
    """
    Return what each style of ours is called in a file; a style that it lacks is added.

    Styles are the same where their names are: an institution's `heading 1` is how its headings look, whatever
    Word or LibreOffice calls it inside the file.
    """
    own = parsed(resource("styles.xml"))
    name = _part(package, "styles")
    if name not in package.parts:
        package.add(name, resource("styles.xml"), f"{MAIN}styles+xml")
        package.relate(DOCUMENT, "styles", name)
        _merged_numbering(package)
        return {}
    known, ids = _names(package.tree(name)), _ids(package.tree(name))
    calls: dict[str, str] = {}
    lacking: list[Element] = []
    for style in own.iter(qualified("w:style")):
        identity, key = style.get(_ID, ""), _key(style)
        if key in known:
            calls[identity] = known[key]
            continue
        free = next(
            each
            for each in (identity, *(f"{identity}{number}" for number in range(2, 10_000)))
            if each not in ids
        )
        ids.add(free)
        calls[identity] = free
        lacking.append(style)
    if lacking:
        numbers = _merged_numbering(package) if any(_numbers_in(each) for each in lacking) else {}
        root = package.changing(name)
        for _, kind, there in list(package.relations(DOCUMENT)):
            if kind == "stylesWithEffects":  # the same styles for an older Word, which would lack ours
                package.drop(DOCUMENT, there)
        for style in lacking:
            root.append(_added(style, calls, numbers, root))
    return {identity: called for identity, called in calls.items() if identity != called}


def numbers_headings(package: Package, style: str) -> bool:
    """Tell whether a style, or one that it rests on, numbers its paragraphs."""
    root = package.tree(_part(package, "styles"))
    styles = {each.get(_ID, ""): each for each in root.iter(qualified("w:style"))}
    seen: set[str] = set()
    while style in styles and style not in seen:
        seen.add(style)
        if _numbers_in(styles[style]):
            return True
        above = styles[style].find(qualified("w:basedOn"))
        style = above.get(_VALUE, "") if above is not None else ""
    return False


def call(elements: Iterable[Element], calls: Mapping[str, str]) -> None:
    """Let elements of ours have the styles as a file calls them."""
    if calls:
        for element in elements:
            for each in element.iter(*_USES):
                each.set(_VALUE, calls.get(each.get(_VALUE, ""), each.get(_VALUE, "")))


def _part(package: Package, kind: str) -> str:
    """Return the name of a part of which a file has one."""
    found = [name for _, known, name in package.relations(DOCUMENT) if known == kind]
    return found[0] if found else f"word/{kind}.xml"


def _key(style: Element) -> tuple[str, str]:
    name = style.find(qualified("w:name"))
    return style.get(_TYPE, ""), (name.get(_VALUE, "") if name is not None else "").lower()


def _names(root: Element) -> dict[tuple[str, str], str]:
    return {_key(each): each.get(_ID, "") for each in root.iter(qualified("w:style"))}


def _ids(root: Element) -> set[str]:
    return {each.get(_ID, "") for each in root.iter(qualified("w:style"))}


def _added(style: Element, calls: Mapping[str, str], numbers: Mapping[str, str], root: Element) -> Element:
    """Return a style of ours as it stands in a file: what it rests on and its lists are those of the file."""
    made = copy.deepcopy(style)
    made.set(_ID, calls[style.get(_ID, "")])
    has_default = any(
        each.get(qualified("w:default")) and each.get(_TYPE) == style.get(_TYPE)
        for each in root.iter(qualified("w:style"))
    )
    if has_default:
        made.attrib.pop(qualified("w:default"), None)
    for each in made.iter(*_FROM_OTHERS):
        each.set(_VALUE, calls[each.get(_VALUE, "")])
    for each in _numbers_in(made):
        each.set(_VALUE, numbers[each.get(_VALUE, "")])
    return made


# ---- Lists -----------------------------------------------------------------------------------------------


def _numbers_in(style: Element) -> list[Element]:
    return list(style.iter(_NUMBER))


def _merged_numbering(package: Package) -> dict[str, str]:
    """Add our lists to those of a file; return what number each has there."""
    own = parsed(resource("numbering.xml"))
    name = _part(package, "numbering")
    if name not in package.parts:
        package.add(name, resource("numbering.xml"), f"{MAIN}numbering+xml")
        package.relate(DOCUMENT, "numbering", name)
        return {each.get(_NUMBER, ""): each.get(_NUMBER, "") for each in own.iter(qualified("w:num"))}
    root = package.changing(name)
    shapes, lists = (
        list(root.iterchildren(qualified("w:abstractNum"))),
        list(root.iterchildren(qualified("w:num"))),
    )
    first_shape, first_list = (
        1 + max((int(each.get(key, "0")) for each in those if each.get(key, "").isdecimal()), default=0)
        for those, key in ((shapes, _ABSTRACT), (lists, _NUMBER))
    )
    place = shapes[-1] if shapes else None
    for shape in own.iterchildren(qualified("w:abstractNum")):
        made = copy.deepcopy(shape)
        made.set(_ABSTRACT, str(first_shape + int(shape.get(_ABSTRACT, "0"))))
        if place is None:
            root.insert(0, made)
        else:
            place.addnext(made)
        place = made
    numbers: dict[str, str] = {}
    place = lists[-1] if lists else place
    for index, each in enumerate(own.iterchildren(qualified("w:num"))):
        made = copy.deepcopy(each)
        numbers[each.get(_NUMBER, "")] = str(first_list + index)
        made.set(_NUMBER, str(first_list + index))
        for shape in made.iter(_ABSTRACT):
            shape.set(_VALUE, str(first_shape + int(shape.get(_VALUE, "0"))))
        assert place is not None  # our shapes stand there
        place.addnext(made)
        place = made
    return numbers
