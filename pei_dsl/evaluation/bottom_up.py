"""What is told of each thing in a graph without circles, once, from what is told of those that it uses."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from typing import TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


def bottom_up(start: K, uses: Callable[[K], Iterable[K]], make: Callable[[K], V], known: dict[K, V]) -> V:
    """
    Return what is told of `start`.

    An explicit stack asks first for what each thing uses, however deep that is.

    Args:
        start: The thing.
        uses: Returns those that a thing uses; there are no circles.
        make: Returns what is told of a thing; that of those that it uses is in `known`.
        known: What is told already; all that is found is added.
    """
    waiting = [start]
    while waiting:
        each = waiting[-1]
        unknown = [] if each in known else [used for used in uses(each) if used not in known]
        if unknown:
            waiting.extend(reversed(unknown))
            continue
        if each not in known:
            known[each] = make(each)
        waiting.pop()
    return known[start]
