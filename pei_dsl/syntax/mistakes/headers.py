"""Headers and names of fields: what is in the wrong place, too much, or not there."""

from __future__ import annotations

import re

from pei_dsl import vocabulary
from pei_dsl.diagnostics import Diagnostic
from pei_dsl.diagnostics.finding import Edit, Fix, at, replace
from pei_dsl.source import Source, Span
from pei_dsl.syntax.mistakes.places import in_header, line_of, short, word_at
from pei_dsl.syntax.pieces import Piece

_FIELD_WORDS = re.compile(r"[^\W\d]\w*(?:[^\S\n]+[^\W\d]\w*){0,5}")
_STRING = r"(?:\"[^\"\n]*\"|[“”„][^“”\n]*[“”]|«[^»\n]*»)"
_TITLE_BEFORE = re.compile(rf"({_STRING})[^\S\n]*\Z")
_CODE = re.compile(r"[^\W\d_]{2,6}(?:[.\-]\w+)+(?=[^\S\n]*(?:#|\n|\Z))")
_NAME = re.compile(r"[^\W\d]\w*(?=[^\S\n]*(?:=|\(|#|\n|\Z))")
_NAMED = frozenset(
    {"source", "series", "variable", "function", "methodology", "activity", "evidence", "factor", "version"}
)
_BETWEEN = re.compile(rf"[-–—:.,;][^\S\n]*(?={_STRING})")
_BARE_TITLE = re.compile(r"[^\W\d][^\n#\"“”„«»]*[^\s#\"“”„«»]")
_WORDS = re.compile(r"[^\W\d]\w*(?:[^\S\n]+[^\W\d]\w*)+")


def reserved(source: Source, piece: Piece, offset: int) -> Diagnostic | None:
    """Find a little word of formulas where a name belongs: `variable y = 2`."""
    span = word_at(source, offset, piece.end)
    names = piece.rule in {"header", "definition"} and "=" not in source.text[piece.start : offset]
    if not names or source[span].casefold() not in vocabulary.RESERVED:
        return None
    return at(source, span, "PEI102", variant="reserved", params={"written": source[span]}, note="here")


def colon(source: Source, piece: Piece, offset: int) -> Diagnostic | None:
    """Find a field without its colon: `unidad porcentaje`."""
    line = source.text.rfind("\n", piece.start, offset) + 1
    if source.text[line:offset].strip():
        return None
    words = _FIELD_WORDS.match(source.text, offset, piece.end)
    while words is not None:
        if vocabulary.FIELDS.find(words[0]) is not None:
            span = Span(*words.span())
            fix = Fix(f"{words[0]}:", (Edit(source, Span(span.end, span.end), ":"),), safe=True)
            return at(source, span, "PEI102", variant="colon", params={"written": words[0]}, fixes=(fix,))
        shorter = words[0].rpartition(" ")[0].rstrip()
        end = offset + len(shorter)
        words = _FIELD_WORDS.match(source.text, offset, end) if shorter else None
    return None


def swapped(source: Source, piece: Piece, offset: int) -> Diagnostic | None:
    """Find a code that stands behind its title: `objetivo "Mejorar la salud" OEI.01`."""
    if not in_header(source, piece, offset):
        return None
    title = _TITLE_BEFORE.search(source.text, piece.start, offset)
    keyword = vocabulary.DECLARATIONS.find(source.text[piece.start : offset].split()[0])
    named = keyword is not None and keyword.name in _NAMED
    code = (_NAME if named else _CODE).match(source.text, offset, piece.end)
    if title is None or code is None:
        return None
    fix = replace(source, Span(title.start(), code.end()), f"{code[0]} {title[1]}", safe=True)
    params = {"written": code[0]}
    if named:
        return at(source, Span(*code.span()), "PEI102", variant="swapped_name", params=params, fixes=(fix,))
    return at(source, Span(*code.span()), "PEI102", variant="swapped", params=params, fixes=(fix,))


def between(source: Source, piece: Piece, offset: int) -> Diagnostic | None:
    """Find a sign between code and title: `objetivo OEI.01 - "Mejorar la salud"`."""
    match = _BETWEEN.match(source.text, offset, piece.end)
    if match is None or not in_header(source, piece, offset):
        return None
    fix = Fix(source.text[piece.start : offset].rstrip() + ' "…"', (_without(source, match),), safe=True)
    params = {"written": match[0].strip()}
    place = Span(offset, offset + 1)
    return at(source, place, "PEI102", variant="between", params=params, fixes=(fix,), note="here")


def _without(source: Source, match: re.Match[str]) -> Edit:
    """Return the edit that leaves out `match`, and leaves one blank in its place."""
    joined = source.text[match.start() - 1].isspace()
    return Edit(source, Span(*match.span()), "" if joined else " ")


def spaced_name(source: Source, piece: Piece, offset: int) -> Diagnostic | None:
    """Find a name of several words where a name has none: `serie población total "Población"`."""
    line = line_of(source, offset, piece)
    start = line.start
    if "=" in source.text[start:offset]:
        return None
    if piece.rule == "header":
        start = piece.start
        keyword = source.text[piece.start : offset].split()[:1]
        word = vocabulary.DECLARATIONS.find(keyword[0]) if keyword else None
        if word is None or word.name not in _NAMED:
            return None
        start += len(keyword[0])
    elif piece.rule != "definition" and piece.kind != "WHERE":
        return None
    while start < piece.end and source.text[start].isspace():
        start += 1
    words = _WORDS.match(source.text, start, piece.end)
    if words is None or not words.start() < offset < words.end() or "\n" in source.text[start:offset]:
        return None
    if not re.match(rf"[^\S\n]*(?:{_STRING}|=|\(|\Z)", source.text[words.end() : piece.end]):
        return None
    name = "_".join(words[0].split())
    if any(not vocabulary.is_name(each) for each in words[0].split()):
        return None
    fix = replace(source, Span(*words.span()), name)
    params = {"written": short(words[0])}
    return at(source, Span(*words.span()), "PEI102", variant="spaces", params=params, fixes=(fix,))


def second_title(source: Source, piece: Piece, offset: int) -> Diagnostic | None:
    """Find a header whose title was never quoted, or that says too much."""
    if not in_header(source, piece, offset):
        return None
    span = word_at(source, offset, piece.end)
    params = {"written": short(source[span])}
    fixes = _quoted(source, piece, offset)
    return at(source, span, "PEI102", variant="header", params=params, fixes=fixes, note="here")


def _quoted(source: Source, piece: Piece, offset: int) -> tuple[Fix, ...]:
    """Offer quotes for a title that has none: from `offset`, or from after `plan`, to the end of the line."""
    if '"' in source.text[piece.start : offset]:
        return ()
    kind = vocabulary.DECLARATIONS.find(source.text[piece.start : piece.end].split()[0])
    start = offset
    if kind is not None and kind.name in {"plan", "register", "test", "citation", "amendment"}:
        start = piece.start + len(source.text[piece.start : offset].split()[0]) + 1
    title = _BARE_TITLE.match(source.text, start, piece.end)
    if title is None or source.text[title.end() : title.end() + 1] not in {"", "\n"}:
        return ()
    return (replace(source, Span(*title.span()), f'"{title[0]}"', safe=True),)
