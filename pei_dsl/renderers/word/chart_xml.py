"""Native charts of Word: a part with the figures as they are drawn, and the workbook behind “Edit data”."""

from __future__ import annotations

import datetime
import io
import re
from collections.abc import Sequence
from fractions import Fraction

import attrs
import xlsxwriter

from pei_dsl.algebra import display
from pei_dsl.renderers import palette
from pei_dsl.renderers.word.xml import composed, node
from pei_dsl.renderers.word.xml_tree import Element
from pei_dsl.views.document import Counts, Evolution

VALUE_COLOR, GOAL_COLOR, INK, LINE = (palette.SHADES[name].light for name in ("value", "goal", "ink", "line"))
_SHEET = "Datos"
_DIGITS = 15


@attrs.frozen
class Line:
    """A series of a chart: its name, its figures (None where there is none), and how they are written."""

    name: str
    figures: tuple[Fraction | None, ...]
    format: str
    color: str


def evolution_lines(chart: Evolution) -> tuple[Line, ...]:
    """Return what was obtained and what was due; of goals that are intervals a line for each end."""
    texts = [each.value_text for each in chart.points if each.value is not None]
    goals = [each.goal_text for each in chart.points if each.goal is not None]
    values = tuple(each.value for each in chart.points)
    ends = [tuple(each.goal for each in chart.points), tuple(each.goal_upper for each in chart.points)]
    return (
        Line(chart.value_name, values, number_format(texts), VALUE_COLOR),
        *(
            Line(name, figures, number_format(goals), GOAL_COLOR)
            for name, figures in zip(chart.goal_ends or (chart.goal_name,), ends, strict=False)
        ),
    )


def counts_lines(chart: Counts) -> tuple[Line, ...]:
    """Return a series for each colour, with a figure for each level; a count of zero is not drawn."""
    if not chart.levels:
        return ()
    return tuple(
        Line(
            share.word,
            tuple(
                Fraction(shares[index].count) if shares[index].count else None for _, shares in chart.levels
            ),
            "0",
            palette.tint(share.color),
        )
        for index, share in enumerate(chart.levels[0][1])
    )


def number_format(texts: Sequence[str]) -> str:
    """Return the number format that shows figures as `texts` do: `#,##0.00" %"`."""
    decimals = max((len(found[1]) for each in texts if (found := re.search(r"\.(\d+)", each))), default=0)
    percent = '" %"' if any(each.endswith("%") for each in texts) else ""
    fraction = f".{'0' * decimals}" if decimals else ""
    return f"#,##0{fraction}{percent}"


# ---- The workbook ----------------------------------------------------------------------------------------


