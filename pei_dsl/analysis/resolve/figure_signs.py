"""Signs in figures that may mean something else: no `%` in a percentage, a point as in `1.250`."""

from __future__ import annotations

import re
from fractions import Fraction

from pei_dsl.algebra.display import grouped
from pei_dsl.analysis.findings import Findings
from pei_dsl.diagnostics import Severity
from pei_dsl.diagnostics.catalogue import Parameter
from pei_dsl.diagnostics.finding import replace
from pei_dsl.model.terms import unit_term
from pei_dsl.model.units import Unit
from pei_dsl.source import Source
from pei_dsl.syntax import tree

# In percent: above it, a number without `%` is no ratio that somebody forgot to show as a percentage.
_HIGHEST_RATIO = 1000
_THOUSANDS = re.compile(r"[1-9]\d{0,2}\.\d{3}")


def point_for_thousands(amount: tree.Amount, unit: Unit, source: Source, findings: Findings) -> None:
    """Warn of a count with three decimals, `1.250`: other countries write thousands so."""
    written = source[amount.span]
    if unit.kind != "number" or not _THOUSANDS.fullmatch(written):
        return
    params: dict[str, Parameter] = {"written": written, "unit": unit_term(unit)}
    findings.add(
        source,
        amount.span,
        "PEI124",
        params=params,
        fixes=(replace(source, amount.span, written.replace(".", ",")),),
        note="here",
        severity=Severity.WARNING,
    )


def missing_percent(amount: tree.Amount, unit: Unit, source: Source, findings: Findings) -> None:
    """Offer both readings of a bare number where a percentage belongs: 0.56 may be 0.56 % or 56 %."""
    written = source[amount.span]
    times_hundred = (amount.value or Fraction(0)) * 100
    decimals = max(0, amount.decimals - 2)
    readings = [f"{written}%", f"{grouped(times_hundred, decimals)}%"]
    if abs(times_hundred) > _HIGHEST_RATIO:
        readings = readings[:1]
    fixes = tuple(replace(source, amount.span, text) for text in readings)
    params: dict[str, Parameter] = {"written": written, "unit": unit_term(unit)}
    findings.add(source, amount.span, "PEI208", params=params, fixes=fixes, note="here")
