"""What columns of databases and frames are kept in, and how they are read as they are declared."""

from __future__ import annotations

import enum
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction

import attrs

from pei_dsl import vocabulary
from pei_dsl.data.cell_values import BadCell, period_of, read_text
from pei_dsl.data.contract.in_database import Cell, Span
from pei_dsl.data.engine.connection import Connection, EngineError
from pei_dsl.data.engine.decimals import decimal, fits
from pei_dsl.data.engine.literals import sql_literal
from pei_dsl.data.readers.duckdb_columns import BLANKS
from pei_dsl.diagnostics.finding import Parameter
from pei_dsl.model.expressions import ValueType
from pei_dsl.model.plan import Column, DataSource
from pei_dsl.model.quality import Quality
from pei_dsl.model.terms import term
from pei_dsl.numerals import Notation

# More different cells of a column than this are not read one by one.
MAX_DIFFERENT = 100_000
MARKS = {mark.value: number for number, mark in enumerate(Quality, start=1)}


class Kept(enum.Enum):
    """What a column is kept in."""

    WHOLE = enum.auto()
    DECIMAL = enum.auto()
    REAL = enum.auto()
    TEXT = enum.auto()
    DATE = enum.auto()
    MOMENT = enum.auto()  # a day and a time of day
    ZONED = enum.auto()  # the same anywhere in the world
    BOOLEAN = enum.auto()
    OTHER = enum.auto()


@attrs.frozen
class KeptColumn:
    """
    A column as it is kept.

    Attributes:
        sql: What the table calls it.
        kept: What it is kept in.
        type: What the engine calls that, for messages.
    """

    sql: str
    kept: Kept
    type: str


_PRINTED = {Kept.WHOLE, Kept.DECIMAL, Kept.DATE}


