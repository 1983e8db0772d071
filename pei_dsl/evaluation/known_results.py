"""Results of earlier versions of a plan: what rests on what is as it was is not measured again."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Mapping, Sequence

import attrs

from pei_dsl.data.answers import Answers
from pei_dsl.data.table import Table
from pei_dsl.evaluation.results import GroupResult, IndicatorResult
from pei_dsl.model.keys import KeyKind, key_of
from pei_dsl.model.methodology import Methodology
from pei_dsl.model.periods import Period
from pei_dsl.model.plan import DataSource, Definition, Figure, Group, Indicator, Plan

# So many periods, methodologies and days are remembered.
MAX_KEPT = 64


@attrs.frozen
class _Measured:
    """An evaluation, and all that it rested on."""

    plan: Plan
    tables: Mapping[str, Table | Answers]
    registered: Mapping[str, Mapping[Period, Figure]]
    methodology: Methodology
    results: Mapping[str, IndicatorResult]


@attrs.frozen
class _Grouped:
    """The result of a group, and what it was made of."""

    group: Group
    members: tuple[IndicatorResult, ...]
    methodology: Methodology
    result: GroupResult

    def is_of(self, group: Group, members: Sequence[IndicatorResult], methodology: Methodology) -> bool:
        """Tell whether `group` has these results of its members, wherever they stand."""
        return self.group == group and self.members == tuple(members) and self.methodology == methodology

    def at(self, group: Group) -> GroupResult:
        """Return the result, of the same group where it stands now."""
        return self.result if self.group is group else attrs.evolve(self.result, group=group)


@attrs.define
class KnownResults:
    """The last results for each period, methodology and day."""

    _last: dict[tuple[object, ...], _Measured] = attrs.field(factory=dict)
    _groups: dict[tuple[str, str], _Grouped] = attrs.field(factory=dict)
    # By identity, results that hold still, each with itself to keep its identity, and what they were.
    _before: dict[int, tuple[IndicatorResult, IndicatorResult]] = attrs.field(factory=dict)

    def still_hold(
        self,
        plan: Plan,
        period: Period,
        tables: Mapping[str, Table | Answers],
        registered: Mapping[str, Mapping[Period, Figure]],
        methodology: Methodology,
        on: datetime.date | None,
    ) -> dict[str, IndicatorResult]:
        """Return the results by code that measuring `plan` would give again."""
        known = self._last.get((period, methodology.name, on))
        if known is None or known.methodology != methodology or known.plan.period != plan.period:
            return {}
        before = known.plan
        sources = {
            name
            for name in {*before.sources, *plan.sources, *known.tables, *tables}
            if not _is_same_source(before.sources.get(name), plan.sources.get(name))
            or not _is_same_table(known.tables.get(name), tables.get(name))
        }
        # Two that are equal give the same, wherever they stand.
        changed = {
            key
            for key, each in plan.definitions.items()
            if not _is_equal(before.definitions.get(key), each) or not sources.isdisjoint(each.read_sources)
        }
        for code in {*known.registered, *registered}:
            if not _are_same_figures(known.registered.get(code, {}), registered.get(code, {})):
                changed.add(key_of(KeyKind.INDICATOR, code))
        touched = _with_users(changed, plan.definitions)
        still = {
            code: _of(indicator, known.results[code])
            for code, indicator in plan.indicators.items()
            if _is_equal(before.indicators.get(code), indicator)
            and key_of(KeyKind.INDICATOR, code) not in touched
        }
        self._before = {id(each): (each, known.results[code]) for code, each in still.items()}
        return still

    def keep(
        self,
        plan: Plan,
        period: Period,
        tables: Mapping[str, Table | Answers],
        registered: Mapping[str, Mapping[Period, Figure]],
        methodology: Methodology,
        on: datetime.date | None,
        results: Mapping[str, IndicatorResult],
    ) -> None:
        """Remember the results of `plan`; with too many kept, the one that was asked for longest ago goes."""
        key = (period, methodology.name, on)
        self._last.pop(key, None)
        self._last[key] = _Measured(plan, tables, registered, methodology, results)
        while len(self._last) > MAX_KEPT:
            del self._last[next(iter(self._last))]

    def group(
        self,
        group: Group,
        members: Sequence[IndicatorResult],
        methodology: Methodology,
        make: Callable[[Group, Sequence[IndicatorResult], Methodology], GroupResult],
    ) -> GroupResult:
        """Return the result of `group`; that of the last time where its members have the same results."""
        key = (group.code, methodology.name)
        known = self._groups.get(key)
        before = [self._before.get(id(each), (each, each))[1] for each in members]
        if known is not None and known.is_of(group, before, methodology):
            result = known.at(group)
        else:
            result = make(group, members, methodology)
        self._groups[key] = _Grouped(group, tuple(members), methodology, result)
        return result


def _is_equal(one: object, other: object) -> bool:
    """Tell whether two are equal; that most are one and the same is told without looking into them."""
    return one is other or one == other


def _of(indicator: Indicator, result: IndicatorResult) -> IndicatorResult:
    """Return `result`, of the same indicator where it stands now."""
    before = result.indicator
    if before is indicator:
        return result
    registered = result.registered
    period = next((when for when, figure in before.values.items() if figure is registered), None)
    return attrs.evolve(
        result,
        indicator=indicator,
        registered=registered if period is None else indicator.values[period],
    )


def _with_users(changed: Iterable[str], definitions: Mapping[str, Definition]) -> set[str]:
    if not changed:
        return set()
    users: dict[str, list[str]] = {}
    for key, each in definitions.items():
        for used in each.references:
            users.setdefault(used, []).append(key)
    found = set(changed)
    waiting = list(found)
    while waiting:
        for user in users.get(waiting.pop(), ()):
            if user not in found:
                found.add(user)
                waiting.append(user)
    return found


def _is_same_source(one: DataSource | None, other: DataSource | None) -> bool:
    return one is other or (one is not None and one == other)


def _is_same_table(one: Table | Answers | None, other: Table | Answers | None) -> bool:
    """Tell whether two are the same rows; an engine's answers are asked again each time."""
    return one is other or (isinstance(one, Table) and isinstance(other, Table) and one == other)


def _are_same_figures(one: Mapping[Period, Figure], other: Mapping[Period, Figure]) -> bool:
    """Tell whether two are the very same figures, places included."""
    return len(one) == len(other) and all(
        figure == other.get(period) and figure.declared_at == other[period].declared_at
        for period, figure in one.items()
    )
