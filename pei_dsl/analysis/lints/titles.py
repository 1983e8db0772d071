"""Titles: against the unit, and against other titles."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pei_dsl import vocabulary
from pei_dsl.analysis.lints.subject import Subject, label, warn
from pei_dsl.diagnostics import Diagnostic
from pei_dsl.diagnostics.finding import Parameter, replace
from pei_dsl.model.plan import Indicator, Place
from pei_dsl.model.terms import term, unit_term
from pei_dsl.model.units import Unit
from pei_dsl.vocabulary import fold

_COUNT = re.compile(r"(numero|cantidad|total|n°|nº|nro\.?) de\b")
_PERCENTAGE = re.compile(r"(porcentaje|%) (de|del)\b")
_RATE = re.compile(r"(tasa|razon|ratio|proporcion|indice) (de|del)\b")
_COUNTS = frozenset({"number", "quantity"})
_WORDS = re.compile(r"\w+")


def against_unit(subject: Subject) -> Iterator[Diagnostic]:
    """Warn of a `Número de` that is measured in percent, and of a `Porcentaje de` that is not."""
    for indicator in subject.plan.indicators.values():
        expected = _expected(indicator)
        if expected:
            place = subject.field(indicator, "unit")
            # From or to percentages the figures change too, so that the unit alone mends nothing.
            crosses = indicator.unit.is_percentage or expected == "percentage"
            source = None if crosses else place.source
            fixes = (
                (replace(source, place.span, vocabulary.UNITS.named(expected).spanish),)
                if source is not None
                else ()
            )
            params: dict[str, Parameter] = {
                "code": indicator.code,
                "opening": " ".join(indicator.title.split()[:2]),
                "unit": unit_term(indicator.unit),
                "expected": unit_term(Unit(expected)),
            }
            related = (label(subject.title("indicator", indicator.code, indicator.declared_at)),)
            yield warn(place, "PEI417", params=params, related=related, fixes=fixes)


def _expected(indicator: Indicator) -> str:
    """Return the kind of unit that the title speaks of, when it is not the declared one, or ""."""
    title, unit = fold(indicator.title), indicator.unit
    if _COUNT.match(title) and unit.is_percentage:
        return "number"
    if _PERCENTAGE.match(title) and not unit.is_percentage:
        return "percentage"
    rate = _RATE.match(title)
    if rate is not None and unit.kind in _COUNTS:
        return {"tasa": "rate", "indice": "index"}.get(rate[1], "ratio")
    return ""


def repeated(subject: Subject) -> Iterator[Diagnostic]:
    """Warn of one title on two codes; of indicators the more when their directions differ."""
    first: dict[str, Indicator] = {}
    for indicator in subject.plan.indicators.values():
        twin = first.setdefault(plain(indicator.title), indicator)
        if twin is not indicator and plain(indicator.title):
            variant = "direction" if twin.direction is not indicator.direction else ""
            params: dict[str, Parameter] = {
                "code": indicator.code,
                "twin": twin.code,
                "title": _short(indicator.title),
                "direction": term(indicator.direction),
                "other": term(twin.direction),
            }
            place = subject.title("indicator", indicator.code, indicator.declared_at)
            other = subject.title("indicator", twin.code, twin.declared_at)
            yield warn(place, "PEI429", variant, params=params, related=(label(other, "first"),))
    yield from _groups(subject)


def _groups(subject: Subject) -> Iterator[Diagnostic]:
    first: dict[str, tuple[str, Place]] = {}
    # Objectives first: of an action that is named like its objective, the action is what to rename.
    for code, group in sorted(subject.plan.groups.items(), key=lambda pair: (bool(pair[1].parent), pair[0])):
        kind = "objective" if not group.parent else "action"
        place = subject.title(kind, code, group.declared_at)
        twin, other = first.setdefault(plain(group.title), (code, place))
        if twin != code and plain(group.title):
            params: dict[str, Parameter] = {"code": code, "twin": twin, "title": _short(group.title)}
            yield warn(place, "PEI429", params=params, related=(label(other, "first"),))


def plain(title: str) -> str:
    """Return the words of `title` without case, accents and punctuation, for comparing."""
    return " ".join(_WORDS.findall(fold(title)))


def _short(title: str) -> str:
    return title if len(title) <= 60 else f"{title[:59]}…"
