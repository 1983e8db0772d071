"""Rows against formulas: values that never occur, rows nobody reads, years without rows, words for ND."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from fractions import Fraction

import attrs

from pei_dsl.algebra.builtins import FUNCTIONS
from pei_dsl.analysis.lints.subject import Subject, points, walk, warn
from pei_dsl.data.aggregates import window_of
from pei_dsl.data.table import Row, Table
from pei_dsl.diagnostics import Diagnostic, Fix, Severity
from pei_dsl.diagnostics.finding import Parameter, replace
from pei_dsl.diagnostics.suggestion import nearest
from pei_dsl.model import expressions as m
from pei_dsl.model.periods import Granularity, Period
from pei_dsl.model.plan import DataSource, Definition, Place, Plan
from pei_dsl.vocabulary import fold

# How many values a message lists.
LISTED = 6
# No register reaches so many years into the past, and none into the future.
LONG_BEFORE, LONG_AFTER = 80, 10


# ---- Filters ----------------------------------------------------------------------------------------


def values_that_never_occur(subject: Subject) -> Iterator[Diagnostic]:
    """Warn of a filter on a text that no row has; with nothing like it in the data it is only a note."""
    seen: set[tuple[str, m.Text, int]] = set()
    asked = _asked_texts(subject)
    texts = {
        (source, column): _texts_of(subject.data.tables.get(source), column) for source, column, _ in asked
    }
    for key, node in subject.aggregates:
        for column, text in _texts_asked(node):
            present = texts[node.source, column]
            if not present or text.value in present or (key.partition(":")[0], text, text.span.start) in seen:
                continue
            seen.add((key.partition(":")[0], text, text.span.start))
            # What another filter asks for is a value of its own, however near it is: «norte», «noreste».
            others = [each for each in present if (node.source, column, each) not in asked]
            near = nearest(text.value, others)
            yield _never(subject.plan.definitions[key], node.source, column, text, present, near)


def _asked_texts(subject: Subject) -> AbstractSet[tuple[str, str, str]]:
    """Return every text that a filter asks for, with its source and column."""
    return {
        (node.source, column, text.value)
        for _, node in subject.aggregates
        for column, text in _texts_asked(node)
    }


def _texts_asked(node: m.Aggregate) -> Iterator[tuple[str, m.Text]]:
    """Yield the texts that `node` compares a column with."""
    for each in walk(node):
        match each:
            case m.Comparison(operator="=" | "<>", left=m.ColumnValue(column=column), right=m.Text() as text):
                yield column, text
            case m.Comparison(operator="=" | "<>", left=m.Text() as text, right=m.ColumnValue(column=column)):
                yield column, text
            case m.Membership(value=m.ColumnValue(column=column), choices=choices):
                yield from ((column, choice) for choice in choices if isinstance(choice, m.Text))
            case _:
                pass


def _texts_of(table: Table | None, column: str) -> list[str]:
    if table is None or table.unusable is not None:
        return []
    cells = (row.cells.get(column) for row in table.rows)
    return list(dict.fromkeys(cell for cell in cells if isinstance(cell, str)))


def _never(
    definition: Definition,
    source: str,
    column: str,
    text: m.Text,
    present: Sequence[str],
    near: Sequence[str],
) -> Diagnostic:
    params: dict[str, Parameter] = {
        "value": text.value,
        "column": column,
        "source": source,
        "present": ", ".join(f"«{each}»" for each in present[:LISTED])
        + (", …" if len(present) > LISTED else ""),
    }
    place = definition.declared_at
    fixes: tuple[Fix, ...] = ()
    origin = place.source
    if origin is not None and text.value in origin[text.span]:
        place = Place(origin, text.span)
        fixes = tuple(replace(origin, text.span, f'"{each}"') for each in near)
    elif near:
        fixes = (Fix(f'"{near[0]}"'),)
    if near:
        return warn(place, "PEI423", params={**params, "near": near[0]}, fixes=fixes)
    return warn(place, "PEI423", "nothing_like_it", params=params, severity=Severity.NOTE)


# ---- Rows that nobody reads -------------------------------------------------------------------------


def unread_rows(subject: Subject) -> Iterator[Diagnostic]:
    """Warn of a source none of whose rows falls into the plan's years; of some rows it is only a note."""
    years = _years(subject.plan)
    for name, nodes in _by_source(subject).items():
        table, source = subject.data.tables.get(name), subject.plan.sources[name]
        if not years or not source.time or table is None or table.unusable is not None or not table.rows:
            continue
        asked = _asked(nodes, years, _steps_back(subject.plan))
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
                yield warn(place, "PEI424", "all", params=params)
            else:
                slip = any(_is_slip(row.period, asked) for row in outside)
                severity = Severity.WARNING if slip else Severity.NOTE
                yield warn(place, "PEI424", params=params, severity=severity)


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


