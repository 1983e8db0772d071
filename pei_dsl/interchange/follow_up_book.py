"""A plan's follow-up as a workbook: what is pending, and a sheet for each kind."""

from __future__ import annotations

import datetime
import io
import re
from typing import Any, BinaryIO

import xlsxwriter

from pei_dsl.following.followed import FollowUp
from pei_dsl.interchange.book_property import BLANK, PROPERTY
from pei_dsl.interchange.touched_books import stamped
from pei_dsl.renderers.outlet import visible
from pei_dsl.renderers.style import Style
from pei_dsl.views.document import Align, Table
from pei_dsl.views.follow_up_page import follow_up_page
from pei_dsl.views.follow_up_words import said

_FIXED = datetime.datetime(2000, 1, 1)  # noqa: DTZ001  (workbooks have no zone); the same book for the same plan
_WIDE = 7.0  # characters for each share of a column
_MAX_NAME = 31


def write(followed: FollowUp, style: Style, stream: BinaryIO) -> None:
    """Write `followed` to `stream`: a sheet with what is pending, then one for each table."""
    shown = follow_up_page(followed, style.language)
    # No text of a plan becomes a formula, a link or a number.
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, options) as book:
        book.set_custom_property(PROPERTY, BLANK)
        book.set_properties({"created": _FIXED, "title": visible(shown.header.plan)})
        formats = _Formats(book)
        first = book.add_worksheet(_name(said("pending", style.language)))
        first.set_column(0, 0, 110, formats.text)
        head = (shown.header.title, f"{shown.header.measured} · {shown.day}")
        for row, line in enumerate((*head, "", *shown.pending)):
            first.write_string(row, 0, visible(line), formats.head if row == 0 else formats.text)
        for table in shown.tables:
            _sheet(book.add_worksheet(_name(table.title)), table, formats)
    stream.write(stamped(made.getvalue()))


class _Formats:
    """How cells look."""

    def __init__(self, book: Any) -> None:  # noqa: ANN401  (xlsxwriter comes without types)
        self.text = book.add_format({"text_wrap": True, "valign": "top"})
        self.right = book.add_format({"text_wrap": True, "valign": "top", "align": "right"})
        self.head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#D9E2F0"})
        self.group = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        self.title = book.add_format({"bold": True})


def _sheet(sheet: Any, table: Table, formats: _Formats) -> None:  # noqa: ANN401
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_paper(9)  # A4
    sheet.repeat_rows(2)
    sheet.write_string(0, 0, visible(table.title), formats.title)
    for place, column in enumerate(table.columns):
        sheet.set_column(place, place, column.share * _WIDE)
        sheet.write_string(2, place, visible(column.head), formats.head)
    sheet.freeze_panes(3, 0)
    number = 3
    for number, row in enumerate(table.rows, 3):
        if row.is_group:
            sheet.merge_range(number, 0, number, len(table.columns) - 1, "", formats.group)
            sheet.write_string(number, 0, visible(row.cells[0].text), formats.group)
            continue
        for place, (cell, column) in enumerate(zip(row.cells, table.columns, strict=True)):
            look = formats.right if column.align is Align.RIGHT else formats.text
            sheet.write_string(number, place, visible(cell.text), look)
    for offset, note in enumerate(table.notes, 2):
        sheet.write_string(number + offset, 0, visible(note))


def _name(title: str) -> str:
    """Return what a sheet may be called: a title up to its comma, without signs that Excel refuses."""
    return re.sub(r"[\[\]:*?/\\]", " ", title.partition(",")[0])[:_MAX_NAME]
