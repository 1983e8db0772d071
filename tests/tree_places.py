"""The places in a tree, which are no part of its equality."""

from __future__ import annotations

from pei_dsl.source import Span


def places_in(node: object) -> list[Span]:
    """Return every place in a tree, in order."""
    if isinstance(node, Span):
        return [node]
    if isinstance(node, tuple):
        return [place for each in node for place in places_in(each)]
    slots = [name for name in getattr(type(node), "__slots__", ()) if name not in {"source", "__weakref__"}]
    names = [name.removeprefix("_") for name in slots]  # what waits to be moved is asked for
    return [place for name in names if hasattr(node, name) for place in places_in(getattr(node, name))]
