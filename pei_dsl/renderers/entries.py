"""The lines of a description: those that are told by hand, and those that fields have by themselves."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from fractions import Fraction
from typing import Any, TypeAlias

import attrs

from pei_dsl import vocabulary
from pei_dsl.algebra import display
from pei_dsl.immutable import brief, frozen_data
from pei_dsl.model.periods import Period
from pei_dsl.views.branches import plain


@attrs.frozen
class Entry:
    """
    A line of a description.

    Attributes:
        key: The key of its label.
        texts: What it says.
        is_list: Whether it says several things, each on its own line.
        data: The same for programs, where that is more than the texts.
    """

    __repr__ = brief

    key: str
    texts: tuple[str, ...]
    is_list: bool = False
    data: Any = attrs.field(default=None, converter=frozen_data)


@attrs.frozen
class Told:
    """A text, or a list of them, with the same as data."""

    text: str | list[str]
    data: Any


Said: TypeAlias = str | list[str] | Told

# Fields that a line of another name tells: which line.
TOLD_IN: Mapping[tuple[str, str], str] = {
    ("plan", "acronym"): "entity",
    ("plan", "period"): "years",
    ("plan", "evaluated_years"): "evaluated",
    ("indicator", "unit"): "shown",
    ("indicator", "decimals"): "shown",
    ("indicator", "aggregation"): "direction",
    ("indicator", "values"): "registered",
    ("indicator", "sources"): "ficha_sources",
    ("indicator", "example"): "examples",
    ("series", "values"): "figures",
    ("series", "sources"): "ficha_sources",
    ("source", "column"): "columns",
    ("source", "time"): "columns",
    ("source", "quality"): "columns",
}

# Declarations that nobody can ask to have described: why.
NOT_DESCRIBED: Mapping[str, str] = {
    "register": "it has no name; the plan counts it, and its values stand at their indicators",
    "methodology": "its choices are told with every result that it gives",
    "test": "it has no name; `pei probar` tells it",
    "citation": "it has no name; `pei auditar` tells it",
    "amendment": "it has no name; it is told of what it changed",
}

# Stands in a description where the fields go that no other line tells.
REST: tuple[str, Said] = ("", "")


def entries(*given: tuple[str, Said], of: tuple[str, object] = ("", None)) -> tuple[Entry, ...]:
    """
    Return entries for what there is to say.

    Args:
        given: Keys and what they say; `REST` where all other fields go.
        of: The kind of declaration that is described, and what it became.
    """
    told = {key for key, _ in given}
    lines = [line for each in given for line in (_rest(*of, told) if each is REST else [each])]
    made = []
    for key, value in lines:
        data = value.data if isinstance(value, Told) else None
        written = value.text if isinstance(value, Told) else value
        texts = [plain(each) for each in ([written] if isinstance(written, str) else written)]
        if any(texts):
            made.append(Entry(key, tuple(texts), isinstance(written, list), data))
    return tuple(made)


def _rest(kind: str, thing: object, told: Collection[str]) -> list[tuple[str, Said]]:
    """Return what fields of `thing` say beside those `told`; one that is as by default says nothing."""
    defaults = {each.name: each.default for each in attrs.fields(type(thing))}  # type: ignore[arg-type]  # of the model
    found: list[tuple[str, Said]] = []
    for word in vocabulary.fields_of(kind):
        name = word.attribute(kind)
        if word.name in told or (kind, word.name) in TOLD_IN:
            continue
        if (value := getattr(thing, name)) != defaults[name]:
            found.append((word.name, _as_text(value)))
    return found


def _as_text(value: object) -> str:
    """Return the value of a field that needs no words of its own; anything else is told by hand."""
    match value:
        case str():
            return value
        case int() | Fraction():
            return display.shown(Fraction(value))
        case None:
            return ""
        case (Period() as first, Period() as last):
            return years((first, last))
        case tuple() if all(isinstance(each, str) for each in value):
            return "; ".join(value)
        case _:
            message = f"a description has no words for {value!r}"
            raise TypeError(message)


def years(period: tuple[Period, Period] | None) -> str:
    """Return `2025 – 2030`, one period alone, or ""."""
    if period is None:
        return ""
    first, last = period
    return str(first) if first == last else f"{first} – {last}"
