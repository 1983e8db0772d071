"""Columns as DuckDB has them before they are what is declared, and what may stand in the way."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

import attrs

from pei_dsl.data.contract.conversions import Kept
from pei_dsl.model.plan import Column

_KEPT: Mapping[str, Kept] = {
    "FLOAT": Kept.REAL,
    "DOUBLE": Kept.REAL,
    "VARCHAR": Kept.TEXT,
    "DATE": Kept.DATE,
    "BOOLEAN": Kept.BOOLEAN,
    "BLOB": Kept.BYTES,
    "TIMESTAMP WITH TIME ZONE": Kept.ZONED,
    "TIMESTAMPTZ_NS": Kept.ZONED,
    **dict.fromkeys(("TIMESTAMP", "TIMESTAMP_S", "TIMESTAMP_MS", "TIMESTAMP_NS"), Kept.MOMENT),
}
_WHOLE = re.compile(r"U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?")


def kept_in(type_name: str) -> Kept:
    """Return what DuckDB's type keeps."""
    if _WHOLE.fullmatch(type_name):
        return Kept.WHOLE
    if type_name.startswith("DECIMAL"):
        return Kept.DECIMAL
    if type_name.startswith("ENUM"):
        return Kept.TEXT
    return _KEPT.get(type_name, Kept.OTHER)


@attrs.frozen
class Raw:
    """
    Columns as they are kept.

    Attributes:
        table: What is read, as the item of a `FROM`; its columns are called `k0`, `k1`, … as declared.
        types: DuckDB's type of each declared column.
        number: The expression for a row's place, or "".
        origin: Where the rows came from, for people.
        repeats: Whether each different text of a column is kept once, so that looking at all is cheap.
        files: The files that the rows are read from each time; none where they are kept elsewhere.
    """

    table: str
    types: Mapping[str, str]
    number: str
    origin: str
    repeats: bool = False
    files: Sequence[Path] = ()


class NotPlainError(Exception):
    """The engine cannot vouch for its reading: the rows must be read one by one."""


class DoubtfulRowsError(NotPlainError):
    """
    Some rows are in doubt, and the others are not: whoever reads those can tell what is wrong with them.

    Attributes:
        table: They stand in this table: `n`, the place of a row, and its cells `k0`, `k1`, … as kept.
    """

    def __init__(self, table: str) -> None:
        super().__init__(table)
        self.table = table


class WrongTypeError(Exception):
    """
    A column is kept in a type that can never be the declared one.

    Attributes:
        column: The column.
        kept: DuckDB's name of the type.
    """

    def __init__(self, column: Column, kept: str) -> None:
        super().__init__(f"{column.name}: {kept}")
        self.column = column
        self.kept = kept
