"""The evolution of an indicator over the years: what was obtained beside what was due."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

import attrs

from pei_dsl.model.absence import Absence, Reason
from pei_dsl.model.figure import GoalInterval, GoalValue
from pei_dsl.model.plan import Direction, Indicator
from pei_dsl.reports.material import Material
from pei_dsl.reports.sentences import said
from pei_dsl.reports.series_years import Passage, SeriesYear, passages
from pei_dsl.reports.version_notes import began, notes
from pei_dsl.views import words
from pei_dsl.views.document import Evolution
from pei_dsl.views.plotted import Point

_ENDS = ("expected_goal_lower", "expected_goal_upper")
MOST = 300
"""So long may a text be that is read aloud in place of a chart."""


def evolution(material: Material, indicator: Indicator) -> Evolution | None:
    """
    Return the chart of an indicator, from the first year with a figure; None where only one year has one.

    A year without a value stands in its place as such: it is neither zero nor between its neighbours.  Years
    of other versions of the plan are from these, with a break where what they say cannot be compared.
    """
    years = material.series(indicator)
    if sum(each.is_known for each in years) < 2:
        return None
    language = material.language
    passed = passages(years)
    points = tuple(_points(years, passed, indicator, language))
    unit = words.unit(indicator.unit, language)
    better = "less_is_better" if indicator.direction is Direction.DESCENDING else "more_is_better"
    axis = unit if indicator.direction is Direction.UNDEFINED else f"{unit}; {said(better, language)}"
    return Evolution(
        f"evolucion.{indicator.code}",
        said("evolution_title", language, indicator=indicator.title, code=indicator.code),
        points,
        indicator.code,
        axis,
        said("obtained_value", language),
        said("expected_goal", language),
        _alternative(points, language),
        said("origin", language),
        notes(material, indicator, years, passed),
        tuple(said(each, language) for each in _ENDS) if any(each.goal_upper for each in points) else (),
    )


def _points(
    years: Sequence[SeriesYear], passed: Sequence[Passage], indicator: Indicator, language: str
) -> Iterator[Point]:
    for each in years:
        begun = [passage for passage in passed if passage.after is each]
        name = next((began(passage) for passage in reversed(begun)), "")
        is_break = any(passage.changed for passage in begun)
        if is_break:
            yield Point(name, None, None, "", "", is_break=True)
        point = _point(each, indicator, language)
        yield attrs.evolve(point, begins="" if is_break else name)


def _point(of: SeriesYear, indicator: Indicator, language: str) -> Point:
    result = of.result
    if result is None:
        return Point(f"{of.year} (ND)", None, None, said("version_no_figure", language), words.NO_GOAL)
    scale, label = result.indicator.unit.scale, str(of.year)
    value = result.entering * scale if isinstance(result.entering, Fraction) else None
    goal, upper = _ends(result.goal, scale)
    absence = result.value if isinstance(result.value, Absence) else None
    # A year for which nothing was due is no gap in the data.
    if absence is not None and absence.reason is not Reason.NOT_PROGRAMMED:
        label = f"{of.year} (ND)"
    value_text = words.value(result) if absence is None else words.why(absence, language)
    goal_text = words.goal(result)
    if not result.indicator.unit.is_like(indicator.unit):  # no axis has both
        unit = words.unit(result.indicator.unit, language)
        value_text = said("version_other_unit", language, figure=value_text, unit=unit)
        value = goal = upper = None
    return Point(label, value, goal, value_text, goal_text, result.color, goal_upper=upper)


def _ends(goal: GoalValue | None, scale: Fraction) -> tuple[Fraction | None, Fraction | None]:
    """Return a goal that is one figure, and None; or both ends of an interval."""
    if isinstance(goal, GoalInterval):
        return goal.lower * scale, goal.upper * scale
    return (goal * scale if isinstance(goal, Fraction) else None), None


def _alternative(points: tuple[Point, ...], language: str) -> str:
    """Return the chart in words: every year with its figures, the last ones whole where all are too many."""
    parts = [*_told(points, language)]
    kind = said("columns_and_line", language)
    while len(text := f"{kind} {'; '.join(parts)}.") > MOST and len(parts) > 1:
        del parts[0]
    return text if len(text) <= MOST else f"{text[: MOST - 1]}…"


def _told(points: tuple[Point, ...], language: str) -> Iterator[str]:
    for point in points:
        if point.is_break:
            yield f"‖ {point.label}"
            continue
        told = f"{point.label.split(' ')[0]}: {point.value_text if point.value is not None else 'ND'}"
        if point.goal_text != words.NO_GOAL:
            told += f", {said('goal_beside', language, goal=point.goal_text)}"
        if point.color is not None:
            told += f" ({words.color_word(point.color, language)})"
        yield told
