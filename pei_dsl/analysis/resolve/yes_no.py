"""Figures that say yes or no, and the milestones behind them: `sí "Reglamento aprobado"`."""

from __future__ import annotations

from pei_dsl.analysis.findings import Findings
from pei_dsl.diagnostics.catalogue import Parameter
from pei_dsl.model.plan import Figure, Place
from pei_dsl.model.terms import unit_term
from pei_dsl.model.units import Unit
from pei_dsl.source import Source
from pei_dsl.syntax import tree


def says_yes_or_no(amount: tree.Amount | tree.AmountRange) -> bool:
    """Tell whether `amount` is written as yes or no."""
    return isinstance(amount, tree.Amount) and bool(amount.words) and amount.value is not None


def answer(amount: tree.Amount, unit: Unit | None, source: Source, findings: Findings) -> Figure | None:
    """Return the figure of a yes or no; report a unit that has none."""
    assert amount.value is not None
    if unit is None or unit.takes_yes_no:
        return Figure(amount.value, declared_at=Place(source, amount.span))
    params: dict[str, Parameter] = {"written": amount.words, "unit": unit_term(unit)}
    findings.add(source, amount.span, "PEI236", params=params, note="here")
    return None


def milestone(item: tree.Figure, source: Source, findings: Findings) -> str:
    """Return what is done where a figure says yes; report a text behind any other."""
    if item.milestone is None:
        return ""
    if says_yes_or_no(item.amount):
        return item.milestone.value
    findings.add(source, item.milestone.span, "PEI236", "text", note="here")
    return ""
