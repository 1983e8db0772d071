"""Tables of a page: what a row heads, what a column is, and where a code leads."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from pei_dsl.renderers.html.markup import Markup, element, escaped, joined, opening, unquoted
from pei_dsl.renderers.html.svg_distances import distances
from pei_dsl.renderers.palette import tint_class
from pei_dsl.views.document import Align, Cell, Column, Row, Table

_ALIGN = {Align.LEFT: None, Align.RIGHT: "r", Align.CENTER: "c"}
# So few columns fit a telephone; more are moved under the eye.
_FITS = 2


def table_parts(table: Table, labelled: str | None, targets: Collection[str]) -> Iterator[Markup]:
    """
    Yield a table.

    Args:
        table: What is shown.
        labelled: The `id` of the element that names it; None where the heading above does.
        targets: The names of the parts of the page, to which the code that a row begins with may lead.
    """
    moves = len(table.columns) > _FITS
    name = {"aria_labelledby": labelled} if labelled else {"aria_label": table.title if moves else None}
    if moves:
        # A group, not a region: regions with one name would be one place among the landmarks of the page.
        yield opening("div", class_="scroll", tabindex="0", role="group", **name)
    yield opening("table", **name)
    heads = [_cell("th", each.head, scope="col", class_=_ALIGN[each.align]) for each in table.columns]
    if table.distances is not None:
        heads.append(_cell("th", table.distances.title, scope="col"))
    yield joined((Markup("<thead><tr>"), *heads, Markup("<tbody>\n")))
    for (row, spans), drawn in zip(table.spans(), _drawn(table), strict=True):
        yield joined((_row(row, table.columns, spans, targets), drawn, Markup("\n")))
    yield Markup("</table></div>\n" if moves else "</table>\n")


def _drawn(table: Table) -> Iterator[Markup]:
    """Yield the cell at the end of each row that shows how far it is from its goal, where one does."""
    if table.distances is None:
        yield from (Markup() for _ in table.rows)
        return
    yield from (_cell("td", each) for each in distances(table.distances, f"d.{table.id}"))


def data_table(rows: Sequence[Sequence[str]]) -> Markup:
    """Return rows of texts as a table, the first row and the first column its heads."""
    heads, *others = rows
    top = (_cell("th", each, scope="col") if each else _cell("td") for each in heads)
    body = (
        joined(
            (
                Markup("<tr>"),
                _cell("th", row[0], scope="row"),
                *(_cell("td", each, class_="r") for each in row[1:]),
            )
        )
        for row in others
    )
    return element("table", joined((Markup("<thead><tr>"), *top, Markup("<tbody>"), *body)))


def _row(row: Row, columns: Sequence[Column], spans: Sequence[int], targets: Collection[str]) -> Markup:
    begin = opening("tr", class_="group" if row.is_group else None)
    first, *others = row.cells
    if row.is_group and not any(each.text for each in others):
        # It heads what is below, whatever the columns are.
        heading = _cell("th", _leading(first.text, targets), scope="rowgroup", colspan=str(len(columns)))
        return joined((begin, heading))
    cells = (
        _of(cell, column, targets, first=column is columns[0])
        for cell, column, span in zip(row.cells, columns, spans, strict=True)
        if span
    )
    return joined((begin, *cells))


def _of(cell: Cell, column: Column, targets: Collection[str], *, first: bool) -> Markup:
    classes = (_ALIGN[column.align], tint_class(cell.color) if cell.color else None)
    heads = first and bool(cell.text)  # nothing heads no row
    return _cell(
        "th" if heads else "td",
        _leading(cell.text, targets) if first else cell.text,
        scope="row" if heads else None,
        class_=" ".join(filter(None, classes)) or None,
        rowspan=str(cell.covers) if cell.covers > 1 else None,
    )


def _leading(text: str, targets: Collection[str]) -> str:
    """Return a text, as a link where it is the code of what the page tells how it was computed."""
    target = f"calculo.{text}"
    return element("a", text, href=f"#{target}") if target in targets else text


def _cell(name: str, text: str = "", **attributes: str | None) -> Markup:
    """Return a cell; where it ends, the next one or the table tells: pages are mostly cells."""
    return joined((unquoted(name, **attributes), escaped(text)))
