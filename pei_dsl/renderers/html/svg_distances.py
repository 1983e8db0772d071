"""How far rows are from their goals, as SVG: a dot over the bands of the colours, and a line at the goal."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from pei_dsl.renderers.html.markup import Markup, element, escaped, joined, opening
from pei_dsl.renderers.html.svg_charts import coordinate
from pei_dsl.renderers.palette import tint_class
from pei_dsl.views.plotted import Distance, Distances

_WIDTH, _HEIGHT, _MARGIN = 120, 16, 6
_GOAL = Fraction(100)
_FURTHEST = Fraction(150)


def distances(of: Distances, name: str) -> Iterator[Markup]:
    """
    Yield each row of `of` as SVG; a reader hears its words, and one without a figure is words alone.

    The bands are drawn with the first and called `name`, which no other part of the page is called.
    """
    end = _end(of)
    is_drawn = False
    for row in of.rows:
        if row.alcance is None:
            yield escaped(row.text)
            continue
        ground = element("use", href=f"#{name}") if is_drawn else _ground(of, end, name)
        is_drawn = True
        yield joined((_box(row), ground, _dot(row.alcance, end), Markup("</svg>")))


def _box(row: Distance) -> Markup:
    # As large as the style of the page says, `_WIDTH` by `_HEIGHT`, so that it needs no scale of its own.
    return opening("svg", role="img", aria_label=row.text, class_="distance")


def _ground(of: Distances, end: Fraction, name: str) -> Markup:
    return element("g", *_bands(of, end), _goal(end), id=name)


def _end(of: Distances) -> Fraction:
    """Return where the axis of all rows ends: at the goal, or further where one got further."""
    beyond = any(each.alcance is not None and each.alcance > _GOAL for each in of.rows)
    return _FURTHEST if beyond else _GOAL


def _place(alcance: Fraction, end: Fraction) -> float:
    share = min(max(alcance, Fraction(0)), end) / end
    return _MARGIN + float(share) * (_WIDTH - 2 * _MARGIN)


def _bands(of: Distances, end: Fraction) -> Iterator[Markup]:
    right = float(_WIDTH)
    for band in of.bands:
        left = _place(band.limit, end) if band.limit is not None else 0.0
        if left < right:
            yield element(
                "rect",
                x=coordinate(left),
                y="3",
                width=coordinate(right - left),
                height=str(_HEIGHT - 6),
                class_=tint_class(band.color),
            )
            right = left


def _goal(end: Fraction) -> Markup:
    return element("path", d=f"M{coordinate(_place(_GOAL, end))} 0V{_HEIGHT}", class_="at-goal")


def _dot(alcance: Fraction, end: Fraction) -> Markup:
    """Return a dot; where the axis does not reach so far, a point in that direction."""
    x, middle = coordinate(_place(alcance, end)), _HEIGHT // 2
    if alcance > end:
        return element("path", d=f"M{x} {middle - 5}l6 5l-6 5z", class_="dot")
    if alcance < 0:
        return element("path", d=f"M{x} {middle - 5}l-6 5l6 5z", class_="dot")
    return element("circle", cx=x, cy=str(middle), r="4", class_="dot")
