"""From a text to its canonical form: what it means and every comment in it stay, only its looks change."""

from __future__ import annotations

import bisect
import functools
from collections.abc import Callable, Iterator, Mapping, Sequence

import attrs

from pei_dsl.source import Source, Span
from pei_dsl.syntax import tree
from pei_dsl.syntax.blocks import Block, before_comments, blocks
from pei_dsl.syntax.layout import Note, lay_out
from pei_dsl.syntax.lines import lines_of
from pei_dsl.syntax.parse import Parsed, parse
from pei_dsl.syntax.parts import Kind, Part, parts
from pei_dsl.syntax.spelling import SPANISH, Spelling

Respell = Callable[[tree.File], tree.File]


def as_written(file: tree.File) -> tree.File:
    """Return `file`: its words keep their spelling."""
    return file


def format_parsed(parsed: Parsed, spelling: Spelling = SPANISH, respell: Respell = as_written) -> str:
    r"""
    Return the canonical form of the text that `parsed` was read from, with `\n` line ends.

    A declaration that could not be read in full stands as it was written; a text of which nothing could be
    read comes back as it came, line ends and all: it may be no plan.

    Args:
        parsed: What `parse` gave.
        spelling: The language of keywords and fields.
        respell: What spells the other words of a tree; it must not change what the tree means.
    """
    page = _Page(parsed)
    text, page = _once(page, spelling, respell)
    for _ in range(MAX_ROUNDS):
        again, page = _once(page, spelling, respell)
        if again == text:
            return text
        text = again
    return parsed.file.source.original  # a text that has no form of its own keeps the one it has


# What a text that cannot be read in full leaves open is settled once its other parts have their form.
MAX_ROUNDS = 4


@attrs.frozen(eq=False)
class _Page:
    """A text that was read, and its parts."""

    parsed: Parsed

    @functools.cached_property
    def parts(self) -> Sequence[Part]:
        return parts(self.parsed.file)

    def reading(self, text: str) -> _Page:
        """Return the page of `text`, which mostly is this one: what has its form is read once."""
        source = self.parsed.file.source
        return self if text == source.original else _Page(parse(Source.of(source.name, text)))


def _once(page: _Page, spelling: Spelling, respell: Respell) -> tuple[str, _Page]:
    """Return what a page is written as, and the page of that: it may be read otherwise where it is broken."""
    file = page.parsed.file
    broken = _broken(page.parsed)
    if page.parsed.diagnostics and len(broken) == len(file.declarations):
        return file.source.original, page
    meant = _respelled(file, respell, broken)
    text = _formatted(meant, page.parts, spelling, broken)
    written = page.reading(text)
    wrong = _changed(meant, page, written)
    if wrong:
        # Known are a second `contradice`, which the tree forgets, and an input called `columna` on a line of
        # its own.  A formatter that changes a plan would be worse than none.
        broken |= wrong
        text = _formatted(_respelled(file, respell, broken), page.parts, spelling, broken)
        written = page.reading(text)
    return text, written


def _broken(parsed: Parsed) -> frozenset[int]:
    """Return the numbers of the declarations in which something was found."""
    places = sorted(finding.primary.span.start for finding in parsed.diagnostics)
    # A text that is too long has no declarations, whatever stands in it.
    declared = _declared(parsed.file) if parsed.file.declarations else []
    pairs = enumerate(zip(declared, parsed.file.declarations, strict=True))
    return frozenset(
        number
        for number, (block, declaration) in pairs
        if declaration.broken
        or not declaration.kind
        or bisect.bisect_left(places, block.header) < bisect.bisect_left(places, block.span.end)
    )


def _declared(file: tree.File) -> list[Block]:
    return [block for block in blocks(file.source) if block.header < block.span.end]


def _respelled(file: tree.File, respell: Respell, broken: frozenset[int]) -> tree.File:
    """Return `file` with other words in all declarations but the broken ones."""
    pairs = enumerate(zip(file.declarations, respell(file).declarations, strict=True))
    made = (old if number in broken else new for number, (old, new) in pairs)
    return attrs.evolve(file, declarations=tuple(made))


# ---- The promise ---------------------------------------------------------------------------------------


def _changed(meant: tree.File, page: _Page, written: _Page) -> frozenset[int]:
    """Return the numbers of the declarations of `page` that `written` does not say as they are meant."""
    found = written.parsed.file
    if len(meant.declarations) != len(found.declarations):
        return frozenset(range(len(meant.declarations)))
    before = zip(meant.declarations, _kept(meant, page.parts), strict=True)
    after = zip(found.declarations, _kept(found, written.parts), strict=True)
    pairs = enumerate(zip(before, after, strict=True))
    return frozenset(number for number, (one, other) in pairs if one != other)


def _kept(file: tree.File, found: Sequence[Part]) -> list[tuple[list[str], int]]:
    """Return of each declaration what must not get lost: its comments, and how many quoted texts."""
    starts = [block.span.start for block in _declared(file)]
    comments: list[list[str]] = [[] for _ in starts]
    texts = [0 for _ in starts]
    for part in found if starts else ():
        owner = bisect.bisect(starts, part.span.start) - 1
        if part.kind in _COMMENTS:
            comments[owner].append(part.text.rstrip())
        texts[owner] += part.kind is Kind.TEXT and part.text[0] in _QUOTES
    return list(zip(comments, texts, strict=True))


