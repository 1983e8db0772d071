"""Definitions that nobody writes: the days of the period, and the holidays that a formula leaves out."""

from __future__ import annotations

from collections.abc import Iterable

from pei_dsl.data.calendars import days_listed
from pei_dsl.model import expressions as m
from pei_dsl.model.expressions import ValueType
from pei_dsl.model.keys import KeyKind, column_of_holidays, is_kind, key_of, name_of
from pei_dsl.model.plan import DataSource, Definition
from pei_dsl.vocabulary import PERIOD_DAYS, Word


def day_key(word: Word) -> str:
    """Return the key of a day of the period, by its word in `PERIOD_DAYS`."""
    return key_of(KeyKind.PERIOD_DAY, word.spanish)


def is_day(node: m.Reference) -> bool:
    """Tell whether `node` is a day of the period."""
    return is_kind(node.key, KeyKind.PERIOD_DAY)


def figure_in(expression: m.Expression | None) -> m.Reference | None:
    """Return the first figure of the plan in `expression`, of a column or of who has a row; None for none."""
    figures = (each for each in m.parts_of(expression) if isinstance(each, m.Reference))
    return next((each for each in figures if not is_kind(each.key, KeyKind.HOLIDAYS)), None)


def holidays_key(source: str, column: str) -> str:
    """Return the key of the days in a column."""
    return key_of(KeyKind.HOLIDAYS, source, column)


def implied(definitions: Iterable[Definition], sources: Iterable[DataSource]) -> dict[str, Definition]:
    """Return the definitions that nobody writes and that these use; a key tells all of it."""
    used = [key for each in definitions for key in each.references]
    used += [key for each in sources for key in each.calendars]
    return {key: _made(key) for key in used if is_kind(key, KeyKind.PERIOD_DAY, KeyKind.HOLIDAYS)}


def _made(key: str) -> Definition:
    if is_kind(key, KeyKind.PERIOD_DAY):
        word = PERIOD_DAYS.find(name_of(key))
        assert word is not None
        day = m.PeriodDay(word.name == "period_end")
        return Definition(key, word.spanish, expression=day, type=ValueType.DATE)
    name = ".".join(column_of_holidays(key))
    return Definition(key, name, expression=days_listed(key), type=ValueType.TEXT)
