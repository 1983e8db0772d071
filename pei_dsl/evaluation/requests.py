"""What an evaluation will ask of the data: every aggregate with its period, known before anything is read."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Mapping, Sequence

import attrs

from pei_dsl.algebra.builtins.over_rows import COUNT
from pei_dsl.data.answers import Request, every_row
from pei_dsl.data.bound_aggregates import names_figures
from pei_dsl.data.calendars import days_listed
from pei_dsl.data.completeness import half_filled, pair_of
from pei_dsl.evaluation.formulas import walk_at
from pei_dsl.model import expressions as m
from pei_dsl.model.methodology import Methodology, Progress
from pei_dsl.model.periods import Period
from pei_dsl.model.plan import DataSource, Indicator, Plan
from pei_dsl.model.ties import without_ties


def requests_of(
    plan: Plan,
    periods: Iterable[Period],
    methodologies: Iterable[Methodology] = (),
    codes: Iterable[str] | None = None,
) -> dict[str, list[Request]]:
    """
    Return the aggregates that measuring `plan` may ask, by source, each once.

    Both branches of a condition count, so that this may be more than is asked in the end, never less.
    With them is asked how many rows have only one column of a quotient.

    Args:
        plan: The plan.
        periods: The periods that are measured.
        methodologies: By which; the avance tipo II looks at all years since the plan began.
        codes: Only these indicators and what they use; None for all.
    """
    indicators = [
        indicator for code, indicator in plan.indicators.items() if codes is None or code in set(codes)
    ]
    by_type_2 = any(each.progress is Progress.TYPE_2 for each in methodologies)
    starts = [
        (indicator.formula, period)
        for indicator in indicators
        if indicator.formula is not None
        for asked in periods
        for period in ([*_years_before(plan, indicator, asked), asked] if by_type_2 else [asked])
    ]
    return _closure(plan, starts)


class RequestsWhenRead(Mapping[str, Sequence[Request]]):
    """What `requests_of` returns, found once something is read: rows that are at home ask for none."""

    def __init__(self, plan: Plan, periods: Sequence[Period], methodologies: Sequence[Methodology]) -> None:
        """Take what `requests_of` takes."""
        self._of = plan, periods, methodologies

    @functools.cached_property
    def _found(self) -> Mapping[str, Sequence[Request]]:
        return requests_of(*self._of)

    def __getitem__(self, source: str) -> Sequence[Request]:
        """Return the aggregates of `source`."""
        return self._found[source]

    def __iter__(self) -> Iterator[str]:
        """Yield the sources that are asked."""
        return iter(self._found)

    def __len__(self) -> int:
        """Return how many sources are asked."""
        return len(self._found)


def with_rows(requests: Mapping[str, Sequence[Request]]) -> dict[str, list[Request]]:
    """Return `requests` with what listing the rows behind each of them asks too: how many there are."""
    return {
        source: list(
            dict.fromkeys(
                asked
                for node, period in wanted
                for asked in ((node, period), (attrs.evolve(node, function=COUNT.name, rank=None), period))
            )
        )
        for source, wanted in requests.items()
    }


def _years_before(plan: Plan, indicator: Indicator, period: Period) -> list[Period]:
    first = (
        plan.period[0].year
        if plan.period
        else min((each.year for each in indicator.goals), default=period.year)
    )
    return [Period.year_of(year) for year in range(first, period.year)]


def _closure(plan: Plan, starts: Iterable[tuple[m.Expression, Period]]) -> dict[str, list[Request]]:
    found: dict[str, dict[Request, None]] = {}
    seen: set[tuple[str, Period]] = set()
    waiting = list(starts)
    while waiting:
        for node, when in walk_at(*waiting.pop()):
            pair = pair_of(plan.definitions, node)
            if isinstance(node, m.Aggregate):
                # What names a figure of the plan can be asked only when that figure is known.
                own = [] if names_figures(node) else [(node, when)]
                found.setdefault(node.source, {}).update(dict.fromkeys(own))
                for days in _holidays_inside(plan, node.source):
                    found.setdefault(days.source, {})[days, when] = None
                for inner in _inside(plan, node.source):
                    # Which rows a window lets in is asked of the whole, what they give of each entity.
                    found.setdefault(inner.source, {})[every_row(inner.source, inner.windows), when] = None
            elif pair is not None and not any(map(names_figures, pair)):
                found.setdefault(pair[0].source, {})[half_filled(*pair), when] = None
            elif isinstance(node, m.Reference) and (node.key, when) not in seen:
                seen.add((node.key, when))
                expression = plan.definitions[node.key].expression
                if expression is not None:
                    waiting.append((expression, when))
    return {source: list(requests) for source, requests in found.items()}


def _inside(plan: Plan, name: str) -> Iterator[m.Aggregate]:
    """Yield the aggregates that the rows of a source rest on, down to those of files."""
    for source in _derived_below(plan, name):
        yield from source.made_by
        yield from map(without_ties, source.looked_up)


def _holidays_inside(plan: Plan, name: str) -> Iterator[m.Aggregate]:
    """Yield what lists the holidays that columns of a source leave out, and of those that it rests on."""
    for source in _derived_below(plan, name):
        yield from map(days_listed, source.calendars)


def _derived_below(plan: Plan, name: str) -> Iterator[DataSource]:
    """Yield the source `name` and those that it rests on, as far as their rows rest on others."""
    known = {name}
    # What stands in a circle was reported, and is made of nothing.
    for each in reversed(plan.derived_sources):
        if each in known:
            known.update(plan.sources[each].reads)
            yield plan.sources[each]
