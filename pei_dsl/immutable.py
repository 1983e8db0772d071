"""What public values share: mappings that nobody changes, and a `repr` of one short line."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NoReturn, TypeVar

import attrs

K = TypeVar("K")
V = TypeVar("V")

# A `repr` is for a glance: the longest text in it, and the longest of all.
_TEXT, _WHOLE = 40, 200


class FrozenDict(dict[K, V]):
    """A mapping that nobody changes, hashable where its values are, and equal to a `dict` with the same."""

    __slots__ = ()

    def _refuse(self, *_: object, **__: object) -> NoReturn:
        message = "this mapping cannot be changed; `dict(…)` gives a copy that can"
        raise TypeError(message)

    __setitem__ = __delitem__ = __ior__ = _refuse
    clear = pop = popitem = setdefault = update = _refuse

    def __hash__(self) -> int:  # type: ignore[override]  # a dict has none, since it changes
        return hash(frozenset(self.items()))

    def __reduce__(self) -> tuple[type, tuple[dict[K, V]]]:
        return type(self), (dict(self),)


def freezing(_: type, fields: list[attrs.Attribute[Any]]) -> list[attrs.Attribute[Any]]:
    """Return `fields` so that what is given as a mapping is kept as one that nobody changes."""
    return [
        each.evolve(converter=_frozen) if each.converter is None and _is_mapping(each) else each
        for each in fields
    ]


def _is_mapping(field: attrs.Attribute[Any]) -> bool:
    return str(field.type).startswith("Mapping[")


def _frozen(given: Mapping[K, V]) -> Mapping[K, V]:
    return given if isinstance(given, FrozenDict) or not isinstance(given, dict) else FrozenDict(given)


def frozen_data(given: Any) -> Any:  # noqa: ANN401  (what JSON holds)
    """Return data as JSON has them, lists as tuples and objects as mappings that nobody changes."""
    match given:
        case dict():
            return FrozenDict({name: frozen_data(each) for name, each in given.items()})
        case list() | tuple():
            return tuple(map(frozen_data, given))
        case _:
            return given


def plain_data(given: Any) -> Any:  # noqa: ANN401
    """Return frozen data as lists and objects that JSON and its schemas know."""
    match given:
        case dict():
            return {name: plain_data(each) for name, each in given.items()}
        case list() | tuple():
            return [*map(plain_data, given)]
        case _:
            return given


def brief(self: object) -> str:
    """Return the class of a value and its fields, long ones as their size: one short line."""
    fields = attrs.fields(type(self))  # type: ignore[arg-type]  # only such classes have it
    shown = (f"{each.alias}={_short(getattr(self, each.name))}" for each in fields if each.repr)
    text = ", ".join(each for each in shown if not each.endswith("=…"))
    return f"{type(self).__name__}({_cut(text, _WHOLE)})"


def _short(value: object) -> str:
    match value:
        case str():
            return repr(value if type(value) is str and len(value) <= _TEXT else _cut(str(value), _TEXT))
        case dict() | tuple() | list() | frozenset():
            return f"<{len(value)}>" if value else "…"
        case None:
            return "…"
        case _ if attrs.has(type(value)):
            return _name(value)
        case _:
            return _cut(repr(value), _TEXT)


def _name(value: object) -> str:
    """Return a value inside another by what it is called."""
    names = [getattr(value, each, "") for each in ("code", "name", "text", "title")]
    told = (each for each in names if each and isinstance(each, str))  # some are methods of that name
    text = str(value) if type(value).__str__ is not object.__str__ else next(told, "")
    return f"{type(value).__name__}({_cut(str(text), _TEXT)})"


def _cut(text: str, limit: int) -> str:
    return text if len(text) <= limit else f"{text[: limit - 1]}…"
