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
        outdented: Places of fields that stand at column 0 instead of under their header.
    """

    span: Span
    header: int
    kind: str
    documentation: str = ""
    outdented: tuple[int, ...] = ()


# A line with something at column 0 that is no comment.
_COLUMN_0 = re.compile(r"^(?=[^\s#])", re.MULTILINE)
_FIRST_WORDS = re.compile(r"[^\W\d]+(?:[ \t]+[^\W\d]+){0,2}(?![\w.])")
_FIELD = re.compile(r"([^\W\d]\w*(?:[ \t]+[^\W\d]\w*){0,5})[ \t]*:")


def blocks(source: Source) -> Iterator[Block]:
    """Yield the blocks of `source` in order; text before the first header is a block of kind ""."""
    text = source.text
    headers: list[tuple[int, str, list[int]]] = []
    for match in _COLUMN_0.finditer(text):
        start = match.start()
        kind = _kind(text, start)
        if not kind and headers and _is_field(text, start):
            headers[-1][2].append(start)
        else:
            headers.append((start, kind, []))
    begin = 0
    for index, (start, kind, outdented) in enumerate(headers):
        end = headers[index + 1][0] if index + 1 < len(headers) else len(text)
        if index + 1 < len(headers):
            end = before_comments(text, start, end)
        comments = text[before_comments(text, begin, start) : start]
        yield Block(Span(begin, end), start, kind, _documentation(comments), tuple(outdented))
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
        shorter = match[0].rpartition(" ")[0].rstrip()
        match = _FIRST_WORDS.match(text, start, start + len(shorter)) if shorter else None
    return ""


def _is_field(text: str, start: int) -> bool:
    match = _FIELD.match(text, start)
    if match is None:
        return False
    first, _, rest = match[1].partition(" ")
    named = rest and vocabulary.NAMED_FIELDS.find(first) is not None
    return bool(named) or vocabulary.FIELDS.find(match[1]) is not None


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
