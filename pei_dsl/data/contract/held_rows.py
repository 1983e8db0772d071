"""The contract of a source, row by row: declared columns, what their cells must be, the date of each row."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

import attrs

from pei_dsl import vocabulary
from pei_dsl.algebra.display import shown
from pei_dsl.algebra.values import Present, Value
from pei_dsl.data.cell_values import BadCell
from pei_dsl.data.contract.date_doubts import DateDoubts, Seen, may_be_dated
from pei_dsl.data.contract.in_python import breaks
from pei_dsl.data.contract.omission import Omission
from pei_dsl.data.contract.rules import (
    MAX_SHOWN,
    Dated,
    KeyPart,
    Marked,
    Told,
    Typed,
    ValueRule,
    key_rules,
    value_rules,
)
from pei_dsl.data.expected import Expected
from pei_dsl.data.grouped_figures import GroupedFigures, doubtful_signs
from pei_dsl.data.percent_signs import PercentSigns
from pei_dsl.data.readers.opened import CellReader, Opened
from pei_dsl.data.source_findings import Findings
from pei_dsl.data.table import Part, Row, Table
from pei_dsl.diagnostics.catalogue import Parameter
from pei_dsl.model.absence import Absence, Reason
from pei_dsl.model.expressions import ValueType
from pei_dsl.model.periods import Period
from pei_dsl.model.plan import Column, DataSource
from pei_dsl.model.quality import Quality


def unusable(source: DataSource, file: str) -> Absence:
    """Return the reason of every figure that would rest on a source with a broken contract."""
    return Absence(Reason.INVALID, "broken_source", {"source": source.name, "file": file})


def read_rows(source: DataSource, files: Iterable[tuple[str, Opened]], findings: Findings) -> Table:
    """
    Return the table of the open `files`, each with what messages call it; they are read one after another.

    Every cell that breaks the contract is reported; then the table is unusable and has no rows.
    """
    contract = _Contract(source, findings)
    parts: list[Part] = []
    rows: list[Row] = []
    for file, opened in files:
        findings.file = file
        before = contract.last
        parts.append(Part(file, opened.sheet, before))
        for line, cells in opened.rows:
            row = contract.row(opened, before, line, cells)
            if findings.count:  # nothing will rest on them
                rows.clear()
            elif row is not None:
                rows.append(row)
    contract.tell_dates()
    findings.file = findings.origin
    broken = unusable(source, findings.origin) if findings.count else None
    return Table(
        source.name,
        findings.origin,
        tuple(rows),
        broken,
        tuple(parts),
        contract.omitted,
        contract.grouped,
        contract.percents,
    )


class RowCheck:
    """The contract of a source for rows that are not kept."""

    def __init__(self, source: DataSource, findings: Findings, read_cell: CellReader) -> None:
        self._contract = _Contract(source, findings)
        self._opened = Opened((), iter(()), read_cell)

    def row(self, line: int, cells: Mapping[str, object]) -> None:
        """Report every cell of a row, of the file that the findings name, that breaks the contract."""
        self._contract.row(self._opened, 0, line, cells)

    @property
    def dates(self) -> Sequence[DateDoubts]:
        """The columns with dates in another form, which are told when all rows were seen."""
        return list(self._contract.dates.values())

    def finish(self) -> None:
        """Report what only all rows together tell."""
        self._contract.tell_dates()


@attrs.define
class _Contract:
    """
    The contract of a source while its rows are read.

    Attributes:
        last: The greatest number of a row so far.
        named: Where each key was seen first.
        expected: What the cells of each column should be.
        rules: What the values of each column must be.
        of_keys: What cells of the key must be by themselves.
        dates: The cells of each column that are dates in another form.
        omission: Which rows are left out.
        omitted: How many were.
        asked: What the cells should be that tell it.
        grouped: How the cells of columns of numbers are written that are texts.
    """

    source: DataSource
    findings: Findings
    last: int = 0
    named: dict[tuple[object, ...], str] = attrs.field(factory=dict)
    expected: Mapping[str, Expected] = attrs.field(init=False)
    rules: Mapping[str, tuple[ValueRule, ...]] = attrs.field(init=False)
    of_keys: tuple[KeyPart, ...] = attrs.field(init=False)
    dates: dict[str, DateDoubts] = attrs.field(factory=dict, init=False)
    omission: Omission | None = attrs.field(init=False)
    omitted: int = 0
    asked: Mapping[str, Expected] = attrs.field(init=False)
    grouped: dict[str, GroupedFigures] = attrs.field(factory=dict, init=False)
    percents: dict[str, PercentSigns] = attrs.field(factory=dict, init=False)

    @expected.default
    def _expected(self) -> Mapping[str, Expected]:
        return {name: Expected.of(self.source, column) for name, column in self.source.columns.items()}

    @rules.default
    def _by_column(self) -> Mapping[str, tuple[ValueRule, ...]]:
        return {name: value_rules(self.source, column) for name, column in self.source.columns.items()}

    @of_keys.default
    def _of_keys(self) -> tuple[KeyPart, ...]:
        return key_rules(self.source)

    @omission.default
    def _omission(self) -> Omission | None:
        return Omission.of(self.source)

    @asked.default
    def _asked(self) -> Mapping[str, Expected]:
        return {} if self.omission is None else self.omission.expected()

    def row(self, opened: Opened, before: int, line: int, cells: Mapping[str, object]) -> Row | None:
        """Return a row, or None for one that is left out; report every cell that breaks the contract."""
        source = self.source
        at = _At(opened, line)
        if self.omission is not None and self.is_omitted(self.omission, at, cells):
            self.omitted += 1
            self.last = max(self.last, before + line)
            return None
        values: dict[str, Present | None] = {}
        for column in source.columns.values():
            values[column.name] = self.cell(column, at, cells.get(column.name))
        period = self.period(at, cells)
        self.check_key(at, values, period)
        quality = self.quality(at, cells)
        self.last = max(self.last, before + line)
        return Row(values, period, before + line, quality)

    def is_omitted(self, omission: Omission, at: _At, cells: Mapping[str, object]) -> bool:
        """Tell whether a row is left out; a cell that cannot be read tells nothing, but for a code's."""

        def cell(name: str) -> Value:
            column, _ = omission.cells[name]
            value = at.opened.read_cell(cells.get(column), self.asked[name])
            if isinstance(value, BadCell) and self.asked[name].digits:
                return value.written
            if value is None or isinstance(value, BadCell):
                return Absence(Reason.NO_DATA, "empty_cell", {"column": column})
            return value

        return omission.leaves_out(cell)

    def tell(self, told: Told, at: _At, column: Column, **params: Parameter) -> None:
        """Add a finding about a cell of `column`."""
        place, params = at.opened.place(at.line, column.name), {**told.params, **params}
        self.findings.add(told.code, at.line, told.variant, place, column=column.name, **params)

    def cell(self, column: Column, at: _At, cell: object) -> Present | None:
        """Return the value of a cell, or None when it is empty or breaks the contract."""
        value = at.opened.read_cell(cell, self.expected[column.name])
        if isinstance(value, BadCell):
            if column.name != self.source.time:  # what is wrong with a time cell is told by `period`
                told = Typed(column, self.expected[column.name].notation).told(value.written, value.variant)
                if not self.is_date(told, value.written, at, column):
                    self.tell(told, at, column)
            return None
        if column.type is ValueType.NUMBER and isinstance(cell, str) and value is not None:
            self.look_at_signs(column, cell)
        for rule in self.rules[column.name]:
            if breaks(value, rule):
                stands = value if isinstance(value, str) else at.shown(cell)
                self.tell(rule.told(stands), at, column)
        return value

    def look_at_signs(self, column: Column, written: str) -> None:
        """Look how a figure is written: with a sign that may stand between thousands, too, and with `%`."""
        if column.name not in self.grouped:
            self.grouped[column.name] = GroupedFigures(doubtful_signs(self.source))
            self.percents[column.name] = PercentSigns()
        self.percents[column.name].take(written)
        self.grouped[column.name].take(written)

    def period(self, at: _At, cells: Mapping[str, object]) -> Period | None:
        """Return the period of a row: as long as its time cell says (`2024-12` is a month)."""
        time = self.source.time
        if not time:
            return None
        written = cells.get(time)
        period = at.opened.read_time(written, self.expected[time])
        if period is None:
            column, shown_ = self.source.columns[time], at.shown(written)
            told = Dated(column, self.expected[time]).told(shown_)
            if not self.is_date(told, shown_, at, column):
                self.tell(told, at, column)
        return period

    def is_date(self, told: Told, written: str, at: _At, column: Column) -> bool:
        """Tell whether a bad cell is a date in another form; these are told together."""
        if not may_be_dated(told, column):
            return False
        doubts = self.dates.setdefault(column.name, DateDoubts(column, told.code))
        place = at.opened.place(at.line, column.name)
        return doubts.take(written, lambda: Seen(self.findings.file, at.line, place, written))

    def tell_dates(self) -> None:
        """Report the dates in other forms, each column's together."""
        for doubts in self.dates.values():
            if doubts.first is not None:
                doubts.tell(self.findings, doubts.first.file, doubts.first.line)

    def check_key(self, at: _At, values: Mapping[str, Present | None], period: Period | None) -> None:
        """Report a key that is empty in part, or that another row has."""
        keys = self.source.keys
        if not keys:
            return
        # A time cell counts as the period that it names: 2024 and 2024-01 begin on one day and are two keys.
        key = tuple(period if name == self.source.time else values[name] for name in keys)
        for rule in self.of_keys:
            if breaks(values[rule.column.name], rule):
                self.tell(rule.told(""), at, rule.column)
        if None in key:
            return
        here = _named_place(self.findings.file, at, keys[0])
        first = self.named.setdefault(key, here)
        if first != here:
            cell = ", ".join(_key_part(part) for part in key)[:MAX_SHOWN]
            self.tell(Told("PEI319"), at, self.source.columns[keys[0]], cell=cell, first=first)

    def quality(self, at: _At, cells: Mapping[str, object]) -> Quality | None:
        """Return the mark of a row; report a word that is none."""
        column = self.source.quality
        written = at.shown(cells.get(column)) if column else ""
        if not written or written in self.source.missing:
            return None
        word = vocabulary.QUALITIES.find(written)
        if word is None:
            marked = self.source.columns[column]
            self.tell(Marked(marked).told(written), at, marked)
            return None
        return None if word.name == "final" else Quality(word.spanish)


@attrs.frozen
class _At:
    """Which row of which file."""

    opened: Opened
    line: int

    def shown(self, cell: object) -> str:
        """Return a cell as it stands in its file, cut where it is long."""
        return "" if cell is None else " ".join(self.opened.show_cell(cell).split())[:MAX_SHOWN]


def _named_place(file: str, at: _At, column: str) -> str:
    """Return where a row is, so that one finds it from any other file."""
    return f"{file}:{at.opened.place(at.line, column) or at.line}"


def _key_part(part: object) -> str:
    return shown(part) if isinstance(part, Fraction) else str(part)
