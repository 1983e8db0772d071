"""What was read of a text, and what was made of it, moved to where the same letters stand in a newer one."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Generic, NamedTuple, TypeVar

import attrs

from pei_dsl.source import NOWHERE, Source, Span

T = TypeVar("T")


def moved(value: T, by: int, source: Source) -> T:
    """
    Return `value`, a part of a tree or of a plan, with all places `by` characters further on, in `source`.

    What has no place (`NOWHERE`) gets none.  Parts that were one and the same still are.
    """
    done: dict[int, Any] = {}

    def move(each: Any) -> Any:  # noqa: ANN401  (any part)
        kind = type(each)
        how = _HOW.get(kind)
        if how is None:
            how = _HOW[kind] = _how(kind)
        if how is _STILL:
            return each
        if how is _SPAN:
            return each if each is NOWHERE else tuple.__new__(Span, (each[0] + by, each[1] + by))
        if how is _SOURCE:
            return source
        if how is _TUPLE:
            return tuple([move(part) for part in each])
        if how is _MAPPING:
            return kind({key: move(part) for key, part in each.items()})
        known = done.get(id(each))
        if known is not None:
            return known
        # Made without the initialiser: the parts of a tree check nothing there, and there are many of them.
        made = done[id(each)] = object.__new__(kind)
        for take, put in how.still:
            put(made, take(each))
        for take, put in how.moving:
            put(made, move(take(each)))
        for take, put in how.found:
            try:
                value = take(each)
            except AttributeError:
                continue  # not found out yet
            if type(value) is bool or (type(value) is tuple and value and type(value[0]) is str):
                put(made, value)
        return made

    return move(value)  # type: ignore[no-any-return]  # of whatever type `value` is


@attrs.frozen
class Later(Generic[T]):
    """What will be moved when somebody asks for it; most of a text is not asked for between two keys."""

    value: T
    by: int
    source: Source


def later(value: T | Later[T], by: int, source: Source) -> T | Later[T]:
    """Return `value` to be moved when asked for; what waits already waits for the whole way."""
    if isinstance(value, Later):
        return Later(value.value, value.by + by, source)
    return Later(value, by, source) if by else value


def told(value: T | Later[T]) -> T:
    """Return `value`, moved if it waits for that."""
    return moved(value.value, value.by, value.source) if isinstance(value, Later) else value


class _How(NamedTuple):
    """
    How values of one class are moved.

    Attributes:
        still: The attributes that hold no places, each by what reads and what writes it.
        moving: Those that may.
        found: What is found out when asked for and kept: the names and answers among it hold no places.
    """

    still: tuple[tuple[Callable[[Any], Any], Callable[[Any, Any], None]], ...] = ()
    moving: tuple[tuple[Callable[[Any], Any], Callable[[Any, Any], None]], ...] = ()
    found: tuple[tuple[Callable[[Any], Any], Callable[[Any, Any], None]], ...] = ()


_STILL, _SPAN, _SOURCE, _TUPLE, _MAPPING = _How(), _How(), _How(), _How(), _How()
_HOW: dict[type, _How] = {Span: _SPAN, Source: _SOURCE, tuple: _TUPLE}

# Words of annotations that promise a value without places.
_PLACELESS = frozenset(
    [
        "str",
        "int",
        "bool",
        "None",
        "Fraction",
        "tuple",
        "frozenset",
        "datetime",
        "date",
        "Granularity",
        "Unit",
        "ValueType",
        "Direction",
        "Relevance",
        "Aggregation",
        "Quality",
        "Level",
    ]
)


def _how(kind: type) -> _How:
    if issubclass(kind, dict):
        return _MAPPING
    if not attrs.has(kind):
        return _STILL
    still: list[str] = []
    moving: list[str] = []
    for each in attrs.fields(kind):
        words = set(re.findall(r"\w+", each.type if isinstance(each.type, str) else "object"))
        (still if words <= _PLACELESS else moving).append(each.name)
    if not moving:
        return _STILL
    if hasattr(kind, _HASH):  # it is that of the values, which stay
        still.append(_HASH)
    known = {*still, *moving, _HASH, "__weakref__"}
    found = [name for name in getattr(kind, "__slots__", ()) if name not in known]
    return _How(*(tuple(_slot(kind, name) for name in names) for names in (still, moving, found)))


def _slot(kind: type, name: str) -> tuple[Callable[[Any], Any], Callable[[Any, Any], None]]:
    """Return what reads and what writes an attribute, past what forbids it."""
    slot = getattr(kind, name)
    return slot.__get__, slot.__set__


_HASH = "_attrs_cached_hash"
