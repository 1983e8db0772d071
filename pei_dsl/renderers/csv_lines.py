"""
The one writer of CSV: lines that spreadsheets and programs read alike, and in which no text is run.

A spreadsheet takes a cell that begins with `=`, `+`, `-` or `@` for a formula, whoever wrote it.  So a text
that does gets an apostrophe in front; figures never do.  Reading takes the apostrophe away again.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable

BOM = b"\xef\xbb\xbf"
"""What a file begins with so that Excel takes it for UTF-8."""

_END = "\r\n"
# A lone sign is no formula; signs of full width are taken for the narrow ones.
_RUN = r"(?:[=+\-@＝＋－＠].|[\t\r\n])"
_IS_RUN = re.compile(rf"'*{_RUN}", re.DOTALL)
_IS_ESCAPED = re.compile(rf"'+{_RUN}", re.DOTALL)
_IS_FIGURE = re.compile(r"[+-]?\d[\d.,]*(?:e[+-]?\d+)?(?:/\d+)?\s?%?", re.IGNORECASE)


def line(cells: Iterable[str], *, raw: bool = False) -> str:
    """Return cells as one line, without its end; `raw` leaves texts as they are, for programs."""
    buffer = io.StringIO()
    shown = cells if raw else map(escaped, cells)
    # Cells with a sign of the end of lines get quotes: both signs break lines where the file is read.
    csv.writer(buffer, lineterminator=_END).writerow(shown)
    return buffer.getvalue().removesuffix(_END)


def page(rows: Iterable[Iterable[str]], *, raw: bool = False) -> str:
    """Return rows as the lines of a page, without the end of the last."""
    return "\n".join(line(row, raw=raw) for row in rows)


def escaped(text: str) -> str:
    """Return `text` as a cell that no spreadsheet runs."""
    return f"'{text}" if _IS_RUN.match(text) and not _IS_FIGURE.fullmatch(text) else text


def as_meant(cell: str) -> str:
    """Return the text that a cell was escaped from."""
    return cell[1:] if _IS_ESCAPED.match(cell) else cell
