"""
Every cell of a workbook that was neither read nor told of, told: a whole column, one cell, a comment.

What was read is judged by what is there, not by what was recognised: reading keeps in mind each cell that it
takes over, and all others that hold something are told here.
"""

from __future__ import annotations

import datetime
import difflib
import re
from collections.abc import Iterable, Mapping, Sequence

import attrs

from pei_dsl.diagnostics import Severity
from pei_dsl.diagnostics.catalogue import Parameter
from pei_dsl.interchange.cells import MAX_SHOWN, Cell, letters
from pei_dsl.interchange.column_contents import codes_in
from pei_dsl.interchange.headings import (
    CODE_FIELDS,
    COLUMNS,
    FAMILIES,
    SHOWN_ONLY,
    TITLE_FIELDS,
    family_of,
    meaning,
)
from pei_dsl.interchange.mapping import Declared
from pei_dsl.interchange.sheet_cells import Observations
from pei_dsl.interchange.sheet_header import heading_path, says_both, says_figures
from pei_dsl.interchange.sheet_layout import Layout
from pei_dsl.interchange.workbook import Workbook
from pei_dsl.vocabulary import fold

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
# Of a column that is not recognised hardly anything is known: only what is nearly the same is proposed.
_ALIKE = 0.85
# What a heading in two parts may say twice: `Línea de base` above `Valor`, `Logro` above `2025`.
_OF_FIGURES = frozenset({"goals", "values", "achievement", "baseline_value", "baseline_year", "figure"})
_FIGURE = re.compile(r"[-−–]?\s*\d[\d.,\s]*%?")


def tell_unread(
    workbook: Workbook, layouts: Iterable[Layout], declared: Declared, observations: Observations
) -> int:
    """
    Tell of every cell with something in it that was neither read nor told of.

    Returns how many cells and comments were not read, told before (as those of a sheet without a table) or
    here; those of sheets that somebody left aside with `declared` do not count.
    """
    unread = 0
    found = list(layouts)
    for layout in found:
        unread += _of_table(layout, observations, is_form=workbook.is_form)
    with_table = {each.sheet.name for each in found}
    for sheet in workbook.sheets:
        if sheet.name in with_table:
            continue
        if not declared.sheet and not workbook.is_form:
            unread += len(sheet.cells)
    return unread


def _of_table(layout: Layout, observations: Observations, *, is_form: bool) -> int:
    sheet = layout.sheet
    shown = {number for number, each in layout.columns.items() if each.field in SHOWN_ONLY}
    last = layout.header[1]
    unread = [
        cell
        for cell in sheet.cells.values()
        if not cell.is_empty
        and (sheet.name, cell.row, cell.column) not in observations.taken
        and (not layout.header[0] <= cell.row <= last or _heads_nothing(layout, cell))
        # What a form shows beside the cells of the plan is nobody's.
        and not (is_form and (cell.row <= last or cell.column in shown))
    ]
    comments = [
        cell
        for cell in sheet.cells.values()
        if cell.comment
        and (sheet.name, cell.row, cell.column) not in observations.noted
        # What a form says on its headings are instructions.
        and not (is_form and (cell.row <= last or cell.column in shown))
    ]
    told = {
        (each.cell.row, each.cell.column)
        for each in observations.items
        if each.cell is not None and each.cell.sheet == sheet.name
    } | {(row, column) for name, row, column in observations.told if name == sheet.name}
    left = [
        cell
        for cell in unread
        if (cell.row, cell.column) not in told and (sheet.name, cell.row) not in observations.rows_told
    ]
    below: dict[int, list[Cell]] = {}
    for cell in left:
        if cell.row > last:
            below.setdefault(cell.column, []).append(cell)
    unknown = {*below, *layout.headings} - set(layout.columns)
    for column in sorted(unknown):
        _tell_column(layout, column, below.get(column, []), told, observations)
    for column, cells in sorted(below.items()):
        if column in shown:
            _add(layout, column, cells, observations, "shown", Severity.NOTE)
        elif column not in unknown:
            for cell in cells:
                observations.add(cell, "PEI365", "cell", severity=_weight([cell]))
    for cell in left:
        if cell.row <= last:
            observations.add(cell, "PEI365", "outside", severity=Severity.NOTE)
    for cell in comments:
        if (sheet.name, cell.row) not in observations.rows_told:
            comment = " ".join(cell.comment.split())[:MAX_SHOWN]
            observations.add(cell, "PEI365", "comment", severity=Severity.NOTE, comment=comment)
    return len(unread) + len(comments)


def _heads_nothing(layout: Layout, cell: Cell) -> bool:
    """Tell whether a cell among the headings is none: without it each column would be what it is."""
    meant = layout.columns.get(cell.column)
    if meant is None or says_both(cell.text) or (meant.field in _OF_FIGURES and says_figures(cell.text)):
        return False
    sheet, header = layout.sheet, layout.header
    cells = {place: each for place, each in sheet.cells.items() if each is not cell}
    rest = attrs.evolve(sheet, cells=cells)
    if meaning(heading_path(rest, header, cell.column)) is None:
        return False
    return all(
        meaning(heading_path(rest, header, each)) == meaning(heading_path(sheet, header, each))
        for each in sheet.columns
    )


