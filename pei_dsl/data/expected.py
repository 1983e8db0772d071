"""What a cell should be, and how it is written: all that reading one depends on, whatever carries it."""

from __future__ import annotations

from typing import Self

import attrs

from pei_dsl.data.durations import seconds_of
from pei_dsl.model.expressions import ValueType
from pei_dsl.model.plan import ZONE, Column, DataSource
from pei_dsl.numerals import PERU, Notation


@attrs.frozen
class Expected:
    """
    What the cells of a column should be.

    Attributes:
        type: Their type.
        missing: The marks that stand for an empty cell.
        notation: How numbers are written in texts.
        zone: Where the day of an instant is counted.
        percentages: What a number without its sign is in a column of percentages: `signed`, nobody knows;
            `points`, 49.61 is 49.61 %; `ratio`, 0.4961 is.  "" in any other column.
        formats: How its dates are written, besides as plans write periods; or its durations.
        symbols: What may stand beside a value and is no part of it.
        digits: How many digits a code has; 0 where it is no code.
        seconds: Of durations, how many seconds one of what is counted has; 0 in any other column.
    """

    type: ValueType
    missing: tuple[str, ...] = ()
    notation: Notation = PERU
    zone: str = ZONE
    percentages: str = ""
    formats: tuple[str, ...] = ()
    symbols: tuple[str, ...] = ()
    digits: int = 0
    seconds: int = 0

    @classmethod
    def of(cls, source: DataSource, column: Column) -> Self:
        """Return what `source` says of the cells of `column`."""
        percent = column.unit is not None and column.unit.is_percentage
        return cls(
            column.type,
            source.missing,
            Notation(source.decimal, source.thousands),
            source.zone,
            column.percentages if percent else "",
            column.formats,
            column.symbols,
            column.digits,
            seconds_of(column.unit) if column.formats and column.type is ValueType.NUMBER else 0,
        )
