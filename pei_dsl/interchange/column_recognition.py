"""What each column of a table is: by its headings, and by its cells where these know better."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import attrs

from pei_dsl.diagnostics import Severity
from pei_dsl.interchange.cells import Cell, letters
from pei_dsl.interchange.column_contents import by_content, codes_in, unheaded
from pei_dsl.interchange.headings import CODE_FIELDS, FAMILIES, Meaning, family_of, meaning
from pei_dsl.interchange.sheet_cells import Observations
from pei_dsl.interchange.sheet_header import Header, anchor, is_repeated
from pei_dsl.interchange.workbook import Sheet


@attrs.define
class Recognised:
    """
    What the columns of a table are.

    Attributes:
        columns: What each is, by its number.
        twins: Columns that say the same as an earlier one, with that one.
        kinds: What the codes in them are of.
    """

    columns: dict[int, Meaning] = attrs.field(factory=dict)
    twins: dict[int, int] = attrs.field(factory=dict)
    kinds: frozenset[str] = frozenset()


def recognise(
    sheet: Sheet,
    header: Header,
    first_row: int,
    paths: Mapping[int, Sequence[str]],
    period: str,
    said: Mapping[int, Meaning],
    observations: Observations,
) -> Recognised:
    """
    Return what the columns of a table are; tell of figures that name no year, and of what the cells decided.

    Args:
        sheet: The sheet.
        header: First and last row of the headings.
        first_row: The first row below them.
        paths: The headings of each column, from the top down.
        period: The period of columns of figures whose headings name none, or "".
        said: What somebody says that columns are.
        observations: Where to tell.
    """
    found = Recognised(dict(said))
    rows = [row for row in sheet.rows if row >= first_row and not is_repeated(sheet, header, row)]
    contents = {column: [sheet.cell(row, column) for row in rows] for column in paths}
    for column, path in paths.items():
        meant = None if column in said else meaning(path, period)
        if meant is not None:
            _settle(found, column, by_content(meant, contents[column]), contents)
    _share_names(found)
    for column, path in paths.items():
        if column in found.columns or column in found.twins:
            continue
        if any(map(family_of, path)):
            _tell_without_year(sheet, header, column, path, observations)
            continue
        meant = unheaded(contents[column], found.columns.values())
        if meant is not None:
            found.columns[column] = meant
            _tell_by_content(sheet, header, column, contents[column], meant, observations)
    found.columns = dict(sorted(found.columns.items()))
    found.kinds = frozenset(
        each.code.kind
        for column, meant in found.columns.items()
        if meant.field in CODE_FIELDS
        for each in codes_in(contents[column])
    )
    return found


def _settle(found: Recognised, column: int, meant: Meaning, contents: Mapping[int, Sequence[Cell]]) -> None:
    """Take a column as what it is, unless an earlier one is the same; two of codes may be of two kinds."""
    first = next((number for number, each in found.columns.items() if each == meant), None)
    if first is None:
        found.columns[column] = meant
        return
    kinds = [{each.code.kind for each in codes_in(contents[number])} for number in (first, column)]
    if meant.field == "code" and all(len(each) == 1 for each in kinds) and kinds[0] != kinds[1]:
        for number, [kind] in zip((first, column), kinds, strict=True):
            found.columns[number] = Meaning(f"{kind}_code")
    else:
        found.twins[column] = first


def _share_names(found: Recognised) -> None:
    """Give columns of names, where there are several, to the codes of one kind to their left."""
    names = [
        column
        for column in sorted({*found.columns, *found.twins})
        if found.columns.get(found.twins.get(column, column)) == Meaning("title")
    ]
    if len(names) < 2:
        return
    for column in names:
        left = [each for each in found.columns if each < column and found.columns[each].field in CODE_FIELDS]
        owner = found.columns[max(left)].field.rpartition("_")[0] if left else ""
        named = Meaning(f"{owner}_title")
        if owner and named not in found.columns.values():
            found.columns[column] = named
            found.twins.pop(column, None)


# ---- What is told -----------------------------------------------------------------------------------------


def _tell_without_year(
    sheet: Sheet, header: Header, column: int, path: Sequence[str], observations: Observations
) -> None:
    cell = next(
        each
        for row in range(header[1], header[0] - 1, -1)
        if not (each := anchor(sheet, row, column)).is_empty
    )
    family = FAMILIES.named(next(filter(None, map(family_of, path)))).spanish
    observations.add(cell, "PEI361", heading=" / ".join(path), column=letters(column), family=family)


def _tell_by_content(
    sheet: Sheet,
    header: Header,
    column: int,
    cells: Sequence[Cell],
    meant: Meaning,
    observations: Observations,
) -> None:
    heads = [sheet.cell(row, column) for row in range(header[1], header[0] - 1, -1)]
    at = next(each for each in (*heads, *cells) if not each.is_empty)
    example = next(each for each in cells if not each.is_empty)
    observations.add(
        at,
        "PEI366",
        severity=Severity.NOTE,
        column=letters(column),
        meant=str(meant),
        example=example.text,
    )
