"""A plan's follow-up as tables for the terminal."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Sequence

from pei_dsl.following.followed import FollowUp
from pei_dsl.renderers.style import WIDTH, Style
from pei_dsl.views.document import Align, Column, Row, Table
from pei_dsl.views.follow_up_page import follow_up_page
from pei_dsl.views.follow_up_words import said

_SPACE = "  "
_LEAST = 6


def page(followed: FollowUp, style: Style) -> str:
    """Return `followed` as text."""
    return render(followed, style.language, style.width)


def render(followed: FollowUp, language: str = "es", width: int = WIDTH) -> str:
    """Return `followed` as text of at most `width` columns, never less than 80."""
    return "\n".join(line.rstrip() for line in _lines(followed, language, max(80, width)))


def _lines(followed: FollowUp, language: str, width: int) -> Iterator[str]:
    shown = follow_up_page(followed, language)
    yield from textwrap.wrap(shown.header.title, width)
    measured = f"{shown.header.measured} · {shown.day}"
    yield from textwrap.wrap(measured, width, subsequent_indent="  ")
    yield ""
    yield said("pending", language)
    for line in shown.pending:
        yield from textwrap.wrap(
            line, width, initial_indent="  ", subsequent_indent="    ", break_on_hyphens=False
        )
    for table in shown.tables:
        yield ""
        yield from textwrap.wrap(table.title, width)
        yield from _table(table, width)


def _table(table: Table, width: int) -> Iterator[str]:
    rows = [[cell.text for cell in row.cells] for row in table.rows if not row.is_group]
    widths = _widths(table.columns, rows, width)
    yield from _row([each.head for each in table.columns], table.columns, widths)
    yield "─" * (sum(widths) + len(_SPACE) * (len(widths) - 1))
    for row in table.rows:
        yield from _lines_of(row, table.columns, widths, width)
    for note in table.notes:
        yield from textwrap.wrap(note, width)


def _widths(columns: Sequence[Column], rows: Iterable[Sequence[str]], width: int) -> list[int]:
    """Return how wide each column is: as its longest cell, or what its share of the page comes to."""
    texts = list(zip([each.head for each in columns], *rows, strict=True))
    longest = [max(map(len, column)) for column in texts]
    least = [max(_LEAST, *map(len, each.head.split())) for each in columns]
    room = width - len(_SPACE) * (len(columns) - 1)
    for share in range(width, 0, -1):
        found = [
            min(most, max(few, round(share * column.share / 2)))
            for most, few, column in zip(longest, least, columns, strict=True)
        ]
        if sum(found) <= room:
            return found
    return [min(most, few) for most, few in zip(longest, least, strict=True)]


def _lines_of(row: Row, columns: Sequence[Column], widths: Sequence[int], width: int) -> Iterator[str]:
    if row.is_group:
        yield from textwrap.wrap(row.cells[0].text, width, subsequent_indent="  ", break_on_hyphens=False)
    else:
        yield from _row([cell.text for cell in row.cells], columns, widths)


def _row(texts: Sequence[str], columns: Sequence[Column], widths: Sequence[int]) -> Iterator[str]:
    """Yield a row, each cell on as many lines as it takes."""
    cells = [
        textwrap.wrap(text, width, break_on_hyphens=False) or [""]
        for text, width in zip(texts, widths, strict=True)
    ]
    for number in range(max(map(len, cells))):
        parts = [cell[number] if number < len(cell) else "" for cell in cells]
        yield _SPACE.join(
            part.rjust(width) if column.align is Align.RIGHT else part.ljust(width)
            for part, column, width in zip(parts, columns, widths, strict=True)
        )
