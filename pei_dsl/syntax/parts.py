"""The lossless view of a text: every character in one part, comments and blanks too, for formatters."""

from __future__ import annotations

import bisect
import enum
import functools
import re
from collections.abc import Iterator, Sequence

import attrs

from pei_dsl import vocabulary
from pei_dsl.source import Source, Span
from pei_dsl.syntax import tree
from pei_dsl.syntax.blocks import Block, before_comments, blocks


class Kind(enum.StrEnum):
    """What a part is."""

    BLANK = "blank"  # blanks and line ends
    COMMENT = "comment"
    DOCUMENTATION = "documentation"  # a `##` line right above a declaration
    MARK = "mark"  # keywords, words of fields, the little words of formulas, signs
    NAME = "name"
    NUMBER = "number"  # digits, without sign and `%`
    TEXT = "text"  # a quoted text, or the bare words of a line
    CODE = "code"
    DATE = "date"
    PERIOD = "period"
    WORDS = "words"  # words in place of a figure, and types of columns
    UNREAD = "unread"  # what could not be read, comments in it included


@attrs.frozen
class Part:
    """
    A piece of a text.

    Attributes:
        kind: What it is.
        text: Its text.
        span: Where it stands.
        alone: For comments: whether nothing but blanks stands before it on its line.
    """

    kind: Kind
    text: str
    span: Span
    alone: bool = False


def parts(file: tree.File, within: Span | None = None) -> tuple[Part, ...]:
    """
    Return the parts of the text of `file`, in order and without gaps.

    Their texts joined are the normalised text.  Their spans through `Source.to_original` are the text as it
    came; only a byte order mark stands before the first part.

    Args:
        file: What was read of a text.
        within: The place that is asked about: only the blocks that it touches are cut into parts, each whole.
    """
    source = file.source
    declared = [block for block in blocks(source) if block.header < block.span.end]
    first, last = (0, len(declared)) if within is None else _touched(declared, within)
    begin = declared[first].span.start if first else 0
    end = declared[last].span.start if last < len(declared) else len(source.text)
    asked = declared[first:last]
    regions = [
        *(_strays(source, declared) if first == 0 else ()),
        *_regions(file.declarations[first:last], asked),
    ]
    found: list[Part] = []
    for start, stop, kind in sorted(regions, key=lambda region: region[:2]):
        begin = found[-1].span.end if found else begin
        _scan(source, begin, start, None, found)
        _scan(source, max(begin, start), stop, kind, found)
    _scan(source, found[-1].span.end if found else begin, end, None, found)
    return tuple(_documented(found, source, asked))


def _touched(declared: Sequence[Block], within: Span) -> tuple[int, int]:
    """Return the number of the first block that `within` touches, and that of the one behind the last."""
    first = bisect.bisect_left(declared, within.start, key=lambda block: block.span.end)
    last = bisect.bisect_right(declared, within.end, key=lambda block: block.span.start)
    return (first, last) if first < last else (0, len(declared))


def scanned(part: Part, source: Source) -> tuple[Part, ...]:
    """Return what the letters of `part` alone tell, for a part that could not be read."""
    found: list[Part] = []
    _scan(source, *part.span, None, found)
    return tuple(found)


# ---- What only the tree knows --------------------------------------------------------------------------

_BARE = "bare"  # the region of a bare text: its lines are texts, comments may stand between them

Region = tuple[int, int, str]

# Blanks, comments, and the signs that stand between entries.
_BETWEEN = re.compile(r"(?:[\s\u200b-\u200d\u2060\ufeff\u00ad:;,]+|#[^\n]*)*")
_STRAY = re.compile(r"^[^\S\n]*[^\s#][^\n]*", re.MULTILINE)


def _strays(source: Source, declared: Sequence[Block]) -> Iterator[Region]:
    """Yield what stands above the first declaration and is no comment."""
    first = declared[0].header if declared else len(source.text)
    for match in _STRAY.finditer(source.text, 0, first):
        yield *match.span(), Kind.UNREAD


def _regions(declarations: Sequence[tree.Declaration], declared: Sequence[Block]) -> Iterator[Region]:
    """Yield the places where the kind of a part does not show in its letters."""
    for declaration, block in zip(declarations, declared, strict=False):
        yield from _of_declaration(declaration, block)


def _of_declaration(declaration: tree.Declaration, block: Block) -> Iterator[Region]:
    source, header = declaration.source, declaration.header
    if not declaration.kind:
        yield from unread(source, block.header, block.span.end)
        return
    if header.keyword:
        yield header.span.start, header.span.start + len(header.keyword), Kind.MARK
    else:
        yield from unread(source, *header.span)
    if header.code is not None and header.keyword:
        yield *header.name_span, Kind.CODE
    end = header.span.end
    waiting: list[object] = [header.expression, *declaration.items]
    for item in declaration.items:
        yield from unread(source, end, item.span.start)
        end = item.span.end
    yield from unread(source, end, block.span.end)
    while waiting:
        node = waiting.pop()
        yield from _own(node, source)
        if not isinstance(node, tree.Broken):
            waiting.extend(_children(node))


