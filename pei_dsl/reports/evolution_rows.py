"""The figures of a plan by year, as rows of CSV: those of indicators across versions of the plan."""

from __future__ import annotations

from collections.abc import Iterator

from pei_dsl.evaluation.evaluation import Evaluation
from pei_dsl.evaluation.outline import Line
from pei_dsl.evaluation.results import IndicatorResult
from pei_dsl.renderers.evaluation_csv import CSV_COLUMNS, csv_row
from pei_dsl.reports.material import Material
from pei_dsl.reports.series_years import SeriesYear

EVOLUTION_COLUMNS = (*CSV_COLUMNS, "versión", "código en la versión")


def evolution_rows(material: Material) -> Iterator[list[str]]:
    """
    Yield a row for each group and indicator and each year, those of one year behind each other.

    A year of an indicator is from the version that its chart has it from: the row has the code and title that
    the plan has for it, and beside them which version it is from and what that calls it.
    """
    own = material.years or (material.evaluation,)
    series = {
        (each.year, code): each
        for code, result in material.evaluation.indicators.items()
        for each in material.series(result.indicator)
    }
    by_year = {each.period.year: each for each in own}
    for year in sorted({*by_year, *(each.year for each in series.values() if each.version is not None)}):
        for line in (by_year.get(year) or material.evaluation).lines():
            crossed = series.get((year, line.code)) if isinstance(line.result, IndicatorResult) else None
            if crossed is not None and crossed.version is not None:
                yield from _of_version(crossed, line, material)
            elif year in by_year:
                yield [*csv_row(line, by_year[year], material.language), _held(crossed), ""]


def _of_version(crossed: SeriesYear, line: Line, material: Material) -> Iterator[list[str]]:
    """Yield the year of an indicator as another version has it."""
    evaluation = _evaluation(crossed, material)
    assert crossed.version is not None
    assert crossed.result is not None
    row = csv_row(Line(line.depth, crossed.result), evaluation, material.language)
    name = crossed.version.title or crossed.version.name
    yield [line.code, line.title, *row[2:], name, crossed.result.indicator.code]


def _evaluation(crossed: SeriesYear, material: Material) -> Evaluation:
    [found] = (
        each
        for other in material.versions
        if other.version is crossed.version
        for each in other.years
        if each.period.year == crossed.year
    )
    return found


def _held(crossed: SeriesYear | None) -> str:
    """Return which version of the plan itself held in a year, where it declares that."""
    held = crossed.held if crossed is not None else None
    return (held.title or held.name) if held is not None else ""
