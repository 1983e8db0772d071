"""The sheet of evolutions: the figures of each indicator by year, and a chart of them beside."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pei_dsl.diagnostics.catalogue import phrase
from pei_dsl.interchange.page import A4, STYLES, Column, Page
from pei_dsl.interchange.report_book.book_words import said
from pei_dsl.interchange.report_book.shown_numbers import look_of
from pei_dsl.renderers.outlet import visible
from pei_dsl.renderers.palette import SHADES
from pei_dsl.views import words
from pei_dsl.views.document import Evolution
from pei_dsl.views.plotted import Point

YEAR, VALUE, GOAL, UPPER, LIGHT, WHY = range(6)
_WIDTHS = (12, 14, 14, 14, 14, 30)
_VALUE_COLOR, _GOAL_COLOR, _LINE_COLOR = (f"#{SHADES[each].light}" for each in ("value", "goal", "line"))
_CHART = (560, 270)
_CHART_COLUMNS, _CHART_ROWS = 9, 17
_ON_A_PAGE = 2


def write(page: Page, charts: Sequence[Evolution], language: str, footer: str) -> None:
    """Write a block for each of `charts`: its title, a row for each year, the chart to the right."""
    for place, width in enumerate(_WIDTHS):
        page.sheet.set_column(place, place, width)
    page.widths[:] = _WIDTHS
    breaks = []
    for index, chart in enumerate(charts):
        if index and index % _ON_A_PAGE == 0:
            breaks.append(page.row)
        _block(page, chart, language)
    if not any(chart.goal_ends for chart in charts):  # nothing has an upper end
        page.sheet.set_column(UPPER, UPPER, None, None, {"hidden": True})
    page.set_up(A4, 0, 0, WHY + 1 + _CHART_COLUMNS, footer)
    page.sheet.freeze_panes(0, 0)
    page.sheet.set_h_pagebreaks(breaks)


def _block(page: Page, chart: Evolution, language: str) -> None:
    top = page.row
    page.title(chart.title)
    page.sheet.write_string(page.row, 0, visible(chart.axis), page.format("plain"))
    page.row += 1
    ends = chart.goal_ends or (chart.goal_name, chart.goal_name)  # one heading over both columns
    heads = (said("year", language), chart.value_name, *ends, phrase("report", "state", language))
    columns = [
        Column((head,), width) for head, width in zip((*heads, said("why", language)), _WIDTHS, strict=True)
    ]
    page.headings(columns)
    del page.widths[len(_WIDTHS) :]
    first = page.row
    for point in chart.points:
        _row(page, point, language)
        page.end_row()
    last = page.row - 1
    page.sheet.insert_chart(
        top + 1,
        WHY + 1,
        _drawn(page, chart, first, last),
        {"description": visible(chart.alternative), "x_offset": 12, "object_position": 1},
    )
    for note in chart.notes:
        page.across(note, len(_WIDTHS), "plain")
        page.end_row()
    page.row = max(page.row + 2, top + _CHART_ROWS)


def _row(page: Page, point: Point, language: str) -> None:
    page.text(YEAR, point.category, align="center")
    if point.is_break:
        for column in (VALUE, GOAL, UPPER, LIGHT, WHY):
            page.blank(column)
        return
    _figure(page, VALUE, point.value, point.value_text)
    goal_text = point.goal_text.rpartition("– ")[2]  # of an interval its upper end, which has the sign
    _figure(page, GOAL, point.goal, goal_text)
    _figure(page, UPPER, point.goal_upper, goal_text)
    page.text(LIGHT, words.color_word(point.color, language), _style(point))
    page.text(WHY, "" if point.value is not None else point.value_text)


def _style(point: Point) -> str:
    return "nd" if point.color is None else str(point.color) if str(point.color) in STYLES else "body"


def _figure(page: Page, column: int, number: Any, text: str) -> None:  # noqa: ANN401
    """Write a figure; what is absent stays blank, since charts draw a text as zero."""
    if number is None:
        page.blank(column)
        return
    look = look_of(text)
    page.number(column, number / 100 if look.endswith("%") else number, look)


def _drawn(page: Page, chart: Evolution, first: int, last: int) -> Any:  # noqa: ANN401  (xlsxwriter comes without types)
    name = page.sheet.get_name()

    def series(column: int) -> dict[str, Any]:
        return {
            "name": [name, first - 1, column],
            "categories": [name, first, YEAR, last, YEAR],
            "values": [name, first, column, last, column],
        }

    columns = page.book.add_chart({"type": "column"})
    columns.add_series(
        {
            **series(VALUE),
            "fill": {"color": _VALUE_COLOR},
            "gap": 90,
            "data_labels": {"value": True, "position": "outside_end", "font": {"size": 8}},
        }
    )
    line = page.book.add_chart({"type": "line"})
    if chart.goal_ends:
        line.add_series({**series(GOAL), **_goal_looks("below")})
        line.add_series({**series(UPPER), **_goal_looks("above")})
        band = {"fill": {"color": _GOAL_COLOR, "transparency": 75}, "border": {"none": True}}
        line.set_up_down_bars({"up": band, "down": band})
    else:
        line.add_series({**series(GOAL), **_goal_looks("above")})
    columns.combine(line)
    columns.set_title({"none": True})
    columns.set_legend({"position": "top", "font": {"size": 9}})
    columns.set_x_axis({"num_font": {"size": 9}, "label_position": "low"})
    lowest = min(each for point in chart.points for each in point.plotted)
    axis: dict[str, Any] = {
        "name": visible(chart.axis)[:120],
        "name_font": {"size": 9, "bold": False},
        "num_font": {"size": 8},
        "major_gridlines": {"visible": True, "line": {"color": _LINE_COLOR}},
    }
    columns.set_y_axis(axis if lowest < 0 else {**axis, "min": 0})
    columns.set_size({"width": _CHART[0], "height": _CHART[1]})
    columns.show_blanks_as("gap")
    return columns


def _goal_looks(labels: str) -> dict[str, Any]:
    """Return how a line of goals looks, with its figures `above` or `below`."""
    return {
        "line": {"color": _GOAL_COLOR, "dash_type": "dash", "width": 2},
        "marker": {
            "type": "diamond",
            "size": 8,
            "fill": {"color": _GOAL_COLOR},
            "border": {"color": _GOAL_COLOR},
        },
        "data_labels": {
            "value": True,
            "position": labels,
            "font": {"size": 8, "color": _GOAL_COLOR},
            "fill": {"color": "#FFFFFF"},
        },
    }
