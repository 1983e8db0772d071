"""Charts as SVG: columns of what was obtained with a line of what was due; bars divided by colours."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from fractions import Fraction

from pei_dsl.algebra import display
from pei_dsl.renderers.html.markup import Markup, element, joined, opening
from pei_dsl.renderers.palette import tint_class
from pei_dsl.views.document import Counts, Evolution
from pei_dsl.views.plotted import Point

WIDTH, HEIGHT = 640, 300
_LEFT, _RIGHT, _TOP, _BOTTOM = 64, 16, 46, 34
_BAR = 22
_STEPS = 4
_LETTER = 8


def evolution(chart: Evolution) -> Markup:
    """Return an evolution as SVG; a reader hears its alternative text."""
    return Markup(
        joined(
            (
                opened(chart.id, chart.title, chart.alternative, HEIGHT),
                *_axis(chart),
                *_passages(chart),
                *_bands(chart),
                *_columns(chart),
                *_goals(chart),
                *_legend(chart),
                Markup("</svg>"),
            )
        )
    )


def counts(chart: Counts) -> Markup:
    """Return the counts as SVG: a bar for each level, its parts with symbol and number."""
    height = 16 + 52 * len(chart.levels)
    return joined(
        (
            opened(chart.id, chart.title, chart.alternative, height),
            *(part for index in range(len(chart.levels)) for part in _level(chart, index)),
            Markup("</svg>"),
        )
    )


def opened(name: str, title: str, alternative: str, height: int) -> Markup:
    """Return the beginning of a chart, with what is read aloud in its place."""
    return joined(
        (
            opening(
                "svg",
                viewBox=f"0 0 {WIDTH} {height}",
                role="img",
                aria_labelledby=f"{name}.t {name}.d",
                class_="chart",
            ),
            element("title", title, id=f"{name}.t"),
            element("desc", alternative, id=f"{name}.d"),
        )
    )


# ---- Evolution -----------------------------------------------------------------------------------------


def scale(values: Sequence[Fraction]) -> tuple[Fraction, Fraction, Fraction]:
    """Return from where to where an axis goes and its step, all round; zero is always on it."""
    low, high = min([Fraction(0), *values]), max([Fraction(0), *values])
    if low == high:
        high = Fraction(1)
    rough = (high - low) / _STEPS
    power = Fraction(10) ** math.floor(math.log10(rough))
    step = next(power * each for each in (1, 2, 5, 10) if power * each >= rough)
    return math.floor(low / step) * step, math.ceil(high / step) * step, step


def _known(chart: Evolution) -> list[Fraction]:
    return [each for point in chart.points for each in point.plotted]


def _height(chart: Evolution, value: Fraction) -> float:
    low, high, _ = scale(_known(chart))
    return HEIGHT - _BOTTOM - float((value - low) / (high - low)) * (HEIGHT - _TOP - _BOTTOM)


def _room(chart: Evolution) -> float:
    """Return how wide the place of a year is."""
    return (WIDTH - _LEFT - _RIGHT) / len(chart.points)


def _middle(chart: Evolution, index: int) -> float:
    return _LEFT + _room(chart) * (index + 0.5)


def _axis(chart: Evolution) -> Iterator[Markup]:
    low, high, step = scale(_known(chart))
    tick = low
    while tick <= high:
        y = coordinate(_height(chart, tick))
        yield element("path", d=f"M{_LEFT} {y}H{WIDTH - _RIGHT}", class_="zero" if tick == 0 else "grid")
        yield element("text", display.shown(tick), x=str(_LEFT - 6), y=y, class_="tick end")
        tick += step
    for index, point in enumerate(chart.points):
        x = coordinate(_middle(chart, index))
        if not point.is_break:
            yield element(
                "text", point.label, x=x, y=str(HEIGHT - (20 if chart.goal_ends else 12)), class_="tick"
            )
        if point.goal_upper is not None:  # below its year it is in nothing's way
            yield element("text", point.goal_text, x=x, y=str(HEIGHT - 5), class_="goal-year")
    middle = (HEIGHT + _TOP - _BOTTOM) / 2
    yield element(
        "text", chart.axis, transform=f"translate(13 {coordinate(middle)}) rotate(-90)", class_="tick"
    )


def _columns(chart: Evolution) -> Iterator[Markup]:
    width = min(54.0, _room(chart) * 0.55)
    for index, point in enumerate(chart.points):
        if point.value is None:
            continue
        x, zero, y = _middle(chart, index), _height(chart, Fraction(0)), _height(chart, point.value)
        top = min(zero, y)
        yield element(
            "rect",
            x=coordinate(x - width / 2),
            y=coordinate(top),
            width=coordinate(width),
            height=coordinate(max(1.0, abs(zero - y))),
            class_="value",
        )
        below = y > zero
        yield element(
            "text",
            point.value_text,
            x=coordinate(x),
            y=coordinate(y + 13 if below else top - 5),
            class_="figure",
        )


def _passages(chart: Evolution) -> Iterator[Markup]:
    """Yield a line where another version begins, with its name above: to the side on which there is room."""
    for index, point in enumerate(chart.points):
        name = point.label if point.is_break else point.begins
        if not name:
            continue
        x = _middle(chart, index) - (0 if point.is_break else _room(chart) / 2)
        yield element("path", d=f"M{coordinate(x)} {_TOP - 18}V{HEIGHT - _BOTTOM}", class_="passage")
        is_left = x < WIDTH / 2
        side = {"x": coordinate(x + 5 if is_left else x - 5), "y": str(_TOP - 8)}
        yield element("text", name, **side, class_="passage-text" if is_left else "passage-text left")


def _bands(chart: Evolution) -> Iterator[Markup]:
    """Yield a band behind the column of each year whose goal is an interval."""
    room = _room(chart)
    for index, point in enumerate(chart.points):
        if point.goal is None or point.goal_upper is None:
            continue
        left = _middle(chart, index) - room / 2
        lower, upper = _height(chart, point.goal), _height(chart, point.goal_upper)
        yield element(
            "rect",
            x=coordinate(left),
            y=coordinate(upper),
            width=coordinate(room),
            height=coordinate(max(1.0, lower - upper)),
            class_="goal-band",
        )


def _goals(chart: Evolution) -> Iterator[Markup]:
    stretch: list[tuple[float, float]] = []
    for index, point in enumerate(chart.points):
        if point.is_break:
            yield from _goal_line(stretch)
            stretch = []
        elif point.goal is not None and point.goal_upper is None:
            stretch.append((_middle(chart, index), _height(chart, point.goal)))
    yield from _goal_line(stretch)
    for index, point in enumerate(chart.points):
        if point.goal is not None and point.goal_upper is not None:
            room, middle = _room(chart), _middle(chart, index)
            for y in (_height(chart, point.goal), _height(chart, point.goal_upper)):
                yield from _goal_line(((middle - room / 2, y), (middle + room / 2, y)))
        elif point.goal is not None:
            yield from _diamond(_middle(chart, index), _height(chart, point.goal), point)


def _goal_line(stretch: Sequence[tuple[float, float]]) -> Iterator[Markup]:
    if len(stretch) > 1:
        line = "L".join(f"{coordinate(x)} {coordinate(y)}" for x, y in stretch)
        yield element("path", d=f"M{line}", class_="goal")


def _diamond(x: float, y: float, point: Point) -> Iterator[Markup]:
    yield element("path", d=f"M{coordinate(x)} {coordinate(y - 5)}l5 5l-5 5l-5 -5z", class_="diamond")
    yield element(
        "text", point.goal_text, x=coordinate(x + 9), y=coordinate(y - 6), class_="figure goal-text"
    )


def _legend(chart: Evolution) -> Iterator[Markup]:
    yield element("rect", x=str(_LEFT), y="8", width="12", height="12", class_="value")
    yield element("text", chart.value_name, x=str(_LEFT + 18), y="18", class_="start")
    x = _LEFT + 40 + 8 * len(chart.value_name)
    if chart.goal_ends:
        yield element("rect", x=str(x), y="8", width="12", height="12", class_="goal-band")
        yield element("path", d=f"M{x} 8h12M{x} 20h12", class_="goal")
    else:
        yield element("path", d=f"M{x + 6} 9l5 5l-5 5l-5 -5z", class_="diamond")
    yield element("text", chart.goal_name, x=str(x + 18), y="18", class_="start")


def coordinate(value: float) -> str:
    """Return a coordinate with one decimal at most, alike on every machine."""
    return f"{value:.1f}".removesuffix(".0")


# ---- Counts --------------------------------------------------------------------------------------------


def _level(chart: Counts, index: int) -> Iterator[Markup]:
    name, shares = chart.levels[index]
    top = 8 + 52 * index
    total = sum(each.count for each in shares)
    yield element("text", f"{name}: {total}", x="0", y=str(top + 10), class_="start strong")
    left = 0.0
    for share in shares:
        if not share.count:
            continue
        width = WIDTH * share.count / total
        yield element(
            "rect",
            x=coordinate(left),
            y=str(top + 16),
            width=coordinate(width - 2),
            height=str(_BAR),
            class_=f"band {tint_class(share.color)}",
        )
        told = f"{share.count} {share.word}"
        if len(told) * _LETTER > width:
            told = f"{share.count} {share.word[:1]}"
        yield element("text", told, x=coordinate(left + 6), y=str(top + 31), class_="start on-tint")
        left += width
