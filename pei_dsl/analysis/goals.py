"""Goals against the plan's years: none outside them, none missing within."""

from __future__ import annotations

from collections.abc import Iterable

from pei_dsl.analysis.findings import Findings
from pei_dsl.analysis.symbols import Symbols
from pei_dsl.diagnostics import Severity
from pei_dsl.model.periods import Period
from pei_dsl.model.plan import Indicator, Plan
from pei_dsl.syntax import tree


def check_goals(plan: Plan, symbols: Symbols, findings: Findings) -> None:
    """Report goals for periods outside the plan, and warn of years of the plan without one."""
    if plan.period is None:
        return
    years = _years(plan)
    for code, indicator in plan.indicators.items():
        declaration = symbols.indicators[code]
        for written in _written(declaration):
            period = Period.parse(written.written)
            if period is not None and period in indicator.goals and not plan.contains(period):
                params = {
                    "period": str(period),
                    "first": str(plan.period[0]),
                    "last": str(plan.period[1]),
                }
                findings.add(declaration.source, written.span, "PEI216", params=params, note="here")
        missing = _missing(indicator, years)
        if missing and not declaration.broken and not _is_reported(declaration, findings):
            params = {"code": code, "years": ", ".join(missing)}
            findings.add(
                declaration.source,
                declaration.header.name_span,
                "PEI402",
                params=params,
                severity=Severity.WARNING,
            )


def _years(plan: Plan) -> list[Period]:
    years = plan.evaluated_years or plan.period
    if years is None:
        return []
    first, last = years
    return [Period.year_of(year) for year in range(first.year, last.year + 1)]


def _written(declaration: tree.Declaration) -> Iterable[tree.Period]:
    for field in declaration.items:
        if isinstance(field, tree.Field) and field.name == "goals" and isinstance(field.value, tree.Figures):
            yield from (figure.period for figure in field.value.items)


def _missing(indicator: Indicator, years: list[Period]) -> list[str]:
    within = {period.year for period in indicator.goals}
    return [str(year) for year in years if year.year not in within]


def _is_reported(declaration: tree.Declaration, findings: Findings) -> bool:
    """Tell whether the goals, or the unit to read them in, were reported: a missing goal may follow."""
    fields = {item.name: item for item in declaration.items if isinstance(item, tree.Field)}
    if "unit" not in fields:
        return True
    spans = [item.primary.span for item in findings.items if item.primary.source is declaration.source]
    return any(
        field.span.start <= span.start < field.span.end
        for name, field in fields.items()
        if name in {"unit", "goals", ""}  # a misspelt `logros` is a field without a name
        for span in spans
    )
