"""Rows that are about nothing in the plan: totals, notes, repeated headings, codes that are none."""

from __future__ import annotations

import re

from pei_dsl.data.total_words import Says, says_total
from pei_dsl.diagnostics import Severity
from pei_dsl.interchange.cells import Cell
from pei_dsl.interchange.code_cells import read_code
from pei_dsl.interchange.headings import CODE_FIELDS
from pei_dsl.interchange.sheet_cells import Observations
from pei_dsl.interchange.table_row import Row
from pei_dsl.vocabulary import fold

# Besides what is a total in any data: `Total OEI.01`, but not `Total de horas`, which may be an indicator.
_TOTAL = re.compile(
    r"(?:sub ?)?total(?:es)?(?: del?| por)?(?: la| el)? (?:oei|aei|objetivo|accion|plan|pei)\b.*"
)
_OTHER_TOTALS = frozenset({"promedio", "suma", "sumatoria"})
_COLUMN_NUMBER = re.compile(r"\(?\s*(\d{1,2}|[a-z])\s*[).]?", re.IGNORECASE)


def is_total(text: str) -> bool:
    """Tell whether a row that is named so is a total of others."""
    folded = fold(text).strip(" .:")
    return says_total(text) is Says.SURELY or folded in _OTHER_TOTALS or _TOTAL.fullmatch(folded) is not None


def tell_heading(row: Row, observations: Observations) -> None:
    """Take a row that only repeats the headings, as on each printed page, and say so."""
    observations.take(*row.all_cells)
    first = row.all_cells[0]
    observations.add(first, "PEI359", "heading", severity=Severity.NOTE, row=row.number)


def tell_left_out(row: Row, wrong: Cell | None, observations: Observations) -> None:
    """Say why a row without a code is left out: `wrong` is the cell where one should be, or None."""
    said = row.all_cells
    observations.tell_row(said[0])
    texts = [each for each in said if isinstance(each.value, str)]
    if texts and is_total(texts[0].text):
        observations.add(said[0], "PEI359", severity=Severity.NOTE, row=row.number)
    elif _is_note(row, said, wrong):
        observations.add(said[0], "PEI359", "note", severity=Severity.NOTE, row=row.number)
    elif row.number <= row.layout.first_row and all(_COLUMN_NUMBER.fullmatch(each.text) for each in said):
        observations.add(said[0], "PEI359", "numbers", severity=Severity.NOTE, row=row.number)
    elif wrong is None:
        observations.add(said[0], "PEI355", "missing", row=row.number)
    elif (code := read_code(wrong)) is not None:
        observations.add(wrong, "PEI355", "kind", code=code.code)
    else:
        # Excel makes 1.02 or a date of `01.02`; a whole number is a code of another system.
        is_whole = isinstance(wrong.value, int) and not isinstance(wrong.value, bool)
        variant = "" if isinstance(wrong.value, str) or is_whole else "changed"
        observations.add(wrong, "PEI355", variant, row=row.number)


def _is_note(row: Row, said: tuple[Cell, ...], wrong: Cell | None) -> bool:
    """Tell whether a row is one text alone, which is no single word in the column of the codes."""
    if len(said) != 1 or not isinstance(said[0].value, str):
        return False
    codes = {row.layout.column(field) for field in CODE_FIELDS}
    return said[0].column not in codes or " " in said[0].text or wrong is None
