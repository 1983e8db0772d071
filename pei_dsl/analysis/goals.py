"""Goals against the plan's years: none outside them, none missing within."""

from __future__ import annotations

from pei_dsl.analysis.findings import Findings
from pei_dsl.analysis.symbols import Symbols
from pei_dsl.diagnostics import Severity
from pei_dsl.model.periods import Period
from pei_dsl.model.plan import Indicator, Plan


def check_goals(plan: Plan, symbols: Symbols, findings: Findings) -> None:
    """Report goals for periods outside the plan, and warn of years of the plan without one."""
    if plan.period is None:
        return
    years = _years(plan)
    for code, indicator in plan.indicators.items():
        declaration = symbols.indicators[code]
        for period, figure in indicator.goals.items():
            source = figure.declared_at.source
            if not plan.contains(period) and source is not None:
                params = {"period": str(period), "first": str(plan.period[0]), "last": str(plan.period[1])}
                findings.add(source, figure.declared_at.span, "PEI216", params=params, note="here")
        missing = [] if declaration.broken or indicator.unit is None else _missing(indicator, years)
        if missing and "goals" not in _broken_fields(declaration, findings):
            params = {"code": code, "years": ", ".join(missing)}
            findings.add(
                declaration.source,
                declaration.header.name_span,
                "PEI402",
                params=params,
                severity=Severity.WARNING,
            )


def _years(plan: Plan) -> list[Period]:
    first, last = plan.evaluated_years or plan.period or (None, None)
    if first is None or last is None:
        return []
    return [Period.year_of(year) for year in range(first.year, last.year + 1)]


def _missing(indicator: Indicator, years: list[Period]) -> list[str]:
    within = {period.year for period in indicator.goals}
    return [str(year) for year in years if year.year not in within]


def _broken_fields(declaration: object, findings: Findings) -> set[str]:
    """Return the fields whose figures were reported already: then a missing one follows from that."""
    from pei_dsl.syntax import tree  # noqa: PLC0415

    assert isinstance(declaration, tree.Declaration)
    spans = [item.primary.span for item in findings.items if item.primary.source is declaration.source]
    return {
        field.name
        for field in declaration.items
        if isinstance(field, tree.Field)
        and any(field.span.start <= span.start < field.span.end for span in spans)
    }
