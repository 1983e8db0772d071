"""From lines to text: columns, line breaks, blank lines, and every comment beside what it is about."""

from __future__ import annotations

import itertools
from collections import deque
from collections.abc import Iterable, Mapping, Sequence

import attrs

from pei_dsl.syntax.line_tokens import Token, flat
from pei_dsl.syntax.lines import Line

INDENT = "  "
# A comment behind a longer line does not push those of its neighbours to the right.
_WIDE = 80


@attrs.frozen
class Note:
    """
    A comment in a declaration.

    Attributes:
        text: Its text, from the `#` on.
        start: Where it stands in the source.
        alone: Whether it has a line of its own.
        column: Where it begins on that line.
    """

    text: str
    start: int
    alone: bool
    column: int


@attrs.define
class _Row:
    """A line of the result."""

    depth: int
    table: str = ""
    comment: str = ""
    open: bool = True  # whether more of the same line may follow
    pieces: list[str] = attrs.field(factory=list)

    @property
    def text(self) -> str:
        """What stands before the comment, with its indent."""
        return INDENT * self.depth + "".join(self.pieces)


def lay_out(
    lines: Sequence[Line], notes: Iterable[Note] = (), above: Mapping[int, int] | None = None
) -> list[str]:
    """
    Return the text of `lines`, with `notes` where they belong.

    Args:
        lines: The lines of one declaration.
        notes: The comments in it, in order.
        above: How many blank lines the person left above the part at a place.
    """
    page = _Page(_tables(lines), deque(notes), above or {})
    for line in lines:
        page.add(line)
    page.finish()
    return page.texts()


def _tables(lines: Sequence[Line]) -> Mapping[str, list[int]]:
    """Return the widths of the columns of each table; the last cell of a line has none."""
    tables: dict[str, list[int]] = {}
    for line in lines:
        widths = tables.setdefault(line.table, [])
        for index, cell in enumerate(line.cells[:-1]):
            widths.extend([0] * (index + 1 - len(widths)))
            widths[index] = max(widths[index], len(flat(cell)))
    return tables


class _Page:
    """The lines so far, and the comments that are still to come."""

    def __init__(self, tables: Mapping[str, list[int]], notes: deque[Note], above: Mapping[int, int]) -> None:
        self.tables = tables
        self.notes = notes
        self.above = above
        self.rows: list[_Row] = []
        self.blank_above: set[int] = set()  # indexes of rows
        self.fields: list[Line] = []  # the lines that begin a field, or the header

    # ---- Lines

    def add(self, line: Line) -> None:
        """Add `line`, the comments before it first, those in it where they stand."""
        self.between(line.start, line.depth, line.column)
        self.begin(_Row(line.depth, line.table), line.start)
        first = self.rows[-1]
        for index, cell in enumerate(line.cells):
            for number, token in enumerate(cell):
                self.within(line, token)
                if index and not number and first is self.rows[-1] and first.open and not token.fresh:
                    before = "".join(first.pieces)
                    first.pieces = [f"{before:<{self.offset(line, index)}}", token.text]
                else:
                    self.put(line, token)
        if line.depth < 2:
            self.fields.append(line)

    def offset(self, line: Line, index: int) -> int:
        """Return where cell `index` of a line begins in its table."""
        return sum(width + 1 for width in self.tables[line.table][:index] if width)

    def put(self, line: Line, token: Token) -> None:
        """Add `token` behind the last row, or begin a row with it."""
        row = self.rows[-1]
        if row.open and not row.pieces:
            row.pieces.append(token.text)
        elif token.fresh or not row.open:
            depth = line.depth + max(1, token.depth)
            self.rows.append(_Row(depth, line.table, pieces=[token.text]))
        else:
            row.pieces.append(token.text if token.glued else f" {token.text}")

    def begin(self, row: _Row, start: int) -> None:
        """Add `row`, below a blank line when the person left one and no block begins here."""
        opens = not self.rows or self.rows[-1].depth < row.depth
        if self.above.get(start) and not opens:
            self.blank_above.add(len(self.rows))
        self.rows.append(row)

    # ---- Comments

    def between(self, start: int, depth: int, column: int) -> None:
        """Add the comments before a line at `start`: those indented deeper belong to what is above."""
        deepest = self.rows[-1].depth if self.rows else 0
        while self.notes and self.notes[0].start < start:
            note = self.notes.popleft()
            if not note.alone and self.behind(note):
                continue
            belongs_above = depth < deepest and note.column > column
            self.begin(_comment(deepest if belongs_above else depth, note), note.start)

    def within(self, line: Line, token: Token) -> None:
        """Add the comments before `token`, in the middle of a line."""
        while self.notes and self.notes[0].start < token.start:
            note = self.notes.popleft()
            if note.alone or not self.behind(note):
                self.rows.append(_comment(line.depth + max(1, token.depth), note))

    def behind(self, note: Note) -> bool:
        """Put `note` behind the last row, if there is room."""
        if not self.rows or self.rows[-1].comment:
            return False
        self.rows[-1].comment = note.text
        self.rows[-1].open = False
        return True

    def finish(self) -> None:
        """Add the comments behind the last line."""
        column = self.fields[-1].column if len(self.fields) > 1 else 0
        self.between(self.notes[-1].start + 1 if self.notes else 0, 1, column)

    # ---- Text

    def texts(self) -> list[str]:
        """Return the rows as text, comments of neighbouring rows of one table in one column."""
        found: list[str] = []
        together = itertools.groupby(self.rows, lambda row: row.table if row.pieces and row.comment else None)
        for _, group in together:
            rows = [(row.text, row.comment) for row in group]
            column = max((len(text) for text, _ in rows if len(text) <= _WIDE), default=0)
            found.extend(_text(text, comment, column) for text, comment in rows)
        return [part for index, text in enumerate(found) for part in self.spaced(index, text)]

    def spaced(self, index: int, text: str) -> list[str]:
        """Return row `index` with the blank line above it, if there is one."""
        return ["", text] if index in self.blank_above else [text]


def _comment(depth: int, note: Note) -> _Row:
    return _Row(depth, comment=note.text, open=False)


def _text(text: str, comment: str, column: int) -> str:
    if not comment or not text.strip():
        return text + comment
    return f"{text:<{column}}  {comment}"
