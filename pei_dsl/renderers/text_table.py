"""A table of a document as text: columns as wide as their words, and no word broken that need not be."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator, Sequence

import attrs

from pei_dsl.diagnostics.catalogue import phrase
from pei_dsl.renderers.no_break import kept_together, with_blanks
from pei_dsl.views.certainty_sentences import NO_BREAK
from pei_dsl.views.document import Align, Column, Table

_SPACE = "  "
_LEAST = 6
_EMPTY = {"", "–"}
# Where a name or a code may be taken apart, if it must: behind these.
_PIECE = re.compile(r"[^_/.\-]*[_/.\-]+|[^_/.\-]+")


def table_lines(table: Table, width: int, language: str = "es") -> Iterator[str]:
    """
    Yield a table in lines of at most `width` columns: its title, its heads, its rows and its notes.

    A column in which no row has anything is left out, which is said.  Where the words of all columns do not
    fit, the first ones stand on a line of their own above the others.

    Args:
        table: The table.
        width: How wide the page is.
        language: Of what is said of columns that are left out.
    """
    yield from textwrap.wrap(table.title, width)
    shown, empty = _without_empty(table)
    lifted = _lifted(shown, width)
    columns = shown.columns[lifted:]
    indent = _SPACE if lifted else ""
    widths = column_widths(columns, _texts(shown, lifted), width - len(indent))
    layout = _Layout(lifted, columns, widths, width, indent)
    yield from layout.row([each.head for each in shown.columns])
    yield "─" * (width if lifted else sum(widths) + len(_SPACE) * (len(widths) - 1))
    for row in shown.rows:
        if row.is_group:
            yield from _wrapped(row.cells[0].text, width)
        else:
            yield from layout.row([cell.text for cell in row.cells])
    for note in table.notes:
        yield from textwrap.wrap(note, width)
    if empty:
        yield from _wrapped(phrase("words", "columns_left_out", language, {"heads": ", ".join(empty)}), width)


def _without_empty(table: Table) -> tuple[Table, list[str]]:
    """Return a table without the columns in which no row has anything, and their heads."""
    rows = [row for row in table.rows if not row.is_group]
    kept = [
        place
        for place in range(len(table.columns))
        if place == 0 or not rows or any(row.cells[place].text not in _EMPTY for row in rows)
    ]
    empty = [each.head for place, each in enumerate(table.columns) if place not in kept]
    made = tuple(
        row if row.is_group else attrs.evolve(row, cells=tuple(row.cells[place] for place in kept))
        for row in table.rows
    )
    return attrs.evolve(table, columns=tuple(table.columns[place] for place in kept), rows=made), empty


def _lifted(table: Table, width: int) -> int:
    """Return how many of the first columns stand above the others, so that no word of any is broken."""
    rooms = [(0, width), *((first, width - len(_SPACE)) for first in range(1, len(table.columns) - 1))]
    least = [_longest_parts(_texts(table, first)) for first, _ in rooms]
    for kind in range(2):  # names are parted behind the signs that join them only where there is no other way
        for (first, room), parts in zip(rooms, least, strict=True):
            if sum(parts[kind]) <= room - len(_SPACE) * (len(parts[kind]) - 1):
                return first
    return 0


def _texts(table: Table, first: int = 0) -> list[list[str]]:
    """Return the heads and cells of the columns from `first` on, a row after another."""
    heads = [each.head for each in table.columns[first:]]
    return [heads, *([cell.text for cell in row.cells[first:]] for row in table.rows if not row.is_group)]


def _longest_parts(cells: Sequence[Sequence[str]]) -> tuple[list[int], list[int]]:
    """Return how long the longest word of each column is, and the longest piece of a name in it."""
    words = [[word for text in column for word in text.split()] for column in zip(*cells, strict=True)]
    pieces = [[piece for word in column for piece in _PIECE.findall(word)] for column in words]
    return _longest(words), _longest(pieces)


@attrs.frozen
class _Layout:
    """
    How the rows of a table are laid out.

    Attributes:
        lifted: How many of the first columns stand above the others.
        columns: The others, each as wide as `widths` says.
        width: How wide the page is.
        indent: What stands before the others.
    """

    lifted: int
    columns: Sequence[Column]
    widths: Sequence[int]
    width: int
    indent: str

    def row(self, texts: Sequence[str]) -> Iterator[str]:
        """Yield a row: what stands above, then each cell on as many lines as it takes."""
        if self.lifted:
            yield from _wrapped(_SPACE.join(texts[: self.lifted]), self.width)
        for line in _row(texts[self.lifted :], self.columns, self.widths):
            yield f"{self.indent}{line}"


def _wrapped(text: str, width: int) -> list[str]:
    """Return a text in lines of at most `width` columns; a sign at its end stands on no line of its own."""
    kept = re.sub(r" (?=\S$)", NO_BREAK, kept_together(text))
    lines = textwrap.wrap(kept, width, subsequent_indent=_SPACE, break_on_hyphens=False)
    return [with_blanks(each) for each in lines]


def column_widths(columns: Sequence[Column], cells: Sequence[Sequence[str]], width: int) -> list[int]:
    """
    Return how wide each column is: as its longest cell, or what its share of the page comes to.

    A column holds its longest word, as long as the page holds the words of all; else the longest piece of a
    name; and only where not even that fits, letters are parted anywhere.
    """
    most = [max(map(len, column)) for column in zip(*cells, strict=True)]
    room = width - len(_SPACE) * (len(columns) - 1)
    words, pieces = _longest_parts(cells)
    for least in (words, pieces):
        if sum(least) <= room:
            return _grown(columns, least, most, room)
    return _shrunk(pieces, room)


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


def _row(texts: Sequence[str], columns: Sequence[Column], widths: Sequence[int]) -> Iterator[str]:
    """Yield a row, each cell on as many lines as it takes."""
    cells = [wrapped(text, width) for text, width in zip(texts, widths, strict=True)]
    for number in range(max(map(len, cells))):
        parts = [cell[number] if number < len(cell) else "" for cell in cells]
        yield _SPACE.join(
            part.rjust(width) if column.align is Align.RIGHT else part.ljust(width)
            for part, column, width in zip(parts, columns, widths, strict=True)
        )
