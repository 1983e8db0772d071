"""Definitions that nobody writes: the days of the period, and the holidays that a formula leaves out."""

from __future__ import annotations

from collections.abc import Iterable

from pei_dsl.algebra.builtins.over_rows import LISTED
from pei_dsl.model import expressions as m
from pei_dsl.model.expressions import ValueType
from pei_dsl.model.keys import KeyKind, is_kind, key_of, name_of
from pei_dsl.model.plan import Definition
from pei_dsl.vocabulary import PERIOD_DAYS, Word


def day_key(word: Word) -> str:
    """Return the key of a day of the period, by its word in `PERIOD_DAYS`."""
    return key_of(KeyKind.PERIOD_DAY, word.spanish)


def is_day(node: m.Reference) -> bool:
    """Tell whether `node` is a day of the period."""
    return is_kind(node.key, KeyKind.PERIOD_DAY)


def holidays_key(source: str, column: str) -> str:
    """Return the key of the days in a column."""
    return key_of(KeyKind.HOLIDAYS, source, column)


def implied(used: Iterable[str]) -> dict[str, Definition]:
    """Return the definitions that nobody writes of the keys that are `used`; a key tells all of it."""
    return {key: _made(key) for key in used if is_kind(key, KeyKind.PERIOD_DAY, KeyKind.HOLIDAYS)}


def _made(key: str) -> Definition:
    if is_kind(key, KeyKind.PERIOD_DAY):
        word = PERIOD_DAYS.find(name_of(key))
        assert word is not None
        day = m.PeriodDay(word.name == "period_end")
        return Definition(key, word.spanish, expression=day, type=ValueType.DATE)
    source, _, column = name_of(key).partition(":")
    days = m.Aggregate(LISTED.name, source, m.ColumnValue(column))
    return Definition(key, f"{source}.{column}", expression=days, type=ValueType.TEXT)
