"""Cells that say that there is nothing, and count as a text or as a number."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

import attrs

from pei_dsl.analysis.lints.declaration import Remark, lint
from pei_dsl.analysis.lints.subject import (
    Subject,
)
from pei_dsl.data.table import Row
from pei_dsl.diagnostics.catalogue import Parameter
from pei_dsl.written_figures import is_mark_of_absence

_NINES = re.compile(r"-?9{3,}")
# A mark is this many times larger than anything beside it, or negative where nothing else is.
OUTLIER = 10


@lint("PEI427", looks_at_data=True)
def mark_of_absence(subject: Subject) -> Iterator[Remark]:
    """Warn of cells that say that there is nothing, and that count as a text or as a number."""
    asked = subject.asked
    for name, columns in subject.columns_read.items():
        table, source = subject.rows_of(name), subject.plan.sources[name]
        if table is None:
            continue
        for column in sorted(columns & source.stored.columns.keys()):
            declared = source.columns.get(column)
            found = _marked(table.rows, column)
            if found is None or declared is None or (name, column, found.written) in asked:
                continue
            variant = "" if is_mark_of_absence(found.written) else "number"
            params: dict[str, Parameter] = {
                "written": found.written,
                "column": column,
                "source": name,
                "line": found.line,
                "count": found.count,
            }
            yield Remark(declared.declared_at, variant, params=params)


@attrs.frozen
class _Marked:
    """A cell that stands for ND, and how many rows have it."""

    written: str
    line: int
    count: int


def _marked(rows: Sequence[Row], column: str) -> _Marked | None:
    """Return the cell of `column` that stands for ND, or None."""
    cells = [(row.cells.get(column), row.number) for row in rows]
    words = [(cell, line) for cell, line in cells if isinstance(cell, str) and is_mark_of_absence(cell)]
    if words:
        first, line = words[0]
        return _Marked(first, line, sum(cell == first for cell, _ in words))
    numbers = [(cell, line) for cell, line in cells if isinstance(cell, Fraction)]
    marks = [(cell, line) for cell, line in numbers if _is_mark(cell)]
    others = [cell for cell, _ in numbers if not _is_mark(cell)]
    if not marks or len(others) < 2:
        return None
    first_mark, line = marks[0]
    stands_out = abs(first_mark) > OUTLIER * max(abs(each) for each in others)
    if stands_out or (first_mark < 0 <= min(others)):
        return _Marked(str(first_mark), line, sum(cell == first_mark for cell, _ in marks))
    return None


def _is_mark(number: Fraction) -> bool:
    return number.denominator == 1 and (number == -1 or _NINES.fullmatch(str(number)) is not None)
