"""The sheet of waterfalls: what each change adds to a figure, and a chart of it beside."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from pei_dsl.interchange.page import A4, Column, Page
from pei_dsl.interchange.report_book.book_words import said
from pei_dsl.renderers.outlet import visible
from pei_dsl.renderers.palette import SHADES
from pei_dsl.views.waterfall import Waterfall

LABEL, AMOUNT, TEXT, BELOW, TOTAL, RISE, FALL = range(7)
_WIDTHS = (38, 14, 14, 11, 11, 11, 11)
_LOOK = "#,##0.00"
_COLORS = {TOTAL: "soft", RISE: "value", FALL: "goal"}
_WIDTH, _ROW_HEIGHT, _LEAST_HEIGHT = 620, 30, 200
_PIXELS, _CHART_COLUMNS = 20, 10


def write(page: Page, charts: Sequence[Waterfall], language: str, footer: str) -> None:
    """Write a block for each of `charts`: its title, a row for each bar, the chart to the right."""
    for place, width in enumerate(_WIDTHS):
        page.sheet.set_column(place, place, width)
    page.widths[:] = _WIDTHS
    for chart in charts:
        _block(page, chart, language)
    page.set_up(A4, 0, 0, FALL + 1 + _CHART_COLUMNS, footer)
    page.sheet.freeze_panes(0, 0)


def _block(page: Page, chart: Waterfall, language: str) -> None:
    top = page.row
    page.title(chart.title)
    heads = (
        said("change", language),
        chart.amount_name,
        said("as_printed", language),
        said("begins_at", language),
        chart.amount_name,
        chart.rise_name,
        chart.fall_name,
    )
    page.headings([Column((head,), width) for head, width in zip(heads, _WIDTHS, strict=True)])
    del page.widths[len(_WIDTHS) :]
    first, spans = page.row, [*chart.spans()]
    for index, (step, begin, end) in enumerate(spans):
        is_figure = index in {0, len(spans) - 1}
        page.text(LABEL, step.label)
        page.number(AMOUNT, step.amount, _LOOK)
        page.text(TEXT, step.text, align="right")
        shown = TOTAL if is_figure else RISE if step.amount >= 0 else FALL
        drawn = {shown: abs(end - begin), BELOW: Fraction(0) if is_figure else min(begin, end)}
        for column in (BELOW, TOTAL, RISE, FALL):
            if column in drawn:
                page.number(column, drawn[column], _LOOK)
            else:
                page.blank(column)
        page.end_row()
    last = page.row - 1
    height = max(_LEAST_HEIGHT, _ROW_HEIGHT * (len(spans) + 1))
    page.sheet.insert_chart(
        top + 1,
        FALL + 1,
        _drawn(page, chart, first, last, height),
        {"description": visible(chart.alternative), "x_offset": 12, "object_position": 1},
    )
    page.row = max(page.row + 2, top + 3 + height // _PIXELS)


def _drawn(page: Page, chart: Waterfall, first: int, last: int, height: int) -> Any:  # noqa: ANN401  (xlsxwriter comes without types)
    """Return a chart of bars on an invisible part that carries them to where they begin."""
    name = page.sheet.get_name()
    bars = page.book.add_chart({"type": "bar", "subtype": "stacked"})
    for column in (BELOW, TOTAL, RISE, FALL):
        fill = {"none": True} if column == BELOW else {"color": f"#{SHADES[_COLORS[column]].light}"}
        bars.add_series(
            {
                "name": [name, first - 1, column],
                "categories": [name, first, LABEL, last, LABEL],
                "values": [name, first, column, last, column],
                "fill": fill,
                "gap": 40,
                "overlap": 100,
            }
        )
    bars.set_title({"none": True})
    bars.set_legend({"none": True})
    bars.set_y_axis({"reverse": True, "num_font": {"size": 8}, "label_position": "low"})
    lowest = min(end for _, _, end in chart.spans())
    axis: dict[str, Any] = {"num_font": {"size": 8}, "major_gridlines": {"visible": False}}
    bars.set_x_axis(axis if lowest < 0 else {**axis, "min": 0})
    bars.set_size({"width": _WIDTH, "height": height})
    return bars
