"""What is found in the data of one source or register."""

from __future__ import annotations

import attrs

from pei_dsl.data.reading import MAX_FINDINGS
from pei_dsl.diagnostics import Diagnostic, Label, Severity
from pei_dsl.diagnostics.catalogue import Parameter
from pei_dsl.diagnostics.codes import DiagnosticCode


@attrs.define
class Findings:
    """
    The findings about one source: the first of them, and how many there were.

    Attributes:
        origin: What the source is called as a whole: its path as declared, or the host's data.
        file: The file that is being read.
        limit: How many are told one by one.
    """

    origin: str
    file: str = attrs.field()
    items: list[Diagnostic] = attrs.field(factory=list)
    count: int = 0
    notes: list[Diagnostic] = attrs.field(factory=list)
    limit: int = MAX_FINDINGS

    @file.default
    def _whole(self) -> str:
        return self.origin

    def add(
        self,
        code: DiagnosticCode,
        line: int = 0,
        variant: str = "",
        place: str = "",
        related: tuple[Label, ...] = (),
        /,
        **params: Parameter,
    ) -> None:
        """
        Add a finding at `line` of the file.

        Args:
            code, variant, params: What is found.
            line: Its line in the file, or 0.
            place: The cell of a workbook, or "".
            related: The places of the plan that it goes against.
        """
        self.count += 1
        if self.count <= self.limit:
            finding = Diagnostic(
                code, Label(None), params, related, variant=variant, file=self.file, line=line, cell=place
            )
            self.items.append(finding)

    def note(self, code: DiagnosticCode, **params: str | int) -> None:
        """Add a note, which breaks nothing: no figure is the worse for it."""
        note = Diagnostic(code, Label(None), params, file=self.origin, severity=Severity.NOTE)
        self.notes.append(note)

    def all(self) -> list[Diagnostic]:
        """Return the findings; a last one counts those left out."""
        rest = self.count - len(self.items)
        if rest <= 0:
            return [*self.items, *self.notes]
        more = Diagnostic("PEI311", Label(None), {"count": rest}, file=self.origin)
        return [*self.items, more, *self.notes]
