"""The evolution of an indicator over the years: what was obtained beside what was due."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from pei_dsl.evaluation.results import IndicatorResult
from pei_dsl.model.absence import Absence, Reason
from pei_dsl.model.plan import Direction, Indicator
from pei_dsl.reports.material import Material
from pei_dsl.reports.sentences import said
from pei_dsl.views import words
from pei_dsl.views.document import Evolution
from pei_dsl.views.plotted import Point

MOST = 300
"""So long may a text be that is read aloud in place of a chart."""


def evolution(material: Material, indicator: Indicator) -> Evolution | None:
    """
    Return the chart of an indicator, from the first year with a figure; None where only one year has one.

    A year without a value stands in its place as such: it is neither zero nor between its neighbours.
    """
    measured = [(each.period.year, each.indicators[indicator.code]) for each in material.years]
    known = [index for index, (_, result) in enumerate(measured) if _known(result)]
    if len(known) < 2:
        return None
    points = tuple(_point(year, result, material.language) for year, result in measured[known[0] :])
    unit = words.unit(indicator.unit, material.language)
    better = "less_is_better" if indicator.direction is Direction.DESCENDING else "more_is_better"
    axis = (
        unit if indicator.direction is Direction.UNDEFINED else f"{unit}; {said(better, material.language)}"
    )
    return Evolution(
        f"evolucion.{indicator.code}",
        said("evolution_title", material.language, indicator=indicator.title, code=indicator.code),
        points,
        indicator.code,
        axis,
        said("obtained_value", material.language),
        said("expected_goal", material.language),
        _alternative(points, material.language),
        said("origin", material.language),
    )


def _known(result: IndicatorResult) -> bool:
    return isinstance(result.entering, Fraction)


def _point(year: int, result: IndicatorResult, language: str) -> Point:
    scale = result.indicator.unit.scale
    value = result.entering * scale if isinstance(result.entering, Fraction) else None
    goal = result.goal * scale if isinstance(result.goal, Fraction) else None
    absence = result.value if isinstance(result.value, Absence) else None
    # A year for which nothing was due is no gap in the data.
    lacks = absence is not None and absence.reason is not Reason.NOT_PROGRAMMED
    label = f"{year} (ND)" if lacks else str(year)
    value_text = words.value(result) if absence is None else words.why(absence, language)
    return Point(label, value, goal, value_text, words.goal(result), result.color)


def _alternative(points: tuple[Point, ...], language: str) -> str:
    """Return the chart in words: every year with its figures, the last ones whole where all are too many."""
    parts = [*_told(points, language)]
    kind = said("columns_and_line", language)
    while len(text := f"{kind} {'; '.join(parts)}.") > MOST and len(parts) > 1:
        del parts[0]
    return text if len(text) <= MOST else f"{text[: MOST - 1]}…"


def _told(points: tuple[Point, ...], language: str) -> Iterator[str]:
    for point in points:
        told = f"{point.label.split(' ')[0]}: {point.value_text if point.value is not None else 'ND'}"
        if point.goal_text != words.NO_GOAL:  # an interval has no point in the chart, and is told here
            told += f", {said('goal_beside', language, goal=point.goal_text)}"
        if point.color is not None:
            told += f" ({words.color_word(point.color, language)})"
        yield told
