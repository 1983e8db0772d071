"""Results of earlier versions of a plan: what rests on what is as it was is not measured again."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Mapping, Sequence

import attrs

from pei_dsl.data.answers import Answers
from pei_dsl.data.table import Table
from pei_dsl.evaluation.results import GroupResult, IndicatorResult
from pei_dsl.model import expressions as m
from pei_dsl.model.keys import KeyKind, key_of
from pei_dsl.model.methodology import Methodology
from pei_dsl.model.periods import Period
from pei_dsl.model.plan import DataSource, Definition, Figure, Group, Plan

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
class _Rests:
    """What the formula of a definition names: other definitions by key, and sources."""

    definition: Definition
    keys: tuple[str, ...]
    sources: tuple[str, ...]


@attrs.frozen
class _Grouped:
    """The result of a group, and what it was made of."""

    group: Group
    members: tuple[IndicatorResult, ...]
    methodology: Methodology
    result: GroupResult

    def is_of(self, group: Group, members: Sequence[IndicatorResult], methodology: Methodology) -> bool:
        """Tell whether `group` has these very results of its members."""
        return (
            self.group is group
            and len(members) == len(self.members)
            and all(one is other for one, other in zip(self.members, members, strict=True))
            and self.methodology == methodology
        )


@attrs.define
class KnownResults:
    """The last results for each period, methodology and day."""

    _last: dict[tuple[object, ...], _Measured] = attrs.field(factory=dict)
    _rests: dict[str, _Rests] = attrs.field(factory=dict)
    _groups: dict[tuple[str, str], _Grouped] = attrs.field(factory=dict)

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
        rests = {key: self._rests_on(each) for key, each in plan.definitions.items()}
        changed = {
            key
            for key, each in plan.definitions.items()
            if before.definitions.get(key) is not each or not sources.isdisjoint(rests[key].sources)
        }
        for code in {*known.registered, *registered}:
            if not _are_same_figures(known.registered.get(code, {}), registered.get(code, {})):
                changed.add(key_of(KeyKind.INDICATOR, code))
        touched = _with_users(changed, rests)
        return {
            code: known.results[code]
            for code, indicator in plan.indicators.items()
            if before.indicators.get(code) is indicator and key_of(KeyKind.INDICATOR, code) not in touched
        }

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
        if len(self._rests) > 2 * len(plan.definitions):
            self._rests = {each: rests for each, rests in self._rests.items() if each in plan.definitions}

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
        if known is None or not known.is_of(group, members, methodology):
            known = self._groups[key] = _Grouped(
                group, tuple(members), methodology, make(group, members, methodology)
            )
        return known.result

    def _rests_on(self, definition: Definition) -> _Rests:
        known = self._rests.get(definition.key)
        if known is None or known.definition is not definition:
            known = self._rests[definition.key] = _rests_of(definition)
        return known


def _rests_of(definition: Definition) -> _Rests:
    keys: dict[str, None] = {}
    sources: dict[str, None] = {}
    waiting = [definition.expression] if definition.expression is not None else []
    seen: set[int] = set()
    while waiting:
        node = waiting.pop()
        if id(node) in seen:
            continue
        seen.add(id(node))
        if isinstance(node, m.Reference):
            keys[node.key] = None
        elif isinstance(node, m.Aggregate):
            sources[node.source] = None
        waiting.extend(m.parts(node))
    return _Rests(definition, tuple(keys), tuple(sources))


def _with_users(changed: Iterable[str], rests: Mapping[str, _Rests]) -> set[str]:
    users: dict[str, list[str]] = {}
    for key, each in rests.items():
        for used in each.keys:
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
