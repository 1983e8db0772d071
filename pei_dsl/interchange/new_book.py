"""A new workbook: no text of a plan becomes a formula, a link or a number, and no clock is in it."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, BinaryIO

from pei_dsl.data.extras import need
from pei_dsl.interchange.book_property import BLANK, PROPERTY
from pei_dsl.renderers.outlet import visible

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook

_FIXED = datetime.datetime(2000, 1, 1)  # noqa: DTZ001  (workbooks have no zone)
_LONGEST = 255


def new_book(stream: BinaryIO, title: str = "") -> Workbook:
    """
    Return an empty workbook that will be written to `stream`: the same bytes for the same plan.

    Raises:
        MissingExtraError: A package is not installed.
    """
    need("xlsxwriter", "excel")
    import xlsxwriter

    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    book = xlsxwriter.Workbook(stream, options)
    book.set_custom_property(PROPERTY, BLANK)
    told = {"title": visible(title)[:_LONGEST]} if title else {}
    book.set_properties({"created": _FIXED, **told})
    return book
