"""Warnings of what was made easier after its period had begun: where that stands, and how to declare it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pei_dsl import vocabulary
from pei_dsl.algebra import display
from pei_dsl.comparison.compared import ChangePart, Comparison, MadeEasier, PlanChange
from pei_dsl.diagnostics import Diagnostic, Label, Severity
from pei_dsl.diagnostics.catalogue import Parameter, Term
from pei_dsl.diagnostics.codes import DiagnosticCode
from pei_dsl.model.figure import Place
from pei_dsl.model.plan import Plan

CODE: DiagnosticCode = "PEI520"

# The fields that a `cambio` names for what was changed, as the language knows them.
FIELDS: Mapping[ChangePart, tuple[str, ...]] = {
    ChangePart.GOAL: ("goals",),
    ChangePart.BASELINE: ("baseline",),
    ChangePart.FORMULA: ("formula",),
    ChangePart.FORMULA_AND_DATA: ("formula",),
    ChangePart.DIRECTION: ("direction", "aggregation"),
    ChangePart.WEIGHTS: ("weight", "relevance"),
    ChangePart.METHODOLOGY: ("methodology",),
}
# So many signs of a commit tell it from others to the eye.
_SHORT = 10


def easier_findings(comparison: Comparison) -> tuple[Diagnostic, ...]:
    """Return a warning for each thing that was made easier, in the order of the comparison."""
    return tuple(_finding(each, comparison) for each in comparison.easier)


def _finding(made: MadeEasier, comparison: Comparison) -> Diagnostic:
    plan = comparison.after.plan
    change = next(_changes(made, comparison), None)
    of = made.code if change is None else change.code
    field = FIELDS[made.part][0] if change is None else change.field
    place = _place(made, of, plan)
    params: dict[str, Parameter] = {
        "change": Term("comparison", f"part_{made.part.name.lower()}", {"code": made.code}),
        "period": str(made.period),
        "before": display.shown(made.before, 2),
        "after": display.shown(made.after, 2),
        "act": _act(made, change, of, field),
    }
    variant = ""
    if made.day is not None:
        params |= {"day": made.day.isoformat(), "revision": made.revision[:_SHORT]}
        variant = "since"
    label = Label(place.source, place.span, "here", params)
    file = place.source.name if place.source is not None else ""
    return Diagnostic(CODE, label, params, variant=variant, file=file, severity=Severity.WARNING)


def _changes(made: MadeEasier, comparison: Comparison) -> Iterator[PlanChange]:
    """Yield what in the texts made it easier."""
    indicators = comparison.after.plan.indicators
    for each in comparison.plan:
        if each.field not in FIELDS[made.part]:
            continue
        is_of_it = each.code == made.code or each.declaration == "plan"
        if made.part is ChangePart.WEIGHTS:
            is_of_it = each.code in indicators and indicators[each.code].group == made.code
        if is_of_it and (each.period is None or each.period.contains(made.period)):
            yield each


def _place(made: MadeEasier, code: str, plan: Plan) -> Place:
    """Return the smallest place in the plan that says what was made easier."""
    if made.part is ChangePart.METHODOLOGY:
        return plan.declared_at
    indicator = plan.indicators.get(code)
    if indicator is None:
        return plan.groups[code].declared_at if code in plan.groups else plan.declared_at
    goal = indicator.goal(made.period)
    if made.part is ChangePart.GOAL and goal is not None and goal.declared_at.source is not None:
        return goal.declared_at
    figure = indicator.baseline.figure if indicator.baseline is not None else None
    if made.part is ChangePart.BASELINE and figure is not None and figure.declared_at.source is not None:
        return figure.declared_at
    return indicator.declared_at


def _act(made: MadeEasier, change: PlanChange | None, code: str, field: str) -> str:
    """Return the declaration of the act that changed it, as far as it is known, in one line."""
    word = vocabulary.field_named(field)
    period = made.period if change is None else change.period
    before, when = "" if change is None else change.before, "" if period is None else str(period)
    if made.part is ChangePart.BASELINE and before:  # it is told with its period
        when, _, before = before.partition(": ")
    told = {
        "de": code,
        "campo": word.spanish,
        "periodo": when if word.kind == "FIGURES" else "",
        "antes": f'"{before}"' if before else "",
        "fecha": made.day.isoformat() if made.day is not None else "AAAA-MM-DD",
    }
    return "; ".join(['cambio "…"', *(f"{name}: {text}" for name, text in told.items() if text)])
