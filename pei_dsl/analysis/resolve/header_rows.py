"""The rows of a table that are its header: `encabezado: fila 5`, `encabezado: filas 4 a 5`."""

from __future__ import annotations

import re

from pei_dsl.analysis.resolve.fields import Fields
from pei_dsl.data.ranges import MAX_ROW, CellRange

# A header in more rows than these is a page of its own.
MAX_ROWS = 5
_ROWS = re.compile(
    r"(?:(?:filas?|l[ií]neas?|rows?|lines?)\s+)?(?P<first>\d{1,7})(?:\s*(?:a|al|y|hasta|to|and|-|–)\s*(?P<last>\d{1,7}))?",
    re.IGNORECASE,
)


def read_heading_rows(fields: Fields) -> tuple[int, int] | None:
    """Return the first and the last row of the header; report what names none (PEI313)."""
    written = fields.text("header")
    if not written:
        return None
    match = _ROWS.fullmatch(written)
    first = int(match["first"]) if match is not None else 0
    last = int(match["last"] or first) if match is not None else 0
    if not 1 <= first <= last <= MAX_ROW or last - first >= MAX_ROWS:
        _report(fields, "heading_rows", written=written[:60], limit=MAX_ROWS)
        return None
    cells = CellRange.parse(fields.text("range"))
    if cells is not None and cells.first_row != first:
        _report(fields, "heading_range", first=first, range=str(cells))
        return None
    return first, last


def _report(fields: Fields, variant: str, **params: str | int) -> None:
    field = fields.single["header"]
    params = {"field": field.word, **params}
    fields.findings.add(fields.source, field.span, "PEI313", variant, params=params, note="here")
