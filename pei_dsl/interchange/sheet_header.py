"""Where the headings of the tables of a sheet are, found by what they say or by the codes below them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import attrs

from pei_dsl.interchange.cells import Cell
from pei_dsl.interchange.code_cells import read_named
from pei_dsl.interchange.column_contents import level_of
from pei_dsl.interchange.headings import CODE_FIELDS, family_of, meaning, owner_of
from pei_dsl.interchange.period_headings import period_of
from pei_dsl.interchange.workbook import Sheet
from pei_dsl.vocabulary import fold

# How far down a table may begin, and how many rows its headings may take.
LAST_START = 60
MOST_HEADINGS = 4

Header = tuple[int, int]


def find_header(sheet: Sheet, *, by_rows: bool = False) -> Header | None:
    """
    Return the first and last row of the headings of the first table: by their words, or above its codes.

    Args:
        sheet: The sheet.
        by_rows: Whether the first row that looks like headings will do, because somebody says what is below.
    """
    rows = [each for each in sheet.rows if each <= LAST_START]
    named = next((found for row in rows if (found := _named(sheet, row)) is not None), None)
    return named or _above_codes(sheet, rows) or (_widest(sheet, rows) if by_rows else None)


def tables(sheet: Sheet, first: Header) -> Iterator[Sheet]:
    """Yield the parts of `sheet` that are a table each: a row of other headings begins the next one."""
    starts = [0]
    last = first
    for row in sheet.rows:
        if row <= last[1] or is_repeated(sheet, first, row):
            continue
        header = _named(sheet, row, within=True)
        if header is not None and header[0] > last[1]:
            starts.append(header[0])
            last = first = header
    for start, end in zip(starts, [*starts[1:], sheet.last_row + 1], strict=True):
        yield _part(sheet, start, end) if len(starts) > 1 else sheet


def _part(sheet: Sheet, start: int, end: int) -> Sheet:
    """Return the rows of a sheet from `start` to before `end`, which keep their numbers."""
    return attrs.evolve(
        sheet,
        cells={place: cell for place, cell in sheet.cells.items() if start <= place[0] < end},
        merges=tuple(each for each in sheet.merges if start <= each.top < end),
        last_row=end - 1,
    )


def is_repeated(sheet: Sheet, header: Header, row: int) -> bool:
    """Tell whether `row` only says again what the headings say, as it does on each printed page."""
    said = [cell for column in sheet.columns if not (cell := sheet.cell(row, column)).is_empty]
    return all(
        any(fold(anchor(sheet, each, cell.column).text) == fold(cell.text) for each in _rows(header))
        for cell in said
    )


def _rows(header: Header) -> range:
    return range(header[0], header[1] + 1)


# ---- By their words ---------------------------------------------------------------------------------------


def _named(sheet: Sheet, row: int, *, within: bool = False) -> Header | None:
    """
    Return the rows of the headings if `row` is the one with that of the codes.

    Args:
        sheet: The sheet.
        row: The row.
        within: Whether a table stands above, so that `OEI` may be the level of one of its rows.
    """
    for column in sheet.columns:
        cell = sheet.cell(row, column)
        text = "" if within and level_of(cell) else cell.text
        found = meaning([text]) if text else None
        if found is None or found.field not in {*CODE_FIELDS, "level"}:
            continue
        if _others(sheet, row, column) and not _has_codes(sheet, row):
            return _around(sheet, row, column)
    return None


def _has_codes(sheet: Sheet, row: int) -> bool:
    """Tell whether a row has a code, so that what looks like a heading in it, `OEI`, is a cell."""
    cells = (sheet.cell(row, column) for column in sheet.columns)
    return any(read_named(each) is not None for each in cells)


def _others(sheet: Sheet, row: int, code: int) -> bool:
    """Tell whether the row of a heading «Código» has others, so that it is no label of a title block."""
    return any(
        meaning([text]) is not None or family_of(text)
        for column in sheet.columns
        if column != code and (text := sheet.cell(row, column).text)
    )


def _around(sheet: Sheet, row: int, column: int) -> Header:
    top = row
    while top > 1 and row - top < MOST_HEADINGS and _is_above(sheet, top - 1):
        top -= 1
    bottom = row
    while bottom - top < MOST_HEADINGS and _is_heading(sheet, bottom + 1, column, row):
        bottom += 1
    return top, bottom


def _is_above(sheet: Sheet, row: int) -> bool:
    """Tell whether `row` has headings that stand above others: `Logros`, `OEI / AEI`, `Indicador`."""
    texts = [text for column in sheet.columns if (text := sheet.cell(row, column).text)]
    if any(family_of(text) for text in texts):
        return True
    owners = [text for text in texts if owner_of(text) or says_both(text)]
    return bool(owners) and not any(read_named(sheet.cell(row, column)) for column in sheet.columns)


def says_both(text: str) -> bool:
    """Tell whether `text` is the heading above codes and names of objectives and actions: `OEI / AEI`."""
    return fold(text) in {"oei/aei", "oei / aei"}


def _is_heading(sheet: Sheet, row: int, code: int, header: int) -> bool:
    """Tell whether `row` goes on with the headings that begin in row `header`."""
    if row > sheet.last_row or _has_codes(sheet, row):
        return False
    above = anchor(sheet, row, code)
    if not above.is_empty and meaning([above.text]) is None:
        return False
    if not above.is_empty and above.row <= header:
        return True
    said = [cell for column in sheet.columns if not (cell := sheet.cell(row, column)).is_empty]
    return bool(said) and all(says_a_column(cell.text) for cell in said) and not all(map(level_of, said))


def says_a_column(text: str) -> bool:
    """Tell whether `text` is a heading, or the lower part of one: a name, a family, a year, a semester."""
    return meaning([text]) is not None or says_figures(text)


def says_figures(text: str) -> bool:
    """Tell whether `text` is part of a heading of figures: a family, a year, a semester, `valor`."""
    return (
        bool(family_of(text))
        or bool(period_of([text]))
        or period_of([f"2024 {text}"]) != "2024"
        or fold(text) in {"ano", "valor", "anual"}
    )


def anchor(sheet: Sheet, row: int, column: int) -> Cell:
    """Return the cell whose text shows at a place: the first of the merged cells around it."""
    for merge in sheet.merges:
        if merge.top <= row <= merge.bottom and merge.left <= column <= merge.right:
            return sheet.cell(merge.top, merge.left)
    return sheet.cell(row, column)


def heading_path(sheet: Sheet, header: Header, column: int) -> list[str]:
    """Return the headings above `column` from the top down, each once."""
    path: list[str] = []
    for row in _rows(header):
        text = anchor(sheet, row, column).text or _carried(sheet, header, row, column)
        if text and text not in path:
            path.append(text)
    return path


def _carried(sheet: Sheet, header: Header, row: int, column: int) -> str:
    """Return the heading that stands to the left for several columns, where nobody merged its cells."""
    below = [text for each in range(row + 1, header[1] + 1) if (text := anchor(sheet, each, column).text)]
    if not below:
        return ""
    left = next((text for each in range(column - 1, 0, -1) if (text := anchor(sheet, row, each).text)), "")
    if owner_of(left):
        found = meaning(below)
        return left if found is not None and found.field in {"code", "title"} else ""
    family = family_of(left)
    fits = fold(below[-1]) in {"ano", "valor"} if family == "baseline" else bool(period_of(below))
    return left if family and fits else ""


# ---- By what stands below them ----------------------------------------------------------------------------


def _above_codes(sheet: Sheet, rows: Sequence[int]) -> Header | None:
    """Return the rows of headings above the first code of a sheet whose headings nobody knows."""
    for row in rows:
        cell = next(
            (
                each
                for column in sheet.columns
                if (named := read_named(each := sheet.cell(row, column))) is not None and not named.title
            ),
            None,
        )
        if cell is None:
            continue
        above = [each for each in rows if each < row]
        return _around(sheet, above[-1], cell.column) if above and _looks_like_one(sheet, above[-1]) else None
    return None


def _looks_like_one(sheet: Sheet, row: int) -> bool:
    """Tell whether a row has at least two texts, and no figures but years."""
    said = [cell for column in sheet.columns if not (cell := sheet.cell(row, column)).is_empty]
    texts = [cell for cell in said if isinstance(cell.value, str)]
    return len(texts) > 1 and all(cell in texts or period_of([cell.text]) for cell in said)


def _widest(sheet: Sheet, rows: Sequence[int]) -> Header | None:
    """Return the first row that has as many texts as headings of this sheet would be."""
    wide = [row for row in rows if _looks_like_one(sheet, row)]
    most = max((_held(sheet, row) for row in wide), default=0)
    return next(((row, row) for row in wide if _held(sheet, row) * 5 >= most * 3), None)


def _held(sheet: Sheet, row: int) -> int:
    return sum(not sheet.cell(row, column).is_empty for column in sheet.columns)
