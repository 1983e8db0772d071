"""What verbs raise: one family, so that a host can catch all of it at once, or what it knows how to mend."""

from __future__ import annotations

from collections.abc import Iterable

from pei_dsl.diagnostics.finding import Diagnostic


class PeiError(Exception):
    """Anything that a verb of this package raises on purpose."""


class RequestError(PeiError, ValueError):
    """What the host asks for or hands over is not there or makes no sense: a period, a name, a row."""


class HostValueError(RequestError):
    """
    A registered value of the host is no figure.

    Attributes:
        code: Of which indicator.
        period: For which period, as the host wrote it.
    """

    def __init__(self, code: str, period: str, why: str) -> None:
        super().__init__(code, period, why)
        self.code, self.period, self.why = code, period, why

    def __str__(self) -> str:
        return f"values of {self.code} in {self.period}: {self.why}"


class PlanError(PeiError, ValueError):
    """
    A plan with errors is not computed as if it were sound.

    Attributes:
        findings: The errors of the plan.
    """

    def __init__(self, findings: Iterable[Diagnostic]) -> None:
        self.findings = tuple(findings)
        super().__init__(self.findings)

    def message(self, language: str = "es") -> str:
        """Return the first error in a line, and how many more there are."""
        first, *others = self.findings
        told = f"{first.code} {first.message(language)}"
        return f"{told} (+{len(others)})" if others else told

    def __str__(self) -> str:
        return self.message("en")
