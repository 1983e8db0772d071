"""The contract of a source, row by row: declared columns, their types, the date of each row."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Mapping, Sequence

import attrs

from pei_dsl import vocabulary
from pei_dsl.algebra.values import Present
from pei_dsl.data.cells import BadCell, read_object, read_text
from pei_dsl.data.table import Row, Table
from pei_dsl.diagnostics import Diagnostic, Label
from pei_dsl.diagnostics.suggestion import nearest
from pei_dsl.model.absence import Absence, Reason
from pei_dsl.model.periods import Granularity, Period
from pei_dsl.model.plan import DataSource
from pei_dsl.model.quality import Quality
from pei_dsl.numerals import Notation

# More findings of one source help nobody; the last one tells how many there are.
MAX_FINDINGS = 100


@attrs.define
class Findings:
    """The findings about one file: the first hundred, and how many there were."""

    file: str
    items: list[Diagnostic] = attrs.field(factory=list)
    count: int = 0

    def add(self, code: str, line: int = 0, variant: str = "", /, **params: str | int) -> None:
        """Add a finding at `line` of the file."""
        self.count += 1
        if self.count <= MAX_FINDINGS:
            self.items.append(
                Diagnostic(code, Label(None), params, variant=variant, file=self.file, line=line)
            )

    def all(self) -> list[Diagnostic]:
        """Return the findings; a last one counts those left out."""
        rest = self.count - len(self.items)
        if not rest:
            return self.items
        more = Diagnostic("PEI311", Label(None), {"count": rest}, file=self.file)
        return [*self.items, more]


def unusable(source: DataSource, file: str) -> Absence:
    """Return the reason of every figure that would rest on a source with a broken contract."""
    return Absence(Reason.INVALID, "broken_source", {"source": source.name, "file": file})


def check_header(source: DataSource, header: Sequence[str], findings: Findings) -> bool:
    """Tell whether all declared columns are in `header`; report those that are not."""
    present = [name.strip() for name in header]
    if not any(present):
        findings.add("PEI302", 1, "empty")
        return False
    complete = True
    for column in source.columns.values():
        if column.name in present:
            continue
        complete = False
        near = nearest(column.name, present)
        if near:
            findings.add("PEI302", 1, "near", column=column.name, near=near[0])
        else:
            shown = ", ".join(f"«{name}»" for name in present[:12])
            findings.add("PEI302", 1, column=column.name, columns=shown or "—")
    for name in sorted({name for name in present if present.count(name) > 1}):
        if name in source.columns:
            complete = False
            findings.add("PEI302", 1, "twice", column=name)
    return complete


def read_rows(
    source: DataSource,
    raw: Iterable[tuple[int, Mapping[str, object]]],
    findings: Findings,
    *,
    from_file: bool,
) -> Table:
    """
    Return the table of `raw`, rows numbered and keyed by column name.

    Every cell that breaks the contract is reported; then the table is unusable.
    """
    read: Callable[..., Present | BadCell | None] = read_text if from_file else read_object
    rows = []
    notation = Notation(source.decimal, source.thousands)
    for number, cells in raw:
        values: dict[str, Present | None] = {}
        for column in source.columns.values():
            value = read(cells.get(column.name), column.type, source.missing, notation)
            if isinstance(value, BadCell):
                if column.name != source.time:  # what is wrong with a time cell is told by `_period`
                    cell = value.written[:60]
                    findings.add("PEI303", number, column.type.name.lower(), column=column.name, cell=cell)
                value = None
            values[column.name] = value
        period = _period(source, cells, values, number, findings)
        quality = _quality(source, cells, number, findings)
        rows.append(Row(values, period, number, quality))
    broken = unusable(source, findings.file) if findings.count else None
    return Table(source.name, findings.file, tuple(rows), broken)


def _period(
    source: DataSource,
    cells: Mapping[str, object],
    values: Mapping[str, Present | None],
    number: int,
    findings: Findings,
) -> Period | None:
    """Return the period of a row: as long as its time cell says (`2024-12` is a month)."""
    if not source.time:
        return None
    written, day = cells.get(source.time), values.get(source.time)
    if isinstance(written, str | int):
        period = Period.parse(str(written).strip())
    elif isinstance(day, datetime.date):
        period = Period(day, day, Granularity.DAY)
    else:
        period = None
    if period is None:
        cell = str(written or "").strip()[:60]
        findings.add("PEI304", number, "" if cell else "empty", column=source.time, cell=cell)
    return period


def _quality(
    source: DataSource, cells: Mapping[str, object], number: int, findings: Findings
) -> Quality | None:
    """Return the mark of a row; report a word that is none."""
    written = str(cells.get(source.quality) or "").strip() if source.quality else ""
    if not written:
        return None
    word = vocabulary.QUALITIES.find(written)
    if word is None:
        findings.add("PEI312", number, column=source.quality, cell=written[:60])
        return None
    return None if word.name == "final" else Quality(word.spanish)
