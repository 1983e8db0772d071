"""A title that speaks of another unit."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pei_dsl import vocabulary
from pei_dsl.analysis.lints.declaration import Remark, lint
from pei_dsl.analysis.lints.subject import (
    Subject,
    label,
)
from pei_dsl.diagnostics.catalogue import Parameter
from pei_dsl.diagnostics.finding import replace
from pei_dsl.model.plan import Indicator
from pei_dsl.model.terms import unit_term
from pei_dsl.model.units import Unit
from pei_dsl.vocabulary import fold

_COUNT = re.compile(r"(numero|cantidad|total|n°|nº|nro\.?) de\b")
_PERCENTAGE = re.compile(r"(porcentaje|%) (de|del)\b")
_RATE = re.compile(r"(tasa|razon|ratio|proporcion|indice) (de|del)\b")


@lint("PEI417")
def title_against_unit(subject: Subject) -> Iterator[Remark]:
    """Warn of a `Número de` that is measured in percent, and of a `Porcentaje de` that is not."""
    for indicator in subject.plan.indicators.values():
        expected = _expected(indicator)
        if expected:
            place = subject.field(indicator, "unit")
            # From or to percentages the figures change too, so that the unit alone mends nothing.
            crosses = indicator.unit.is_percentage or expected == "percentage"
            source = None if crosses else place.source
            word = vocabulary.UNITS.named(expected).spanish
            fixes = (replace(source, place.span, word),) if source is not None else ()
            params: dict[str, Parameter] = {
                "code": indicator.code,
                "opening": " ".join(indicator.title.split()[:2]),
                "unit": unit_term(indicator.unit),
                "expected": unit_term(Unit(expected)),
            }
            related = (label(subject.title("indicator", indicator.code, indicator.declared_at)),)
            yield Remark(place, params=params, related=related, fixes=fixes)


def _expected(indicator: Indicator) -> str:
    """Return the kind of unit that the title speaks of, when it is not the declared one, or ""."""
    title, unit = fold(indicator.title), indicator.unit
    if _COUNT.match(title) and unit.is_percentage:
        return "number"
    if _PERCENTAGE.match(title) and not unit.is_percentage:
        return "percentage"
    rate = _RATE.match(title)
    if rate is not None and unit.counts:
        return {"tasa": "rate", "indice": "index"}.get(rate[1], "ratio")
    return ""
