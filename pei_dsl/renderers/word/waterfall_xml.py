"""A waterfall as a native chart of Word: bars on an invisible part that carries them to where they begin."""

from __future__ import annotations

from fractions import Fraction

from pei_dsl.renderers import palette
from pei_dsl.renderers.word.chart_xml import (
    GOAL_COLOR,
    VALUE_COLOR,
    Line,
    axes,
    category_axis,
    fill,
    number_format,
    series,
    space,
    value_axis,
)
from pei_dsl.renderers.word.xml import node
from pei_dsl.views.waterfall import Waterfall

_TOTAL_COLOR = palette.SHADES["soft"].light


def waterfall_lines(chart: Waterfall) -> tuple[Line, ...]:
    """Return the invisible part, the figures, and the changes upwards and downwards: a series each."""
    spans = [*chart.spans()]
    last = len(spans) - 1
    form = number_format([chart.start.text, chart.end.text])
    below: list[Fraction | None] = []
    drawn: list[list[Fraction | None]] = [[], [], []]
    for index, (step, begin, end) in enumerate(spans):
        kind = 0 if index in {0, last} else 1 if step.amount >= 0 else 2
        below.append(None if kind == 0 else min(begin, end))
        for number, figures in enumerate(drawn):
            figures.append(abs(end - begin) if number == kind else None)
    names = (chart.amount_name, chart.rise_name, chart.fall_name)
    colors = (_TOTAL_COLOR, VALUE_COLOR, GOAL_COLOR)
    return (
        Line(" ", tuple(below), form, "FFFFFF"),
        *(
            Line(name, tuple(figures), form, color)
            for name, figures, color in zip(names, drawn, colors, strict=True)
        ),
    )


def waterfall_names(chart: Waterfall) -> tuple[str, ...]:
    """Return what stands beside the bars: each with its figure, for which a short bar has no room."""
    return tuple(f"{step.label}  {step.text}" for step, _, _ in chart.spans())


def waterfall(chart: Waterfall) -> bytes:
    """Return the part of a waterfall: bars from above to below, as the changes are read."""
    categories = waterfall_names(chart)
    hidden, *shown = waterfall_lines(chart)
    bars = node(
        "c:barChart",
        node("c:barDir", val="bar"),
        node("c:grouping", val="stacked"),
        node("c:varyColors", val="0"),
        series(0, hidden, categories, node("c:spPr", node("a:noFill")), None),
        *(series(index, line, categories, fill(line.color), None) for index, line in enumerate(shown, 1)),
        node("c:gapWidth", val="40"),
        node("c:overlap", val="100"),
        *axes(),
    )
    hidden_axis = value_axis("", hidden=True, from_zero=min(end for _, _, end in chart.spans()) >= 0)
    return space([bars, category_axis(backwards=True), hidden_axis], has_legend=False)
