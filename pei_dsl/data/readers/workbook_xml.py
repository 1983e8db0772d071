"""
What a workbook's own text tells of a sheet and its reader keeps to itself.

The reader of workbooks gives an empty cell for `#¡DIV/0!` and for a formula that was never computed, and it
asks for memory for the whole rectangle between the first cell and the last.  Both stand in the texts of
`.xlsx` and `.ods` files; an `.xls` file has none, and its sheets cannot be that big.
"""

from __future__ import annotations

import html
import posixpath
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path

import attrs

from pei_dsl.data.ranges import MAX_COLUMN, column_number
from pei_dsl.data.readers.number_formats import Shown, formats_of, styled


@attrs.frozen
class SheetText:
    """
    What the text of a sheet tells.

    Attributes:
        cells: No more than so many cells lie between the first and the last one.
        errors: What Excel shows in cells whose formula failed, by row and column.
        uncomputed: The cells with a formula and without its result.
        formats: The cells whose number is shown as a percentage, or with zeros before it.
    """

    cells: int = 0
    errors: Mapping[tuple[int, int], str] = attrs.field(factory=dict)
    uncomputed: frozenset[tuple[int, int]] = frozenset()
    formats: Mapping[tuple[int, int], Shown] = attrs.field(factory=dict)


NOTHING = SheetText()
# What a package raises that is cut off, or changed by hand: not only that it is none.
DAMAGED = (
    OSError,
    KeyError,
    ValueError,
    EOFError,
    OverflowError,
    RuntimeError,  # of a password, and what is not implemented
    struct.error,
    zlib.error,
    zipfile.BadZipFile,
)


def unpacked_bytes(path: Path) -> int:
    """Return how many bytes the parts of a packed workbook have; 0 for a file that is not packed."""
    if not zipfile.is_zipfile(path):
        return 0
    try:
        with zipfile.ZipFile(path) as parts:
            return sum(part.file_size for part in parts.infolist())
    except DAMAGED:
        return 0  # what reads the workbook says so


def read_sheet_text(path: Path, sheet: str) -> SheetText:
    """Return what the text of `sheet` tells; nothing for a file without such a text."""
    try:
        with zipfile.ZipFile(path) as parts:
            if _ODS_TEXT in parts.namelist():
                table = _ods_table(parts.read(_ODS_TEXT), sheet)
                return SheetText(errors=dict(_ods_errors(table)), formats=dict(_ods_formats(table)))
            name = _part_of(parts, sheet)
            text = b"" if name is None else parts.read(name)
            styles = parts.read(_STYLES).decode("utf-8", "replace") if _STYLES in parts.namelist() else ""
    except DAMAGED:
        return NOTHING
    if not text:
        return NOTHING
    formats = {
        place: shown
        for attributes, shown in styled(text, formats_of(styles))
        if (place := _place(attributes)) is not None
    }
    return SheetText(_cells(text), dict(_errors(text)), frozenset(_uncomputed(text)), formats)


_STYLES = "xl/styles.xml"


# Inside a tag there is no `<`: so no search goes further than the next tag, whatever the text.
_SHEET = re.compile(r"<(?:\w+:)?sheet\s([^<>]*)>")
_RELATION = re.compile(r"<(?:\w+:)?Relationship\s([^<>]*)>")
_ATTRIBUTE = re.compile(r"([\w:]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")


def _part_of(parts: zipfile.ZipFile, sheet: str) -> str | None:
    """Return the part of the package that holds `sheet`."""
    book = parts.read("xl/workbook.xml").decode("utf-8", "replace")
    relations = parts.read("xl/_rels/workbook.xml.rels").decode("utf-8", "replace")
    targets = {each.get("Id"): each.get("Target", "") for each in _elements(_RELATION, relations)}
    for each in _elements(_SHEET, book):
        if each.get("name") == sheet:
            key = next((value for name, value in each.items() if name.endswith(":id")), "")
            return posixpath.normpath(posixpath.join("/xl", targets.get(key, ""))).lstrip("/")
    return None


