"""The keys of what a plan defines: made, told apart and taken apart here alone."""

from __future__ import annotations

import enum


class KeyKind(enum.StrEnum):
    """What a key stands for."""

    INDICATOR = "indicador"
    SERIES = "serie"
    VARIABLE = "variable"
    WHERE = "donde"  # a name under `donde:` of an indicator
    BASELINE = "línea de base"  # of an indicator, which its formula names
    GOAL = "logro"  # the same
    FUNCTION = "función"  # one use of a function that the plan declares
    SOURCE = "fuente"
    PERIOD_DAY = "periodo"  # a day of the period, which no plan declares
    HOLIDAYS = "feriados"  # the days of a column that a formula leaves out: the source and the column


_SIGN = ":"


def key_of(kind: KeyKind, *names: str) -> str:
    """Return the key of what `names` call: a code or a name; for a `donde:`, the code and the name."""
    return _SIGN.join((kind.value, *names))


def kind_of(key: str) -> KeyKind:
    """Return what `key` stands for."""
    return KeyKind(key.partition(_SIGN)[0])


def is_kind(key: str, *kinds: KeyKind) -> bool:
    """Tell whether `key` stands for something of one of `kinds`."""
    return key.partition(_SIGN)[0] in kinds


def name_of(key: str) -> str:
    """Return the code or the name that `key` was made of; for a `donde:`, the code and the name."""
    return key.partition(_SIGN)[2]


def names_of(key: str) -> list[str]:
    """Return what `key` was made of."""
    return key.split(_SIGN)[1:]


def column_of_holidays(key: str) -> tuple[str, str]:
    """Return the source and the column whose days `key` stands for."""
    source, _, column = name_of(key).partition(_SIGN)
    return source, column


def last_name(key: str) -> str:
    """Return what formulas call `key`: for a `donde:`, the name alone."""
    return key.rpartition(_SIGN)[2]
