"""The cells of a text file, whatever it is encoded in and whatever stands between them."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Sequence

from pei_dsl.data.readers.encodings import encoding_of_mark
from pei_dsl.data.readers.separators import own_separator

SEPARATORS = ",;\t|"
MAX_SAMPLE = 20_000


def text_rows(data: bytes) -> Sequence[Sequence[str]] | None:
    r"""
    Return the cells of the text in `data` row by row, or None when it is no text with separators.

    A line `sep=;` at the top, as Excel writes and takes it, is an empty row, so that rows keep their numbers.

    Examples:
        >>> text_rows("sep=;\nCódigo;Meta, 2025\n".encode("utf-16"))
        [[], ['Código', 'Meta, 2025']]
    """
    text = _decoded(data)
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


def _decoded(data: bytes) -> str | None:
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
        return data.decode("cp1252", "replace")


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
