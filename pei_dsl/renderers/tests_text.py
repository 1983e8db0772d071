"""The outcome of a plan's tests: a line each, and the figures that do not hold."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence

from pei_dsl.diagnostics import Diagnostic, Label, catalogue
from pei_dsl.diagnostics.codes import DiagnosticCode
from pei_dsl.diagnostics.finding import at
from pei_dsl.diagnostics.text import render as render_finding
from pei_dsl.evaluation.checks import Check, TestRun
from pei_dsl.renderers.style import WIDTH, Style
from pei_dsl.views import words


def findings(runs: Sequence[TestRun]) -> list[Diagnostic]:
    """Return a finding (PEI5xx) for every comparison that does not hold."""
    return [_finding(check) for run in runs for check in run.checks if not check.holds]


def _finding(check: Check) -> Diagnostic:
    params = {"what": check.what, "expected": check.expected, "found": check.found}
    code: DiagnosticCode = "PEI501" if check.contradicts is None else "PEI502"
    if check.place.source is None:
        return Diagnostic(code, Label(None), params)
    return at(check.place.source, check.place.span, code, params=params)


def page(runs: Sequence[TestRun], style: Style) -> str:
    """Return the outcome of `runs` as text."""
    return render(runs, style.language, max(80, style.width))


def render(runs: Sequence[TestRun], language: str = "es", width: int = WIDTH) -> str:
    """Return the outcome of `runs` as text: each with its mark, what fails with its place."""
    if not runs:
        return words.word("no_tests", language)
    lines: list[str] = []
    for run in runs:
        mark = "✓" if run.holds else "✗"
        lines.extend(_wrapped(f"{mark} {run.title} ({len(run.checks)})", "  ", width))
        lines.extend(_contradictions(run, language, width))
    for finding in findings(runs):
        lines.extend(("", render_finding(finding, language, width)))
    lines.extend(("", *_totals(runs, language)))
    return "\n".join(lines)


def _contradictions(run: TestRun, language: str, width: int) -> Iterable[str]:
    for check in run.checks:
        if check.contradicts is not None and check.holds:
            params = {"expected": check.expected, "found": check.found}
            text = catalogue.phrase("words", "contradicts", language, params)
            yield from _wrapped(f"    ≠ {catalogue.told(check.what, language)}: {text}", " " * 6, width)
            yield from _wrapped(f"      {check.contradicts}", " " * 6, width)


def _wrapped(line: str, indent: str, width: int) -> list[str]:
    return textwrap.wrap(line, width, subsequent_indent=indent, break_on_hyphens=False)


def _totals(runs: Sequence[TestRun], language: str) -> Iterable[str]:
    params = {
        "passed": sum(run.holds for run in runs),
        "total": len(runs),
        "checks": sum(len(run.checks) for run in runs),
    }
    yield catalogue.phrase("words", "tests_passed", language, params)
    contradictions = [check for run in runs for check in run.checks if check.contradicts is not None]
    if contradictions and all(check.holds for check in contradictions):
        yield catalogue.phrase("words", "contradictions", language, {"count": len(contradictions)})
