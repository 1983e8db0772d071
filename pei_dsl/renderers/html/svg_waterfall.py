"""A waterfall as SVG: a bar for each change beside its name, from where the last one ended."""

from __future__ import annotations

from collections.abc import Iterator

from pei_dsl.renderers.html.markup import Markup, element, joined
from pei_dsl.renderers.html.svg_charts import WIDTH, coordinate, opened, scale
from pei_dsl.views.waterfall import Waterfall

_NAMES, _AMOUNTS, _ROW, _BAR, _TOP = 230, 64, 28, 18, 8
# Letters that fit beside the bars.
_LETTERS = 34


def waterfall(chart: Waterfall) -> Markup:
    """Return a waterfall as SVG; a reader hears its alternative text."""
    height = 2 * _TOP + _ROW * (len(chart.steps) + 2)
    return joined((opened(chart.id, chart.title, chart.alternative, height), *_bars(chart), Markup("</svg>")))


def _bars(chart: Waterfall) -> Iterator[Markup]:
    spans = [*chart.spans()]
    low, high, _ = scale([end for _, _, end in spans])
    room = WIDTH - _NAMES - _AMOUNTS

    def place(value: object) -> float:
        return _NAMES + float((value - low) / (high - low)) * room  # type: ignore[operator]  # a fraction

    zero = coordinate(place(0 * high))
    yield element("path", d=f"M{zero} {_TOP}V{_TOP + _ROW * len(spans)}", class_="zero")
    for index, (step, begin, end) in enumerate(spans):
        top = _TOP + _ROW * index
        left, right = sorted((place(begin), place(end)))
        kind = "total" if index in {0, len(spans) - 1} else "rise" if step.amount >= 0 else "fall"
        middle = str(top + _ROW // 2)
        label = step.label if len(step.label) <= _LETTERS else f"{step.label[: _LETTERS - 1]}…"
        yield element("text", label, x=str(_NAMES - 8), y=middle, class_="end")
        yield element(
            "rect",
            x=coordinate(left),
            y=str(top + (_ROW - _BAR) // 2),
            width=coordinate(max(1.0, right - left)),
            height=str(_BAR),
            class_=kind,
        )
        yield element(
            "text", step.text, x=coordinate(right + 5), y=str(top + _ROW // 2 + 4), class_="figure start"
        )
        if index < len(spans) - 1:
            x = coordinate(place(end))
            yield element(
                "path", d=f"M{x} {top + (_ROW + _BAR) // 2}V{top + _ROW + (_ROW - _BAR) // 2}", class_="zero"
            )
