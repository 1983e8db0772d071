"""Cells of a database of SQLite, whose columns have no types: read by the code that reads those of files."""

from __future__ import annotations

import datetime
import functools
from collections.abc import Mapping
from fractions import Fraction

import attrs

from pei_dsl import vocabulary
from pei_dsl.algebra.values import Present
from pei_dsl.data.cell_values import BadCell, read_object, read_period
from pei_dsl.data.contract.in_database import Cell, Span
from pei_dsl.data.engine.decimals import decimal
from pei_dsl.data.engine.sqlite.sqlite_connection import SQLiteConnection
from pei_dsl.data.expected import Expected
from pei_dsl.data.readers.typed_columns import MARKS
from pei_dsl.model.moment import Moment
from pei_dsl.model.periods import Period
from pei_dsl.model.plan import Column, DataSource


@attrs.define
class SQLiteReader:
    """
    Reads cells by functions that SQLite calls.

    Attributes:
        table: What is read, as an item of a `FROM`.
        actual: What the table itself calls the declared columns.
        own: What the names of its functions begin with: sources of one file are read through one connection.
    """

    connection: SQLiteConnection
    source: DataSource
    table: str
    actual: Mapping[str, str]
    joins: list[str] = attrs.field(factory=list)
    expected: Mapping[str, Expected] = attrs.field(init=False)
    own: str = attrs.field(init=False)

    @expected.default
    def _expected(self) -> Mapping[str, Expected]:
        return {name: Expected.of(self.source, column) for name, column in self.source.columns.items()}

    @own.default
    def _own(self) -> str:
        return self.connection.fresh()

    def __attrs_post_init__(self) -> None:
        for name, arguments, function in (
            ("value", 2, self._value),
            ("bad", 2, self._bad),
            ("start", 1, lambda cell: _day(self._period(cell), last=False)),
            ("end", 1, lambda cell: _day(self._period(cell), last=True)),
            ("mark", 1, self._mark),
            ("shown", 1, _shown),
        ):
            self.connection.raw.create_function(f"{self.own}_{name}", arguments, function, deterministic=True)

    def cell(self, column: Column) -> Cell:
        """Return the cells of `column`."""
        raw, name = self._raw(column), self.connection.dialect.text(column.name)
        bad = f"{self.own}_bad({name}, {raw}) = 1"
        variant = functools.partial(self._variant, Expected.of(self.source, column))
        return Cell(f"{self.own}_value({name}, {raw})", bad, f"{self.own}_shown({raw})", variant)

    def span(self, column: Column) -> Span:
        """Return the periods of the time column."""
        raw = self._raw(column)
        start, end = f"{self.own}_start({raw})", f"{self.own}_end({raw})"
        query = f"SELECT 1 FROM {self.table} r WHERE {start} <> {end} LIMIT 1"
        return Span(start, end, f"{self.own}_shown({raw})", days=not self.connection.rows(query))

    def mark(self, column: Column) -> Cell:
        """Return the marks of the column of quality."""
        raw = self._raw(column)
        return Cell(
            f"NULLIF(MAX({self.own}_mark({raw}), 0), 0)",
            f"{self.own}_mark({raw}) < 0",
            f"{self.own}_shown({raw})",
        )

    def _raw(self, column: Column) -> str:
        return f"r.{self.connection.dialect.identifier(self.actual[column.name])}"

    # ---- Called by SQLite --------------------------------------------------------------------------

    def _variant(self, expected: Expected, shown: str) -> str:
        """Return the wording that tells what is wrong with a cell that is shown so."""
        value = read_object(shown, expected)
        return value.variant if isinstance(value, BadCell) else ""

    def _read(self, name: str, cell: object) -> Present | BadCell | None:
        return read_object(cell, self.expected[name])

    def _value(self, name: str, cell: object) -> str | int | None:
        match self._read(name, cell):
            case BadCell():
                return None
            case bool() as truth:
                return int(truth)
            case Fraction() as number:
                return decimal(number)
            case datetime.date() | Moment() as day:
                return day.isoformat()
            case text:
                return text

    def _bad(self, name: str, cell: object) -> int:
        return int(isinstance(self._read(name, cell), BadCell))

    def _period(self, cell: object) -> Period | None:
        return read_period(cell, self.expected[self.source.time])

    def _mark(self, cell: object) -> int:
        """Return the number of a mark, 0 for none, -1 for a word that is none."""
        written = _shown(cell) or ""
        if not written or written in self.source.missing:
            return 0
        word = vocabulary.QUALITIES.find(written)
        if word is None:
            return -1
        return 0 if word.name == "final" else MARKS[word.spanish]


def _shown(cell: object) -> str | None:
    if cell is None:
        return None
    text = cell.hex() if isinstance(cell, bytes) else str(cell)
    return text.strip() or None


def _day(period: Period | None, *, last: bool) -> str | None:
    if period is None:
        return None
    return (period.end if last else period.start).isoformat()
