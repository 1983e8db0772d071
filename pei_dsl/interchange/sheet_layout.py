"""Where the table of a sheet stands and what its columns are, recognised by their headings or declared."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import attrs

from pei_dsl.diagnostics import Severity
from pei_dsl.immutable import freezing
from pei_dsl.interchange.cells import Cell, letters
from pei_dsl.interchange.headings import Meaning, family_of, meaning
from pei_dsl.interchange.mapping import Declared, matches
from pei_dsl.interchange.period_headings import period_of
from pei_dsl.interchange.sheet_cells import Observations
from pei_dsl.interchange.workbook import Sheet
from pei_dsl.vocabulary import fold

# How far down a table may begin, and how many rows its headings may take.
LAST_START = 60
MOST_HEADINGS = 4


@attrs.frozen(field_transformer=freezing)
class Layout:
    """
    A table that was understood.

    Attributes:
        header: First and last row of its headings.
        first_row: The first row below them.
        columns: What each column is, by its number.
        headings: The text of each column's headings.
        percentages: What a percentage without % is.
        period: The period of what names none, or "".
        twins: Columns that say the same as an earlier one, which alone is read, with that one.
        is_declared: Whether somebody has said what the columns are.
    """

    sheet: Sheet
    header: tuple[int, int]
    first_row: int
    columns: Mapping[int, Meaning] = attrs.field(hash=False)
    headings: Mapping[int, str] = attrs.field(hash=False)
    percentages: str = "signed"
    period: str = ""
    twins: Mapping[int, int] = attrs.field(factory=dict, hash=False)
    is_declared: bool = False

    @property
    def is_long(self) -> bool:
        """Whether there is a row for each figure, not a column for each year."""
        fields = {each.field for each in self.columns.values()}
        return "figure" in fields and ("period" in fields or bool(self.period))

    @property
    def form(self) -> str:
        """What it looks like: `long`, `B-2` (names of indicators beside those of objectives), `wide`."""
        if self.is_long:
            return "long"
        fields = {each.field for each in self.columns.values()}
        return "B-2" if "indicator_title" in fields else "wide"

    def column(self, field: str) -> int:
        """Return the number of the first column that is `field`, or 0."""
        return next((number for number, each in self.columns.items() if each.field == field), 0)


def find_layout(sheet: Sheet, declared: Declared, observations: Observations) -> Layout | None:
    """Return the table of `sheet`, or None when there is none; tell of columns that do not say enough."""
    header = declared.header or _find_header(sheet)
    if header is None and declared.names_columns:
        header = (1, 1)
    if header is None:
        return None
    paths = {column: _path(sheet, header, column) for column in sheet.columns}
    headings = {column: " / ".join(path) for column, path in paths.items() if path}
    twins: dict[int, int] = {}
    if declared.names_columns:
        columns = _declared_columns(headings, declared, observations)
    else:
        columns = _recognised(sheet, header, paths, declared, twins, observations)
    layout = Layout(
        sheet,
        header,
        declared.first_row or header[1] + 1,
        columns,
        headings,
        declared.percentages,
        declared.period,
        twins,
        declared.names_columns,
    )
    return layout if layout.column("code") or layout.column("indicator_code") else None


def _find_header(sheet: Sheet) -> tuple[int, int] | None:
    """Return the first and last row of the headings: around the first cell that is headed «Código»."""
    for row in (each for each in sheet.rows if each <= LAST_START):
        for column in sheet.columns:
            found = meaning([sheet.cell(row, column).text])
            if (
                found is not None
                and found.field in {"code", "indicator_code"}
                and _others(sheet, row, column)
            ):
                return _around(sheet, row, column)
    return None


def _others(sheet: Sheet, row: int, code: int) -> bool:
    """Tell whether the row of a heading «Código» has others, so that it is no label of a title block."""
    return any(
        meaning([text]) is not None or family_of(text)
        for column in sheet.columns
        if column != code and (text := sheet.cell(row, column).text)
    )


def _around(sheet: Sheet, row: int, column: int) -> tuple[int, int]:
    top = row
    while top > 1 and row - top < MOST_HEADINGS and _is_above(sheet, top - 1):
        top -= 1
    bottom = row
    while bottom - top < MOST_HEADINGS and _is_heading(sheet, bottom + 1, column, row):
        bottom += 1
    return top, bottom


def _is_above(sheet: Sheet, row: int) -> bool:
    """Tell whether `row` has headings of families of columns."""
    texts = [sheet.cell(row, column).text for column in sheet.columns]
    return any(family_of(text) for text in texts) or any(
        fold(text) in {"indicador", "oei/aei", "oei / aei"} for text in texts
    )


def _is_heading(sheet: Sheet, row: int, code: int, header: int) -> bool:
    """Tell whether `row` goes on with the headings that begin in row `header`."""
    if row > sheet.last_row:
        return False
    anchor = _anchor(sheet, row, code)
    if not anchor.is_empty and meaning([anchor.text]) is None:
        return False
    if not anchor.is_empty and anchor.row <= header:
        return True
    texts = [sheet.cell(row, column).text for column in sheet.columns]
    said = [text for text in texts if text]
    return bool(said) and all(map(_says_a_column, said))


def _says_a_column(text: str) -> bool:
    """Tell whether `text` is a heading, or the lower part of one: a name, a family, a year, a semester."""
    return (
        meaning([text]) is not None
        or bool(family_of(text))
        or bool(period_of([text]))
        or period_of([f"2024 {text}"]) != "2024"
        or fold(text) in {"ano", "valor", "anual"}
    )


def _anchor(sheet: Sheet, row: int, column: int) -> Cell:
    """Return the cell whose text shows at a place: the first of the merged cells around it."""
    for merge in sheet.merges:
        if merge.top <= row <= merge.bottom and merge.left <= column <= merge.right:
            return sheet.cell(merge.top, merge.left)
    return sheet.cell(row, column)


def _path(sheet: Sheet, header: tuple[int, int], column: int) -> list[str]:
    """Return the headings above `column` from the top down, each once."""
    path: list[str] = []
    for row in range(header[0], header[1] + 1):
        text = _anchor(sheet, row, column).text or _carried(sheet, header, row, column)
        if text and text not in path:
            path.append(text)
    return path


def _carried(sheet: Sheet, header: tuple[int, int], row: int, column: int) -> str:
    """Return the heading of a family that stands to the left, where nobody merged the cells under it."""
    below = [text for each in range(row + 1, header[1] + 1) if (text := _anchor(sheet, each, column).text)]
    if not below:
        return ""
    left = next((text for each in range(column - 1, 0, -1) if (text := _anchor(sheet, row, each).text)), "")
    family = family_of(left)
    fits = fold(below[-1]) in {"ano", "valor"} if family == "baseline" else bool(period_of(below))
    return left if family and fits else ""


def _recognised(
    sheet: Sheet,
    header: tuple[int, int],
    paths: Mapping[int, list[str]],
    declared: Declared,
    twins: dict[int, int],
    observations: Observations,
) -> dict[int, Meaning]:
    columns: dict[int, Meaning] = {}
    for column, path in paths.items():
        found = meaning(path, declared.period)
        if found is None:
            if any(map(family_of, path)):
                cell = next(
                    each
                    for row in range(header[1], header[0] - 1, -1)
                    if not (each := _anchor(sheet, row, column)).is_empty
                )
                observations.add(cell, "PEI361", heading=" / ".join(path))
            continue
        first = next((number for number, each in columns.items() if each == found), None)
        if first is not None:
            twins[column] = first
            continue
        columns[column] = found
    return _as_one_kind(columns)


def _as_one_kind(columns: dict[int, Meaning]) -> dict[int, Meaning]:
    """Return `columns` with the only code and the only title they have under the names of a plain table."""
    fields = {each.field for each in columns.values()}
    renamed = {}
    if "code" not in fields:
        renamed["indicator_code"] = "code"
    if "title" not in fields:
        renamed["indicator_title"] = "title"
    return {
        number: attrs.evolve(each, field=renamed.get(each.field, each.field))
        for number, each in columns.items()
    }


def _declared_columns(
    headings: Mapping[int, str], declared: Declared, observations: Observations
) -> dict[int, Meaning]:
    columns: dict[int, Meaning] = {}
    by_letters = {letters(column): column for column in range(1, 16_385)} if declared.columns else {}
    for where, each in declared.columns.items():
        by_heading = next((c for c, text in headings.items() if _is_headed(text, where)), 0)
        column = by_heading or by_letters.get(where.upper(), 0)
        if column:
            columns[column] = each
        else:
            known = ", ".join(f"«{text}»" for text in headings.values()) or "—"
            observations.add(None, "PEI352", "missing", column=where[:60], known=known[:300])
    for family, pattern in declared.patterns.items():
        for column, heading in headings.items():
            year = next((y for text in (heading, *heading.split(" / ")) if (y := matches(pattern, text))), "")
            if year and column not in columns:
                columns[column] = Meaning(family, year)
    return dict(sorted(_as_one_kind(columns).items()))


def _is_headed(heading: str, written: str) -> bool:
    return fold(written) in {fold(heading), fold(heading.rpartition(" / ")[2])}


def title_block(layout: Layout) -> Iterator[tuple[Cell, Cell]]:
    """Yield the labels above a table, each with what stands to its right: `Entidad:` and `INPE`."""
    sheet = layout.sheet
    for (row, column), cell in sheet.cells.items():
        if row >= layout.header[0] or cell.is_empty:
            continue
        right = next(
            (
                value
                for each in sheet.columns
                if each > column and not (value := sheet.cell(row, each)).is_empty
            ),
            None,
        )
        if right is not None:
            yield cell, right


def tell_hidden(layout: Layout, observations: Observations) -> None:
    """Tell of hidden rows within the table: they are read like all others."""
    sheet = layout.sheet
    held = set(sheet.rows)
    rows = sorted(row for row in sheet.hidden_rows if layout.first_row <= row and row in held)
    for row in rows:
        observations.add(
            sheet.cell(row, layout.column("code")), "PEI359", "hidden", severity=Severity.NOTE, row=row
        )
