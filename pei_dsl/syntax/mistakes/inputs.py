"""The inputs of a formula, below `donde:` and `ejemplo:`, written as if they were fields: `A: 120`."""

from __future__ import annotations

import re
from collections.abc import Iterator

import attrs

from pei_dsl import vocabulary
from pei_dsl.diagnostics import Diagnostic, Label
from pei_dsl.diagnostics.finding import Edit, Fix, at
from pei_dsl.source import Source, Span
from pei_dsl.syntax import tree
from pei_dsl.syntax.blocks import Block
from pei_dsl.syntax.mistakes.slip import Slip

_STRING = r"(?:\"[^\"\n]*\"|[“”„][^“”\n]*[“”]|«[^»\n]*»)"
_LIST = re.compile(
    rf"^(?P<indent>[^\S\n]*)(?:(?P<where>donde|where)|(?:ejemplo|example)[^\S\n]*{_STRING}?)[^\S\n]*:[^\S\n]*(?:#[^\n]*)?$",
    re.MULTILINE | re.IGNORECASE,
)
_LINE = re.compile(r"^(?P<indent>[^\S\n]*)(?P<text>\S[^\n]*)?(?:\n|\Z)", re.MULTILINE)
_DEFINED = re.compile(
    rf"(?P<name>[^\W\d]\w*)[^\S\n]*{_STRING}?[^\S\n]*(?P<colon>:)[^\S\n]*"
    r"(?P<value>[^\n#]*?)(?=[^\S\n]*(?:#|\n|\Z))"
)
_FORMULA = re.compile(r"[-+(]?[\d.,]+%?|[^\W\d]\w*(?:\.\w+)*|[^\W\d]\w*\(.*\)|.*[+*/^(].*")
_LETTERS = 2  # beside `donde:` stand fields, and a longer word there is a misspelt one


_TITLED = re.compile(r"(?P<title>[^\W\d][^=<>\"“”«»()\[\];*/+^\n]*?)[^\S\n]*=[^\S\n]*(?=\S)")


@attrs.frozen
class _Input:
    """A line `name: value`: the places of its name, its colon and its value."""

    name: Span
    colon: Span
    value: Span


def looks_like_fields(source: Source, items: tuple[tree.Item, ...]) -> bool:
    """Tell whether fields stand below `donde:` or `ejemplo:`, deeper than these."""
    depth: int | None = None
    for item in items:
        if not isinstance(item, tree.Field):
            continue
        column = source.position(item.word_span.start).column
        if depth is not None and column > depth:
            return True
        depth = column if item.name in {"where", "example"} else None
    return False


def slips(source: Source, block: Block) -> Iterator[Slip]:
    """Find inputs with a colon for `=`, and such as only tell in words what they are."""
    for opened in _LIST.finditer(source.text, block.header, block.span.end):
        found = list(_inputs(source, opened, block.span.end))
        of_formula = opened["where"] is not None
        prose = [each for each in found if of_formula and not _is_valued(source, each)]
        valued = [each for each in found if each not in prose]
        if valued:
            finding = _colons(source, valued, "definition" if of_formula else "example")
            yield Slip(finding, tuple(_patch(source, each) for each in valued))
        patches = [patch for each in prose if (patch := _worth_one(each)) is not None]
        if prose and len(patches) == len(prose):
            yield Slip(_told(source, prose), tuple(patches))


def _inputs(source: Source, opened: re.Match[str], end: int) -> Iterator[_Input]:
    """Yield the inputs in the lines of a list that are written like fields."""
    depth = len(opened["indent"])
    for line in _LINE.finditer(source.text, opened.end() + 1, end):
        if not line["text"] or line["text"].startswith("#"):
            continue
        match = _DEFINED.match(source.text, line.start("text"), end)
        deeper = len(line["indent"]) > depth
        if not deeper and (opened["where"] is None or match is None or len(match["name"]) > _LETTERS):
            if re.match(r"[^\W\d]\w*[^\S\n]*=", line["text"]):
                continue
            return
        if match is not None and vocabulary.is_name(match["name"]):
            yield _Input(*(Span(*match.span(part)) for part in ("name", "colon", "value")))


def _colons(source: Source, found: list[_Input], variant: str) -> Diagnostic:
    """Return the finding about colons for `=`; those of one list are one slip."""
    first = found[0]
    edits = tuple(_edit(source, each) for each in found)
    written = source.text[first.name.start : first.colon.start].rstrip()
    titled = _titled(source, first)
    if titled is None:
        meant = f"{written} = {source[first.value]}"
    else:
        meant = f'{written} "{source[titled]}"{source.text[titled.end : first.value.end]}'
    fix = Fix(meant, edits, safe=True)
    related = tuple(Label(source, each.name, "too") for each in found[1:4])
    params = {"written": source[first.name]}
    return at(source, first.name, "PEI102", variant=variant, params=params, fixes=(fix,), related=related)


def _is_valued(source: Source, each: _Input) -> bool:
    return _FORMULA.fullmatch(source[each.value]) is not None or _titled(source, each) is not None


def _titled(source: Source, each: _Input) -> Span | None:
    """Return the words that say what an input is, where its value follows: `A: Casos = suma(f.n)`."""
    if source.text[each.name.end : each.colon.start].strip():
        return None  # it says already what it is
    match = _TITLED.match(source.text, each.value.start, each.value.end)
    return None if match is None else Span(*match.span("title"))


def _edit(source: Source, each: _Input) -> Edit:
    """Return the change by which an input is written as it must be."""
    blank = "" if source.text[each.colon.start - 1].isspace() else " "
    title = _titled(source, each)
    if title is None:
        return Edit(source, each.colon, f"{blank}=")
    return Edit(source, Span(each.colon.start, title.end), f'{blank}"{source[title]}"')


def _patch(source: Source, each: _Input) -> tuple[Span, str]:
    """Return what reads as such an input and is as long; of what it is, as much as fits."""
    title = _titled(source, each)
    if title is None:
        return each.colon, "="
    length = title.end - each.colon.start
    return Span(each.colon.start, title.end), f'"{source[title][: length - 2]}"'.ljust(length)


def _told(source: Source, found: list[_Input]) -> Diagnostic:
    """Return the finding about inputs that are only told in words."""
    places = [Span(each.name.start, each.value.end) for each in found]
    related = tuple(Label(source, place, "too") for place in places[1:4])
    params = {"written": source[found[0].name]}
    return at(source, places[0], "PEI102", variant="prose", params=params, related=related)


def _worth_one(each: _Input) -> tuple[Span, str] | None:
    """
    Return the patch by which an input is worth 1 while the rest is read.

    The plan has an error, so nobody computes with it.
    """
    length = each.value.end - each.colon.start
    return (Span(each.colon.start, each.value.end), "=1".ljust(length)) if length > 1 else None
