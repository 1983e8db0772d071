"""Registered values held against computed ones, and what stands and falls with them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

import attrs

from pei_dsl.algebra.display import grouped
from pei_dsl.algebra.rounding import round_half_up
from pei_dsl.auditing import causes
from pei_dsl.auditing.contradictions import Cause, Finding, Severity, Side
from pei_dsl.auditing.inspection import Inspection
from pei_dsl.auditing.judging import DECIMALS, PlanFigure
from pei_dsl.auditing.known import KnownIndicator
from pei_dsl.auditing.plan_figures import (
    value_of,
)
from pei_dsl.auditing.quoted_figures import Quote
from pei_dsl.model.absence import Absence
from pei_dsl.model.plan import Figure, Printed


def registered_value(inspection: Inspection, each: KnownIndicator) -> Iterator[Finding]:
    """Compare the registered value with the computed one."""
    result = each.result
    figure, indicator = result.registered, result.indicator
    if figure is None or isinstance(figure.value, Absence):
        return
    target = value_of(each)
    agreeing = inspection.agreeing(indicator.code, "value") if target.origin == "registered" else []
    own = _registered_side(each, figure, agreeing)
    reason = ""
    if indicator.formula is None:
        reason = "audit_no_formula"
    elif isinstance(result.computed, Absence):
        reason = "audit_formula_absent"
    elif each.computed is None:
        reason = "audit_unbounded"
    if reason:
        yield inspection.unchecked("PEI510", target, attrs.evolve(own, cited=()), reason=reason)
        return
    assert isinstance(result.computed, Fraction)
    inspection.compared += 1
    computed = result.computed * indicator.unit.scale
    # What only rounding sets apart differs in the digits behind.
    decimals = figure.decimals if each.differs else max(figure.decimals, DECIMALS) + 1
    shown = Printed(round_half_up(computed, decimals), decimals, indicator.unit.is_percentage)
    sides = (own, Side("computed", shown, bounds=each.computed, place=indicator.declared_at))
    if each.differs:
        assert each.registered is not None
        candidates = causes.of_scale(each.computed, Printed(Fraction(0), figure.decimals))
        yield inspection.finding("PEI510", target, sides, causes.likely(each.registered, candidates))
    elif round_half_up(computed, figure.decimals) != figure.value * indicator.unit.scale:
        yield inspection.finding("PEI510", target, sides, severity=Severity.EXPLAINED)


def _registered_side(each: KnownIndicator, figure: Figure, agreeing: Sequence[Quote]) -> Side:
    """Return the registered value as a side of a finding."""
    indicator = each.result.indicator
    assert isinstance(figure.value, Fraction)
    printed = Printed(figure.value * indicator.unit.scale, figure.decimals, indicator.unit.is_percentage)
    written = figure.declared_at.source is not None
    return Side(
        "registered",
        printed,
        bounds=each.registered,
        cited=tuple(quote.cited for quote in agreeing),
        place=figure.declared_at if written else indicator.declared_at,
        file="" if written else figure.origin,
    )


def by_formula(
    inspection: Inspection, code: str, target: PlanFigure, other: PlanFigure | None
) -> Iterator[Finding]:
    """Tell where a figure stands and falls with the registered value."""
    if other is None or target.bounds is None or other.bounds is None:
        return
    inspection.compared += 1
    if target.bounds.meets(other.bounds):
        return
    agreeing = inspection.agreeing(code, "achievement")
    sides = (
        attrs.evolve(target.side(agreeing=agreeing), origin="printed" if agreeing else "calculation"),
        attrs.evolve(other.side(), origin="by_formula"),
    )
    yield inspection.finding("PEI518", target, sides, what_differs(inspection, code))


def what_differs(inspection: Inspection, code: str) -> Cause:
    """Return which registered value is not the computed one."""
    members = [code]
    if code in inspection.known.groups:
        members = [each.code for each in inspection.known.groups[code].result.contributions]
    differing = [each for each in members if inspection.known.indicators[each].differs]
    if differing != [code]:
        return Cause("values_differ", {"codes": ", ".join(differing)})
    each = inspection.known.indicators[code]
    result, unit = each.result, each.result.indicator.unit
    assert result.registered is not None
    decimals = result.registered.decimals
    sign = "%" if unit.is_percentage else ""
    shown = [
        grouped(value * unit.scale, decimals) + sign
        for value in (result.value, result.computed)
        if isinstance(value, Fraction)
    ]
    return Cause("value_differs", {"registered": shown[0], "computed": shown[1]})
