"""A year that has a goal and no data, between years that have some."""

from __future__ import annotations

from collections.abc import Iterator

from pei_dsl.algebra.builtins import FUNCTIONS
from pei_dsl.analysis.lints.declaration import Remark, lint
from pei_dsl.analysis.lints.subject import (
    Subject,
    ends,
)
from pei_dsl.data.aggregates import window_of
from pei_dsl.model import expressions as m
from pei_dsl.model.keys import KeyKind, is_kind
from pei_dsl.model.periods import Period
from pei_dsl.model.plan import DataSource, Definition, Plan


@lint("PEI425", looks_at_data=True)
def year_without_data(subject: Subject) -> Iterator[Remark]:
    """Warn of a year that has a goal and no data, while there are data from before and from after."""
    told: set[tuple[str, Period]] = set()
    for indicator in subject.plan.indicators.values():
        needs = list(_needed(subject.plan, indicator.formula))
        for goal in ends(indicator.goals):
            for need in needs:
                name, missing = _gap(subject, need, goal.period)
                if missing and (name, goal.period) not in told:
                    told.add((name, goal.period))
                    params = {"name": name, "period": str(goal.period), "code": indicator.code}
                    kind = "source" if isinstance(need, m.Aggregate) else "series"
                    place = subject.name(kind, name, subject.code(indicator))
                    yield Remark(place, params=params)


def _needed(plan: Plan, formula: m.Expression | None) -> Iterator[m.Aggregate | Definition]:
    """Yield the aggregates and series that `formula` needs in the same period, through all names."""
    waiting: list[m.Expression] = [] if formula is None else [formula]
    seen: set[str] = set()
    while waiting:
        node = waiting.pop()
        match node:
            case m.Aggregate(windows=windows) if any(each.kind is m.WindowKind.FIXED for each in windows):
                pass  # asks for one period, whichever has the goal
            case m.Aggregate():
                yield node
            case m.Reference(key=key) if key not in seen:
                seen.add(key)
                used = plan.definitions[key]
                if used.expression is not None:
                    waiting.append(used.expression)
                elif is_kind(key, KeyKind.SERIES):
                    yield used
            case m.Earlier() | m.At() | m.Over():
                pass  # asks for other periods
            case m.Call(function=name) if FUNCTIONS.named(name).replaces_absence:
                pass  # says what stands instead
            case _:
                waiting.extend(m.parts(node))


def _gap(subject: Subject, need: m.Aggregate | Definition, period: Period) -> tuple[str, bool]:
    """Return the name of what is needed, and whether it has data before and after `period` but none in it."""
    if isinstance(need, Definition):
        years = {when.year for when in need.figures}
        return need.name, bool(years) and period.year not in years and min(years) < period.year < max(years)
    dated = subject.periods.get(need.source, frozenset[Period]())
    span = window_of(need.windows, period)
    if span is None or _covers(subject.plan.sources[need.source], span):
        return need.source, False
    if any(span.contains(each) for each in dated):
        return need.source, False
    before, after = any(each.end < span.start for each in dated), any(each.start > span.end for each in dated)
    return need.source, before and after


def _covers(source: DataSource, span: Period) -> bool:
    return source.coverage is not None and (
        source.coverage[0].start <= span.start and span.end <= source.coverage[1].end
    )
