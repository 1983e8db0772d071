"""A value of each row in SQL."""

from __future__ import annotations

import attrs

from pei_dsl.data.engine.decimals import Reach
from pei_dsl.model.expressions import ValueType


@attrs.frozen
class Cell:
    """
    A value of each row in SQL: NULL just where it is absent.

    Attributes:
        sql: The expression, written as cells of its kind are kept.
        kind: What it gives.
        doubts: The conditions of rows for which the reference says that it is *inválido*; SQL gives them
            some value, or refuses.  Each may rest on those before it being met by no row.
        reach: How many digits a number has at most; None where that is not known.
    """

    sql: str
    kind: ValueType
    doubts: tuple[str, ...] = ()
    reach: Reach | None = None


def doubts_of(*cells: Cell) -> tuple[str, ...]:
    """Return the conditions of rows for which any of `cells` is *inválido*, each once."""
    return tuple(dict.fromkeys(doubt for each in cells for doubt in each.doubts))
