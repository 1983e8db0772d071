"""The numbers of a row in SQL: added, multiplied and chosen where their digits are known to fit."""

from __future__ import annotations

import functools
from collections.abc import Sequence

import attrs

from pei_dsl.data.engine.decimals import Reach
from pei_dsl.data.engine.dialect import Dialect
from pei_dsl.data.engine.query.cell import Cell, doubts_of
from pei_dsl.data.engine.query.reaches import Reaches
from pei_dsl.model.expressions import ValueType


@attrs.frozen
class Numbers:
    """
    What is computed of numbers; None wherever some number is not known to fit.

    Attributes:
        dialect: How the engine speaks.
        reaches: Tells how many digits fit; None where nobody asks the rows.
    """

    dialect: Dialect
    reaches: Reaches | None

    def exact(self, cell: Cell | None) -> Cell | None:
        """Return a number with just the digits that it may have, as all others here take it."""
        if cell is None or cell.reach is None:
            return None
        return self._fitting(attrs.evolve(cell, sql=self.dialect.exactly(cell.sql, cell.reach)))

    def alike(self, cells: Sequence[Cell]) -> Sequence[Cell] | None:
        """Return `cells` in one type, so that any of them may stand for another."""
        reach = _common(cells)
        if self.dialect.mixes:
            return [attrs.evolve(each, reach=reach) for each in cells]
        if reach is None or self.reaches is None or not self.reaches.fits(reach):
            return None
        return [attrs.evolve(each, sql=self.dialect.exactly(each.sql, reach), reach=reach) for each in cells]

    def added(self, one: Cell, other: Cell, *, minus: bool = False) -> Cell | None:
        """Return a sum or a difference of exact numbers."""
        reach = _of(one).plus(_of(other))
        sql = self.dialect.sum_of(one.sql, other.sql, reach, minus=minus)
        return self._fitting(Cell(sql, ValueType.NUMBER, doubts_of(one, other), reach))

    def multiplied(self, one: Cell, other: Cell) -> Cell | None:
        """Return a product of exact numbers."""
        sql = self.dialect.product(one.sql, other.sql, (_of(one), _of(other)))
        return self._fitting(Cell(sql, ValueType.NUMBER, doubts_of(one, other), _of(one).times(_of(other))))

    def _fitting(self, cell: Cell) -> Cell | None:
        fits = self.reaches is not None and self.reaches.fits(_of(cell))
        return cell if fits else None


def _of(cell: Cell) -> Reach:
    assert cell.reach is not None  # `exact` made sure
    return cell.reach


def _common(cells: Sequence[Cell]) -> Reach | None:
    """Return the reach of any of `cells`; None where that of one is not known."""
    known = [each.reach for each in cells if each.reach is not None]
    return functools.reduce(Reach.or_, known) if len(known) == len(cells) else None
