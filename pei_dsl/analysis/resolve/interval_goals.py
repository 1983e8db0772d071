"""Goals that are an interval, `95% a 105%`: how both ends are read."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import attrs

from pei_dsl.analysis.findings import Findings
from pei_dsl.diagnostics.finding import replace
from pei_dsl.model.figure import Figure, GoalInterval, IntervalFigure, Place
from pei_dsl.model.units import Unit
from pei_dsl.source import Source, Span
from pei_dsl.syntax import tree
from pei_dsl.written_figures import DirtyFigure


def lacks_percent(written: tree.AmountRange, unit: Unit | None, source: Source, findings: Findings) -> bool:
    """Report an end without `%` beside one that has it: `95 a 105%`, where both are meant."""
    bare = [each for each in written.amounts if not each.percent]
    if len(bare) != 1 or unit is None or not unit.is_percentage:
        return False
    text = source[bare[0].span]
    fix = replace(source, bare[0].span, f"{text}%", safe=True)
    params = {"written": text}
    findings.add(source, bare[0].span, "PEI237", "percent", params=params, fixes=(fix,), note="here")
    return True


def with_one_sign(written: tree.AmountRange, unit: Unit | None) -> tree.AmountRange:
    """
    Return an interval with both ends as percentages where one of them says that it is one: `50 a 55%`.

    For where one figure belongs, whichever of both it is: that one lacks its sign is no second finding.
    """
    if unit is None or not unit.is_percentage or not any(each.percent for each in written.amounts):
        return written
    lower, upper = (
        each
        if each.percent or each.value is None
        else attrs.evolve(each, percent=True, value=each.value / unit.scale)
        for each in written.amounts
    )
    return attrs.evolve(written, lower=lower, upper=upper)


def interval(
    written: tree.AmountRange,
    ends: Sequence[Figure | None],
    source: Source,
    findings: Findings,
) -> IntervalFigure | None:
    """Return the goal between both `ends`; report ends in the wrong order, or that are one figure."""
    lower, upper = ends
    if lower is None or upper is None:
        return None
    first, last = lower.value, upper.value
    assert isinstance(first, Fraction)
    assert isinstance(last, Fraction)
    if first < last:
        decimals = max(lower.decimals, upper.decimals)
        return IntervalFigure(GoalInterval(first, last), decimals, declared_at=Place(source, written.span))
    texts = [source[each.span] for each in written.amounts]
    meant = texts[0] if first == last else " a ".join(reversed(texts))
    params = {"written": source[written.span], "lower": texts[1], "upper": texts[0]}
    fix = replace(source, written.span, meant)
    variant = "equal" if first == last else ""
    findings.add(source, written.span, "PEI237", variant, params=params, fixes=(fix,), note="here")
    return None


def in_words(written: tree.Amount, said: DirtyFigure, source: Source, findings: Findings) -> None:
    """Report an interval in other words, `entre 95% y 105%`, with how a plan writes it."""
    last, first = said.figures
    fix = replace(source, written.span, f"{first} a {last}", safe=True)
    params = {"written": source[written.span]}
    findings.add(source, written.span, "PEI237", "words", params=params, fixes=(fix,), note="here")


def not_one_figure(span: Span, source: Source, findings: Findings) -> None:
    """Report the interval at `span`, where there can only be one figure: a baseline, a value, a series."""
    params = {"written": source[span]}
    findings.add(source, span, "PEI237", "figure", params=params, note="here")