# ---- Columns ----------------------------------------------------------------------------------------------


def _tell_column(
    layout: Layout,
    column: int,
    cells: Sequence[Cell],
    told: set[tuple[int, int]],
    observations: Observations,
) -> None:
    """Tell of a column that is not recognised, by what it seems to be."""
    headings = _headings(layout, column)
    if column in layout.ignored:
        if cells:
            _add(layout, column, cells, observations, "ignored", Severity.NOTE)
        return
    if any((each.row, each.column) in told for each in headings):
        return  # one of figures that names no year
    written = layout.headings.get(column, "")
    if not cells:
        if headings:
            _add(layout, column, cells, observations, "empty", Severity.NOTE)
        return
    weight = _weight(cells)
    twin = layout.twins.get(column)
    name = letters(column)
    date = next((each.value for each in headings if isinstance(each.value, datetime.date)), None)
    near = _near(written)
    year = next(iter(_YEAR.findall(written)), "") or _next_year(layout)
    line = f"logro esperado {year}" if weight is Severity.ERROR else _name_that_lacks(layout, cells)
    if twin is not None:
        _add(
            layout,
            column,
            cells,
            observations,
            "twice",
            weight,
            first=letters(twin),
            line=f"ignorar = {name}",
        )
    elif date is not None:
        _add(
            layout,
            column,
            cells,
            observations,
            "date",
            weight,
            year=str(date.year),
            line=f"logro esperado {date.year} = {name}",
        )
    elif not written:
        _add(layout, column, cells, observations, "blank", weight, line=f"{line} = {name}")
    elif near:
        _add(layout, column, cells, observations, "near", weight, near=near, line=f"{near} = {name}")
    else:
        of_plan = _YEAR.search(written) or any(map(family_of, written.split(" / ")))
        _add(
            layout,
            column,
            cells,
            observations,
            "",
            weight if of_plan else Severity.NOTE,
            line=f"{line} = {name}",
        )


def _next_year(layout: Layout) -> str:
    """Return the year after the last one that has a column of goals."""
    years = [int(each.period[:4]) for each in layout.columns.values() if each.field == "goals"]
    return str(max(years, default=2024) + 1)


def _name_that_lacks(layout: Layout, cells: Sequence[Cell]) -> str:
    """Return what a column of texts may be, as a mapping says it: names that the table lacks, or nothing."""
    is_prose = sum(" " in each.text for each in cells) * 2 > len(cells)
    if is_prose and not any(map(layout.column, TITLE_FIELDS)):
        return "denominación"
    if is_prose and not layout.column("indicator_title") and not _has_indicators(layout):
        return "nombre del indicador"
    return "ignorar"


def _has_indicators(layout: Layout) -> bool:
    """Tell whether a row of the table has the code of an indicator."""
    columns = [number for number, each in layout.columns.items() if each.field in CODE_FIELDS]
    cells = (layout.sheet.cell(row, column) for column in columns for row in layout.sheet.rows)
    return any(named.code.kind == "indicator" for named in codes_in(cells))


def _headings(layout: Layout, column: int) -> list[Cell]:
    """Return the cells that head `column` alone, the lowest first."""
    first, last = layout.header
    found = (layout.sheet.cell(row, column) for row in range(last, first - 1, -1))
    return [cell for cell in found if not cell.is_empty]


def _add(
    layout: Layout,
    column: int,
    cells: Sequence[Cell],
    observations: Observations,
    variant: str,
    severity: Severity,
    **params: Parameter,
) -> None:
    at = next(iter((*_headings(layout, column), *cells)))
    known: Mapping[str, Parameter] = {
        "heading": layout.headings.get(column, "")[:MAX_SHOWN],
        "column": letters(column),
        "count": len(cells),
        "example": cells[0].text[:MAX_SHOWN] if cells else "",
        "place": cells[0].place if cells else "",
    }
    observations.add(at, "PEI365", variant, severity=severity, **{**known, **params})


def _weight(cells: Iterable[Cell]) -> Severity:
    """Return how grave it is not to read `cells`: a figure that is left out is an error."""
    return Severity.ERROR if any(map(_is_figure, cells)) else Severity.NOTE


def _is_figure(cell: Cell) -> bool:
    if isinstance(cell.value, bool):
        return False
    if isinstance(cell.value, str):
        return _FIGURE.fullmatch(cell.text) is not None
    return isinstance(cell.value, int | float) or cell.value is None


def _near(heading: str) -> str:
    """Return what a misspelt heading seems to mean, with its year: `línea de base 2024`, or ""."""
    bare = " ".join(_YEAR.sub(" ", fold(heading.rpartition(" / ")[2])).split())
    known = {
        fold(each): word.spanish
        for words in (COLUMNS, FAMILIES)
        for word in words
        for each in (word.spanish, *word.synonyms)
        if len(each) > 4  # of a shorter one nearly everything is a misspelling
    }
    near = difflib.get_close_matches(bare, known, 1, _ALIKE)
    years = _YEAR.findall(heading)
    return " ".join([known[near[0]], *years[:1]]) if near else ""
