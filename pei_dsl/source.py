"""A text with its name: decoding, normalisation with a way back to the original, spans and lines."""

from __future__ import annotations

import bisect
import functools
import re
import unicodedata
from collections.abc import Iterable
from typing import NamedTuple

import attrs

from pei_dsl.immutable import brief


class Span(NamedTuple):
    """A half-open range of offsets into the normalised text of one source."""

    start: int
    end: int


NOWHERE = Span(0, 0)


@attrs.frozen
class Position:
    """A place as people count: line and column start at 1, columns count characters."""

    __repr__ = brief

    line: int
    column: int


@attrs.frozen
class Undecodable:
    """Bytes that are no text that we read: why, and the line where the first bad byte stands."""

    reason: str  # "binary" | "not utf-8"
    line: int
    guess: str | None = None  # the line as Windows-1252 shows it, when that makes sense


@attrs.frozen
class Source:
    r"""
    A text to read.

    Attributes:
        name: What messages call it: a path relative to the workspace, or any label.
        text: The normalised text (no byte order mark, `\n` line ends, Unicode NFC).
        original: The text as it came, for edits that must apply to the file.
    """

    __repr__ = brief

    name: str
    text: str
    original: str = attrs.field(repr=False)
    _offsets: tuple[tuple[int, ...], tuple[int, ...]] | None = attrs.field(default=None, eq=False, repr=False)
    _line_starts: tuple[int, ...] = attrs.field(init=False, eq=False, repr=False)

    @_line_starts.default
    def _find_line_starts(self) -> tuple[int, ...]:
        return (0, *(match.end() for match in re.finditer("\n", self.text)))

    @classmethod
    def of(cls, name: str, original: str) -> Source:
        """Return the source called `name` whose text, as it came, is `original`."""
        text, offsets = normalise(original)
        return cls(name, text, original, offsets)

    def position(self, offset: int) -> Position:
        """Return the line and column of `offset` in the normalised text."""
        line = bisect.bisect_right(self._line_starts, offset)
        return Position(line, offset - self._line_starts[line - 1] + 1)

    def line(self, number: int) -> str:
        """Return line `number`, counted from 1, without its line end."""
        start = self._line_starts[number - 1]
        end = self._line_starts[number] - 1 if number < len(self._line_starts) else len(self.text)
        return self.text[start:end]

    @functools.cached_property
    def original_line_starts(self) -> tuple[int, ...]:
        r"""
        Where the lines of the original begin, as editors divide it; a byte order mark is in none.

        A text that is as it came has them at hand; of any other they are looked for once.
        """
        return self._line_starts if self._offsets is None else line_starts(self.original)

    @property
    def line_end(self) -> str:
        r"""What most of its lines end in, as it came: `\r\n` in a file of Windows."""
        of_windows = self.original.count("\r\n")
        return "\r\n" if 2 * of_windows > self.original.count("\n") else "\n"

    def to_original(self, offset: int) -> int:
        """Return where the character at `offset` of the normalised text begins in the original."""
        if self._offsets is None:
            return offset
        here, there = self._offsets
        index = bisect.bisect_right(here, offset) - 1
        return there[index] + (offset - here[index])

    def from_original(self, offset: int) -> int:
        """Return where the character at `offset` of the original is in the normalised text."""
        if self._offsets is None:
            return offset
        here, there = self._offsets
        index = max(bisect.bisect_right(there, offset) - 1, 0)
        found = here[index] + max(offset - there[index], 0)
        if index + 1 < len(here):
            found = min(found, here[index + 1])
        return found - (found > here[index] and self.to_original(found) > offset)

    def __getitem__(self, span: Span) -> str:
        """Return the normalised text in `span`."""
        return self.text[span.start : span.end]


_LINE_END = re.compile(r"\r\n|\r|\n")


def line_starts(original: str) -> tuple[int, ...]:
    """Return where the lines of a text begin, as editors divide it; a byte order mark is in none."""
    first = 1 if original.startswith("\ufeff") else 0
    return (first, *(match.end() for match in _LINE_END.finditer(original)))


# One piece that normalisation may change: a line end, or a character with what combines with it.
_PIECE = re.compile(r"\r\n?|[^\r]", re.DOTALL)


def normalise(original: str) -> tuple[str, tuple[tuple[int, ...], tuple[int, ...]] | None]:
    """
    Return the normalised text and, unless it equals `original`, the offset map.

    The map is two parallel tuples of offsets, here and in the original; between
    two entries both sides advance together.
    """
    plain = not original.startswith("\ufeff") and "\r" not in original
    if plain and unicodedata.is_normalized("NFC", original):
        return original, None
    parts: list[str] = []
    here: list[int] = [0]
    there: list[int] = [1 if original.startswith("\ufeff") else 0]
    length = 0
    for start, end in _pieces(original, there[0]):
        raw = original[start:end]
        part = "\n" if raw[0] == "\r" else unicodedata.normalize("NFC", raw)
        parts.append(part)
        length += len(part)
        if len(part) != end - start:
            here.append(length)
            there.append(end)
    return "".join(parts), (tuple(here), tuple(there))


def _pieces(original: str, begin: int) -> Iterable[tuple[int, int]]:
    """Yield the ranges of `original` that normalise independently of one another."""
    start = begin
    end = len(original)
    while start < end:
        stop = start + 1
        if original[start] == "\r":
            stop += original[start : stop + 1] == "\r\n"
        else:
            while stop < end and original[stop] != "\r" and _joins(original[stop]):
                stop += 1
        yield start, stop
        start = stop


def _joins(character: str) -> bool:
    """Tell whether NFC may join `character` with what stands before it, or reorder the two."""
    if character < "\u0300":
        return False
    # Hangul vowels and final consonants are letters; all others are marks, some of combining class 0.
    return unicodedata.category(character)[0] == "M" or "\u1161" <= character <= "\u11ff"


def decode(name: str, data: bytes) -> Source | Undecodable:
    """Return the source that the bytes of file `name` hold, or why they hold none."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return Source.of(name, data.decode("utf-16"))
        except UnicodeDecodeError:
            return Undecodable("binary", 1)
    if b"\0" in data:
        return Undecodable("binary", data[: data.index(b"\0")].count(b"\n") + 1)
    try:
        return Source.of(name, data.decode("utf-8"))
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        return Undecodable("not utf-8", line, _as_windows(data, error.start))


def _as_windows(data: bytes, offset: int) -> str | None:
    start = data.rfind(b"\n", 0, offset) + 1
    end = data.find(b"\n", offset)
    try:
        return data[start : end if end >= 0 else len(data)].decode("cp1252").strip()
    except UnicodeDecodeError:
        return None
