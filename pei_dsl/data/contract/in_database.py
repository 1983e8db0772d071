"""A table of a database or a frame, read as its source declares it, and held to its contract where it is."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Protocol

import attrs

from pei_dsl.algebra.display import shown
from pei_dsl.data.completeness import INSIDE_TOTALS, text_columns
from pei_dsl.data.contract.date_doubts import DateDoubts, Seen, may_be_dated
from pei_dsl.data.contract.in_sql import breach, key_of
from pei_dsl.data.contract.omission import Omission, kept
from pei_dsl.data.contract.rules import MAX_SHOWN, Dated, Marked, Told, Typed, key_rules, value_rules
from pei_dsl.data.engine.connection import Connection
from pei_dsl.data.engine.decoding import decode
from pei_dsl.data.engine.relation import END, QUALITY, START, Relation
from pei_dsl.data.expected import Expected
from pei_dsl.data.source_findings import Findings
from pei_dsl.model.expressions import ValueType
from pei_dsl.model.plan import Column, DataSource

# Columns of a row that a finding names it by, where the source declares neither a key nor an order.
_NAMED_BY = 3
# More different cells than these are not looked at to see in which form their dates are.
MAX_FORMS = 10_000
# What the checks call the written period of a row, its written mark, and whether that is none.
_SPAN, _MARK, _BAD_MARK = "ws", "wq", "bq"


@attrs.frozen
class Cell:
    """
    A column as declared, in SQL over the table.

    Attributes:
        value: Its value; NULL where it is empty, a mark of absence, or no such value.
        bad: The condition that a cell is filled and is no such value; "" where none can be.
        shown: What stands in it, as a text.
        variant: The wording that tells what is wrong with a bad cell, where it is not its type; or what tells
            it of the text that stands there.
    """

    value: str
    bad: str
    shown: str
    variant: str | Callable[[str], str] = ""


@attrs.frozen
class Span:
    """
    The period that a time column names, in SQL over the table.

    Attributes:
        start, end: Its first and last day; NULL where the cell names no period.
        shown: What stands in it, as a text.
        days: Whether each is a single day.
    """

    start: str
    end: str
    shown: str
    days: bool


class Reader(Protocol):
    """How an engine turns what a column is kept in into what it is declared as."""

    joins: list[str]

    def cell(self, column: Column) -> Cell:
        """Return the cells of `column`."""

    def span(self, column: Column) -> Span:
        """Return the periods of the time column."""

    def mark(self, column: Column) -> Cell:
        """Return the marks of the column of quality, as numbers from 1."""


@attrs.frozen
class _Check:
    """
    Something that no row may meet.

    Attributes:
        column: The column concerned.
        condition: When a row does.
        cell: What stands there, shown in the finding.
        told: What is said of that text.
    """

    column: Column
    condition: str
    cell: str
    told: Callable[[str], Told]


def declared(
    connection: Connection, source: DataSource, table: str, reader: Reader, findings: Findings
) -> Relation:
    """
    Return the rows of `table`, an item of a `FROM`, as declared; report what breaks their contract.

    Raises:
        EngineError: The engine refused.
    """
    span = reader.span(source.columns[source.time]) if source.time else None
    cells: dict[str, Cell] = {}
    for name, column in source.columns.items():
        if span is not None and name == source.time and column.type is ValueType.DATE:
            cells[name] = Cell(span.start, "", span.shown)
        else:
            cells[name] = reader.cell(column)
    mark = reader.mark(source.columns[source.quality]) if source.quality else None
    named = {f"c{index}": cell.value for index, cell in enumerate(cells.values())}
    if span is not None:
        named |= {} if span.days else {START: span.start}
        named[END] = span.end
    if mark is not None:
        named[QUALITY] = mark.value
    origin = " ".join([f"FROM {table} r", *reader.joins])
    omitted = _omitted(source, connection, cells, span)

    def rows(columns: Mapping[str, str], *, kept_only: bool = True) -> str:
        query = f"SELECT {', '.join(f'{sql} AS {name}' for name, sql in columns.items())} {origin}"
        if omitted is None:
            return query
        condition, asked = omitted
        every = ", ".join(f"{sql} AS {name}" for name, sql in {**columns, **asked}.items())
        which = kept(condition) if kept_only else condition
        return f"SELECT {', '.join(columns)} FROM (SELECT {every} {origin}) o WHERE {which}"

    left_out: object = 0
    if omitted is not None:
        ((left_out,),) = connection.rows(f"SELECT COUNT(*) AS n FROM ({rows(named, kept_only=False)}) t")
    relation = Relation(
        rows(named),
        source,
        spans=span is not None and not span.days,
        origin=findings.origin,
        omitted=int(str(left_out)),
    )
    checks = _Checks(relation, connection, cells, span, mark)
    totals = checks.run(f"({rows(named | checks.columns())}) t", findings)
    return attrs.evolve(relation, totals=totals)


def _omitted(
    source: DataSource, connection: Connection, cells: Mapping[str, Cell], span: Span | None
) -> tuple[str, Mapping[str, str]] | None:
    """Return when a row is left out, and the columns that this rests on; None where all rows stay."""
    omission = Omission.of(source)
    if omission is None:
        return None
    names, dialect = list(source.columns), connection.dialect
    marks = ", ".join(dialect.text(mark) for mark in ("", *source.missing))
    asked: dict[str, str] = {}

    def cell(column: str, as_written: bool) -> str:  # noqa: FBT001  (comes with each column)
        index = names.index(column)
        if not as_written:
            return f"c{index}"
        shown = span.shown if span is not None and column == source.time else cells[column].shown
        asked[f"o{index}"] = dialect.ordered_text(f"(CASE WHEN {shown} NOT IN ({marks}) THEN {shown} END)")
        return f"o{index}"

    return omission.sql(cell, dialect), asked


@attrs.define
class _Checks:
    """The contract of a source as queries: one that counts, and one for the rows of each breach."""

    relation: Relation
    connection: Connection
    cells: Mapping[str, Cell]
    span: Span | None
    mark: Cell | None

    @property
    def source(self) -> DataSource:
        return self.relation.source

    def columns(self) -> dict[str, str]:
        """Return what the checks read beside the columns of the relation, by name."""
        found: dict[str, str] = {}
        for index, cell in enumerate(self.cells.values()):
            found[f"w{index}"] = cell.shown
            if cell.bad:
                found[f"b{index}"] = f"CASE WHEN {cell.bad} THEN 1 ELSE 0 END"
        if self.span is not None:
            found[_SPAN] = self.span.shown
        if self.mark is not None:
            found[_MARK] = self.mark.shown
            found[_BAD_MARK] = f"CASE WHEN {self.mark.bad or '1 = 0'} THEN 1 ELSE 0 END"
        return found

    def run(self, table: str, findings: Findings) -> frozenset[str] | None:
        """
        Report every row that breaks the contract, the first hundred one by one.

        Returns: The columns that may have cells that say *total*; None where nothing had to be looked at.
        """
        checks = list(self._of_cells())
        totals = None
        if checks:
            texts, dialect = text_columns(self.source), self.connection.dialect
            saying = [dialect.holds(self.relation.alias(each), INSIDE_TOTALS) for each in texts]
            conditions = [*(check.condition for check in checks), *saying]
            counts = ", ".join(
                f"COUNT(CASE WHEN {each} THEN 1 END) AS n{index}" for index, each in enumerate(conditions)
            )
            (numbers,) = self.connection.rows(f"SELECT {counts} FROM {table}")
            for check, number in zip(checks, numbers, strict=False):
                if number:
                    self._tell(check, int(number), table, findings)  # type: ignore[call-overload]
            said = zip(texts, numbers[len(checks) :], strict=True)
            totals = frozenset(column for column, number in said if number)
        if self.source.keys:
            self._keys(table, findings)
        return totals

    # ---- Cells -------------------------------------------------------------------------------------

    def _of_cells(self) -> Sequence[_Check]:
        found: list[_Check] = []
        for index, column in enumerate(self.source.columns.values()):
            found.extend(self._of_column(column, f"c{index}", f"w{index}", f"b{index}"))
        if self.span is not None:
            column = self.source.columns[self.source.time]
            dated = Dated(column, Expected.of(self.source, column))
            for filled in ("NULL", "NOT NULL"):
                wrong = f"{END} IS NULL AND {_SPAN} IS {filled}"
                found.append(_Check(column, wrong, _SPAN, dated.told))
        if self.mark is not None:
            column = self.source.columns[self.source.quality]
            found.append(_Check(column, f"{_BAD_MARK} = 1", _MARK, Marked(column).told))
        for rule in key_rules(self.source):
            alias = self.relation.alias(rule.column.name)
            empty = f"{breach(alias, rule, self.connection.dialect)}{self._and_good(rule.column.name)}"
            found.append(_Check(rule.column, empty, alias, rule.told))
        return found

    def _and_good(self, name: str) -> str:
        """Return the condition that an empty value is no bad cell, which is reported already."""
        index = list(self.source.columns).index(name)
        return f" AND b{index} = 0" if self.cells[name].bad else ""

    def _of_column(self, column: Column, value: str, written: str, bad: str) -> Sequence[_Check]:
        found: list[_Check] = []
        name, dialect = column.name, self.connection.dialect
        cell = self.cells[name]
        if cell.bad and name != self.source.time:
            told = functools.partial(
                _of_bad_cell, Typed(column, Expected.of(self.source, column).notation), cell.variant
            )
            found.append(_Check(column, f"{bad} = 1", written, told))
        good = self._and_good(name)  # a bad cell has no value, and is reported as what it is
        found.extend(
            _Check(column, f"{breach(value, rule, dialect)}{good}", written, rule.told)
            for rule in value_rules(self.source, column)
        )
        return found

    def _tell(self, check: _Check, number: int, table: str, findings: Findings) -> None:
        """Report the rows of a breach: as many as are shown, and the number of the others."""
        if check.column.type is ValueType.DATE and self._are_dates(check, table, findings):
            return
        room = max(0, findings.limit - len(findings.items))
        names, columns = self._named_by()
        order = f" ORDER BY {', '.join(columns)}" if columns else ""
        chosen = ", ".join([f"{check.cell} AS cell", *columns])
        query = f"SELECT {chosen} FROM {table} WHERE {check.condition}{order}"
        rows = self.connection.rows(self.connection.dialect.first_rows(query, room)) if room else []
        for cell, *parts in rows:
            place = ", ".join(
                f"{name} {self._part(name, part)}"
                for name, part in zip(names, parts, strict=True)
                if part is not None
            )
            told = check.told("" if cell is None else str(cell).strip())
            findings.add(told.code, 0, told.variant, place, column=check.column.name, **told.params)
        alike = self._alike(check, table, [cell for cell, *_ in rows], findings) if number > len(rows) else 0
        findings.count += number - len(rows) - alike

    def _are_dates(self, check: _Check, table: str, findings: Findings) -> bool:
        """Report cells that all are dates in another form together; tell whether they were."""
        grouped = f"SELECT {check.cell} AS cell, COUNT(*) AS n FROM {table} WHERE {check.condition}"
        query = f"{grouped} GROUP BY {check.cell} ORDER BY 1"
        rows = self.connection.rows(self.connection.dialect.first_rows(query, MAX_FORMS + 1))
        doubts = None
        for cell, times in rows:
            written = "" if cell is None else str(cell).strip()
            told = check.told(written)
            doubts = doubts or DateDoubts(check.column, told.code)
            seen = Seen(findings.origin, 0, "", written)
            if not may_be_dated(told, check.column) or not doubts.take(
                written, functools.partial(_itself, seen), int(str(times))
            ):
                return False
        if doubts is None or len(rows) > MAX_FORMS:
            return False
        doubts.tell(findings, findings.origin, 0)
        return True

    def _alike(self, check: _Check, table: str, shown: Sequence[object], findings: Findings) -> int:
        """Count the rows that say the same as one of those `shown`, and return how many these are."""
        grouped = f"SELECT {check.cell} AS cell, COUNT(*) AS n FROM {table} WHERE {check.condition}"
        query = f"{grouped} GROUP BY {check.cell} ORDER BY n DESC"
        often = self.connection.rows(self.connection.dialect.first_rows(query, findings.limit))
        counted = 0
        for cell, number in often:
            told = check.told("" if cell is None else str(cell).strip())
            more = int(number) - shown.count(cell)  # type: ignore[call-overload]
            if cell in shown and findings.again(
                more, told.code, told.variant, column=check.column.name, **told.params
            ):
                counted += more
        return counted

    def _part(self, name: str, part: object) -> str:
        if name == self.source.time:
            return " ".join(str(part).split())[:MAX_SHOWN]
        value = decode(part, self.relation.type(name))
        return shown(value) if isinstance(value, Fraction) else str(value)[:MAX_SHOWN]

    def _named_by(self) -> tuple[Sequence[str], Sequence[str]]:
        """Return the columns that name a row in a finding, and what the query calls them."""
        source = self.source
        names = source.keys or tuple(dict.fromkeys([*filter(None, [source.time]), *source.order]))
        if not source.keys and not source.order:
            rest = [name for name in source.columns if name != source.time]
            names = (*names, *rest[: _NAMED_BY - len(names)])
        return names, [_SPAN if name == source.time else self.relation.alias(name) for name in names]

    # ---- Keys --------------------------------------------------------------------------------------

    def _keys(self, table: str, findings: Findings) -> None:
        """Report the keys that more than one row has."""
        aliases = key_of(self.relation)
        whole = " AND ".join(f"{alias} IS NOT NULL" for alias in aliases)
        shown_as = [
            f"MIN({_SPAN})" if name == self.source.time else self.relation.alias(name)
            for name in self.source.keys
        ]
        named = ", ".join(f"{sql} AS k{index}" for index, sql in enumerate(shown_as))
        grouped = ", ".join(aliases)
        query = (
            f"SELECT {named}, COUNT(*) AS n FROM {table} WHERE {whole} GROUP BY {grouped} HAVING COUNT(*) > 1"
        )
        dialect = self.connection.dialect
        order = ", ".join(f"k{index}" for index in range(len(shown_as)))
        room = max(0, findings.limit - len(findings.items))
        rows = self.connection.rows(
            dialect.first_rows(f"SELECT * FROM ({query}) d ORDER BY {order}", room + 1)
        )
        for *parts, number in rows[:room]:
            cell = ", ".join(
                self._part(name, part) for name, part in zip(self.source.keys, parts, strict=True)
            )
            findings.add(
                "PEI319", 0, "rows", column=self.source.keys[0], cell=cell[:MAX_SHOWN], count=str(number)
            )
        if len(rows) > room:
            ((groups,),) = self.connection.rows(f"SELECT COUNT(*) AS n FROM ({query}) d")
            findings.count += int(groups) - room  # type: ignore[call-overload]


def _itself(seen: Seen) -> Seen:
    return seen


def _of_bad_cell(rule: Typed, variant: str | Callable[[str], str], written: str) -> Told:
    return rule.told(written, variant if isinstance(variant, str) else variant(written))
