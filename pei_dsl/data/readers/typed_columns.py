"""What columns of databases and frames are kept in, and how they are read as they are declared."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction

import attrs

from pei_dsl import vocabulary
from pei_dsl.data.cell_values import TRUTHS, BadCell, read_period, read_text
from pei_dsl.data.contract.conversions import Kept, Way, way
from pei_dsl.data.contract.in_database import Cell, Span
from pei_dsl.data.engine.connection import Connection, EngineError
from pei_dsl.data.engine.decimals import decimal, fits
from pei_dsl.data.engine.literals import sql_literal
from pei_dsl.data.expected import Expected
from pei_dsl.data.letters import HIDDEN
from pei_dsl.data.readers.digits import digits, unmarked
from pei_dsl.data.readers.plain_texts import BLANKS
from pei_dsl.diagnostics.catalogue import Parameter
from pei_dsl.model.expressions import ValueType
from pei_dsl.model.plan import Column, DataSource
from pei_dsl.model.quality import Quality
from pei_dsl.model.terms import term

# More different cells of a column than this are not read one by one.
MAX_DIFFERENT = 100_000
MARKS = {mark.value: number for number, mark in enumerate(Quality, start=1)}


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
        composes: Whether its texts are of Unicode, whose letters may be composed, or unseen.
        joins: The tables to look texts up in.
    """

    connection: Connection
    source: DataSource
    table: str
    columns: Mapping[str, KeptColumn]
    blanks: str = BLANKS
    composes: bool = True
    joins: list[str] = attrs.field(factory=list)

    def cell(self, column: Column) -> Cell:
        """
        Return the cells of `column`.

        Raises:
            EngineError: What it is kept in can never be what it is declared as (PEI340).
        """
        kept, expected = self.columns[column.name], Expected.of(self.source, column)
        match way(expected, kept.kept):
            case Way.TEXT:
                return self._seen(kept)
            case Way.NUMBER:
                return self._number(kept)
            case Way.DIGITS | Way.PRINTED:
                return self._written(kept)
            case Way.WORD:
                return self._word(kept)
            case Way.TRUTH:
                return Cell(kept.sql, "", self._word(kept).shown)
            case Way.DAY:
                return self._day(kept)
            case Way.LOOKED_UP:
                return self._looked_up(column, kept, expected)
            case Way.ONE_BY_ONE | Way.NEVER:  # rows of a database are not read one by one
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

    def _seen(self, kept: KeptColumn) -> Cell:
        """Return a text; bad is one with a letter that nobody sees."""
        dialect, text = self.connection.dialect, self._text(kept.sql)
        if not self.composes:
            return Cell(text, "", text)
        return Cell(
            dialect.ordered_text(dialect.composed(text)), dialect.has_letter(text, HIDDEN), text, "hidden"
        )

    def _written(self, kept: KeptColumn) -> Cell:
        """Return the digits of a number, or a day as it is printed; NULL for a mark of absence."""
        dialect = self.connection.dialect
        if kept.kept is Kept.DATE:
            cell = Cell(kept.sql, "", "")
            text = dialect.written(f"({kept.sql})")
        else:
            cell = self._number(kept)
            text = digits(cell.value, kept.kept, dialect)
        if self.source.missing:
            marks = ", ".join(dialect.text(mark) for mark in self.source.missing)
            text = f"(CASE WHEN {text} NOT IN ({marks}) THEN {text} END)"
        text = dialect.ordered_text(text)
        return Cell(text, cell.bad, text, cell.variant)

    def _word(self, kept: KeptColumn) -> Cell:
        dialect = self.connection.dialect
        truth = dialect.truth(kept.sql)
        words = (dialect.text(TRUTHS[value]) for value in (True, False))
        sql = dialect.ordered_text("(CASE WHEN {0} THEN {1} WHEN NOT {0} THEN {2} END)".format(truth, *words))
        return Cell(sql, "", sql)

    def _number(self, kept: KeptColumn) -> Cell:
        dialect, missing = self.connection.dialect, self.source.missing
        shown = dialect.written(kept.sql)
        match kept.kept:
            case Kept.WHOLE:
                return Cell(unmarked(dialect.from_whole(kept.sql), missing), "", shown)
            case Kept.DECIMAL:
                return Cell(unmarked(dialect.from_decimal(kept.sql), missing), "", shown)
            case _:
                number = unmarked(dialect.from_real(kept.sql), missing)
                return Cell(number, dialect.unkept_real(kept.sql), shown, "digits")

    def _day(self, kept: KeptColumn) -> Cell:
        """Return a day of the calendar; some engines have others, before year 1 and at the end of time."""
        dialect = self.connection.dialect
        first, last = "DATE '0001-01-01'", "DATE '9999-12-31'"
        inside = f"{kept.sql} >= {first} AND {kept.sql} <= {last}"
        match kept.kept:
            case Kept.ZONED:
                day = dialect.from_zoned(kept.sql, self.source.zone)
            case Kept.MOMENT:
                day = dialect.from_moment(kept.sql)
            case _:
                day = kept.sql
        return Cell(f"CASE WHEN {inside} THEN {day} END", f"NOT ({inside})", dialect.written(kept.sql))

    # ---- Looked up ---------------------------------------------------------------------------------

    def _looked_up(self, column: Column, kept: KeptColumn, expected: Expected) -> Cell:
        """Return cells that are read at home, each different one once."""
        dialect = self.connection.dialect
        text = self._text(kept.sql) if kept.kept is Kept.TEXT else self._written(kept).value

        def read(written: str) -> Sequence[str] | None:
            value = read_text(written, expected)
            if value is None or isinstance(value, BadCell):
                return None
            if isinstance(value, Fraction):
                return [self._exact(value, column)]
            return [sql_literal(value, dialect)]

        (value,) = self._table(column, text, read, [column.type])
        return Cell(
            value, f"{text} IS NOT NULL AND {value} IS NULL", text, functools.partial(_wrong_with, expected)
        )

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
        kept, expected = self.columns[column.name], Expected.of(self.source, column)
        dialect = self.connection.dialect
        match kept.kept:
            case Kept.DATE | Kept.MOMENT | Kept.ZONED:
                day = self._day(kept)
                return Span(day.value, day.value, day.shown, days=True)
            case Kept.WHOLE | Kept.DECIMAL | Kept.REAL:
                text = self._written(kept).value
            case Kept.TEXT:
                trimmed = dialect.trimmed(kept.sql, dialect.text(self.blanks))
                text = dialect.ordered_text(f"(CASE WHEN {trimmed} <> {dialect.text('')} THEN {trimmed} END)")
            case _:
                raise self._wrong(attrs.evolve(column, type=ValueType.DATE))
        long: list[bool] = []

        def read(written: str) -> Sequence[str] | None:
            period = read_period(written, expected)
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


def _wrong_with(expected: Expected, written: str) -> str:
    """Return the wording that tells what is wrong with a text, where it is not its type alone."""
    value = read_text(written, expected)
    return value.variant if isinstance(value, BadCell) else ""
