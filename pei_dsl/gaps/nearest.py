"""The nearest whole number that does what is wanted, where all beyond it do so too."""

from __future__ import annotations

from collections.abc import Callable

_FARTHEST = 2**256


def nearest(reaches: Callable[[int], bool], start: int, sign: int, last: int | None = None) -> int | None:
    """
    Return the first number that reaches, counted from `start` upwards (`sign` 1) or downwards (-1).

    Once a number reaches, all beyond it must.

    Args:
        reaches: What a number must do.
        start: The first number.
        sign: Where to go.
        last: The last number to try; None for one that no figure of a plan comes near to.
    """
    if last is None:
        last = start + sign * _FARTHEST
    if (last - start) * sign < 0:
        return None
    if reaches(start):
        return start
    below, width = start, 1
    while below != last:
        beyond = below + sign * width
        if (beyond - last) * sign > 0:
            beyond = last
        if reaches(beyond):
            return _between(reaches, below, beyond)
        below, width = beyond, width * 2
    return None


def _between(reaches: Callable[[int], bool], below: int, beyond: int) -> int:
    """Return the number nearest to `below`, which does not reach, that does, as `beyond` does."""
    while abs(beyond - below) > 1:
        middle = (below + beyond) // 2
        if reaches(middle):
            beyond = middle
        else:
            below = middle
    return beyond


def farthest(reaches: Callable[[int], bool], least: int) -> int | None:
    """Return the greatest number that reaches, where every smaller one does."""
    past = nearest(lambda steps: not reaches(steps), least, 1)
    return past - 1 if past is not None and past > least else None