def _elements(pattern: re.Pattern[str], text: str) -> Iterator[dict[str, str]]:
    for match in pattern.finditer(text):
        yield {
            attribute[1]: html.unescape(attribute[2] or attribute[3] or "")
            for attribute in _ATTRIBUTE.finditer(match[1])
        }


# ---- How big it is ------------------------------------------------------------------------------------

_ROW = re.compile(rb"<(?:\w+:)?row\s[^<>]*?\br=\"(\d{1,7})\"")
_PLACE = re.compile(rb"\sr=\"([A-Z]{1,3})(\d{1,7})\"")
_WIDE = re.compile(rb"\sr=\"[A-Z]{2}")
_WIDEST = re.compile(rb"\sr=\"[A-Z]{3}")
# Up to here the bound is taken from the length of the longest name of a column, without reading every cell.
_FEW = 50_000_000


def _cells(text: bytes) -> int:
    """Return how many cells the sheet has at most; exactly when that could be too many."""
    last = 0
    for match in _ROW.finditer(text, max(0, text.rfind(b"row ") - 200)):
        last = int(match[1])
    width = MAX_COLUMN if _WIDEST.search(text) else 702 if _WIDE.search(text) else 26
    if last and last * width <= _FEW:
        return last * width
    rows, columns = 0, 0
    for match in _PLACE.finditer(text):
        rows, columns = max(rows, int(match[2])), max(columns, column_number(match[1].decode()))
    return rows * columns


# ---- Cells that have no value ---------------------------------------------------------------------------

_CELL = re.compile(rb"<(?:\w+:)?c\s([^<>]*)>")
_ERROR = re.compile(rb"\st=\"e\"[^<>]*>")
_VALUE = re.compile(rb"<(?:\w+:)?v>([^<]+)</")
# The end of a formula and, but for an empty value, of its cell.
_UNCOMPUTED = re.compile(
    rb"(?:</(?:\w+:)?f>|<(?:\w+:)?f\b[^<>]*/>)(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v></(?:\w+:)?v>)?</(?:\w+:)?c>"
)
# No formula is longer than this with the tag of its cell, nor is the result of one.
_NEAR = 10_000


def _errors(text: bytes) -> Iterator[tuple[tuple[int, int], str]]:
    """Yield the cells of type error, each with what Excel shows in it."""
    for match in _ERROR.finditer(text):
        attributes = _opened_before(text, match.end())
        if attributes is None:
            return  # no text of a sheet
        place = _place(attributes)
        if place is not None and b't="e"' in attributes:
            value = _VALUE.search(text, match.end(), match.end() + _NEAR)
            yield place, _text(value[1]) if value else "#"


def _uncomputed(text: bytes) -> Iterator[tuple[int, int]]:
    """Yield the cells with a formula that no program has computed; an empty text is a result."""
    for match in _UNCOMPUTED.finditer(text):
        attributes = _opened_before(text, match.start())
        if attributes is None:
            return  # no text of a sheet
        place = _place(attributes)
        if place is not None and b't="str"' not in attributes:
            yield place


def _opened_before(text: bytes, position: int) -> bytes | None:
    """Return the attributes of the cell whose tag stands last before `position`."""
    near = max(0, position - _NEAR)
    plain = text.rfind(b"<c ", near, position)
    named = plain if plain >= 0 else text.rfind(b":c ", near, position)  # with a prefix: `<x:c `
    match = _CELL.match(text, text.rfind(b"<", near, named + 1)) if named >= 0 else None
    return None if match is None else match[1]


def _place(attributes: bytes) -> tuple[int, int] | None:
    match = _PLACE.search(b" " + attributes)
    return None if match is None else (int(match[2]), column_number(match[1].decode()))


# ---- Sheets of LibreOffice ------------------------------------------------------------------------------

_TABLE = re.compile(rb"<table:table\s([^<>]*)>")
_TABLE_NAME = re.compile(rb"table:name=\"([^\"]*)\"")
_TABLE_ROW = re.compile(rb"<table:table-row\b([^<>]*)>")
_TABLE_CELL = re.compile(rb"<table:(?:covered-)?table-cell\b([^<>]*)>")
_REPEATED = re.compile(rb"number-(?:rows|columns)-repeated=\"(\d{1,9})\"")


