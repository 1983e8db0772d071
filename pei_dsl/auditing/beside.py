"""What is printed in one place and does not go together: scales, signs, alcances, groups."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction

import attrs

from pei_dsl.algebra.intervals import Bounds, Interval, displayed
from pei_dsl.algebra.rounding import round_half_up
from pei_dsl.auditing.alcance_bounds import achievement_bounds, group_bounds
from pei_dsl.auditing.contradictions import Cause, Finding, Severity, Side
from pei_dsl.auditing.judging import Judged, PlanFigure, Verdict
from pei_dsl.auditing.known import Known, KnownIndicator, as_entering
from pei_dsl.auditing.quoted_figures import HUNDRED, Quote
from pei_dsl.evaluation.achievement import achievement
from pei_dsl.evaluation.groups import group_result
from pei_dsl.evaluation.results import Achievement, GroupResult, IndicatorResult
from pei_dsl.model.absence import Absence
from pei_dsl.model.figure import GoalInterval
from pei_dsl.model.plan import Printed

Source = tuple[str, str]
Values = Sequence[tuple[KnownIndicator, Judged]]


# ---- Scales and signs ----------------------------------------------------------------------------------


def scales(values: Values) -> Iterator[Finding]:
    """
    Yield the ratios that are printed beside percentages, as in 0.56 above 0.72.

    A ratio is what fits only as one; a percentage what fits only as it stands.  Where a place prints nothing
    but ratios, that is its notation, and no contradiction.
    """
    for source in dict.fromkeys(each.quote.cited.source for _, each in values):
        here = [(known, each) for known, each in values if each.quote.cited.source == source]
        points = [(known, each) for known, each in here if _is_percentage(known, each)]
        ratios: dict[str, list[tuple[KnownIndicator, Judged]]] = {}
        for known, each in here:
            if each.verdict is Verdict.RATIO:
                ratios.setdefault(known.result.indicator.code, []).append((known, each))
        for found in ratios.values():
            yield _scale(sorted(found, key=lambda each: each[1].quote.kind), points)


def _is_percentage(known: KnownIndicator, judged: Judged) -> bool:
    printed = judged.quote.printed
    if judged.verdict is not Verdict.AGREES or printed is None or isinstance(printed.value, Absence):
        return False
    return known.result.indicator.unit.is_percentage and not printed.percent and printed.value != 0


def _scale(ratios: Values, points: Values) -> Finding:
    known, first = ratios[0]
    printed = first.quote.printed
    assert printed is not None
    assert isinstance(printed.value, Fraction)
    meant = Printed(printed.value * HUNDRED, max(0, printed.decimals - 2), percent=True)
    sides = [
        Side(
            "printed", each.quote.printed, bounds=each.bounds, cited=(each.quote.cited,), kind=each.quote.kind
        )
        for _, each in ratios
    ]
    # The clearest neighbour is of the same kind: the goal beside the goal.
    near = sorted(points, key=lambda each: each[1].quote.kind != first.quote.kind)
    if near and not printed.percent:
        other, judged = near[0]
        neighbour = Side(
            "printed",
            judged.quote.printed,
            bounds=judged.bounds,
            cited=(judged.quote.cited,),
            subject=other.result.indicator.code,
            kind=judged.quote.kind,
        )
        sides.insert(1, neighbour)
    else:
        sides.insert(1, Side("ratio", meant, bounds=first.bounds, place=known.result.indicator.declared_at))
    contradicts = bool(near) or printed.percent
    return Finding(
        "PEI514",
        Severity.CONTRADICTION if contradicts else Severity.EXPLAINED,
        known.result.indicator.code,
        first.quote.kind,
        tuple(sides),
        variant="" if near and not printed.percent else "signed",
        cause=Cause("ratio", {"meant": f"{meant.value}"}) if contradicts else None,
    )


def signs(values: Values) -> Iterator[Finding]:
    """Yield figures with a `%` of indicators that are no percentages, as in `0%` of a number of processes."""
    seen: set[tuple[str, Source]] = set()
    for known, each in values:
        indicator, printed = known.result.indicator, each.quote.printed
        if printed is None or not printed.percent or indicator.unit.is_percentage:
            continue
        if indicator.unit.kind == "ratio" or (indicator.code, each.quote.cited.source) in seen:
            continue
        seen.add((indicator.code, each.quote.cited.source))
        side = Side("printed", printed, cited=(each.quote.cited,))
        plain = Side("registered", attrs.evolve(printed, percent=False), place=indicator.declared_at)
        yield Finding("PEI519", Severity.CONTRADICTION, indicator.code, each.quote.kind, (side, plain))


# ---- The alcance beside its value and goal -------------------------------------------------------------


def alcances(
    known: Known, quotes: Sequence[Quote], judged: Mapping[tuple[str, str], Sequence[Judged]]
) -> Iterator[tuple[list[Finding], int]]:
    """Yield what was found of each alcance printed beside its value, and how much was compared."""
    for quote in quotes:
        if quote.kind == "achievement" and quote.subject in known.indicators and quote.printed is not None:
            near = [
                each
                for kind in ("value", "goal")
                for each in judged.get((quote.subject, kind), ())
                if each.quote.cited.source == quote.cited.source and each.bounds is not None
            ]
            if any(each.quote.kind == "value" for each in near):
                own = next(each for each in judged[quote.subject, "achievement"] if each.quote is quote)
                yield _alcance(known, quote, near, own), 1


def _alcance(known: Known, quote: Quote, near: Sequence[Judged], own: Judged) -> list[Finding]:
    each, printed = known.indicators[quote.subject], quote.printed
    assert printed is not None
    value, goal = (_of_kind(near, kind) for kind in ("value", "goal"))
    wanted = goal.bounds if goal is not None else each.goal
    interval = each.result.goal if isinstance(each.result.goal, GoalInterval) and goal is None else None
    if value is None or isinstance(printed.value, Absence):
        return []
    if own.verdict is Verdict.CLASHES and all(one.verdict is not Verdict.CLASHES for one in near):
        return []  # the calculation says the same of it, and that was told
    indicator, methodology = each.result.indicator, known.evaluation.methodology
    scale = indicator.unit.scale
    entering = as_entering(value.bounds, indicator, methodology)
    bounds = achievement_bounds(
        indicator,
        entering.scaled(1 / scale) if entering is not None else None,
        interval or (wanted.scaled(1 / scale) if wanted is not None else None),
        methodology,
    )
    if bounds is None:
        return []
    exact = _from_digits(each.result, value, goal, known)
    given = PlanFigure(quote.subject, "achievement", exact, bounds, "beside").side(printed)
    sides = [
        Side("printed", attrs.evolve(printed, percent=True), bounds=own.bounds, cited=(quote.cited,)),
        given,
        *(
            Side(
                "printed", one.quote.printed, bounds=one.bounds, cited=(one.quote.cited,), kind=one.quote.kind
            )
            for one in (value, goal)
            if one is not None
        ),
    ]
    clash = not displayed(printed.value, printed.decimals).meets(bounds)
    told = given.printed.value if given.printed is not None else None
    if not clash and isinstance(exact, Fraction) and round_half_up(exact, printed.decimals) == printed.value:
        return []
    difference = abs(told - printed.value) if isinstance(told, Fraction) else None
    severity = Severity.CONTRADICTION if clash else Severity.EXPLAINED
    return [
        Finding(
            "PEI516",
            severity,
            quote.subject,
            kind="achievement",
            sides=tuple(sides),
            difference=difference,
        )
    ]


def _of_kind(near: Sequence[Judged], kind: str) -> Judged | None:
    return next((each for each in near if each.quote.kind == kind), None)


def _from_digits(
    result: IndicatorResult, value: Judged, goal: Judged | None, known: Known
) -> Fraction | Absence:
    """Return the alcance that the printed digits give when they are taken as exact."""
    indicator = result.indicator
    wanted = _middle(goal.bounds) if goal is not None else None
    scale = indicator.unit.scale
    reached = achievement(
        indicator.direction,
        (_middle(value.bounds) or Fraction(0)) / scale,
        wanted / scale if wanted is not None else result.goal,
        known.evaluation.methodology,
        indicator.aggregation,
    )
    return reached.shown if isinstance(reached, Achievement) else reached


def _middle(bounds: Bounds) -> Fraction | None:
    return (bounds.low + bounds.high) / 2 if bounds is not None else None


# ---- A group beside its indicators ---------------------------------------------------------------------


def families(
    known: Known, quotes: Sequence[Quote], judged: Mapping[tuple[str, str], Sequence[Judged]]
) -> Iterator[tuple[list[Finding], int]]:
    """Yield what was found of each group that is printed beside all of its indicators."""
    alcances_ = [each for each in quotes if each.kind == "achievement" and each.printed is not None]
    for quote in alcances_:
        if quote.subject not in known.groups:
            continue
        result = known.groups[quote.subject].result
        here = {each.subject: each for each in alcances_ if each.cited.source == quote.cited.source}
        members = [each.code for each in result.contributions]
        if members and all(code in here for code in members):
            own = [here[code] for code in members]
            told = _clashes(quote, judged) and not any(_clashes(each, judged) for each in own)
            # A group that is wrong beside the plan, which was told, is wrong beside its right indicators too.
            yield ([] if told else _family(known, result, quote, own)), 1


def _clashes(quote: Quote, judged: Mapping[tuple[str, str], Sequence[Judged]]) -> bool:
    found = judged.get((quote.subject, quote.kind), ())
    return any(each.quote is quote and each.verdict is Verdict.CLASHES for each in found)


def _family(known: Known, group: GroupResult, quote: Quote, own: Sequence[Quote]) -> list[Finding]:
    printed = quote.printed
    assert printed is not None
    methodology = known.evaluation.methodology
    bounds = {each.subject: _printed_bounds(each, methodology.cap) for each in own}
    results = [_as_printed(known.indicators[each.subject].result, each, known) for each in own]
    result = group_result(group.group, results, methodology)
    given = group_bounds(result, bounds, methodology)
    figure = result.achievement
    if isinstance(printed.value, Absence):
        clash = not isinstance(figure, Absence)
    elif isinstance(figure, Absence):
        clash = True
    else:
        clash = given is not None and not displayed(printed.value, printed.decimals).meets(given)
    if not clash:
        return []
    target = PlanFigure(quote.subject, "achievement", figure, given, "indicators")
    sides = [
        Side("printed", attrs.evolve(printed, percent=True), cited=(quote.cited,)),
        target.side(printed),
        *(_member(each) for each in own),
    ]
    numbers = [each for each in (printed.value, figure) if isinstance(each, Fraction)]
    return [
        Finding(
            "PEI515",
            Severity.CONTRADICTION,
            quote.subject,
            kind="achievement",
            sides=tuple(sides),
            difference=abs(numbers[0] - numbers[1]) if len(numbers) == 2 else None,
            cause=_family_cause(known, own),
        )
    ]


def _member(quote: Quote) -> Side:
    assert quote.printed is not None
    printed = attrs.evolve(quote.printed, percent=True)
    return Side("printed", printed, cited=(quote.cited,), subject=quote.subject, kind="achievement")


def _printed_bounds(quote: Quote, cap: Fraction | None) -> Interval | None:
    assert quote.printed is not None
    value = quote.printed.value
    if isinstance(value, Absence):
        return None
    found = displayed(value, quote.printed.decimals)
    low, high = max(Fraction(0), found.low), found.high if cap is None else min(cap, found.high)
    return Interval(min(low, high), max(low, high))


def _as_printed(result: IndicatorResult, quote: Quote, known: Known) -> IndicatorResult:
    """Return `result` with the alcance that is printed."""
    assert quote.printed is not None
    value = quote.printed.value
    if isinstance(value, Absence):
        reached: Achievement | Absence = result.absence or value
    else:
        reached = Achievement(value, value, value)
    color = None if isinstance(reached, Absence) else known.evaluation.methodology.color(reached.shown)
    return attrs.evolve(result, achievement=reached, color=color)


def _family_cause(known: Known, own: Iterable[Quote]) -> Cause | None:
    """Tell of an indicator that is printed with a number though its goal is zero."""
    for each in own:
        absence = known.indicators[each.subject].result.absence
        if absence is None or absence.cause != "zero_goal":
            continue
        if each.printed is not None and isinstance(each.printed.value, Fraction):
            return Cause("zero_goal_row", {"code": each.subject})
    return None
