"""What `pei revisar` shows: findings, how many of each kind, and what was mended before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import attrs

from pei_dsl.diagnostics import Diagnostic, Severity, catalogue
from pei_dsl.diagnostics.alike import told_together
from pei_dsl.diagnostics.codes import DiagnosticCode

# Nobody reads more at once; those that follow are counted.
MAX_SHOWN = 100

# The note on data that were not looked at.
_NOT_LOOKED_AT: DiagnosticCode = "PEI443"


@attrs.frozen
class FindingsPage:
    """
    Findings to show.

    Attributes:
        found: The findings.
        changes: What was mended before, for programs; None where nothing was to be mended.
    """

    found: Sequence[Diagnostic]
    changes: Sequence[Mapping[str, object]] | None = None

    @property
    def shown(self) -> Sequence[Diagnostic]:
        """The first of the findings; one that stands in many places is one."""
        return told_together(self.found)[:MAX_SHOWN]

    @property
    def left(self) -> int:
        """How many places with findings are not among those shown."""
        return _places(self.found) - _places(self.shown)

    @property
    def codes(self) -> Mapping[str, int]:
        """In how many places each code was found."""
        counted: Counter[str] = Counter()
        for each in self.found:
            counted[each.code] += each.times
        return counted

    def rest(self, language: str) -> str:
        """Return how many findings are not shown, or ""."""
        return _counted("more_findings", self.left, language) if self.left else ""

    def summary(self, language: str) -> str:
        """Return how many errors and warnings there are, and what tells more."""
        errors = _places(each for each in self.found if each.severity is Severity.ERROR)
        warnings = _places(each for each in self.found if each.severity is Severity.WARNING)
        if not errors and not warnings:
            unread = any(each.code == _NOT_LOOKED_AT for each in self.found)
            return catalogue.phrase("words", "no_findings_seen" if unread else "no_findings", language)
        params: dict[str, str | int] = {
            "errors": _counted("found_errors", errors, language),
            "warnings": _counted("found_warnings", warnings, language),
            "code": self.found[0].code,
        }
        return catalogue.phrase("words", "found", language, params)


def _places(found: Iterable[Diagnostic]) -> int:
    return sum(each.times for each in found)


def _counted(key: str, count: int, language: str) -> str:
    ending = "one" if count == 1 else "many"
    return catalogue.phrase("words", f"{key}_{ending}", language, {"count": f"{count:,}"})
