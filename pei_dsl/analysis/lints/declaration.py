"""What a lint is: a check with its code, how grave it is, what it rests on, and what it follows from."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

import attrs

from pei_dsl.analysis.lints.subject import Subject
from pei_dsl.diagnostics import Diagnostic, Fix, Label, Severity
from pei_dsl.diagnostics.catalogue import Parameter
from pei_dsl.diagnostics.codes import DiagnosticCode
from pei_dsl.diagnostics.finding import at
from pei_dsl.model.plan import Place


@attrs.frozen
class Remark:
    """
    What a check says; the lint adds its code.

    Attributes:
        place: The smallest wrong thing in a plan's text, also when the data are what is wrong, so that a
            comment can allow it.
        variant: Which wording of the code, or "".
        params: What the message mentions.
        related: What makes it wrong.
        fixes: Ways to mend it, best first.
        severity: How grave it is, where that differs from the lint's own.
    """

    place: Place
    variant: str = ""
    params: Mapping[str, Parameter] = attrs.field(factory=dict, hash=False, kw_only=True)
    related: tuple[Label, ...] = attrs.field(default=(), kw_only=True)
    fixes: tuple[Fix, ...] = attrs.field(default=(), kw_only=True)
    severity: Severity | None = attrs.field(default=None, kw_only=True)


@attrs.frozen
class Lint:
    """
    A check for one kind of mistake.

    Attributes:
        code: Its diagnostic; the page of the same name has its words and its case.
        check: Yields what it remarks on.
        severity: How grave it is, unless a remark or `pei.toml` says otherwise.
        looks_at_data: Whether it may find more when there are more rows, registers or computed values.
        follows_from: It is silent about an indicator of which one of these speaks: one cause, one finding.
    """

    code: DiagnosticCode
    check: Callable[[Subject], Iterator[Remark]]
    severity: Severity
    looks_at_data: bool
    follows_from: frozenset[DiagnosticCode]

    def __call__(self, subject: Subject) -> Iterator[Diagnostic]:
        """Yield what the check finds in `subject`, with code and severity."""
        for each in self.check(subject):
            yield self._finding(each)

    def _finding(self, said: Remark) -> Diagnostic:
        place, severity = said.place, said.severity or self.severity
        if place.source is None:  # a plan made by hand has no places
            return Diagnostic(
                self.code,
                Label(None),
                said.params,
                fixes=said.fixes,
                variant=said.variant,
                severity=severity,
            )
        return at(
            place.source,
            place.span,
            self.code,
            params=said.params,
            related=tuple(each for each in said.related if each.source is not None),
            fixes=said.fixes,
            variant=said.variant,
            severity=severity,
        )


def lint(
    code: DiagnosticCode,
    *,
    severity: Severity = Severity.WARNING,
    looks_at_data: bool = False,
    follows_from: tuple[DiagnosticCode, ...] = (),
) -> Callable[[Callable[[Subject], Iterator[Remark]]], Lint]:
    """Make a lint of the check below it."""

    def declared(check: Callable[[Subject], Iterator[Remark]]) -> Lint:
        return Lint(code, check, severity, looks_at_data, frozenset(follows_from))

    return declared
