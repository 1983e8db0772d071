"""Where the table of a sheet stands and what its columns are, recognised by their headings or declared."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

import attrs

from pei_dsl.diagnostics import Severity
from pei_dsl.immutable import freezing
from pei_dsl.interchange.cells import Cell, column_number, letters
from pei_dsl.interchange.column_recognition import recognise
from pei_dsl.interchange.headings import CODE_FIELDS, TITLE_FIELDS, Meaning
from pei_dsl.interchange.mapping import Declared, matches
from pei_dsl.interchange.sheet_cells import Observations
from pei_dsl.interchange.sheet_header import find_header, heading_path, tables
from pei_dsl.interchange.workbook import Sheet
from pei_dsl.vocabulary import fold


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
        ignored: Columns that somebody wants left out.
    """

    sheet: Sheet
    header: tuple[int, int]
    first_row: int
    columns: Mapping[int, Meaning] = attrs.field(hash=False)
    headings: Mapping[int, str] = attrs.field(hash=False)
    percentages: str = "signed"
    period: str = ""
    twins: Mapping[int, int] = attrs.field(factory=dict, hash=False)
    ignored: frozenset[int] = frozenset()

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

    def heading(self, column: int) -> str:
        """Return what heads a column, or its letters where nothing does."""
        return self.headings.get(column) or letters(column)

    def column(self, field: str) -> int:
        """Return the number of the first column that is `field`, or 0."""
        return next((number for number, each in self.columns.items() if each.field == field), 0)


def find_layouts(sheet: Sheet, declared: Declared, observations: Observations) -> list[Layout]:
    """Return the tables of `sheet` from the top down; tell of columns that do not say enough."""
    if declared.header is not None:
        parts = [sheet]
    else:
        header = find_header(sheet, by_rows=declared.says_enough)
        parts = [] if header is None else list(tables(sheet, header))
    found = (_layout(each, declared, observations) for each in parts)
    return [each for each in found if each is not None]


def _layout(sheet: Sheet, declared: Declared, observations: Observations) -> Layout | None:
    header = declared.header or find_header(sheet, by_rows=declared.says_enough)
    if header is None:
        return None
    paths = {column: heading_path(sheet, header, column) for column in sheet.columns}
    headings = {column: " / ".join(path) for column, path in paths.items() if path}
    first_row = declared.first_row or header[1] + 1
    ignored = frozenset(_column(headings, each, observations) for each in declared.ignored)
    kept = {column: path for column, path in paths.items() if column not in ignored}
    said = _declared_columns(headings, declared, observations)
    found = recognise(sheet, header, first_row, kept, declared.period, said, observations)
    layout = Layout(
        sheet,
        header,
        first_row,
        _as_one_kind(found.columns, found.kinds),
        headings,
        declared.percentages,
        declared.period,
        found.twins,
        ignored,
    )
    wanted = (*CODE_FIELDS, "level", *(TITLE_FIELDS if declared.numbers else ()))
    return layout if any(map(layout.column, wanted)) else None


def _as_one_kind(columns: Mapping[int, Meaning], kinds: Collection[str]) -> dict[int, Meaning]:
    """
    Return `columns` with the only column of codes and the only one of names as those of any row.

    Names of indicators beside codes of their groups alone (of the `kinds` that there are) stay what they are.
    """
    fields = {each.field for each in columns.values()}
    of_indicators = "indicator" in kinds or not kinds or fields & {*CODE_FIELDS} == {"indicator_code"}
    renamed = {}
    for of_kind, name in ((CODE_FIELDS, "code"), (TITLE_FIELDS, "title")):
        found = fields & {*of_kind}
        if len(found) == 1 and (found != {"indicator_title"} or of_indicators):
            renamed[found.pop()] = name
    return {
        number: attrs.evolve(each, field=renamed.get(each.field, each.field))
        for number, each in columns.items()
    }


def _declared_columns(
    headings: Mapping[int, str], declared: Declared, observations: Observations
) -> dict[int, Meaning]:
    columns: dict[int, Meaning] = {}
    for where, each in declared.columns.items():
        column = _column(headings, where, observations)
        if column:
            columns[column] = each
    for family, pattern in declared.patterns.items():
        for column, heading in headings.items():
            year = next((y for text in (heading, *heading.split(" / ")) if (y := matches(pattern, text))), "")
            if year and column not in columns:
                columns[column] = Meaning(family, year)
    return columns


def _column(headings: Mapping[int, str], written: str, observations: Observations) -> int:
    """Return the number of the column that is headed or called `written`, or 0, which is told (PEI352)."""
    by_heading = next((column for column, text in headings.items() if _is_headed(text, written)), 0)
    column = by_heading or column_number(written)
    if not column:
        known = ", ".join(f"«{text}»" for text in headings.values()) or "—"
        observations.add(None, "PEI352", "missing", column=written[:60], known=known[:300])
    return column


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
