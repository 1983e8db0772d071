"""What formats of numbers tell of cells: that 0.12 is shown as 12 %, and 10101 as 010101."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping

import attrs

# The formats of Excel that every workbook has without saying so.
_PERCENTS = {9, 10}
_FORMAT = re.compile(r"<(?:\w+:)?numFmt\s([^<>]*)>")
_STYLES = re.compile(r"<(?:\w+:)?cellXfs\b[^<>]*>(.*?)</(?:\w+:)?cellXfs>", re.DOTALL)
_STYLE = re.compile(r"<(?:\w+:)?xf\b([^<>]*)>")
_NUMBER = re.compile(r"numFmtId=\"(\d+)\"")
_CODE = re.compile(r"formatCode=(?:\"([^\"]*)\"|'([^']*)')")
# What a format shows as it is, or takes from elsewhere: quoted, escaped, coloured, filled.
_LITERAL = re.compile(r"\"[^\"]*\"|\\.|\[[^\]]*\]|_.|\*.")


@attrs.frozen
class Shown:
    """
    How a number is shown.

    Attributes:
        percent: Whether it is shown times a hundred, with the sign of percentages.
        width: How many digits are shown at least, zeros before the number.
    """

    percent: bool = False
    width: int = 0


def formats_of(styles: str) -> Mapping[int, Shown]:
    """Return the styles of cells, by number, that show percentages or zeros before a number."""
    codes = {}
    for match in _FORMAT.finditer(styles):
        number, code = _NUMBER.search(match[1]), _CODE.search(match[1])
        if number is not None and code is not None:
            codes[int(number[1])] = html.unescape(code[1] or code[2] or "")
    cells = _STYLES.search(styles)
    found = {}
    for index, style in enumerate(_STYLE.finditer(cells[1] if cells is not None else "")):
        number = _NUMBER.search(style[1])
        key = int(number[1]) if number is not None else 0
        shown = Shown(percent=True) if key in _PERCENTS else shown_by(codes.get(key, ""))
        if shown != Shown():
            found[index] = shown
    return found


def shown_by(code: str) -> Shown:
    """Return how a format shows positive numbers."""
    bare = _LITERAL.sub("", code.partition(";")[0])
    if "%" in bare:
        return Shown(percent=True)
    width = bare.count("0")
    is_whole = not set(bare) - set("0#?, -/()") and not bare.endswith(",")
    return Shown(width=width) if is_whole and width > 1 else Shown()


def styled(text: bytes, formats: Mapping[int, Shown]) -> Iterator[tuple[bytes, Shown]]:
    """Yield the attributes of the cells of a sheet that have one of the styles."""
    if not formats:
        return
    numbers = b"|".join(str(number).encode() for number in formats)
    cells = re.compile(rb"<(?:\w+:)?c\s([^<>]*?\bs=\"(" + numbers + rb")\"[^<>]*)>")
    for match in cells.finditer(text):
        yield match[1], formats[int(match[2])]
