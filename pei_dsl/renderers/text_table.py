"""A table of a document as text: columns as wide as their words, and no word broken that need not be."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator, Sequence

from pei_dsl.views.document import Align, Column, Row, Table

_SPACE = "  "
_LEAST = 6
# Where a name or a code may be taken apart, if it must: behind these.
_PIECE = re.compile(r"[^_/.\-]*[_/.\-]+|[^_/.\-]+")


def table_lines(table: Table, width: int) -> Iterator[str]:
    """Yield a table in lines of at most `width` columns: its title, its heads, its rows and its notes."""
    yield from textwrap.wrap(table.title, width)
    cells = [[each.head for each in table.columns]]
    cells += [[cell.text for cell in row.cells] for row in table.rows if not row.is_group]
    widths = column_widths(table.columns, cells, width)
    yield from _row(cells[0], table.columns, widths)
    yield "─" * (sum(widths) + len(_SPACE) * (len(widths) - 1))
    for row in table.rows:
        yield from _lines_of(row, table.columns, widths, width)
    for note in table.notes:
        yield from textwrap.wrap(note, width)


def column_widths(columns: Sequence[Column], cells: Sequence[Sequence[str]], width: int) -> list[int]:
    """
    Return how wide each column is: as its longest cell, or what its share of the page comes to.

    A column holds its longest word, as long as the page holds the words of all; else the longest piece of a
    name; and only where not even that fits, letters are parted anywhere.
    """
    texts = list(zip(*cells, strict=True))
    most = [max(map(len, column)) for column in texts]
    room = width - len(_SPACE) * (len(columns) - 1)
    words = [[word for text in column for word in text.split()] for column in texts]
    pieces = [[piece for word in column for piece in _PIECE.findall(word)] for column in words]
    for least in (_longest(words), _longest(pieces)):
        if sum(least) <= room:
            return _grown(columns, least, most, room)
    return _shrunk(_longest(pieces), room)


def _longest(parts: Sequence[Sequence[str]]) -> list[int]:
    return [max(map(len, each), default=0) for each in parts]


def _shrunk(widths: Sequence[int], room: int) -> list[int]:
    """Return widths of which the widest are made less wide until all fit into `room`."""
    found = list(widths)
    while sum(found) > room and max(found) > _LEAST:
        found[found.index(max(found))] -= 1
    return found


def _grown(columns: Sequence[Column], least: Sequence[int], most: Sequence[int], room: int) -> list[int]:
    """Return widths from `least` to `most`, by the shares of the columns, that fit into `room`."""
    for share in range(2 * room, 0, -1):
        found = [
            min(high, max(low, round(share * column.share / 2)))
            for low, high, column in zip(least, most, columns, strict=True)
        ]
        if sum(found) <= room:
            return found
    return list(least)


def wrapped(text: str, width: int) -> list[str]:
    """Return a text in lines of at most `width` columns; only a word that is longer than that is broken."""
    words = (_parted(word, width) if len(word) > width else [word] for word in text.split())
    parts = [part for word in words for part in word]
    return textwrap.wrap(" ".join(parts), width, break_on_hyphens=False) or [""]


def _parted(word: str, width: int) -> list[str]:
    """Return a word in parts of at most `width` letters, parted behind the signs that join its pieces."""
    # Each part takes as many pieces as it holds, so that no two stand on one line with a blank between.
    parts = [""]
    for piece in _PIECE.findall(word):
        for start in range(0, len(piece), width):
            some = piece[start : start + width]
            if len(parts[-1]) + len(some) <= width:
                parts[-1] += some
            else:
                parts.append(some)
    return [each for each in parts if each]


def _lines_of(row: Row, columns: Sequence[Column], widths: Sequence[int], width: int) -> Iterator[str]:
    if row.is_group:
        yield from textwrap.wrap(row.cells[0].text, width, subsequent_indent="  ", break_on_hyphens=False)
    else:
        yield from _row([cell.text for cell in row.cells], columns, widths)


def _row(texts: Sequence[str], columns: Sequence[Column], widths: Sequence[int]) -> Iterator[str]:
    """Yield a row, each cell on as many lines as it takes."""
    cells = [wrapped(text, width) for text, width in zip(texts, widths, strict=True)]
    for number in range(max(map(len, cells))):
        parts = [cell[number] if number < len(cell) else "" for cell in cells]
        yield _SPACE.join(
            part.rjust(width) if column.align is Align.RIGHT else part.ljust(width)
            for part, column, width in zip(parts, columns, widths, strict=True)
        )