_ODS_TEXT = "content.xml"
_ODS_ERROR = b'calcext:value-type="error"'
_SHOWN = re.compile(rb"<text:p>([^<]*)")


def widest_ods_sheet(path: Path) -> tuple[str, int]:
    """Return the sheet of an `.ods` file whose filled cells span most cells, and how many those are."""
    try:
        with zipfile.ZipFile(path) as parts:
            text = parts.read(_ODS_TEXT)
    except DAMAGED:
        return "", 0
    sheets = ((_sheet_name(attributes), _span(table)) for attributes, table in _ods_tables(text))
    return max(sheets, key=lambda sheet: sheet[1], default=("", 0))


def _span(table: bytes) -> int:
    """Return how many cells lie in the rectangle of the filled ones; a repeated cell counts each time."""
    row, last, width = 0, 0, 0
    for attributes, cells in _inside(table, _TABLE_ROW, b"</table:table-row>"):
        row += _times(attributes)
        if b"value-type" in cells:
            last, width = row, max(width, _width(cells))
    return last * width


def _width(row: bytes) -> int:
    column, last = 0, 0
    for match in _TABLE_CELL.finditer(row):
        column += _times(match[1])
        if b"value-type" in match[1]:
            last = column
    return last


def _times(attributes: bytes) -> int:
    match = _REPEATED.search(attributes)
    return 1 if match is None else int(match[1])


def _ods_tables(text: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield the attributes and the content of every sheet."""
    return _inside(text, _TABLE, b"</table:table>")


def _inside(text: bytes, opening: re.Pattern[bytes], closing: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield attributes and content of elements, each once looked for its end."""
    match = opening.search(text)
    while match is not None:
        end = match.end()
        if match[1].endswith(b"/"):
            yield match[1], b""
        else:
            end = text.find(closing, match.end())
            if end < 0:
                return
            yield match[1], text[match.end() : end]
        match = opening.search(text, end)


def _sheet_name(attributes: bytes) -> str:
    match = _TABLE_NAME.search(attributes)
    return "" if match is None else _text(match[1])


def _text(written: bytes) -> str:
    return html.unescape(written.decode("utf-8", "replace"))


def _ods_table(text: bytes, sheet: str) -> bytes:
    """Return what is in `sheet` of an `.ods` file."""
    return next((table for attributes, table in _ods_tables(text) if _sheet_name(attributes) == sheet), b"")


def _ods_errors(table: bytes) -> Iterator[tuple[tuple[int, int], str]]:
    """Yield the cells whose formula failed, each with what is shown in it."""
    if _ODS_ERROR not in table:
        return
    row = 0
    for attributes, cells in _inside(table, _TABLE_ROW, b"</table:table-row>"):
        column = 0
        for cell in _TABLE_CELL.finditer(cells):
            if _ODS_ERROR in cell[1]:
                shown = _SHOWN.search(cells, cell.end())
                yield (row + 1, column + 1), _text(shown[1]) if shown is not None else "#"
            column += _times(cell[1])
        row += _times(attributes)


_ODS_NUMBER = re.compile(rb"office:value-type=\"(float|percentage)\"")
_ZEROS = re.compile(r"-?0\d+")


def _ods_formats(table: bytes) -> Iterator[tuple[tuple[int, int], Shown]]:
    """Yield the cells whose number is shown as a percentage, or with zeros before it."""
    row = 0
    for attributes, cells in _inside(table, _TABLE_ROW, b"</table:table-row>"):
        column = 0
        for cell in _TABLE_CELL.finditer(cells):
            times, kind = _times(cell[1]), _ODS_NUMBER.search(cell[1])
            match = _SHOWN.search(cells, cell.end()) if kind is not None else None
            text = _text(match[1]) if match is not None else ""
            width = len(text.removeprefix("-")) if _ZEROS.fullmatch(text) else 0
            shown = Shown(percent=kind is not None and kind[1] == b"percentage", width=width)
            if shown != Shown():
                places = ((r, c) for r in range(_times(attributes)) for c in range(times))
                yield from (((row + 1 + r, column + 1 + c), shown) for r, c in places)
            column += times
        row += _times(attributes)
