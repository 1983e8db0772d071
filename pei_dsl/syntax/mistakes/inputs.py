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
# `A: Familias visitadas = 120`, `A (Familias visitadas) = 120`, `A - Familias visitadas = 120`
_TITLED = re.compile(
    rf"(?P<name>[^\W\d]\w*)(?P<sign>[^\S\n]*[:=(–—-][^\S\n]*|[^\S\n]+)(?P<title>{_STRING}|[^\W\d][^\n=#\"“”«»()]*?)"
    r"\)?[^\S\n]*(?P<end>=)(?!=)[^\n=#]*[^\s=#]"
)
_FORMULA = re.compile(r"[-+(]?[\d.,]+%?|[^\W\d]\w*(?:\.\w+)*|[^\W\d]\w*\(.*\)|.*[+*/^(].*")
_LETTERS = 2  # beside `donde:` stand fields, and a longer word there is a misspelt one


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
        titled = list(_titled(source, opened, block.span.end))
        if titled:
            yield _quotes_missing(source, titled)
        taken = {match.start("name") for match in titled}
        found = [each for each in _inputs(source, opened, block.span.end) if each.name.start not in taken]
        of_formula = opened["where"] is not None
        prose = [each for each in found if of_formula and not _FORMULA.fullmatch(source[each.value])]
        valued = [each for each in found if each not in prose]
        if valued:
            finding = _colons(source, valued, "definition" if of_formula else "example")
            yield Slip(finding, tuple((each.colon, "=") for each in valued))
        patches = [patch for each in prose if (patch := _worth_one(each)) is not None]
        if prose and len(patches) == len(prose):
            yield Slip(_told(source, prose), tuple(patches))


def _titled(source: Source, opened: re.Match[str], end: int) -> Iterator[re.Match[str]]:
    """Yield the inputs whose title has no quotes, or a sign before it: `A: Familias visitadas = 120`."""
    if opened["where"] is None:
        return
    depth = len(opened["indent"])
    for line in _LINE.finditer(source.text, opened.end() + 1, end):
        if not line["text"] or line["text"].startswith("#"):
            continue
        match = _TITLED.match(source.text, line.start("text"), end)
        if len(line["indent"]) <= depth:
            return
        if match is not None and _is_titled(match):
            yield match


def _is_titled(match: re.Match[str]) -> bool:
    sign, title = match["sign"].strip(), match["title"].strip()
    if not vocabulary.is_name(match["name"]) or (title[0] in '"“«' and not sign):
        return False
    if sign == "=":
        return " " in title
    return bool(sign) or len(match["name"]) <= _LETTERS


def _quotes_missing(source: Source, found: list[re.Match[str]]) -> Slip:
    """Return the slip of titles without their quotes; those of one list are one."""
    edits = tuple(
        Edit(source, Span(each.end("name"), each.end("end")), f' "{_title(each)}" =') for each in found
    )
    first = found[0]
    line = source.text[first.end("end") : first.end()]
    fix = Fix(f'{first["name"]} "{_title(first)}" = {line.strip()}', edits, safe=True)
    spans = [Span(each.start("name"), each.end("title")) for each in found]
    related = tuple(Label(source, span, "too") for span in spans[1:4])
    params = {"written": first["name"]}
    finding = at(source, spans[0], "PEI102", variant="titled", params=params, fixes=(fix,), related=related)
    places = (Span(each.end("name"), each.end("end") - 1) for each in found)
    return Slip(finding, tuple((span, " " * (span.end - span.start)) for span in places))


def _title(match: re.Match[str]) -> str:
    return match["title"].strip().strip('"“”«»').strip()


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
    edits = tuple(
        Edit(source, each.colon, "=" if source.text[each.colon.start - 1].isspace() else " =")
        for each in found
    )
    written = source.text[first.name.start : first.colon.start].rstrip()
    fix = Fix(f"{written} = {source[first.value]}", edits, safe=True)
    related = tuple(Label(source, each.name, "too") for each in found[1:4])
    params = {"written": source[first.name]}
    return at(source, first.name, "PEI102", variant=variant, params=params, fixes=(fix,), related=related)


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
