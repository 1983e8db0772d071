"""Values that cannot be: counts below zero, fractions of what comes whole."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pei_dsl.analysis.lints.declaration import Remark, lint
from pei_dsl.analysis.lints.seen_figures import about_seen, seen_figures
from pei_dsl.analysis.lints.subject import (
    Subject,
    points,
    written,
)
from pei_dsl.diagnostics.catalogue import Parameter
from pei_dsl.model.plan import Definition, Indicator
from pei_dsl.model.terms import unit_term
from pei_dsl.vocabulary import fold

# What is counted in these may well be broken: half a kilometre, a point and a half.
_BREAKABLE = """
soles dolares millones miles toneladas kilos kilogramos gramos metros m m2 m3 kilometros km hectareas ha
litros galones horas minutos dias meses anos puntos puntaje grados kwh mwh mw megavatios
"""
_MEASURES = frozenset(_BREAKABLE.split())
_NUMBER_OF = re.compile(r"numero de (.+)")


@lint("PEI419", looks_at_data=True)
def impossible_value(subject: Subject) -> Iterator[Remark]:
    """Warn of counts below zero, and of fractions of what comes whole."""
    for indicator in subject.plan.indicators.values():
        kind = indicator.unit.kind
        seen = list(seen_figures(subject, indicator, {}))
        below = next((each for each in seen if each.value < 0), None)
        if below is not None and kind in {"number", "rate"}:
            yield Remark(below.place, params=about_seen(indicator, below))
        if kind == "number" and comes_whole(_counted(indicator)) and not indicator.decimals:
            broken = next((each for each in seen if each.value.denominator != 1), None)
            if broken is not None:
                yield Remark(broken.place, "fraction", params=about_seen(indicator, broken))
    for definition in subject.plan.definitions.values():
        yield from _of_series(definition)


def _counted(indicator: Indicator) -> str:
    """Return what `indicator` counts, as its unit or else its title says, or ""."""
    title = _NUMBER_OF.match(fold(indicator.title))
    return indicator.unit.counted or (title[1] if title else "")


def comes_whole(counted: str) -> bool:
    """Tell whether a number of `counted` has no fractions; "" says nothing, and then it may have."""
    words = fold(counted).split()
    return bool(words) and _MEASURES.isdisjoint(words)


def _of_series(series: Definition) -> Iterator[Remark]:
    if series.unit is None or series.unit.kind != "number":
        return
    for each in points(series.figures):
        if each.value < 0:
            params: dict[str, Parameter] = {
                "code": series.name,
                "period": str(each.period),
                "value": written(each.value, series.unit, each.figure.decimals),
                "unit": unit_term(series.unit),
            }
            yield Remark(each.figure.declared_at, params=params)
            return
