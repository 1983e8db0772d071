"""What the last analysis checked and found sound, and what must be checked again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TypeAlias

import attrs

from pei_dsl.model.plan import Definition, Indicator

# What a definition or indicator was when it was checked, where it has only moved since; else itself.
Before: TypeAlias = Callable[[object], object]


@attrs.define
class Settled:
    """
    What the last analysis checked, and found nothing wrong with.

    Whether a definition is sound rests on itself and on what it uses, down to the sources.  One that is the
    same, and uses what is the same, needs no second look.
    """

    _definitions: Mapping[str, Definition] = attrs.field(factory=dict)
    _indicators: Mapping[str, Indicator] = attrs.field(factory=dict)
    _period: object = None
    _doubtful: frozenset[str] | None = frozenset()  # texts in which something is wrong; None: all of them

    def open_definitions(
        self, definitions: Mapping[str, Definition], uses: Mapping[str, Iterable[str]], before: Before
    ) -> dict[str, Definition]:
        """Return those of `definitions` that must be checked, and all that these use, in order."""
        users: dict[str, list[str]] = {}
        for key, used in uses.items():
            for each in used:
                users.setdefault(each, []).append(key)
        doubtful = [key for key, each in definitions.items() if not self._is_settled(key, each, before)]
        again = _reached(doubtful, users)
        needed = _reached(again, uses)
        return {key: each for key, each in definitions.items() if key in needed}

    def _is_settled(self, key: str, definition: Definition, before: Before) -> bool:
        return self._definitions.get(key) is before(definition) and not self._is_doubtful(definition)

    def open_indicators(
        self, indicators: Mapping[str, Indicator], period: object, before: Before
    ) -> dict[str, Indicator]:
        """Return those of `indicators` whose goals must be checked in a plan of `period`."""
        return {
            code: each
            for code, each in indicators.items()
            if self._indicators.get(code) is not before(each)
            or period != self._period
            or self._is_doubtful(each)
        }

    def _is_doubtful(self, declared: Definition | Indicator) -> bool:
        source = declared.declared_at.source
        return self._doubtful is None or source is None or source.name in self._doubtful

    def turn(
        self,
        definitions: Mapping[str, Definition],
        indicators: Mapping[str, Indicator],
        period: object,
        doubtful: Iterable[str] | None,
    ) -> None:
        """Keep that all of these were checked, and in which texts something was found; None: in any."""
        self._definitions, self._indicators, self._period = definitions, indicators, period
        self._doubtful = None if doubtful is None else frozenset(doubtful)


def _reached(starts: Iterable[str], following: Mapping[str, Iterable[str]]) -> set[str]:
    found = set(starts)
    waiting = list(found)
    while waiting:
        for each in following.get(waiting.pop(), ()):
            if each not in found:
                found.add(each)
                waiting.append(each)
    return found
