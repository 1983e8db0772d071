"""What `pei revisar` shows: findings, how many of each kind, and what was mended before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import attrs

from pei_dsl.diagnostics import Diagnostic, Severity, catalogue
from pei_dsl.diagnostics.codes import DiagnosticCode

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

    def summary(self, language: str) -> str:
        """Return how many errors and warnings there are, and what tells more."""
        errors = sum(each.severity is Severity.ERROR for each in self.found)
        warnings = sum(each.severity is Severity.WARNING for each in self.found)
        if not errors and not warnings:
            unread = any(each.code == _NOT_LOOKED_AT for each in self.found)
            return catalogue.phrase("words", "no_findings_seen" if unread else "no_findings", language)
        params: dict[str, str | int] = {
            "errors": _counted("found_errors", errors, language),
            "warnings": _counted("found_warnings", warnings, language),
            "code": self.found[0].code,
        }
        return catalogue.phrase("words", "found", language, params)


def _counted(key: str, count: int, language: str) -> str:
    ending = "one" if count == 1 else "many"
    return catalogue.phrase("words", f"{key}_{ending}", language, {"count": count})
