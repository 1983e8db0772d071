"""What is found in the data of one source or register."""

from __future__ import annotations

import itertools
from collections.abc import Hashable

import attrs

from pei_dsl.data.reading import MAX_FINDINGS
from pei_dsl.diagnostics import Diagnostic, Fix, Label, Severity
from pei_dsl.diagnostics.alike import MAX_ALIKE
from pei_dsl.diagnostics.catalogue import Parameter
from pei_dsl.diagnostics.codes import DiagnosticCode


@attrs.define
class Findings:
    """
    The findings about one source: the first of them, and how many there were.

    Attributes:
        origin: What the source is called as a whole: its path as declared, or the host's data.
        file: The file that is being read.
        limit: How many are told; many that say the same are one.
    """

    origin: str
    file: str = attrs.field()
    items: list[Diagnostic] = attrs.field(factory=list)
    count: int = 0
    notes: list[Diagnostic] = attrs.field(factory=list)
    limit: int = MAX_FINDINGS
    _said: list[Hashable] = attrs.field(factory=list, init=False)  # what each of `items` says
    _times: dict[Hashable, int] = attrs.field(factory=dict, init=False)  # in how many places

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
        said = (code, variant, *params.items())
        if said in self._times:
            self._times[said] += 1
            if self._times[said] > MAX_ALIKE:
                return
        if len(self.items) < self.limit:
            self._times.setdefault(said, 1)
            self._said.append(said)
            finding = Diagnostic(
                code, Label(None), params, related, variant=variant, file=self.file, line=line, cell=place
            )
            self.items.append(finding)

    def together(
        self,
        times: int,
        code: DiagnosticCode,
        line: int,
        variant: str,
        place: str,
        fixes: tuple[Fix, ...] = (),
        /,
        **params: Parameter,
    ) -> None:
        """Add one finding that stands for `times` cells, of which the first is at `line`; see `add`."""
        self.count += times
        if len(self.items) < self.limit:
            self._said.append((code, variant, self.file, line, *params.items()))
            finding = Diagnostic(
                code, Label(None), params, (), fixes, variant, self.file, line, place, times=times
            )
            self.items.append(finding)

    def again(self, times: int, code: DiagnosticCode, variant: str = "", /, **params: Parameter) -> bool:
        """Count `times` more of what was added before in the same words; tell whether it was."""
        said = (code, variant, *params.items())
        if said not in self._times:
            return False
        self._times[said] += times
        self.count += times
        return True

    def count_as(self, other: Findings) -> None:
        """Take the numbers of `other`, which was told of all rows, while this one was told of the first."""
        self.count, self._times = other.count, other._times

    def note(self, code: DiagnosticCode, **params: str | int) -> None:
        """Add a note, which breaks nothing: no figure is the worse for it."""
        note = Diagnostic(code, Label(None), params, file=self.origin, severity=Severity.NOTE)
        self.notes.append(note)

    def all(self) -> list[Diagnostic]:
        """Return the findings; a last one counts those left out."""
        told: list[Diagnostic] = []
        done: set[Hashable] = set()
        for finding, said in itertools.zip_longest(self.items, self._said):
            times = self._times.get(said, 1)
            if times <= MAX_ALIKE:
                told.append(finding)
            elif said not in done:
                done.add(said)
                told.append(attrs.evolve(finding, times=times))
        rest = self.count - sum(each.times for each in told)
        if rest > 0:
            told.append(Diagnostic("PEI311", Label(None), {"count": rest}, file=self.origin))
        return [*told, *self.notes]
