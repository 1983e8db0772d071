"""Contradictions that the plan has written down already, in its tests."""

from __future__ import annotations

from fractions import Fraction
from typing import TypeAlias

import attrs

from pei_dsl.algebra.intervals import Interval, displayed
from pei_dsl.auditing.contradictions import Finding, Severity
from pei_dsl.model.absence import Absence
from pei_dsl.model.periods import Period
from pei_dsl.model.plan import Place, Plan

Recorded: TypeAlias = dict[tuple[str, str], list[tuple[Interval, Place]]]
"""By code and kind: what a figure may stand for that contradicts, and where that is written."""


def recorded_contradictions(plan: Plan, period: Period) -> Recorded:
    """Return what tests say contradicts the plan, by code and kind."""
    found: Recorded = {}
    for test in plan.tests:
        for expectation in test.expectations if test.period == period else ():
            if expectation.contradicts is None:
                continue
            for each in expectation.expected:
                figure = each.figure
                kind = "value" if each.kind in {"registered", "computed"} else each.kind
                if figure is None or not isinstance(figure.value, Fraction):
                    continue  # an absence, or a goal that is an interval, which no text prints as one figure
                unit = plan.indicators[expectation.code].unit if kind != "achievement" else None
                scale = unit.scale if unit is not None else Fraction(100)
                bounds = displayed(figure.value * scale, figure.decimals)
                found.setdefault((expectation.code, kind), []).append((bounds, expectation.declared_at))
    return found


def with_record(finding: Finding, recorded: Recorded) -> Finding:
    """Return `finding` with the place where the plan records it, if any."""
    printed = finding.sides[0].printed
    if finding.severity is not Severity.CONTRADICTION or printed is None:
        return finding
    if isinstance(printed.value, Absence):
        return finding
    for bounds, place in recorded.get((finding.subject, finding.kind), ()):
        if bounds.holds(printed.value):
            return attrs.evolve(finding, recorded=place)
    return finding