# ---- Declarations --------------------------------------------------------------------------------------

_QUOTES = frozenset('"“”„«')
_COMMENTS = frozenset({Kind.COMMENT, Kind.DOCUMENTATION})


@attrs.frozen
class _Chunk:
    """Lines that stand together, and how many blank lines stand above them."""

    lines: Sequence[str]
    above: int


def _formatted(file: tree.File, found: Sequence[Part], spelling: Spelling, untouched: frozenset[int]) -> str:
    page = _Text(file.source, found)
    chunks: list[_Chunk] = []
    declared = _declared(file)
    for number, (block, declaration) in enumerate(zip(declared, file.declarations, strict=True)):
        if number == 0:
            chunks.extend(page.preface(before_comments(file.source.text, 0, block.header)))
        chunks.extend(page.declaration(block, declaration, None if number in untouched else spelling))
    if not declared:
        chunks.extend(page.preface(len(file.source.text)))
    lines = [
        line
        for index, chunk in enumerate(chunks)
        for line in ([""] * chunk.above if index else []) + list(chunk.lines)
    ]
    text = "".join(f"{line}\n" for line in lines)
    # What stands in a text that could not be read must not become its byte order mark.
    return f"\n{text}" if text.startswith("\ufeff") else text


class _Text:
    """The text that is formatted: its comments, and how many blank lines stand above each of its parts."""

    def __init__(self, source: Source, found: Sequence[Part]) -> None:
        self.source = source
        self.comments = [part for part in found if part.kind in _COMMENTS]
        self.above = _blank_lines(found)
        self.next = 0  # the first comment that has no place yet
        self.loose = False  # whether what stands above stays as it was written

    def until(self, end: int) -> Iterator[Part]:
        """Yield the comments before `end` that have no place yet."""
        while self.next < len(self.comments) and self.comments[self.next].span.start < end:
            yield self.comments[self.next]
            self.next += 1

    def preface(self, end: int) -> Iterator[_Chunk]:
        """Yield what stands before `end`, above the first declaration and its own comments."""
        lines = [line.rstrip() for line in self.source.text[:end].split("\n")]
        stray = any(line.strip() and not line.lstrip().startswith("#") for line in lines)
        comments = list(self.until(end))
        self.loose = stray
        if stray:
            while lines and not lines[0]:
                lines.pop(0)
            while lines and not lines[-1]:
                lines.pop()
            yield _Chunk(lines, 0)
        else:
            yield from self.free(comments)

    def free(self, comments: Sequence[Part]) -> Iterator[_Chunk]:
        """Yield comments between declarations; those without a blank line between them stand together."""
        together: list[str] = []
        above = 1
        for part in comments:
            blank = self.above.get(part.span.start, 0)
            if together and blank:
                yield _Chunk(together, above)
                together = []
            if not together:
                above = max(1, min(2, blank))
            together.append(part.text.rstrip())
        if together:
            yield _Chunk(together, above)

    def declaration(
        self, block: Block, declaration: tree.Declaration, spelling: Spelling | None
    ) -> Iterator[_Chunk]:
        """Yield a declaration with its comments, in `spelling` or (None) as it was written."""
        lines = [part.text.rstrip() for part in self.until(block.header)]
        first = before_comments(self.source.text, block.span.start, block.header)
        section = bool(lines) and not lines[0].startswith("##")
        above = 2 if section and self.above.get(first, 0) >= 2 else 1
        if self.loose and spelling is None:
            above = self.above.get(first, 0)
        self.loose = spelling is None
        inside = list(self.until(block.span.end))
        if spelling is None:
            lines.extend(self.source.text[block.header : block.span.end].rstrip().split("\n"))
            yield _Chunk(lines, above)
            return
        behind = next(
            (
                index
                for index, part in enumerate(inside)
                if part.span.start >= declaration.span.end and part.alone and not self.column(part.span)
            ),
            len(inside),
        )
        notes = [
            Note(part.text.rstrip(), part.span.start, part.alone, self.column(part.span))
            for part in inside[:behind]
        ]
        lines.extend(lay_out(lines_of(declaration, spelling, "written"), notes, self.above))
        yield _Chunk(lines, above)
        yield from self.free(inside[behind:])

    def column(self, span: Span) -> int:
        """Return how far from the beginning of its line `span` stands."""
        return span.start - self.source.text.rfind("\n", 0, span.start) - 1


def _blank_lines(found: Sequence[Part]) -> Mapping[int, int]:
    """Return how many blank lines stand above each part, where there are any."""
    above: dict[int, int] = {}
    ends = 0
    for part in found:
        if part.kind is Kind.BLANK:
            ends += part.text.count("\n")
            continue
        if ends > 1:
            above[part.span.start] = ends - 1
        ends = 0
    return above