def _steps_back(plan: Plan) -> int:
    """Return how many years `anterior()` may look back in all."""
    steps = (
        node.steps
        for definition in plan.definitions.values()
        for node in walk(definition.expression)
        if isinstance(node, m.Earlier)
    )
    return sum(steps)


def _asked(nodes: Sequence[m.Aggregate], years: Sequence[Period], steps_back: int) -> Period:
    """Return the stretch from the first to the last day that `nodes` may read."""
    first = Period.year_of(max(1900, years[0].year - steps_back))
    spans = [window_of(node.windows, year) for node in nodes for year in (first, years[0], years[-1])]
    within = [span for span in spans if span is not None] or [years[0], years[-1]]
    start, end = min(span.start for span in within), max(span.end for span in within)
    return Period(start, end, Granularity.YEAR)


def _touches(asked: Period, period: Period) -> bool:
    return period.start <= asked.end and period.end >= asked.start


# ---- Years without data -----------------------------------------------------------------------------


def years_without_data(subject: Subject) -> Iterator[Diagnostic]:
    """Warn of a year that has a goal and no data, while there are data from before and from after."""
    told: set[tuple[str, Period]] = set()
    for indicator in subject.plan.indicators.values():
        needs = list(_needed(subject.plan, indicator.formula))
        for goal in points(indicator.goals):
            for need in needs:
                name, missing = _gap(subject, need, goal.period)
                if missing and (name, goal.period) not in told:
                    told.add((name, goal.period))
                    params = {"name": name, "period": str(goal.period), "code": indicator.code}
                    kind = "source" if isinstance(need, m.Aggregate) else "series"
                    place = subject.name(kind, name, subject.code(indicator))
                    yield warn(place, "PEI425", params=params)


def _needed(plan: Plan, formula: m.Expression | None) -> Iterator[m.Aggregate | Definition]:
    """Yield the aggregates and series that `formula` needs in the same period, through all names."""
    waiting: list[m.Expression] = [] if formula is None else [formula]
    seen: set[str] = set()
    while waiting:
        node = waiting.pop()
        match node:
            case m.Aggregate():
                yield node
            case m.Reference(key=key) if key not in seen:
                seen.add(key)
                used = plan.definitions[key]
                if used.expression is not None:
                    waiting.append(used.expression)
                elif key.startswith("serie:"):
                    yield used
            case m.Earlier():
                pass  # asks for another period
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


# ---- Words and figures that stand for ND ------------------------------------------------------------

_WORDS = """
nd|n/d|n.d.|s/d|s.d.|sd|na|n/a|n.a.|-|--|---|.|?|null|none|nan|#n/a|#n/d
|sin dato|sin datos|sin informacion|no disponible|no aplica|no registra
"""
_ABSENCES = frozenset(each.strip() for each in _WORDS.split("|"))
_NINES = re.compile(r"-?9{3,}")
# A mark is this many times larger than anything beside it, or negative where nothing else is.
OUTLIER = 10


@attrs.frozen
class _Marked:
    """A cell that stands for ND, and how many rows have it."""

    written: str
    line: int
    count: int


def marks_of_absence(subject: Subject) -> Iterator[Diagnostic]:
    """Warn of cells that say that there is nothing, and that count as a text or as a number."""
    asked = _asked_texts(subject)
    for name, columns in subject.columns_read.items():
        table, source = subject.data.tables.get(name), subject.plan.sources[name]
        if table is None or table.unusable is not None:
            continue
        for column in sorted(columns):
            declared = source.columns.get(column)
            found = _marked(table.rows, column)
            if found is None or declared is None or (name, column, found.written) in asked:
                continue
            variant = "" if fold(found.written) in _ABSENCES else "number"
            params: dict[str, Parameter] = {
                "written": found.written,
                "column": column,
                "source": name,
                "line": found.line,
                "count": found.count,
            }
            yield warn(declared.declared_at, "PEI427", variant, params=params)


def _marked(rows: Sequence[Row], column: str) -> _Marked | None:
    """Return the cell of `column` that stands for ND, or None."""
    cells = [(row.cells.get(column), row.number) for row in rows]
    words = [(cell, line) for cell, line in cells if isinstance(cell, str) and fold(cell) in _ABSENCES]
    if words:
        first, line = words[0]
        return _Marked(first, line, sum(cell == first for cell, _ in words))
    numbers = [(cell, line) for cell, line in cells if isinstance(cell, Fraction)]
    marks = [(cell, line) for cell, line in numbers if _is_mark(cell)]
    others = [cell for cell, _ in numbers if not _is_mark(cell)]
    if not marks or len(others) < 2:
        return None
    first_mark, line = marks[0]
    stands_out = abs(first_mark) > OUTLIER * max(abs(each) for each in others)
    if stands_out or (first_mark < 0 <= min(others)):
        return _Marked(str(first_mark), line, sum(cell == first_mark for cell, _ in marks))
    return None


def _is_mark(number: Fraction) -> bool:
    return number.denominator == 1 and (number == -1 or _NINES.fullmatch(str(number)) is not None)