def _own(node: object, source: Source) -> Iterator[Region]:
    """Return the regions that `node` marks itself."""
    match node:
        case tree.Field(value=tree.Broken()):
            yield *node.word_span, Kind.MARK
            yield from unread(source, node.word_span.end, node.span.end)
        case tree.Field(
            value=tree.Figures(items=items) | tree.Definitions(items=items) | tree.Inputs(items=items)
        ):
            yield *node.word_span, Kind.MARK
            end = node.word_span.end
            for each in items:
                yield from unread(source, end, each.span.start)
                end = each.span.end
            yield from unread(source, end, node.span.end)
        case tree.Field():
            yield *node.word_span, Kind.MARK
        case tree.Texts(bare=True):
            yield *node.span, _BARE
        case tree.Column(type=written) if written:
            yield *node.type_span, Kind.WORDS
        case tree.Option():
            yield *node.words_span, Kind.WORDS
        case tree.Expectation():
            yield *node.code_span, Kind.CODE
        case tree.Period():
            yield *node.span, Kind.PERIOD
        case tree.Amount(words=words) if words:
            yield *node.span, Kind.WORDS
        case tree.Broken():
            yield *node.span, Kind.UNREAD
        case _:
            pass


def unread(source: Source, start: int, end: int) -> Iterator[Region]:
    """Yield what stands between two things that were read, when it is more than blanks and comments."""
    match = _BETWEEN.match(source.text, start, end)
    begin = match.end() if match is not None else start
    if begin < end:
        yield begin, begin + len(source.text[begin:end].rstrip()), Kind.UNREAD


@functools.cache
def _names(kind: type[attrs.AttrsInstance]) -> tuple[str, ...]:
    """Return the attributes of a class of the tree that may hold other parts of the tree."""
    skipped = {"span", "source", "header"}
    return tuple(
        name
        for each in attrs.fields(kind)
        if (name := each.alias) not in skipped and not name.endswith("_span")
    )


def _children(node: object) -> Iterator[object]:
    kind = type(node)
    for name in _names(kind) if attrs.has(kind) else ():
        value = getattr(node, name)
        if isinstance(value, tuple):
            yield from value
        elif attrs.has(type(value)):
            yield value


# ---- What the letters tell -----------------------------------------------------------------------------

# The same tokens as the grammar's; where two could begin, the longer one first.
_BLANK = r"(?P<blank>[\s\u200b-\u200d\u2060\ufeff\u00ad]+)"
_COMMENT = r"(?P<comment>#[^\n]*)"
_TOKEN = re.compile(
    rf"{_BLANK}|{_COMMENT}"
    r'|(?P<text>"[^"\n]*"|[“”„][^“”\n]*[“”]|«[^»\n]*»)'
    r"|(?P<date>\d{4}-\d{1,2}-\d{1,2}(?!\w))"
    r"|(?P<code>[^\W\d_]+(?:\.\d+)(?:\.\w+)*)"
    r"|(?P<number>\d+(?:[.,_\u00a0\u2009\u202f]\d+)*|\.\d+)"
    r"|(?P<name>[^\W\d]\w*|\[[^\]\n]+\])"
    r"|(?P<mark>.)"
)
_LINE = re.compile(
    rf"(?P<blank>\s+)|{_COMMENT}|(?P<text>[^\s#][^\n]*?(?=[ \t]+#|[ \t]*(?:\n|\Z)))|(?P<mark>.)"
)


def _scan(source: Source, start: int, end: int, kind: str | None, found: list[Part]) -> None:
    """Add the parts of `source.text[start:end]`: one of `kind`, or as many as the letters tell."""
    if start >= end:
        return
    if kind is not None and kind != _BARE:
        found.append(Part(Kind(kind), source.text[start:end], Span(start, end)))
        return
    for match in (_LINE if kind == _BARE else _TOKEN).finditer(source.text, start, end):
        word, text = Kind(match.lastgroup or Kind.MARK), match[0]
        if word is Kind.NAME and text[0] != "[" and not vocabulary.is_name(text):
            word = Kind.MARK
        alone = word is Kind.COMMENT and _starts_line(found)
        found.append(Part(word, text, Span(*match.span()), alone))


def bare_lines(source: Source, span: Span) -> Iterator[Span]:
    """Yield the places of the lines of a bare text, without the comments between them."""
    for match in _LINE.finditer(source.text, *span):
        if match["text"]:
            yield Span(*match.span())


def _starts_line(found: list[Part]) -> bool:
    return not found or (found[-1].kind is Kind.BLANK and (len(found) == 1 or "\n" in found[-1].text))


def _documented(found: list[Part], source: Source, declared: Sequence[Block]) -> Iterator[Part]:
    """Yield the parts, those comments that document a declaration as such."""
    above = iter([(before_comments(source.text, b.span.start, b.header), b.header) for b in declared])
    start, end = next(above, (0, 0))
    for part in found:
        while part.span.start >= end:
            following = next(above, None)
            if following is None:
                start, end = len(source.text), len(source.text) + 1
                break
            start, end = following
        documents = part.kind is Kind.COMMENT and part.text.startswith("##") and part.span.start >= start
        yield attrs.evolve(part, kind=Kind.DOCUMENTATION) if documents else part
