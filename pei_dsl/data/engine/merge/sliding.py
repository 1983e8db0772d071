"""Windows that move on with the periods: what enters is added, what leaves is taken away."""

from __future__ import annotations

import decimal
from collections.abc import Iterable
from decimal import Decimal

import attrs

from pei_dsl.data.answers import Group
from pei_dsl.data.engine.decoding import SqlRow
from pei_dsl.data.engine.merge.shelves import Shelf
from pei_dsl.data.engine.query.calendar import Window

# Sums never round: what would not fit is refused by an exception, and so many digits always fit.
_EXACT = decimal.Context(
    prec=1_000_000,
    Emax=decimal.MAX_EMAX,
    Emin=decimal.MIN_EMIN,
    traps=[decimal.Inexact, decimal.InvalidOperation, decimal.Overflow],
)


@attrs.define
class Sliding:
    """
    The totals of some columns of a shelf over a window, for all its groups.

    From month to month twelve months share eleven, so that a series of windows costs hardly more than a
    series of months, however long the windows are.

    Attributes:
        shelf: Rows of one bucket each, whose figures may be added up.
        places: Which columns.
    """

    shelf: Shelf
    places: tuple[int, ...]
    _window: range = range(0)
    # For each group and place: how many cells there are, and their sum.
    _totals: dict[Group, list[tuple[int, int | Decimal]]] = attrs.field(factory=dict)

    def move(self, window: Window) -> None:
        """Let the totals be those of `window`."""
        assert window.first is not None
        assert window.last is not None
        wanted = range(window.first, window.last + 1)
        if wanted == self._window:
            return
        entering = [bucket for bucket in wanted if bucket not in self._window]
        leaving = [bucket for bucket in self._window if bucket not in wanted]
        if len(entering) + len(leaving) >= len(wanted):
            self._begin(window)
        else:
            for group, buckets in self.shelf.by_group.items():
                totals = self._totals[group]
                for bucket in entering:
                    self._count(totals, buckets.get(bucket, ()), 1)
                for bucket in leaving:
                    self._count(totals, buckets.get(bucket, ()), -1)
        self._window = wanted

    def _begin(self, window: Window) -> None:
        for group in self.shelf.by_group:
            totals = self._totals[group] = [(0, 0)] * len(self.places)
            self._count(totals, self.shelf.rows(group, window), 1)

    def _count(self, totals: list[tuple[int, int | Decimal]], rows: Iterable[SqlRow], sign: int) -> None:
        """Add the cells of `rows`, or by a negative `sign` take them away."""
        for row in rows:
            for index, place in enumerate(self.places):
                cell = row[place]
                if cell is not None:
                    number, total = totals[index]
                    totals[index] = number + sign, _plus(total, cell, sign)

    def total(self, group: Group, index: int) -> int | Decimal | None:
        """Return the total of the place of number `index` for `group`; None where no row has a cell."""
        totals = self._totals.get(group)
        if totals is None:
            return None
        number, total = totals[index]
        return total if number else None


def _plus(total: int | Decimal, cell: object, sign: int) -> int | Decimal:
    if isinstance(cell, int) and isinstance(total, int):
        return total + cell if sign > 0 else total - cell
    number = cell if isinstance(cell, int | Decimal) else Decimal(str(cell))
    return _EXACT.add(total, number) if sign > 0 else _EXACT.subtract(total, number)
