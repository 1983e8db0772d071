"""Every figure that an indicator shows: baseline, goals, registered values, and computed ones."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

import attrs

from pei_dsl.analysis.lints.subject import (
    Subject,
    ends,
    points,
    written,
)
from pei_dsl.diagnostics.catalogue import Parameter
from pei_dsl.model.periods import Period
from pei_dsl.model.plan import Indicator, Place
from pei_dsl.model.terms import unit_term


@attrs.frozen
class SeenFigure:
    """A figure of an indicator: for when, and where it stands."""

    period: Period
    value: Fraction
    decimals: int | None
    place: Place


def seen_figures(
    subject: Subject, indicator: Indicator, computed: Mapping[Period, Fraction]
) -> Iterator[SeenFigure]:
    """Yield the figures of `indicator`: baseline, goals, registered values, and `computed` ones."""
    baseline = {} if indicator.baseline is None else {indicator.baseline.period: indicator.baseline.figure}
    registered = subject.registered(indicator)
    for found in (points(baseline), ends(indicator.goals), points(registered)):
        for each in found:
            place = subject.figure(indicator, each.figure)
            yield SeenFigure(each.period, each.value, each.figure.decimals, place)
    for when, value in sorted(computed.items()):
        if when not in registered:
            yield SeenFigure(when, value, indicator.decimals, subject.code(indicator))


def about_seen(indicator: Indicator, seen: SeenFigure) -> dict[str, Parameter]:
    """Return what messages say of a figure of `indicator`."""
    return {
        "code": indicator.code,
        "period": str(seen.period),
        "value": written(seen.value, indicator.unit, seen.decimals),
        "unit": unit_term(indicator.unit),
    }
