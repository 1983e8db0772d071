"""Tables of a report on sheets: each below the other, their figures as numbers."""

from __future__ import annotations

from collections.abc import Sequence

from pei_dsl.interchange.page import A4, STYLES, Column, Page
from pei_dsl.interchange.report_book.shown_numbers import cell_number
from pei_dsl.renderers.outlet import visible
from pei_dsl.views.document import Align, Cell, Document, Section, Table

_SHARE = 5.6
"""How many characters a share of a column's width is: a share is a centimetre on paper."""


def write_tables(page: Page, tables: Sequence[Table], document: Document, footer: str) -> None:
    """Write tables of the same columns as one, each below its title where there are several."""
    columns = tables[0].columns
    _widths(page, [each.share * _SHARE for each in columns])
    if len(tables) == 1:
        page.title(tables[0].title)
    head = page.row
    for place, column in enumerate(columns):
        page.text(place, column.head, "head", align="center")
    page.end_row()
    for table in tables:
        if len(tables) > 1:
            page.across(table.title, len(columns), "head", align="left")
            page.end_row()
        _rows(page, table)
    page.row += 1
    notes = (f"{document.name('note')}. {note}" for each in tables for note in each.notes)
    origins = (f"{document.name('origin')}: {each.origin}" for each in tables if each.origin)
    for line in dict.fromkeys((*notes, *origins)):
        page.sheet.write_string(page.row, 0, visible(line), page.format("plain"))
        page.row += 1
    page.set_up(A4, head, head, len(columns), footer)
    page.sheet.freeze_panes(head + 1, 1)


def _rows(page: Page, table: Table) -> None:
    above: Sequence[Cell] = ()
    for row, spans in table.spans():
        # A cell that covers rows says the same in each, so that they can be sorted and filtered.
        above = [
            cell if span else above[place]
            for place, (cell, span) in enumerate(zip(row.cells, spans, strict=True))
        ]
        if row.is_group and not any(each.text for each in above[1:]):
            page.across(above[0].text, len(above), "group")
        else:
            for place, (cell, column) in enumerate(zip(above, table.columns, strict=True)):
                _put(page, place, cell, column.align, group=row.is_group)
        page.end_row()


def _put(page: Page, place: int, cell: Cell, align: Align, *, group: bool) -> None:
    style = "group" if group else "body"
    if cell.color is not None and cell.color in STYLES:
        style = cell.color
    number = cell_number(cell.text) if align is Align.RIGHT else None
    if number is not None:
        form = page.format(style, num_format=number.look)
        page.sheet.write_number(page.row, place, float(number.value), form)
    elif align is Align.LEFT:
        page.text(place, cell.text, style)
    else:
        page.text(place, cell.text, style, align=align.name.lower())


def write_list(
    page: Page, heads: Sequence[str], sections: Sequence[Section], footer: str, *, page_each: bool
) -> None:
    """
    Write the tables of `sections`, each of two columns, as one list: whose row it is, its field, its text.

    Args:
        page: The sheet.
        heads: What the three columns are called.
        sections: Whose tables.
        footer: What stands at the foot of each page.
        page_each: Whether each section begins on another page of paper.
    """
    _widths(page, [20, 30, 92])
    head = page.row
    page.headings([Column((name,), width) for name, width in zip(heads, (20, 30, 92), strict=True)])
    breaks = []
    for section in sections:
        breaks.append(page.row)
        for table in section.blocks:
            if isinstance(table, Table):
                code = table.title.split(" ")[0]
                for row in table.rows:
                    for place, text in enumerate((code, *(each.text for each in row.cells))):
                        page.text(place, text, num_format="@")
                    page.end_row()
    page.sheet.autofilter(head, 0, max(page.row - 1, head), 2)
    page.set_up(A4, head, head, 3, footer)
    if page_each:
        page.sheet.set_h_pagebreaks(breaks[1:])
    page.sheet.freeze_panes(head + 1, 2)


def _widths(page: Page, widths: Sequence[float]) -> None:
    page.widths.clear()
    for place, width in enumerate(widths):
        page.sheet.set_column(place, place, width)
        page.widths.append(width)
