"""
What an auditor of a report would find: every printed figure against the calculation and against the others.

Two figures clash only where no numbers that their digits may stand for fit together through the formula.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import attrs

from pei_dsl.auditing import beside
from pei_dsl.auditing.comparing import compare
from pei_dsl.auditing.contradictions import Audit, Finding, Severity
from pei_dsl.auditing.inspection import Inspection
from pei_dsl.auditing.known import known
from pei_dsl.auditing.plan_figures import (
    alcance_by_formula,
    alcance_of,
    figure_of,
    goal_of,
    input_of,
    value_of,
)
from pei_dsl.auditing.printed_colors import color_counts, colors
from pei_dsl.auditing.quoted_figures import quotes
from pei_dsl.auditing.recorded import recorded_contradictions, with_record
from pei_dsl.auditing.registered import by_formula, registered_value
from pei_dsl.evaluation.evaluate import Data
from pei_dsl.model.methodology import Methodology
from pei_dsl.model.periods import Period
from pei_dsl.model.plan import Plan

_SEVERITIES = list(Severity)


def audit(
    plan: Plan, period: Period, data: Data | None = None, methodology: Methodology | None = None
) -> Audit:
    """
    Return what is contradictory, what only rounding explains and what could not be checked, for `period`.

    Args:
        plan: The plan, with the citations and tests that say what is printed.
        period: The period that the figures are of.
        data: Rows and registered figures; None for none.
        methodology: The profile; None for that of the plan.
    """
    profile = methodology or plan.methodology
    inspection = Inspection(known(plan, period, data or Data(), profile), quotes(plan, period, profile))
    findings = _merged(
        [
            *_indicators(inspection),
            *_groups(inspection),
            *_inputs(inspection),
            *_side_by_side(inspection),
            *color_counts(inspection),
        ]
    )
    order = {code: number for number, code in enumerate(_outline(plan))}
    last = len(order)
    # An input of an indicator stands after it, one that several use at the end; and what follows from a value
    # after that value.
    findings.sort(
        key=lambda each: (
            _SEVERITIES.index(each.severity),
            order.get(_leading(each, plan), last),
            each.code == "PEI518",
            each.kind == "input",
            each.subject in plan.groups,
        )
    )
    recorded = recorded_contradictions(plan, period)
    return Audit(
        inspection.known.evaluation,
        tuple(with_record(each, recorded) for each in findings),
        len(inspection.quotes) + inspection.counted,
        inspection.compared,
    )


def _leading(finding: Finding, plan: Plan) -> str:
    """Return the code that a finding is shown with: that of an input is its indicator."""
    code = finding.subject.rpartition(" de ")[2]
    if finding.code == "PEI518" and code in plan.groups:
        return max((each for each, one in plan.indicators.items() if one.group == code), default=code)
    return code


def _merged(findings: Iterable[Finding]) -> list[Finding]:
    """Return `findings`, those that say the same of the same figures as one with the places of all."""
    found: dict[tuple[object, ...], Finding] = {}
    for each in findings:
        figures = tuple((side.printed, side.color, side.subject, side.kind) for side in each.sides)
        key = (each.code, each.severity, each.subject, each.kind, each.variant, figures)
        first = found.get(key)
        if first is None:
            found[key] = each
            continue
        pairs = zip(first.sides, each.sides, strict=True)
        sides = tuple(attrs.evolve(a, cited=tuple(dict.fromkeys((*a.cited, *b.cited)))) for a, b in pairs)
        found[key] = attrs.evolve(first, sides=sides)
    return list(found.values())


def _outline(plan: Plan) -> Iterator[str]:
    """Yield the codes in the order of the plan's tree: a group, its indicators, its actions."""
    own: dict[str, list[str]] = {}
    for indicator in plan.indicators.values():
        own.setdefault(indicator.group, []).append(indicator.code)
    for group in plan.groups.values():
        if group.parent not in plan.groups:
            actions = [each.code for each in plan.groups.values() if each.parent == group.code]
            for code in (group.code, *actions):
                yield code
                yield from own.get(code, ())


def _indicators(inspection: Inspection) -> Iterator[Finding]:
    for code, each in inspection.known.indicators.items():
        yield from compare(inspection, value_of(each))
        yield from registered_value(inspection, each)
        goal = goal_of(each, inspection.known.evaluation.period)
        if goal is not None:
            yield from compare(inspection, goal)
        yield from compare(inspection, alcance_of(each))
        yield from by_formula(inspection, code, alcance_of(each), alcance_by_formula(each))
        yield from colors(inspection, code, each.result, each.alcance)


def _groups(inspection: Inspection) -> Iterator[Finding]:
    for code, each in inspection.known.groups.items():
        yield from compare(inspection, figure_of(each))
        if each.by_formula is not None:
            other = attrs.evolve(each, result=each.by_formula, bounds=each.bounds_by_formula)
            yield from by_formula(inspection, code, figure_of(each), figure_of(other))
        yield from colors(inspection, code, each.result, each.bounds)


def _inputs(inspection: Inspection) -> Iterator[Finding]:
    subjects = dict.fromkeys(each.subject for each in inspection.quotes if each.kind == "input")
    for key in subjects:
        yield from compare(inspection, input_of(key, inspection.known))


def _side_by_side(inspection: Inspection) -> Iterator[Finding]:
    yield from _scales(inspection)
    for finding, compared in beside.alcances(inspection.known, inspection.quotes, inspection.judged):
        inspection.compared += compared
        yield from finding
    for finding, compared in beside.families(inspection.known, inspection.quotes, inspection.judged):
        inspection.compared += compared
        yield from finding


def _scales(inspection: Inspection) -> Iterator[Finding]:
    values = [
        (inspection.known.indicators[subject], each)
        for (subject, kind), found in inspection.judged.items()
        if kind in {"value", "goal"}
        for each in found
    ]
    yield from beside.scales(values)
    yield from beside.signs(values)
