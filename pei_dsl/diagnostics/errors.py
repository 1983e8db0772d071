"""What verbs raise: one family, so that a host can catch all of it at once, or what it knows how to mend."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import ClassVar

from pei_dsl.diagnostics.catalogue import Parameter, Term, phrase
from pei_dsl.diagnostics.finding import Diagnostic


class PeiError(Exception):
    """Anything that a verb of this package raises on purpose."""

    def message(self, language: str = "es") -> str:  # noqa: ARG002  (those with words of their own use it)
        """Return what is wrong in a sentence; in English where it is for programmers alone."""
        return str(self)


class RequestError(PeiError, ValueError):
    """
    What the host asks for or hands over is not there or makes no sense: a period, a name, a row.

    Attributes:
        reason: What is wrong, as the catalogues call it.
        params: What the sentence mentions.
    """

    section: ClassVar[str] = "requests"
    """Where in the catalogues its sentence stands."""

    def __init__(self, reason: str, **params: Parameter) -> None:
        super().__init__(reason)
        self.reason, self.params = reason, params

    def message(self, language: str = "es") -> str:
        """Return what is wrong in a sentence."""
        return phrase(self.section, self.reason, language, self.params)

    def __str__(self) -> str:
        return self.message("en")

    def __reduce__(self) -> tuple[Callable[..., RequestError], tuple[object, ...]]:
        """Pickle it with what it mentions."""
        return _restored, (type(self), self.reason, self.params)


def _restored(kind: type[RequestError], reason: str, params: dict[str, Parameter]) -> RequestError:
    return kind(reason, **params)


class HostValueError(RequestError):
    """
    A registered value of the host is no figure.

    Attributes:
        code: Of which indicator.
        period: For which period, as the host wrote it; "" for all.
        why: Why, as the catalogues say it.
    """

    def __init__(self, code: str, period: str, why: Term) -> None:
        when: Parameter = period or Term("requests", "any_period")
        super().__init__("value", code=code, period=when, why=why)
        self.code, self.period, self.why = code, period, why

    def __reduce__(self) -> tuple[Callable[..., RequestError], tuple[object, ...]]:
        """Pickle it with what it mentions."""
        return HostValueError, (self.code, self.period, self.why)


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
