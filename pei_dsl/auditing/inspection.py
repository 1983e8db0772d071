"""One audit under way: what the plan knows, what is printed, and what was compared so far."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import attrs

from pei_dsl.auditing.contradictions import Cause, Finding, Severity, Side
from pei_dsl.auditing.judging import Judged, PlanFigure, Verdict
from pei_dsl.auditing.known import Known
from pei_dsl.auditing.quoted_figures import Quote
from pei_dsl.diagnostics.codes import DiagnosticCode


@attrs.define
class Inspection:
    """One audit under way: what the plan knows, what is printed, and how much was compared so far."""

    known: Known
    quotes: Sequence[Quote]
    compared: int = 0
    counted: int = 0
    judged: dict[tuple[str, str], list[Judged]] = attrs.field(factory=dict)
    _by_figure: dict[tuple[str, str], list[Quote]] = attrs.field(init=False)
    _by_source: dict[tuple[str, str], list[Quote]] = attrs.field(init=False)

    def __attrs_post_init__(self) -> None:
        self._by_figure, self._by_source = {}, {}
        for each in self.quotes:
            self._by_figure.setdefault((each.subject, each.kind), []).append(each)
            self._by_source.setdefault(each.cited.source, []).append(each)

    def of(self, subject: str, kind: str) -> list[Quote]:
        """Return what is printed of one figure."""
        return self._by_figure.get((subject, kind), [])

    def beside(self, quote: Quote) -> list[Quote]:
        """Return what is printed in the place of `quote`, itself included."""
        return self._by_source[quote.cited.source]

    def agreeing(self, subject: str, kind: str) -> list[Quote]:
        """Return what is printed of one figure and fits the plan."""
        judged = self.judged.get((subject, kind), [])
        return [each.quote for each in judged if each.verdict in {Verdict.AGREES, Verdict.RATIO}]

    def finding(
        self,
        code: DiagnosticCode,
        target: PlanFigure,
        sides: tuple[Side, ...],
        cause: Cause | None = None,
        *,
        variant: str = "",
        severity: Severity = Severity.CONTRADICTION,
    ) -> Finding:
        """Return a finding about `target`."""
        return Finding(
            code,
            severity,
            self._name(target),
            target.kind,
            sides,
            variant,
            difference_of(sides),
            cause,
        )

    def unchecked(self, code: DiagnosticCode, target: PlanFigure, side: Side, *, reason: str) -> Finding:
        """Return that `side` was not compared, and why."""
        return Finding(code, Severity.UNCHECKED, self._name(target), target.kind, (side,), reason=reason)

    def _name(self, target: PlanFigure) -> str:
        """Return how to call what a finding is about: an input as it is quoted."""
        if target.kind != "input":
            return target.subject
        return next(each.name for each in self.quotes if each.subject == target.subject)


def difference_of(sides: Sequence[Side]) -> Fraction | None:
    """Return how far apart the first two figures are, where both are numbers."""
    if len(sides) < 2:
        return None
    numbers = [
        each.printed.value
        for each in sides[:2]
        if each.printed is not None and isinstance(each.printed.value, Fraction)
    ]
    return abs(numbers[0] - numbers[1]) if len(numbers) == 2 else None
