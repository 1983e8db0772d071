"""Walks over resolved expressions that need neither recursion nor a second look at what is shared."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from pei_dsl.model import expressions as m
from pei_dsl.model.plan import Definition
from pei_dsl.source import Span


class Where(NamedTuple):
    """
    Where a part of a formula stands; a tuple, since every part of every formula gets one.

    Attributes:
        span: Its place in the text of the formula; that of the whole around it when it stands in
            another text, as the body of a function does.
        own: Whether `span` is its own place.
        rows: The source whose rows are at hand, or "".
    """

    span: Span
    own: bool
    rows: str = ""


def places(ordered: Sequence[m.Expression]) -> dict[int, Where]:
    """Return where each of `ordered` stands, by identity; they come as `m.parts_first` gives them."""
    root = ordered[-1]
    found = {id(root): Where(root.span, own=True)}
    for each in reversed(ordered):
        around = found[id(each)]
        rows = each.source if isinstance(each, m.Aggregate) else around.rows
        for part in m.parts(each):
            own = around.own and around.span.start <= part.span.start and part.span.end <= around.span.end
            found.setdefault(id(part), Where(part.span if own else around.span, own, rows))
    return found


def used_first(definitions: Mapping[str, Definition]) -> list[Definition]:
    """Return `definitions`, what is used before what uses it; there are no circles among them."""
    ordered: dict[str, Definition] = {}
    waiting: list[tuple[str, bool]] = [(key, False) for key in reversed([*definitions])]
    while waiting:
        key, ready = waiting.pop()
        definition = definitions.get(key)
        if definition is None or key in ordered:
            continue
        if ready or definition.expression is None:
            ordered[key] = definition
            continue
        waiting.append((key, True))
        waiting.extend(
            [(part.key, False) for part in definition.parts_first if isinstance(part, m.Reference)]
        )
    return list(ordered.values())
