"""How sure a figure is by itself, as who registered it says: preliminary, estimated, revised."""

from __future__ import annotations

import enum
from collections.abc import Iterable


class Quality(enum.StrEnum):
    """A mark on a figure or a row, from the least to the most certain; no mark means final."""

    ESTIMATED = "estimado"
    PRELIMINARY = "preliminar"
    REVISED = "rectificado"


Qualities = frozenset[Quality]
NONE: Qualities = frozenset()


def least_certain(qualities: Iterable[Quality]) -> Quality | None:
    """Return the mark that a result shows: the least certain of all that it rests on."""
    order = list(Quality)
    return min(qualities, key=order.index, default=None)
