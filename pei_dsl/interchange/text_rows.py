"""The cells of a text file, whatever it is encoded in and whatever stands between them."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Sequence

import attrs

from pei_dsl.data.readers.encodings import encoding_of_mark
from pei_dsl.data.readers.separators import own_separator

SEPARATORS = ",;\t|"
MAX_SAMPLE = 20_000


@attrs.frozen
class NoLetters:
    """A text of which a line, counted from 1, holds bytes that are no letters."""

    line: int


def text_rows(data: bytes) -> Sequence[Sequence[str]] | NoLetters | None:
    r"""
    Return the cells of the text in `data` row by row, or None when it is no text with separators.

    Bytes that are no letters are told, never replaced: what was written there nobody knows.

    A line `sep=;` at the top, as Excel writes and takes it, is an empty row, so that rows keep their numbers.

    Examples:
        >>> text_rows("sep=;\nCódigo;Meta, 2025\n".encode("utf-16"))
        [[], ['Código', 'Meta, 2025']]
    """
    text = _decoded(data)
    if isinstance(text, NoLetters):
        return None if b"\0" in data else text
    if text is None or "\0" in text:
        return None
    first, end, rest = text.partition("\n")
    own = own_separator(first.removesuffix("\r"))
    if own:
        separator = own
        text = f"{end}{rest}"
    else:
        separator = _separator(text[:MAX_SAMPLE])
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
    except (csv.Error, ValueError):  # the second: a separator that csv does not take
        return None


def _decoded(data: bytes) -> str | NoLetters | None:
    """Return the text in `data`: in what its mark says, or UTF-16, UTF-8 or Windows-1252 without one."""
    marked = encoding_of_mark(data[:4]) or _unmarked_utf16(data)
    if marked is not None:
        try:
            return data.decode(marked).removeprefix("\ufeff")
        except UnicodeDecodeError:
            return None
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError:
        return NoLetters(_without_letters(data))


def _without_letters(data: bytes) -> int:
    """Return the line to look at: the first in neither encoding, or else that is not in UTF-8."""
    lines = list(enumerate(data.splitlines(), 1))
    foreign = [number for number, line in lines if not _is(line, "utf-8")]
    return next((each for each in foreign if not _is(lines[each - 1][1], "cp1252")), foreign[0])


def _is(line: bytes, encoding: str) -> bool:
    try:
        line.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _unmarked_utf16(data: bytes) -> str | None:
    """Return which UTF-16 `data` is in: of the letters of Spanish every second byte is zero."""
    low, high = data[0::2].count(0), data[1::2].count(0)
    if high > len(data) / 4:
        return "utf-16-le"
    return "utf-16-be" if low > len(data) / 4 else None


def _separator(sample: str) -> str:
    """
    Return what stands between the cells: the sign that cuts most rows into equally many.

    The line at the top may be a title that has none, and texts have commas of their own.
    """
    return max(SEPARATORS, key=lambda each: _evenness(sample, each))


def _evenness(sample: str, separator: str) -> int:
    try:
        widths = Counter(map(len, csv.reader(io.StringIO(sample, newline=""), delimiter=separator)))
    except csv.Error:
        return -1
    return max(((width - 1) * rows for width, rows in widths.items()), default=0)
