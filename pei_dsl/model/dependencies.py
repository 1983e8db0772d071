"""What rests on what in a plan: which definitions and sources each figure reads, and who reads them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import attrs

from pei_dsl.model import expressions as m
from pei_dsl.model.keys import KeyKind, is_kind, key_of, name_of
from pei_dsl.model.plan import Definition, Plan


@attrs.frozen
class Dependencies:
    """
    The uses of a plan, by key.

    Attributes:
        uses: What each definition reads, in the order of its formula; a source reads nothing.
        users: Who reads each key, in the order of the plan.
        columns: Which columns of a source each definition reads, in the order of its formula.
    """

    uses: Mapping[str, tuple[str, ...]]
    users: Mapping[str, tuple[str, ...]]
    columns: Mapping[tuple[str, str], tuple[str, ...]]

    def below(self, key: str) -> tuple[str, ...]:
        """Return all that `key` rests on, near things first, itself only if it stands in a circle."""
        return _reached(key, self.uses)

    def above(self, key: str) -> tuple[str, ...]:
        """Return all that rest on `key`, near ones first, itself only if it stands in a circle."""
        return _reached(key, self.users)

    def touched_by(self, keys: Iterable[str]) -> frozenset[str]:
        """Return `keys` and all that rest on any of them."""
        found = set(keys)
        waiting = [*found]
        while waiting:
            new = set(self.users.get(waiting.pop(), ())) - found
            found |= new
            waiting.extend(new)
        return frozenset(found)


def dependencies(plan: Plan) -> Dependencies:
    """Return what rests on what in `plan`; names that it does not know are left out."""
    uses: dict[str, tuple[str, ...]] = {key_of(KeyKind.SOURCE, name): () for name in plan.sources}
    users: dict[str, list[str]] = {key: [] for key in (*uses, *plan.definitions)}
    columns: dict[tuple[str, str], tuple[str, ...]] = {}
    for key, definition in plan.definitions.items():
        read = _reads(definition)
        for name in reversed(plan.derived_sources):
            _add_derived(plan, name, read)
        uses[key] = tuple(each for each in read if each in users)
        for used in uses[key]:
            users[used].append(key)
            if is_kind(used, KeyKind.SOURCE):
                source = plan.sources[name_of(used)]
                found = dict.fromkeys([*source.with_inputs(read[used]), *filter(None, [source.time])])
                columns[key, used] = tuple(found)
    return Dependencies(uses, {key: tuple(each) for key, each in users.items()}, columns)


def _add_derived(plan: Plan, name: str, read: dict[str, list[str]]) -> None:
    """Add to what a definition reads what the rows of a source that it reads rest on."""
    source, key = plan.sources[name], key_of(KeyKind.SOURCE, name)
    if key not in read:
        return
    if source.rows_of is not None:
        read.setdefault(key_of(KeyKind.SOURCE, source.rows_of.source), []).extend(source.rows_of.keys)
    read.update({each: [] for each in source.calendars})
    for node in (*source.made_by, *source.looked_up):
        columns = read.setdefault(key_of(KeyKind.SOURCE, node.source), [])
        columns.extend(each for each in dict.fromkeys(_columns(node)) if each not in columns)


def _columns(node: m.Aggregate) -> list[str]:
    return [part.column for part in m.parts_of(node) if isinstance(part, m.ColumnValue)]


def _reads(definition: Definition) -> dict[str, list[str]]:
    """Return the keys that `definition` reads, in its order, those of sources with the columns read."""
    found: dict[str, list[str]] = {}
    for each in definition.parts:
        match each:
            case m.Reference(key=key):
                found.setdefault(key, [])
            case m.Aggregate(source=source):
                found.setdefault(key_of(KeyKind.SOURCE, source), []).extend(_columns(each))
            case _:
                pass
    return found


def _reached(start: str, edges: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    found: dict[str, None] = {}
    layer = [start]
    while layer:
        layer = [each for key in layer for each in edges.get(key, ()) if each not in found]
        layer = list(dict.fromkeys(layer))
        found.update(dict.fromkeys(layer))
    return tuple(found)
