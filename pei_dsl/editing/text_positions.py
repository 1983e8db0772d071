"""Places as editors count them: lines from 0, and in a line the units of UTF-16 of the text as it came."""

from __future__ import annotations

import bisect
import re
from collections.abc import Sequence

import attrs

from pei_dsl.edits.rewriting import Rewrite
from pei_dsl.immutable import brief
from pei_dsl.source import Source, Span, line_starts

_LINE_END = re.compile(r"\r\n|\r|\n")
_FIRST_OF_TWO_UNITS = 0x10000


@attrs.frozen(order=True)
class TextPosition:
    """
    A place in a text, as editors and the language server protocol count.

    Attributes:
        line: From 0.
        character: How many units of UTF-16 stand before it on its line: `𝔸` has two.
    """

    __repr__ = brief

    line: int
    character: int


@attrs.frozen(order=True)
class TextRange:
    """What stands from `start` to just before `end`."""

    __repr__ = brief

    start: TextPosition
    end: TextPosition

    def holds(self, position: TextPosition) -> bool:
        """Tell whether `position` is in it, or at its end."""
        return self.start <= position <= self.end

    def meets(self, other: TextRange) -> bool:
        """Tell whether the two share a place."""
        return self.start <= other.end and other.start <= self.end


@attrs.frozen
class TextEdit:
    """
    Write `text` in place of `range` in the text called `file`; all edits of a list mean the text as it was.

    Line ends are those of the text.
    """

    __repr__ = brief

    file: str
    range: TextRange
    text: str


START = TextRange(TextPosition(0, 0), TextPosition(0, 0))


_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")


def lines_of(text: str) -> list[str]:
    """Return the lines of `text` as editors divide it, with their line ends."""
    return _LINE.findall(text)


def units(text: str) -> int:
    """Return how many units of UTF-16 `text` takes."""
    return len(text) + (0 if text.isascii() else sum(each >= "\U00010000" for each in text))


def units_between(line: str, start: int, end: int) -> str:
    """Return what stands in `line` from one unit of UTF-16 to before another."""
    at, found = 0, []
    for letter in line:
        if start <= at < end:
            found.append(letter)
        at += units(letter)
    return "".join(found)


@attrs.frozen
class EditorText:
    """
    A source with its lines as an editor has them.

    A byte order mark takes no place: no editor shows it.
    """

    source: Source

    @property
    def _starts(self) -> tuple[int, ...]:
        return self.source.original_line_starts

    @property
    def lines(self) -> int:
        """How many lines it has; behind the last line end begins another one."""
        return len(self._starts)

    def position(self, offset: int) -> TextPosition:
        """Return the place of `offset` in the normalised text."""
        return self.position_in_original(self.source.to_original(offset))

    def range(self, span: Span) -> TextRange:
        """Return the range of `span` in the normalised text."""
        return TextRange(self.position(span.start), self.position(span.end))

    def position_in_original(self, offset: int) -> TextPosition:
        """Return the place of `offset` in the text as it came."""
        line = max(bisect.bisect_right(self._starts, offset) - 1, 0)
        return TextPosition(line, units(self.source.original[self._starts[line] : offset]))

    def offset(self, position: TextPosition) -> int:
        """Return the character of the normalised text at `position`."""
        return self.source.from_original(self.offset_in_original(position))

    def offset_in_original(self, position: TextPosition) -> int:
        """
        Return the character of the text as it came at `position`.

        Behind the end of a line is its end, behind the last line the end of the text; in the middle of a
        character is before it.
        """
        return _offset(self.source.original, self._starts, position)

    def span(self, given: TextRange) -> Span:
        """Return the span of the normalised text that `given` covers."""
        return Span(self.offset(given.start), self.offset(given.end))

    def rewrite(self, each: Rewrite) -> TextEdit:
        """Return a rewrite of this text as an edit."""
        start, end = self.position_in_original(each.start), self.position_in_original(each.end)
        return TextEdit(each.name, TextRange(start, end), each.text)

    def edit(self, span: Span, text: str) -> TextEdit:
        """Return the edit that writes `text` in place of `span` of the normalised text."""
        written = text.replace("\n", "\r\n") if "\r\n" in self.source.original else text
        return TextEdit(self.source.name, self.range(span), written)

    @property
    def whole(self) -> TextRange:
        """All of it."""
        end = len(self.source.original)
        return TextRange(TextPosition(0, 0), self.position_in_original(end))


def _end_of_line(original: str, start: int) -> int:
    match = _LINE_END.search(original, start)
    return len(original) if match is None else match.start()


def with_edit(text: str, given: TextRange, written: str) -> str:
    """Return `text`, as an editor has it, with `written` in place of `given`."""
    starts = line_starts(text)
    start, end = (_offset(text, starts, each) for each in (given.start, given.end))
    return text[:start] + written + text[end:]


def _offset(original: str, starts: Sequence[int], position: TextPosition) -> int:
    """Return the character of a text at `position`; see `EditorText.offset_in_original`."""
    if position.line < 0:
        return starts[0]
    if position.line >= len(starts):
        return len(original)
    start = starts[position.line]
    end = _end_of_line(original, start)
    line = original[start:end]
    if line.isascii():
        return start + min(max(position.character, 0), len(line))
    left = position.character
    for place, each in enumerate(line):
        left -= 1 + (ord(each) >= _FIRST_OF_TWO_UNITS)
        if left < 0:
            return start + place
    return end
