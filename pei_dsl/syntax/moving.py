"""What was read of a text, moved to where the same letters stand in a newer one."""

from __future__ import annotations

from fractions import Fraction
from types import NoneType
from typing import Any, TypeVar

import attrs

from pei_dsl.source import NOWHERE, Source, Span

T = TypeVar("T")

_NAMES: dict[type, tuple[str, ...]] = {}  # the attributes of each class of the tree
_PLACELESS: frozenset[type] = frozenset({str, int, bool, NoneType, Fraction})


def moved(value: T, by: int, source: Source) -> T:
    """
    Return `value`, a part of a tree, with all its places `by` characters further on, in `source`.

    What has no place (`NOWHERE`) gets none.
    """
    return _moved(value, by, source)  # type: ignore[no-any-return]  # of whatever type `value` is


def _moved(value: Any, by: int, source: Source) -> Any:  # noqa: ANN401  (any part of a tree)
    kind = type(value)
    if kind in _PLACELESS:
        return value
    if kind is Span:
        return value if value is NOWHERE else Span(value[0] + by, value[1] + by)
    if kind is tuple:
        return tuple([_moved(each, by, source) for each in value])
    if kind is Source:
        return source
    made = object.__new__(kind)
    # Made without the initialiser: the parts of a tree check nothing there, and there are many of them.
    for name in _names(kind):
        object.__setattr__(made, name, _moved(getattr(value, name), by, source))
    return made


def _names(kind: type) -> tuple[str, ...]:
    known = _NAMES.get(kind)
    if known is None:
        known = _NAMES[kind] = tuple(each.name for each in attrs.fields(kind))
    return known
