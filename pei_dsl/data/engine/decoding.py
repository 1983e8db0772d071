"""Cells as engines give them, as the values they stand for."""

from __future__ import annotations

import datetime
import decimal
from collections.abc import Sequence
from fractions import Fraction
from typing import TypeAlias

from pei_dsl.algebra.values import Present, Value, bounded
from pei_dsl.model.expressions import ValueType

SqlRow: TypeAlias = Sequence[object]
# Most figures are small counts, and a fraction takes longer to make than to find.
_SMALL = tuple(Fraction(number) for number in range(1024))


def decode(cell: object, kind: ValueType) -> Present | None:
    """Return a cell as an engine gives it, as the value it stands for."""
    match kind:
        case _ if cell is None:
            return None
        case ValueType.NUMBER:
            return exact(cell)
        case ValueType.BOOLEAN:
            return bool(cell)
        case ValueType.DATE:
            return _day(cell)
        case _:
            return str(cell)


def exact(number: object) -> Fraction:
    """
    Return a number as an engine gives it.

    Raises:
        TypeError: It is a binary floating-point number, which no exact query gives.
    """
    if isinstance(number, int):
        return _SMALL[number] if 0 <= number < len(_SMALL) else Fraction(number)
    if isinstance(number, Fraction | decimal.Decimal | str):
        return Fraction(number)
    message = f"an engine gave {number!r} where an exact number was asked for"
    raise TypeError(message)


def total(cell: object) -> Value:
    """Return a sum as an engine gives it; one that is too large to be a figure is *inválido*."""
    if isinstance(cell, int) and 0 <= cell < len(_SMALL):
        return _SMALL[cell]
    return bounded(exact(cell))


def _day(cell: object) -> datetime.date:
    if isinstance(cell, datetime.datetime):
        return cell.date()
    return cell if isinstance(cell, datetime.date) else datetime.date.fromisoformat(str(cell)[:10])
