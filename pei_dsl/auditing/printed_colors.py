"""Printed colours, and printed counts of them, held against the calculation."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from pei_dsl.algebra.intervals import Bounds
from pei_dsl.auditing.contradictions import Finding, Side
from pei_dsl.auditing.inspection import Inspection
from pei_dsl.auditing.judging import PlanFigure
from pei_dsl.auditing.quoted_figures import quoted_counts
from pei_dsl.evaluation.checks import count_colors
from pei_dsl.evaluation.results import GroupResult, IndicatorResult
from pei_dsl.model.plan import Level, Place, Printed

_LEVELS = {"objectives": Level.OBJECTIVE, "actions": Level.ACTION, "indicators": None}


def colors(
    inspection: Inspection, code: str, result: IndicatorResult | GroupResult, bounds: Bounds
) -> Iterator[Finding]:
    """Yield the printed colours of `code` that no figure within `bounds` has."""
    methodology = inspection.known.evaluation.methodology
    for quote in inspection.of(code, "color"):
        inspection.compared += 1
        possible = {result.color}
        if bounds is not None and result.color is not None:
            names = [str(band.color) for band in methodology.bands]
            ends = sorted(names.index(str(methodology.color(end))) for end in (bounds.low, bounds.high))
            possible |= set(names[ends[0] : ends[1] + 1])
        if quote.color in possible:
            continue
        target = PlanFigure(code, "color", Fraction(0), None, "calculation")
        sides = (
            Side("printed", color=quote.color, cited=(quote.cited,)),
            Side("calculation", color=result.color, place=_declared(result)),
        )
        yield inspection.finding("PEI511", target, sides, variant="color")


def _declared(result: IndicatorResult | GroupResult) -> Place:
    return result.group.declared_at if isinstance(result, GroupResult) else result.indicator.declared_at


def color_counts(inspection: Inspection) -> Iterator[Finding]:
    """Yield the printed counts of a colour that are not the calculation's."""
    evaluation = inspection.known.evaluation
    for quoted in quoted_counts(evaluation.plan, evaluation.period, evaluation.methodology):
        expected = quoted.expected
        inspection.counted += 1
        inspection.compared += 1
        found = count_colors(evaluation, _LEVELS[expected.level]).get(expected.color, 0)
        if found == expected.number:
            continue
        target = PlanFigure(expected.level, "count", Fraction(found), None, "calculation")
        sides = (
            Side("printed", Printed(Fraction(expected.number)), color=expected.color, cited=(quoted.cited,)),
            Side("calculation", Printed(Fraction(found)), color=expected.color),
        )
        yield inspection.finding("PEI517", target, sides)
