"""Rows that are about an indicator which has its row already: one for each policy, one on each page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pei_dsl.algebra.display import grouped
from pei_dsl.diagnostics import Severity
from pei_dsl.interchange import row_fields
from pei_dsl.interchange.cells import MAX_SHOWN, Cell
from pei_dsl.interchange.drafts import Draft
from pei_dsl.interchange.headings import CODE_FIELDS, SHOWN_ONLY, Meaning
from pei_dsl.interchange.sheet_cells import Observations, exact_number, style
from pei_dsl.interchange.table_row import Row
from pei_dsl.vocabulary import fold

MOST_TOLD = 3


def merge_row(row: Row, first: Row, draft: Draft, at: Cell, observations: Observations) -> None:
    """
    Take over what `row` repeats of the row `first` and the figures that only it has; tell what differs.

    Args:
        row: The row.
        first: The row from which the indicator was read.
        draft: The indicator, which gets the figures.
        at: The cell of `row` that names it.
        observations: Where to tell: a warning, or an error where what is imported differs (PEI356).
    """
    before = _by_meaning(first)
    imported: list[str] = []
    other: list[str] = []
    for meaning, cell in _by_meaning(row).items():
        if cell.is_empty:
            continue
        known = before.get(meaning)
        if known is not None and _says_the_same(cell, known):
            observations.take(cell)
        elif isinstance(meaning, Meaning) and meaning.is_figures and (known is None or known.is_empty):
            row_fields.figure(cell, row, draft, meaning.field, meaning.period, observations)
        elif not (isinstance(meaning, Meaning) and meaning.field in SHOWN_ONLY):
            observations.tell(cell)
            is_imported = isinstance(meaning, Meaning)
            (imported if is_imported else other).append(_difference(row, cell, known))
    variant, severity = "", Severity.WARNING
    if imported:
        variant, severity = "other", Severity.ERROR
    elif other:
        variant = "beside"
    observations.add(
        at,
        "PEI356",
        variant,
        severity=severity,
        row=row.number,
        first=_place(first, at.column, draft),
        differences=_told([*imported, *other]),
    )


def _place(first: Row, column: int, draft: Draft) -> str:
    """Return the place of what names the indicator in its first row."""
    cell = first.layout.sheet.cell(first.number, column)
    return draft.cell.place if cell.is_empty else cell.place


def _by_meaning(row: Row) -> Mapping[Meaning | str, Cell]:
    """Return the cells of a row by what their column is, or by what heads it where that is not known."""
    found: dict[Meaning | str, Cell] = {}
    for cell in row.all_cells:
        meaning = row.layout.columns.get(cell.column)
        if meaning is None:
            found.setdefault(f"{fold(row.layout.heading(cell.column))} {cell.column}", cell)
        elif meaning.field not in CODE_FIELDS:
            found.setdefault(meaning, cell)
    for column, cell in row.shared.items():
        if row.layout.columns[column].field not in CODE_FIELDS:
            found[row.layout.columns[column]] = cell
    return found


def _says_the_same(cell: Cell, known: Cell) -> bool:
    return cell == known or fold(cell.text) == fold(known.text)


def _difference(row: Row, cell: Cell, known: Cell | None) -> str:
    heading = row.layout.heading(cell.column)[:MAX_SHOWN]
    before = f"«{_shown(known)}»" if known is not None and not known.is_empty else "—"
    return f"{heading}: «{_shown(cell)}» ({before})"


def _shown(cell: Cell) -> str:
    """Return what a cell shows: 0.8 under a format of percentages is 80%."""
    shown = style(cell.format)
    if isinstance(cell.value, int | float) and not isinstance(cell.value, bool) and shown.percent:
        return f"{grouped(exact_number(cell.value) * 100, shown.decimals or 0)}%"
    return cell.text[:MAX_SHOWN]


def _told(differences: Sequence[str]) -> str:
    more = len(differences) - MOST_TOLD
    return "; ".join([*differences[:MOST_TOLD], *([f"… +{more}"] if more > 0 else [])])
