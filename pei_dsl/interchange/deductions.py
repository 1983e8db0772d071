"""What a table does not say but shows: the unit in a name, the direction in the goals."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from pei_dsl.interchange import sheet_cells
from pei_dsl.interchange.cells import Cell
from pei_dsl.interchange.drafts import Draft
from pei_dsl.interchange.sheet_layout import Layout
from pei_dsl.interchange.table_row import Row
from pei_dsl.model.periods import Period
from pei_dsl.model.units import base_in_title
from pei_dsl.syntax import tree
from pei_dsl.vocabulary import fold


def has_percent(row: Row) -> bool:
    """Tell whether a figure of `row` is written or shown as a percentage."""
    return any(_is_percent(row.own[column]) for column in _figure_columns(row.layout))


def _figure_columns(layout: Layout) -> Iterator[int]:
    for column, each in layout.columns.items():
        if each.is_figures or each.field in {"baseline_value", "figure"}:
            yield column


def _is_percent(cell: Cell) -> bool:
    if isinstance(cell.value, str):
        return cell.text.endswith("%")
    shown = sheet_cells.style(cell.format)
    return not cell.is_empty and (shown.percent or shown.points)


_UNITS_IN_TITLES = (
    (re.compile(r"(porcentaje|proporcion)\b|%"), "porcentaje"),
    (re.compile(r"(tasa de (variacion|crecimiento)|variacion porcentual)\b"), "tasa de variación"),
    (re.compile(r"tasa\b"), "tasa"),
    (re.compile(r"numero\b|n(ro|°|º)?\.? de\b"), "número"),
    (re.compile(r"cantidad\b"), "cantidad"),
    (re.compile(r"indice\b"), "índice"),
    (re.compile(r"(ratio|razon)\b"), "ratio"),
)


def unit_of_title(title: str) -> str:
    """Return the unit that the name of an indicator begins with, as a plan writes it, or ""."""
    folded = fold(title)
    found = next((unit for pattern, unit in _UNITS_IN_TITLES if pattern.match(folded)), "")
    base = base_in_title(title)
    return f"tasa por {base:,}" if found == "tasa" and base is not None else found


def direction_of(draft: Draft) -> str:
    """Return the direction in which the baseline and the goals of `draft` go, or "" when they do not say."""
    series: list[tuple[Period, tree.Amount]] = []
    for family in ("baseline", "goals"):
        for written, figure in draft.figures[family].items():
            period = Period.parse(written)
            if isinstance(figure.amount, tree.AmountRange):
                return "no definido"
            if period is not None and figure.amount.value is not None:
                series.append((period, figure.amount))
    values = [
        amount.value for _, amount in sorted(series, key=lambda pair: pair[0]) if amount.value is not None
    ]
    steps = [after - before for before, after in itertools.pairwise(values)]
    if any(steps) and all(step >= 0 for step in steps):
        return "ascendente"
    if any(steps) and all(step <= 0 for step in steps):
        return "descendente"
    return ""
