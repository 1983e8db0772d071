"""What all printed figures have in common: each held against the plan, then against each other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction

import attrs

from pei_dsl.algebra.intervals import Bounds, Interval
from pei_dsl.algebra.rounding import round_half_up
from pei_dsl.auditing import causes
from pei_dsl.auditing.contradictions import Cause, Finding, Severity, Side
from pei_dsl.auditing.inspection import Inspection
from pei_dsl.auditing.judging import Judged, PlanFigure, Verdict, disagreeing, judge
from pei_dsl.auditing.quoted_figures import Quote
from pei_dsl.diagnostics.codes import DiagnosticCode
from pei_dsl.model.absence import Absence
from pei_dsl.model.plan import Printed


def compare(inspection: Inspection, target: PlanFigure) -> Iterator[Finding]:
    """Hold what is printed of a figure against the plan, then against each other."""
    own = inspection.of(target.subject, target.kind)
    judged = [judge(each, target) for each in own]
    inspection.judged[target.subject, target.kind] = judged
    inspection.compared += len(judged)
    agreeing = [each for each in judged if each.verdict is Verdict.AGREES]
    for same in _same_digits([each for each in judged if each.verdict is Verdict.CLASHES]):
        yield _clash(inspection, target, same, [each.quote for each in agreeing])
    open_ = [each for each in judged if each.verdict is Verdict.OPEN]
    pair = disagreeing([each for each in judged if each.verdict in {Verdict.AGREES, Verdict.OPEN}])
    if pair is not None:
        yield _pair(inspection, target, pair, judged)
    for same in _same_digits(open_) if pair is None else ():
        reason = "audit_absent" if isinstance(target.value, Absence) else "audit_unbounded"
        yield inspection.unchecked("PEI511", target, _printed_side(same, target), reason=reason)
    if pair is None:
        yield from _rounding(inspection, target, agreeing)


def _clash(inspection: Inspection, target: PlanFigure, same: list[Judged], agreeing: list[Quote]) -> Finding:
    first = same[0]
    printed = first.quote.printed
    assert printed is not None
    sides = (_printed_side(same, target), target.side(printed, agreeing))
    code: DiagnosticCode = "PEI513" if target.kind == "input" else "PEI511"
    variant = ""
    if code == "PEI511" and isinstance(printed.value, Absence):
        variant = "number"
    elif code == "PEI511" and isinstance(target.value, Absence):
        variant = "absent"
    return inspection.finding(code, target, sides, _cause(inspection, target, first), variant=variant)


def _cause(inspection: Inspection, target: PlanFigure, judged: Judged) -> Cause | None:
    printed, bounds = judged.quote.printed, judged.bounds
    assert printed is not None
    if bounds is None or isinstance(printed.value, Absence):
        return None
    if isinstance(target.value, Absence):
        return causes.of_absence(target.value, printed.value)
    return causes.likely(bounds, _candidates(inspection, target, judged.quote, printed))


def _candidates(
    inspection: Inspection, target: PlanFigure, quote: Quote, printed: Printed
) -> Iterator[causes.Candidate]:
    known, code = inspection.known, target.subject
    exact = target.bounds
    if isinstance(target.value, Fraction) and target.kind in {"achievement", "value"}:
        exact = Interval(target.value, target.value)
    match target.kind:
        case "value":
            yield from causes.of_value(known.indicators[code], known, inspection.beside(quote))
        case "input":
            yield from causes.of_input(code, target.unit.scale, known)
        case "achievement" if code in known.indicators:
            value, goal = _printed_beside(inspection, code, quote)
            yield from causes.of_alcance(known.indicators[code], known, value, goal)
        case "achievement":
            yield from causes.of_group(code, known)
        case _:
            pass
    yield from causes.of_scale(exact, printed)


def _printed_beside(inspection: Inspection, code: str, quote: Quote) -> tuple[Interval | None, Bounds]:
    """Return the value printed beside an alcance when it is not the plan's, and the goal beside it."""
    value: Interval | None = None
    for each in inspection.judged.get((code, "value"), ()):
        if each.quote.cited.source == quote.cited.source and each.verdict is Verdict.CLASHES:
            value = each.bounds
    goal = inspection.known.indicators[code].goal
    for each in inspection.judged.get((code, "goal"), ()):
        if each.quote.cited.source == quote.cited.source and each.bounds is not None:
            goal = each.bounds
    return value, goal


def _pair(
    inspection: Inspection, target: PlanFigure, pair: tuple[Judged, Judged], judged: Sequence[Judged]
) -> Finding:
    sides = tuple(
        _printed_side([each for each in judged if _digits(each) == _digits(one)], target) for one in pair
    )
    code: DiagnosticCode = "PEI513" if target.kind == "input" else "PEI512"
    variant = "places" if target.kind == "input" else ""
    return inspection.finding(code, target, sides, variant=variant)


def _rounding(inspection: Inspection, target: PlanFigure, agreeing: Sequence[Judged]) -> Iterator[Finding]:
    """Tell of digits that differ and yet stand for one figure: 3.75 and 3.752."""
    numbers = [
        each
        for each in agreeing
        if each.quote.printed is not None and isinstance(each.quote.printed.value, Fraction)
    ]
    different = list(_same_digits(numbers))
    if not different or isinstance(target.value, Absence):
        return
    sides = tuple(_printed_side(same, target) for same in different)
    odd = [same for same in different if not _is_rounded(same[0], target)]
    if odd:
        yield inspection.finding(
            _check(target),
            target,
            (_printed_side(odd[0], target), target.side(odd[0][0].quote.printed)),
            severity=Severity.EXPLAINED,
        )
    elif len(different) > 1:
        yield inspection.finding("PEI512", target, sides, severity=Severity.EXPLAINED)


def _check(target: PlanFigure) -> DiagnosticCode:
    return "PEI513" if target.kind == "input" else "PEI511"


def _digits(judged: Judged) -> tuple[object, ...]:
    """Return what makes two printed figures the same: 100 and 100.00%, 0.56 and 56% of a percentage."""
    quote = judged.quote
    assert quote.printed is not None
    value = quote.printed.value
    if isinstance(value, Absence):
        return (value.reason,)
    if judged.reading is None:
        return (value,)
    return (judged.reading.is_ratio, judged.reading.bounds.low + judged.reading.bounds.high)


def _same_digits(judged: Iterable[Judged]) -> Iterator[list[Judged]]:
    groups: dict[tuple[object, ...], list[Judged]] = {}
    for each in judged:
        groups.setdefault(_digits(each), []).append(each)
    yield from groups.values()


def _printed_side(same: Sequence[Judged], target: PlanFigure) -> Side:
    """Return the side of a finding that several places print alike."""
    first = same[0]
    printed = first.quote.printed
    if printed is not None and target.kind == "achievement":
        printed = attrs.evolve(printed, percent=True)
    return Side("printed", printed, bounds=first.bounds, cited=tuple(each.quote.cited for each in same))


def _is_rounded(judged: Judged, target: PlanFigure) -> bool:
    """Tell whether the printed digits are those of the plan's own figure, rounded."""
    bounds = judged.bounds
    assert bounds is not None
    assert isinstance(target.value, Fraction)
    unit = bounds.high - bounds.low
    if not unit:
        return target.value == bounds.low
    return round_half_up(target.value / unit) * unit == (bounds.low + bounds.high) / 2
