"""From what a column is kept in to what it is declared as: one table for all carriers of typed columns."""

from __future__ import annotations

import enum
from collections.abc import Mapping

from pei_dsl.data.expected import Expected
from pei_dsl.model.expressions import ValueType


class Kept(enum.Enum):
    """What a column is kept in."""

    WHOLE = enum.auto()
    DECIMAL = enum.auto()
    REAL = enum.auto()
    TEXT = enum.auto()
    DATE = enum.auto()
    MOMENT = enum.auto()  # a day and a time of day, as clocks showed it
    ZONED = enum.auto()  # the same anywhere in the world
    BOOLEAN = enum.auto()
    BYTES = enum.auto()
    OTHER = enum.auto()


class Way(enum.Enum):
    """How a cell becomes a value."""

    TEXT = enum.auto()  # without blanks around it
    NUMBER = enum.auto()  # the exact number that it is, or prints as
    DIGITS = enum.auto()  # the digits of a number, no more than it needs
    PRINTED = enum.auto()  # as every engine prints it
    WORD = enum.auto()  # the word for a truth value
    TRUTH = enum.auto()
    DAY = enum.auto()  # the day of a date, or that of an instant in the plan's zone
    LOOKED_UP = enum.auto()  # what is written, or its digits, read at home: each different one once
    ONE_BY_ONE = enum.auto()  # only whoever reads cells one by one can tell
    NEVER = enum.auto()  # no cell can be what is declared


_NUMBERS = (Kept.WHOLE, Kept.DECIMAL, Kept.REAL)
_TEXTS: Mapping[Kept, Way] = {
    **dict.fromkeys(_NUMBERS, Way.DIGITS),
    Kept.TEXT: Way.TEXT,
    Kept.DATE: Way.PRINTED,
    Kept.MOMENT: Way.ONE_BY_ONE,
    Kept.ZONED: Way.ONE_BY_ONE,
    Kept.BOOLEAN: Way.WORD,
    Kept.BYTES: Way.ONE_BY_ONE,
    Kept.OTHER: Way.ONE_BY_ONE,
}
_WAYS: Mapping[ValueType, Mapping[Kept, Way]] = {
    ValueType.TEXT: _TEXTS,
    ValueType.UNKNOWN: _TEXTS,
    ValueType.NUMBER: {
        **dict.fromkeys(Kept, Way.NEVER),
        **dict.fromkeys(_NUMBERS, Way.NUMBER),
        Kept.TEXT: Way.LOOKED_UP,
        Kept.BYTES: Way.ONE_BY_ONE,
    },
    ValueType.DATE: {
        **dict.fromkeys(_NUMBERS, Way.LOOKED_UP),
        Kept.TEXT: Way.LOOKED_UP,
        Kept.DATE: Way.DAY,
        Kept.MOMENT: Way.DAY,
        Kept.ZONED: Way.DAY,
        Kept.BOOLEAN: Way.NEVER,
        Kept.BYTES: Way.ONE_BY_ONE,
        Kept.OTHER: Way.NEVER,
    },
    # Nobody keeps few different moments, and engines keep them in ways of their own.
    ValueType.MOMENT: {
        **dict.fromkeys(Kept, Way.ONE_BY_ONE),
        **dict.fromkeys((*_NUMBERS, Kept.DATE, Kept.BOOLEAN), Way.NEVER),
    },
    ValueType.BOOLEAN: {
        **dict.fromkeys(Kept, Way.NEVER),
        **dict.fromkeys(_NUMBERS, Way.LOOKED_UP),
        Kept.TEXT: Way.LOOKED_UP,
        Kept.BOOLEAN: Way.TRUTH,
        Kept.BYTES: Way.ONE_BY_ONE,
    },
}


def way(expected: Expected, kept: Kept) -> Way:
    """Return how cells that are kept so become what is expected."""
    found = _WAYS[expected.type][kept]
    if expected.seconds:  # a third of a minute is no decimal, which engines keep
        return Way.NEVER if found is Way.NEVER else Way.ONE_BY_ONE
    if found is Way.NUMBER and expected.percentages not in {"", "ratio"}:
        return Way.LOOKED_UP  # what a number without % means is for the one reader of cells to say
    if (expected.symbols or expected.digits) and expected.type is ValueType.TEXT:
        is_written = kept in {Kept.TEXT, *_NUMBERS}
        return Way.LOOKED_UP if is_written else Way.ONE_BY_ONE
    return found
