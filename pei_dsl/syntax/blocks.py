"""A text cut into declarations: a line that begins at column 0 starts one."""

from __future__ import annotations

import re
from collections.abc import Iterator

import attrs

from pei_dsl import vocabulary
from pei_dsl.source import Source, Span


@attrs.frozen
class Block:
    """
    The text of one declaration, with the comments above it.

    Attributes:
        span: From the first comment line above the header to the next block.  Blocks tile the text.
        header: Where the header begins; the declaration is `header` to `span.end`.
        kind: The declaration that its first words name, or "".
        documentation: The `##` lines above, without their marks.
        outdented: Places of fields, and of their entries, that stand at column 0 instead of under a header.
        strays: Places of lines at column 0 that come from the page that the text was copied from.
    """

    span: Span
    header: int
    kind: str
    documentation: str = ""
    outdented: tuple[int, ...] = ()
    strays: tuple[int, ...] = ()


# A line with something at column 0 that is no comment.
_COLUMN_0 = re.compile(r"^(?=[^\s#])", re.MULTILINE)
_FIRST_WORDS = re.compile(r"[^\W\d]+(?:[^\S\n]+[^\W\d]+){0,2}(?![\w.])")
_LAST_WORD = re.compile(r"\s+\S+\Z")
_FIELD = re.compile(r"([^\W\d]\w*(?:[^\S\n]+[^\W\d]\w*){0,5})[^\S\n]*:")
_ENTRY = re.compile(r"\d{4}[\w\-–]*[^\S\n]*:|[^\W\d]\w*[^\S\n]*(?:\"[^\"\n]*\"|[“”„][^“”\n]*[“”])?[^\S\n]*=")
# What a word processor puts before the lines of a list, as text.
BULLET = "(?:[•·▪▫◦‣●○■□➢➤✓❖∙*\uf0b7\uf0a7\uf0d8\uf076–—-]|\\(?\\d{1,2}[.)]-?|[a-h]\\))"
_BULLETED = re.compile(rf"{BULLET}[^\S\n]+")
# The number of a page, a rule drawn with signs, a remark as programs write it.
STRAY = re.compile(
    r"(?:\d{1,3}|p[áa]g(?:ina)?\.?[^\S\n]*\d{1,4}(?:[^\S\n]*(?:de|/)[^\S\n]*\d{1,4})?|[-=_*~—–]{3,}|//[^\n]*)"
    r"[^\S\n]*(?=\n|\Z)",
    re.IGNORECASE,
)
_LONE_QUOTE = re.compile(r"[\"“”„«»]")


@attrs.frozen
class _Header:
    """A line that starts a block, and the lines at column 0 that belong to it all the same."""

    start: int
    kind: str
    outdented: list[int] = attrs.field(factory=list)
    strays: list[int] = attrs.field(factory=list)


def blocks(source: Source) -> Iterator[Block]:
    """Yield the blocks of `source` in order; text before the first header is a block of kind ""."""
    text = source.text
    headers: list[_Header] = []
    for match in _COLUMN_0.finditer(text):
        start = match.start()
        kind = _kind(text, start)
        if kind or not headers:
            headers.append(_Header(start, kind))
        elif STRAY.match(text, start):
            headers[-1].strays.append(start)
        elif _is_field(text, start) or (headers[-1].outdented and _ENTRY.match(text, start)):
            headers[-1].outdented.append(start)
        elif not (_goes_on(text, headers[-1].start, start) or _is_bulleted_field(text, start)):
            headers.append(_Header(start, kind))
    begin = 0
    for index, header in enumerate(headers):
        start = header.start
        end = headers[index + 1].start if index + 1 < len(headers) else len(text)
        if index + 1 < len(headers):
            end = before_comments(text, start, end)
        comments = text[before_comments(text, begin, start) : start]
        yield Block(
            Span(begin, end),
            start,
            header.kind,
            _documentation(comments),
            tuple(header.outdented),
            tuple(header.strays),
        )
        begin = end
    if not headers and text:
        yield Block(Span(0, len(text)), len(text), "")


def _kind(text: str, start: int) -> str:
    match = _FIRST_WORDS.match(text, start)
    while match is not None:
        word = vocabulary.DECLARATIONS.find(match[0])
        if word is not None:
            follows = text[match.end() : match.end() + 1]
            return "" if follows == ":" else word.name
        shorter = _LAST_WORD.sub("", match[0])
        if shorter == match[0]:
            return ""
        match = _FIRST_WORDS.match(text, start, start + len(shorter))
    return ""


def _is_field(text: str, start: int) -> bool:
    match = _FIELD.match(text, start)
    if match is None:
        return False
    first, *rest = match[1].split(maxsplit=1)
    named = rest and vocabulary.NAMED_FIELDS.find(first) is not None
    return bool(named) or vocabulary.FIELDS.find(match[1]) is not None


def _is_bulleted_field(text: str, start: int) -> bool:
    """Tell whether a field, an entry, but no header, stands behind a bullet."""
    match = _BULLETED.match(text, start)
    if match is None:
        return False
    return _is_field(text, match.end()) or _ENTRY.match(text, match.end()) is not None


def _goes_on(text: str, header: int, start: int) -> bool:
    """Tell whether the line at `start` ends a title that was opened in the line above, a header."""
    above = text[header:start].rstrip("\n")
    if "\n" in above:
        return False
    end = text.find("\n", start)
    line = text[start : end if end >= 0 else len(text)]
    return (
        len(_LONE_QUOTE.findall(above)) % 2 == 1
        and len(_LONE_QUOTE.findall(line)) == 1
        and line.rstrip().endswith(('"', "”", "“", "»"))
    )


def before_comments(text: str, start: int, end: int) -> int:
    """Return where the comment lines directly above `end` begin, not before `start`, or `end`."""
    first = end
    while first > start:
        line = max(start, text.rfind("\n", start, first - 1) + 1)
        if not text.startswith("#", line):
            break
        first = line
    return first


def _documentation(comments: str) -> str:
    lines = [line[2:].strip() for line in comments.split("\n") if line.startswith("##")]
    return "\n".join(lines)
