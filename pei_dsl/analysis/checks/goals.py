"""Goals against the plan's years: none outside them, none missing within."""

from __future__ import annotations

from collections.abc import Iterable

import attrs

from pei_dsl.analysis.findings import Findings
from pei_dsl.analysis.resolve.symbols import Symbols
from pei_dsl.analysis.resolve.years import meant_year
from pei_dsl.diagnostics import Fix, Severity
from pei_dsl.diagnostics.finding import Edit, replace
from pei_dsl.model.periods import Period
from pei_dsl.model.plan import Indicator, Plan
from pei_dsl.source import Source, Span
from pei_dsl.syntax import tree


def check_goals(plan: Plan, symbols: Symbols, findings: Findings) -> None:
    """Report goals for periods outside the plan, and warn of years of the plan without one."""
    if plan.period is None:
        return
    years = _years(plan)
    for code, indicator in plan.indicators.items():
        declaration = symbols.indicators[code]
        periods = list(_written(declaration))
        for index, written in enumerate(periods):
            period = Period.parse(written.written)
            if period is not None and period in indicator.goals and not plan.contains(period):
                params = {
                    "period": str(period),
                    "first": str(plan.period[0]),
                    "last": str(plan.period[1]),
                }
                year = meant_year([each.written for each in periods], index)
                fixes = (replace(declaration.source, written.span, year),) if year else ()
                findings.add(
                    declaration.source, written.span, "PEI216", params=params, note="here", fixes=fixes
                )
        missing = _missing(indicator, years)
        if missing and not declaration.broken and not _is_reported(declaration, findings):
            params = {"code": code, "years": ", ".join(missing)}
            findings.add(
                declaration.source,
                declaration.header.name_span,
                "PEI402",
                params=params,
                fixes=_added(declaration, missing),
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


def _added(declaration: tree.Declaration, years: list[str]) -> tuple[Fix, ...]:
    """Return the fix that writes `no programado` for each of `years` among the goals, each in its place."""
    source = declaration.source
    figures = [
        item.value.items
        for item in declaration.items
        if isinstance(item, tree.Field) and item.name == "goals" and isinstance(item.value, tree.Figures)
    ]
    texts = [f"{year}: no programado" for year in years]
    if not figures:
        lines = "".join(f"\n    {text}" for text in texts)
        place = _line_end(source, declaration.span.end)
        return (Fix(texts[0], (Edit(source, Span(place, place), f"\n  logros:{lines}"),)),)
    edits = []
    for year, text in zip(years, texts, strict=True):
        before = [each for each in figures[0] if each.period.written[:4] < year]
        beside = before[-1] if before else figures[0][0]
        begin = source.text.rfind("\n", 0, beside.span.start) + 1
        indent = source.text[begin : beside.span.start]
        if not before:
            edit = Edit(
                source,
                Span(beside.span.start, beside.span.start),
                text + (f"\n{indent}" if not indent.strip() else "  "),
            )
        elif indent.strip():  # several on one line
            edit = Edit(source, Span(beside.span.end, beside.span.end), f"  {text}")
        else:
            place = _line_end(source, beside.span.end)
            edit = Edit(source, Span(place, place), f"\n{indent}{text}")
        edits.append(edit)
    return (Fix(texts[0], _joined(edits)),)


def _joined(edits: list[Edit]) -> tuple[Edit, ...]:
    """Return `edits` with those at one place made one, in order."""
    joined: list[Edit] = []
    for edit in edits:
        if joined and joined[-1].span == edit.span:
            joined[-1] = attrs.evolve(joined[-1], text=joined[-1].text + edit.text)
        else:
            joined.append(edit)
    return tuple(joined)


def _line_end(source: Source, offset: int) -> int:
    end = source.text.find("\n", offset)
    return end if end >= 0 else len(source.text)


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
