"""Where the checks of the analysis put what they find."""

from __future__ import annotations

from collections.abc import Mapping

import attrs

from pei_dsl.diagnostics import Diagnostic, Fix, Label, Severity
from pei_dsl.diagnostics.catalogue import Parameter
from pei_dsl.diagnostics.codes import DiagnosticCode
from pei_dsl.diagnostics.finding import at
from pei_dsl.source import Source, Span


@attrs.define
class Findings:
    """A growing list of diagnostics; `mute` drops them while something is tried."""

    items: list[Diagnostic] = attrs.field(factory=list)
    muted: int = 0
    missed: int = 0

    def add(
        self,
        source: Source,
        span: Span,
        code: DiagnosticCode,
        variant: str = "",
        *,
        params: Mapping[str, Parameter] | None = None,
        note: str = "",
        related: tuple[Label, ...] = (),
        fixes: tuple[Fix, ...] = (),
        severity: Severity = Severity.ERROR,
    ) -> None:
        """Add the finding `code` at `span` of `source`."""
        self.take(
            at(
                source,
                span,
                code,
                params=params,
                note=note,
                related=related,
                fixes=fixes,
                variant=variant,
                severity=severity,
            )
        )

    def take(self, found: Diagnostic) -> None:
        """Add a finding that was made already."""
        if self.muted:
            self.missed += found.severity is Severity.ERROR
            return
        self.items.append(found)