def workbook(categories: Sequence[str], lines: Sequence[Line]) -> bytes:
    """Return the workbook of a chart: categories down the first column, a series in each beside it."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    book.set_properties({"created": datetime.datetime(2000, 1, 1)})  # noqa: DTZ001  (it wants no zone)
    sheet = book.add_worksheet(_SHEET)
    for row, category in enumerate(categories, 1):
        sheet.write_string(row, 0, category)
    for column, line in enumerate(lines, 1):
        sheet.write_string(0, column, line.name)
        style = book.add_format({"num_format": line.format})
        for row, figure in enumerate(line.figures, 1):
            if figure is not None:
                sheet.write_number(row, column, _number(figure), style)
    book.close()
    return buffer.getvalue()


def _number(figure: Fraction) -> float:
    """Return a figure with the fifteen digits that a workbook keeps."""
    return float(f"{float(figure):.{_DIGITS}g}")


# ---- The chart -------------------------------------------------------------------------------------------


def evolution(chart: Evolution) -> bytes:
    """Return the part of an evolution: columns, and dashed lines with diamonds, two with a band between."""
    value, *goals = evolution_lines(chart)
    categories = [each.category for each in chart.points]
    columns = node(
        "c:barChart",
        node("c:barDir", val="col"),
        node("c:grouping", val="clustered"),
        node("c:varyColors", val="0"),
        series(0, value, categories, fill(VALUE_COLOR), labels(value, "outEnd")),
        node("c:gapWidth", val="80"),
        *axes(),
    )
    line = node(
        "c:lineChart",
        node("c:grouping", val="standard"),
        node("c:varyColors", val="0"),
        *(
            series(index, goal, categories, _dashed(), labels(goal, side, GOAL_COLOR), marker=_diamond())
            for index, (goal, side) in enumerate(zip(goals, "t" if len(goals) == 1 else "bt", strict=True), 1)
        ),
        _band() if chart.goal_ends else None,
        node("c:marker", val="1"),
        *axes(),
    )
    return space([columns, line, category_axis(), value_axis(chart.axis)])


def _dashed() -> Element:
    return node("c:spPr", node("a:ln", _solid(GOAL_COLOR), node("a:prstDash", val="dash"), w="22225"))


def _diamond() -> Element:
    return node("c:marker", node("c:symbol", val="diamond"), node("c:size", val="8"), fill(GOAL_COLOR))


def _band() -> Element:
    """Return what fills the room between the first line and the last one, at each category."""

    def bars(way: str) -> Element:
        color = node("a:srgbClr", node("a:alpha", val="25000"), val=GOAL_COLOR)
        shape = node("c:spPr", node("a:solidFill", color), node("a:ln", node("a:noFill")))
        return node(f"c:{way}Bars", shape)

    return node("c:upDownBars", node("c:gapWidth", val="20"), bars("up"), bars("down"))


def counts(chart: Counts) -> bytes:
    """Return the part of the counts: a bar for each level, divided by colours."""
    categories = [name for name, _ in chart.levels]
    lines = counts_lines(chart)
    bars = node(
        "c:barChart",
        node("c:barDir", val="bar"),
        node("c:grouping", val="percentStacked"),
        node("c:varyColors", val="0"),
        *(
            series(index, line, categories, fill(line.color), labels(line, "ctr"))
            for index, line in enumerate(lines)
        ),
        node("c:gapWidth", val="60"),
        node("c:overlap", val="100"),
        *axes(),
    )
    return space([bars, category_axis(backwards=True), value_axis("", hidden=True)])


def axes() -> tuple[Element, Element]:
    """Return which axes a group of series is drawn against."""
    return node("c:axId", val="111"), node("c:axId", val="112")


def space(parts: Sequence[Element], *, has_legend: bool = True) -> bytes:
    """Return the part of a chart."""
    plot = node("c:plotArea", node("c:layout"), *parts)
    legend = node("c:legend", node("c:legendPos", val="t"), node("c:overlay", val="0"), _text_properties(900))
    chart = node(
        "c:chart",
        node("c:autoTitleDeleted", val="1"),
        plot,
        legend if has_legend else None,
        node("c:plotVisOnly", val="1"),
        node("c:dispBlanksAs", val="gap"),
    )
    root = node(
        "c:chartSpace",
        node("c:date1904", val="0"),
        node("c:roundedCorners", val="0"),
        chart,
        _text_properties(900),
        node("c:externalData", node("c:autoUpdate", val="0"), r_id="rId1"),
    )
    return composed(root)


def series(
    index: int,
    line: Line,
    categories: Sequence[str],
    shape: Element,
    beside: Element | None,
    *,
    marker: Element | None = None,
) -> Element:
    """Return a series with its place in the workbook, its shape, and the figures beside it."""
    column = chr(ord("B") + index)
    last = len(categories) + 1
    inverted = None if marker is not None else node("c:invertIfNegative", val="0")
    return node(
        "c:ser",
        node("c:idx", val=str(index)),
        node("c:order", val=str(index)),
        node("c:tx", _texts(f"{_SHEET}!${column}$1", [line.name])),
        shape,
        inverted,
        marker,
        beside,
        node("c:cat", _texts(f"{_SHEET}!$A$2:$A${last}", categories)),
        node("c:val", _numbers(f"{_SHEET}!${column}$2:${column}${last}", line)),
        node("c:smooth", val="0") if marker is not None else None,
    )


def _texts(place: str, texts: Sequence[str]) -> Element:
    points = [node("c:pt", node("c:v", text=text), idx=str(index)) for index, text in enumerate(texts)]
    cache = node("c:strCache", node("c:ptCount", val=str(len(texts))), *points)
    return node("c:strRef", node("c:f", text=place), cache)


def _numbers(place: str, line: Line) -> Element:
    points = [
        node(
            "c:pt", node("c:v", text=display.plain_quotient(*figure.as_integer_ratio(), None)), idx=str(index)
        )
        for index, figure in enumerate(line.figures)
        if figure is not None
    ]
    cache = node(
        "c:numCache",
        node("c:formatCode", text=line.format),
        node("c:ptCount", val=str(len(line.figures))),
        *points,
    )
    return node("c:numRef", node("c:f", text=place), cache)


def labels(line: Line, position: str, color: str = INK) -> Element:
    """Return the figures beside or in the bars of a series."""
    return node(
        "c:dLbls",
        node("c:numFmt", formatCode=line.format, sourceLinked="0"),
        node("c:spPr", node("a:noFill"), node("a:ln", node("a:noFill"))),
        _text_properties(900, color),
        node("c:dLblPos", val=position),
        node("c:showLegendKey", val="0"),
        node("c:showVal", val="1"),
        node("c:showCatName", val="0"),
        node("c:showSerName", val="0"),
        node("c:showPercent", val="0"),
        node("c:showBubbleSize", val="0"),
    )


def category_axis(*, backwards: bool = False) -> Element:
    """Return the axis of names; `backwards` has the first of them above."""
    return node(
        "c:catAx",
        node("c:axId", val="111"),
        node("c:scaling", node("c:orientation", val="maxMin" if backwards else "minMax")),
        node("c:delete", val="0"),
        node("c:axPos", val="l" if backwards else "b"),
        node("c:numFmt", formatCode="General", sourceLinked="0"),
        node("c:majorTickMark", val="none"),
        node("c:minorTickMark", val="none"),
        node("c:tickLblPos", val="low"),
        _text_properties(900),
        node("c:crossAx", val="112"),
        node("c:crosses", val="autoZero"),
        node("c:auto", val="0"),
        node("c:lblAlgn", val="ctr"),
        node("c:lblOffset", val="100"),
        node("c:noMultiLvlLbl", val="0"),
    )


def value_axis(title: str, *, hidden: bool = False, from_zero: bool = False) -> Element:
    """Return the axis of figures; `from_zero` it begins there, whatever a program would choose."""
    lowest = node("c:min", val="0") if from_zero else None
    grid = node("c:majorGridlines", node("c:spPr", node("a:ln", _solid(LINE), w="6350")))
    return node(
        "c:valAx",
        node("c:axId", val="112"),
        node("c:scaling", node("c:orientation", val="minMax"), lowest),
        node("c:delete", val="1" if hidden else "0"),
        node("c:axPos", val="b" if hidden else "l"),
        None if hidden else grid,
        _axis_title(title) if title else None,
        node("c:numFmt", formatCode="#,##0.##", sourceLinked="0"),
        node("c:majorTickMark", val="none"),
        node("c:minorTickMark", val="none"),
        node("c:tickLblPos", val="nextTo"),
        _text_properties(900),
        node("c:crossAx", val="111"),
        node("c:crosses", val="autoZero"),
        node("c:crossBetween", val="between"),
    )


def _axis_title(title: str) -> Element:
    properties = node("a:rPr", _solid(INK), lang="es-PE", sz="900", b="0")
    paragraph = node("a:p", node("a:r", properties, node("a:t", text=title)))
    rich = node("c:rich", node("a:bodyPr", rot="-5400000", vert="horz"), node("a:lstStyle"), paragraph)
    return node("c:title", node("c:tx", rich), node("c:overlay", val="0"))


def _text_properties(size: int, color: str = INK) -> Element:
    properties = node("a:defRPr", _solid(color), sz=str(size))
    paragraph = node("a:p", node("a:pPr", properties), node("a:endParaRPr", lang="es-PE"))
    return node("c:txPr", node("a:bodyPr"), node("a:lstStyle"), paragraph)


def fill(color: str) -> Element:
    """Return a shape of one colour."""
    return node("c:spPr", _solid(color))


def _solid(color: str) -> Element:
    return node("a:solidFill", node("a:srgbClr", val=color))