@attrs.define
class TypedReader:
    """
    Reads columns that have types.

    Numbers, days and truth values are converted where they are.  Texts that stand for a number, a period, a
    truth value or a mark are few different ones: they come home, are read by the same code as the cells of
    files, and go back as a table to look up.

    Attributes:
        table: What is read, as an item of a `FROM`.
        columns: The declared columns as they are kept.
        blanks: What is taken away at either end of a text.
        joins: The tables to look texts up in.
    """

    connection: Connection
    source: DataSource
    table: str
    columns: Mapping[str, KeptColumn]
    blanks: str = BLANKS
    joins: list[str] = attrs.field(factory=list)

    def cell(self, column: Column) -> Cell:
        """
        Return the cells of `column`.

        Raises:
            EngineError: What it is kept in can never be what it is declared as (PEI340).
        """
        kept = self.columns[column.name]
        match column.type, kept.kept:
            case ValueType.TEXT | ValueType.UNKNOWN, Kept.TEXT:
                text = self._text(kept.sql)
                return Cell(text, "", text)
            case ValueType.TEXT | ValueType.UNKNOWN, each if each in _PRINTED:
                written = self._written(kept)
                return Cell(written, "", written)
            case ValueType.TEXT | ValueType.UNKNOWN, Kept.BOOLEAN:
                return self._boolean_as_text(kept)
            case ValueType.NUMBER, Kept.WHOLE | Kept.DECIMAL | Kept.REAL:
                return self._number(kept)
            case ValueType.DATE, Kept.DATE | Kept.MOMENT | Kept.ZONED:
                return self._day(kept)
            case ValueType.BOOLEAN, Kept.BOOLEAN:
                return Cell(kept.sql, "", self._boolean_as_text(kept).shown)
            case (ValueType.NUMBER | ValueType.DATE | ValueType.BOOLEAN, Kept.TEXT) | (
                ValueType.DATE,
                Kept.WHOLE,
            ):
                return self._looked_up(column, kept)
            case _:
                raise self._wrong(column)

    def _wrong(self, column: Column, variant: str = "") -> EngineError:
        kept = self.columns[column.name]
        params: dict[str, Parameter] = {
            "column": column.name,
            "kept": kept.type,
            "declared": term(column.type),
        }
        if variant == "many":
            params["limit"] = MAX_DIFFERENT
        return EngineError("PEI340", variant, **params)

    # ---- Converted ---------------------------------------------------------------------------------

    def _text(self, sql: str) -> str:
        """Return a text without blanks around it; NULL for an empty one or a mark of absence."""
        dialect = self.connection.dialect
        trimmed = dialect.trimmed(sql, dialect.text(self.blanks))
        marks = ", ".join(dialect.text(mark) for mark in ("", *self.source.missing))
        return dialect.ordered_text(f"(CASE WHEN {trimmed} NOT IN ({marks}) THEN {trimmed} END)")

    def _written(self, kept: KeptColumn) -> str:
        dialect = self.connection.dialect
        sql = kept.sql if kept.kept is not Kept.DECIMAL else dialect.from_decimal(kept.sql)
        return dialect.ordered_text(dialect.written(f"({sql})"))

    def _boolean_as_text(self, kept: KeptColumn) -> Cell:
        dialect = self.connection.dialect
        truth = dialect.truth(kept.sql)
        words = (dialect.text(str(value)) for value in (True, False))
        sql = "CASE WHEN {0} THEN {1} WHEN NOT {0} THEN {2} END".format(truth, *words)
        return Cell(sql, "", sql)

    def _number(self, kept: KeptColumn) -> Cell:
        dialect = self.connection.dialect
        match kept.kept:
            case Kept.WHOLE:
                return Cell(dialect.from_whole(kept.sql), "", dialect.written(kept.sql))
            case Kept.DECIMAL:
                return Cell(dialect.from_decimal(kept.sql), "", dialect.written(kept.sql))
            case _:
                return Cell(
                    dialect.from_real(kept.sql),
                    dialect.unkept_real(kept.sql),
                    dialect.written(kept.sql),
                    "digits",
                )

    def _day(self, kept: KeptColumn) -> Cell:
        """Return a day of the calendar; some engines have others, before year 1 and at the end of time."""
        dialect = self.connection.dialect
        convert = {Kept.MOMENT: dialect.from_moment, Kept.ZONED: dialect.from_zoned}.get(kept.kept)
        first, last = "DATE '0001-01-01'", "DATE '9999-12-31'"
        inside = f"{kept.sql} >= {first} AND {kept.sql} <= {last}"
        day = convert(kept.sql) if convert else kept.sql
        return Cell(f"CASE WHEN {inside} THEN {day} END", f"NOT ({inside})", dialect.written(kept.sql))

    # ---- Looked up ---------------------------------------------------------------------------------

    def _looked_up(self, column: Column, kept: KeptColumn) -> Cell:
        """Return cells that are read at home, each different one once."""
        dialect = self.connection.dialect
        notation = Notation(self.source.decimal, self.source.thousands)
        text = self._text(dialect.written(kept.sql) if kept.kept is Kept.WHOLE else kept.sql)

        def read(written: str) -> Sequence[str] | None:
            value = read_text(written, column.type, self.source.missing, notation)
            if value is None or isinstance(value, BadCell):
                return None
            if isinstance(value, Fraction):
                return [self._exact(value, column)]
            return [sql_literal(value, dialect)]

        (value,) = self._table(column, text, read, [column.type])
        return Cell(value, f"{text} IS NOT NULL AND {value} IS NULL", text)

    def _exact(self, value: Fraction, column: Column) -> str:
        kind = self.connection.dialect.types[ValueType.NUMBER]
        if kind != "NUMERIC" and not fits(value):
            raise self._wrong(column, "digits")
        return f"CAST({decimal(value)} AS {kind})"

    def span(self, column: Column) -> Span:
        """
        Return the periods of the time column.

        Raises:
            EngineError: What it is kept in can never name a period (PEI340).
        """
        kept = self.columns[column.name]
        dialect = self.connection.dialect
        match kept.kept:
            case Kept.DATE | Kept.MOMENT | Kept.ZONED:
                day = self._day(kept)
                return Span(day.value, day.value, day.shown, days=True)
            case Kept.WHOLE:
                text = dialect.ordered_text(dialect.written(kept.sql))
            case Kept.TEXT:
                trimmed = dialect.trimmed(kept.sql, dialect.text(self.blanks))
                text = dialect.ordered_text(f"(CASE WHEN {trimmed} <> {dialect.text('')} THEN {trimmed} END)")
            case _:
                raise self._wrong(attrs.evolve(column, type=ValueType.DATE))
        long: list[bool] = []

        def read(written: str) -> Sequence[str] | None:
            period = period_of(written)
            if period is None:
                return None
            long.append(period.start != period.end)
            return [dialect.date(period.start), dialect.date(period.end)]

        start, end = self._table(column, text, read, [ValueType.DATE, ValueType.DATE])
        return Span(start, end, text, days=not any(long))

    def mark(self, column: Column) -> Cell:
        """Return the marks of the column of quality."""
        kept = self.columns[column.name]
        if kept.kept is not Kept.TEXT:
            raise self._wrong(attrs.evolve(column, type=ValueType.TEXT))
        text = self._text(kept.sql)

        def read(written: str) -> Sequence[str] | None:
            word = vocabulary.QUALITIES.find(written)
            if word is None:
                return None
            return [str(0 if word.name == "final" else MARKS[word.spanish])]

        (value,) = self._table(column, text, read, [None])
        return Cell(f"NULLIF({value}, 0)", f"{text} IS NOT NULL AND {value} IS NULL", text)

    def _table(
        self,
        column: Column,
        text: str,
        read: Callable[[str], Sequence[str] | None],
        types: Sequence[ValueType | None],
    ) -> list[str]:
        """
        Return the columns of a joined table of what each different text stands for; NULL for nothing.

        Raises:
            EngineError: There are too many different ones (PEI340).
        """
        dialect = self.connection.dialect
        query = f"SELECT DISTINCT {text} AS t FROM {self.table} r WHERE {text} IS NOT NULL"
        cells = [str(row[0]) for row in self.connection.rows(dialect.first_rows(query, MAX_DIFFERENT + 1))]
        if len(cells) > MAX_DIFFERENT:
            raise self._wrong(column, "many")
        rows = []
        for written in sorted(cells):
            values = read(written)
            if values is not None:
                rows.append([dialect.text(written), *values])
        if not rows:
            return [f"CAST(NULL AS {dialect.types[kind] if kind else 'INTEGER'})" for kind in types]
        name = f"d{len(self.joins)}"
        table = dialect.table(name, ["t", *(f"v{index}" for index in range(len(types)))], rows)
        self.joins.append(f"LEFT JOIN {table} ON {name}.t = {text}")
        return [f"{name}.v{index}" for index in range(len(types))]
