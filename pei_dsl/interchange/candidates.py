"""What the columns of a sheet may be where nothing says it: what is shown, and the line that would say it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pei_dsl.diagnostics.catalogue import Parameter
from pei_dsl.interchange.cells import Cell, letters
from pei_dsl.interchange.sheet_header import find_header
from pei_dsl.interchange.workbook import Sheet

MOST_SHOWN = 12
MAX_HEADING = 40
# A code is short, and there is one in nearly every row.
_LONGEST_CODE = 20


def candidates(sheet: Sheet) -> Mapping[str, Parameter] | None:
    """
    Return what to show of a sheet without a column of codes; None where no row looks like headings.

    It is the row of the headings, its columns, and the one that is most like one of codes.
    """
    header = find_header(sheet, by_rows=True)
    if header is None:
        return None
    heads = [cell for column in sheet.columns if not (cell := sheet.cell(header[1], column)).is_empty]
    shown = [f"{letters(each.column)} «{each.text[:MAX_HEADING]}»" for each in heads[:MOST_SHOWN]]
    columns = [each.column for each in heads]
    best = next((each for each in columns if _may_be_codes(_below(sheet, header[1], each))), columns[0])
    return {
        "row": header[1],
        "sheet": sheet.name,
        "columns": ", ".join(shown),
        "candidate": letters(best),
    }


def _below(sheet: Sheet, row: int, column: int) -> Sequence[Cell]:
    return [cell for each in sheet.rows if each > row and not (cell := sheet.cell(each, column)).is_empty]


def _may_be_codes(cells: Sequence[Cell]) -> bool:
    short = [each for each in cells if len(each.text) <= _LONGEST_CODE and any(map(str.isdigit, each.text))]
    return bool(cells) and len(short) * 2 > len(cells)
