"""Rows that fall outside all that formulas read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from pei_dsl.analysis.lints.declaration import Remark, lint
from pei_dsl.analysis.lints.subject import (
    Subject,
)
from pei_dsl.data.aggregates import window_of
from pei_dsl.diagnostics import Severity
from pei_dsl.diagnostics.catalogue import Parameter
from pei_dsl.model import expressions as m
from pei_dsl.model.periods import Granularity, Period
from pei_dsl.model.plan import Plan

# No register reaches so many years into the past, and none into the future.
LONG_BEFORE, LONG_AFTER = 80, 10


@lint("PEI424", looks_at_data=True)
def unread_rows(subject: Subject) -> Iterator[Remark]:
    """Warn of a source none of whose rows falls into the plan's years; of some rows it is only a note."""
    years = _years(subject.plan)
    for name, nodes in _by_source(subject).items():
        table, source = subject.rows_of(name), subject.plan.sources[name]
        if not years or not source.time or table is None or not table.rows:
            continue
        asked = _asked(nodes, _years_asked(subject.plan, years))
        outside = [row for row in table.rows if row.period is not None and not _touches(asked, row.period)]
        if outside:
            first = next((row for row in outside if _is_slip(row.period, asked)), outside[0])
            params: dict[str, Parameter] = {
                "source": name,
                "count": len(outside),
                "line": first.number,
                "period": str(first.period),
                "first": str(asked.start),
                "last": str(asked.end),
            }
            place = subject.name("source", name, source.declared_at)
            if len(outside) == len(table.rows):
                yield Remark(place, "all", params=params)
            else:
                slip = any(_is_slip(row.period, asked) for row in outside)
                severity = Severity.WARNING if slip else Severity.NOTE
                yield Remark(place, params=params, severity=severity)


def _is_slip(period: Period | None, asked: Period) -> bool:
    """Tell whether `period` is so far off that its year must be misspelt."""
    return period is not None and not -LONG_BEFORE <= period.year - asked.end.year <= LONG_AFTER


def _by_source(subject: Subject) -> Mapping[str, list[m.Aggregate]]:
    found: dict[str, list[m.Aggregate]] = {}
    for _, node in subject.aggregates:
        found.setdefault(node.source, []).append(node)
    return found


def _years(plan: Plan) -> list[Period]:
    """Return the years that may be asked for: those of the plan, or those with goals."""
    if plan.period is not None:
        first, last = plan.period
        return [Period.year_of(year) for year in range(first.year, last.year + 1)]
    goals = {when.year for indicator in plan.indicators.values() for when in indicator.goals}
    return [Period.year_of(year) for year in sorted(goals)]


def _years_asked(plan: Plan, years: Sequence[Period]) -> list[Period]:
    """Return the first and the last year that figures of `years` may ask for, by `anterior` and others."""
    back = 0
    named = [years[0].year, years[-1].year]
    for definition in plan.definitions.values():
        for node in definition.parts:
            match node:
                case m.Earlier(steps=steps):
                    back += steps
                case m.At(period=period):
                    named.append(period.year)
                case m.Over(window=m.Window(named=period)) if period is not None:
                    named.append(period.year)
                case m.Over(window=window) if window.kind is m.WindowKind.LAST:
                    back += window.count
                case _:
                    pass
    return [Period.year_of(max(1900, min(named) - back)), years[0], Period.year_of(max(named))]


def _asked(nodes: Sequence[m.Aggregate], years: Sequence[Period]) -> Period:
    """Return the stretch from the first to the last day that `nodes` may read in `years`."""
    spans = [window_of(node.windows, year) for node in nodes for year in years]
    within = [span for span in spans if span is not None] or [years[0], years[-1]]
    start, end = min(span.start for span in within), max(span.end for span in within)
    return Period(start, end, Granularity.YEAR)


def _touches(asked: Period, period: Period) -> bool:
    return period.start <= asked.end and period.end >= asked.start
