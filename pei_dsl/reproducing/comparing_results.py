"""Two results of one question, held against each other place by place."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import attrs

from pei_dsl.views.verification import Difference

# What tells the members of a list apart, wherever they stand in it.
_NAMES = ("codigo", "periodo", "metodologia", "grupo", "clase", "nombre")
_NOTHING = object()


@attrs.define
class Compared:
    """
    Two results compared.

    Attributes:
        differences: Where they differ, in the order of the first.
        values: How many values of the first were compared.
    """

    differences: list[Difference] = attrs.field(factory=list)
    values: int = 0


def compared(before: object, after: object) -> Compared:
    """Return where `after`, as JSON holds it, says something else than `before`."""
    found = Compared()
    waiting: list[tuple[tuple[str, ...], Any, Any]] = [((), before, after)]
    while waiting:
        place, one, other = waiting.pop()
        if isinstance(one, dict) and isinstance(other, dict):
            pairs = _members(one, other)
        elif isinstance(one, list) and isinstance(other, list):
            pairs = _items(one, other)
        else:
            found.values += one is not _NOTHING
            if type(one) is not type(other) or one != other:
                found.differences.append(Difference(place, _written(one), _written(other)))
            continue
        waiting.extend(reversed([((*place, *step), *pair) for step, *pair in pairs]))
    return found


def _members(one: Mapping[str, Any], other: Mapping[str, Any]) -> Iterator[tuple[tuple[str, ...], Any, Any]]:
    for name in dict.fromkeys((*one, *other)):
        inner, newer = one.get(name, _NOTHING), other.get(name, _NOTHING)
        # The names of lists say nothing that their members do not.
        holds_names = isinstance(inner, list) and _names(inner) is not None
        yield (() if holds_names else (name,)), inner, newer


def _items(one: Sequence[Any], other: Sequence[Any]) -> Iterator[tuple[tuple[str, ...], Any, Any]]:
    names, newer = _names(one), _names(other)
    if names is None or newer is None:
        for index in range(max(len(one), len(other))):
            yield (str(index + 1),), _at(one, index), _at(other, index)
        return
    left, right = dict(zip(names, one, strict=True)), dict(zip(newer, other, strict=True))
    for name in dict.fromkeys((*left, *right)):
        yield name, left.get(name, _NOTHING), right.get(name, _NOTHING)


def _at(items: Sequence[Any], index: int) -> Any:  # noqa: ANN401  (what JSON holds)
    return items[index] if index < len(items) else _NOTHING


def _names(items: Sequence[Any]) -> list[tuple[str, ...]] | None:
    """Return what each of `items` is called; None where two are called alike, or one is not called at all."""
    found = [
        tuple(_written(each[name]) or "" for name in _NAMES if name in each) if isinstance(each, dict) else ()
        for each in items
    ]
    return found if all(found) and len(set(found)) == len(found) else None


def _written(value: object) -> str | None:
    if value is _NOTHING:
        return None
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
