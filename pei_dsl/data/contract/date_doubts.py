"""Cells of a column of dates that are written in another form: told together, with the format to declare."""

from __future__ import annotations

from collections.abc import Callable

import attrs

from pei_dsl.data.contract.rules import Told, one_line
from pei_dsl.data.seen_dates import Forms
from pei_dsl.data.source_findings import Findings
from pei_dsl.diagnostics import Edit, Fix
from pei_dsl.diagnostics.codes import DiagnosticCode
from pei_dsl.model.expressions import ValueType
from pei_dsl.model.plan import Column
from pei_dsl.source import Span

# How findings call them; what a check of a plan looks for among what was found in its data.
IN_ONE_FORM, IN_SEVERAL = "format", "formats"


def may_be_dated(told: Told, column: Column) -> bool:
    """Tell whether what is said of a bad cell leaves it open that it is a date in another form."""
    return column.type is ValueType.DATE and told.variant in {"", "date", "date_meant", "meant"}


@attrs.frozen
class Seen:
    """Where a cell stands: its file, its line, the cell of a sheet; and what is in it."""

    file: str
    line: int
    place: str
    cell: str


@attrs.define
class DateDoubts:
    """
    The cells of one column that are dates in forms that nothing declares.

    Attributes:
        column: The column.
        code: What is found: a cell of another type (PEI303), or a row without its period (PEI304).
        forms: Their forms.
        first: The first of them.
        count: How many there are.
    """

    column: Column
    code: DiagnosticCode
    forms: Forms = attrs.field(factory=Forms)
    first: Seen | None = None
    count: int = 0

    def take(self, cell: str, at: Callable[[], Seen], times: int = 1) -> bool:
        """Take in a cell that cannot be read; tell whether it is a date in a form that can be declared."""
        if not self.forms.take(cell.strip()):
            return False
        self.first = self.first or at()
        self.count += times
        return True

    def tell(self, findings: Findings, file: str, line: int) -> None:
        """Report the cells together, at the first of them, which stands in `line` of `file`."""
        if self.first is None:
            return
        findings.file = file
        choices = self.forms.choices
        findings.together(
            self.count,
            self.code,
            line,
            IN_ONE_FORM if len(choices) == 1 else IN_SEVERAL,
            self.first.place,
            tuple(self._fix(each) for each in choices),
            column=self.column.name,
            cell=one_line(self.first.cell),
        )
        findings.file = findings.origin

    def _fix(self, formats: str) -> Fix:
        """Return what declares `formats`, beside those that are declared."""
        column = self.column
        place = column.typed_at
        known = ", ".join(f'"{each}"' for each in column.formats)
        text = f"formato {f'{known}, ' if known else ''}{formats}"
        if place.source is None or known:  # where formats stand already, whoever wrote them adds to them
            return Fix(text)
        end = place.span.end
        return Fix(text, (Edit(place.source, Span(end, end), f"; {text}"),))
