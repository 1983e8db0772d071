"""Why a printed figure is probably as it is: readings of the plan that would give it, the likeliest first."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

import attrs

from pei_dsl.algebra.display import grouped
from pei_dsl.algebra.intervals import Bounds, Interval, hull, point
from pei_dsl.algebra.rounding import round_down
from pei_dsl.auditing.alcance_bounds import achievement_bounds
from pei_dsl.auditing.bounds import FormulaBounds
from pei_dsl.auditing.contradictions import Cause
from pei_dsl.auditing.known import Known, KnownIndicator, shown_bounds
from pei_dsl.auditing.quoted_figures import Quote, original
from pei_dsl.evaluation.evaluation import Evaluation
from pei_dsl.model.absence import Absence
from pei_dsl.model.keys import KeyKind, is_kind
from pei_dsl.model.methodology import MissingSiblings, Weights, ZeroGoal
from pei_dsl.model.periods import Period
from pei_dsl.model.plan import Direction, Level, Printed

Candidate = tuple[Cause, Bounds]
_HUNDRED = Fraction(100)
_YEARS_BACK = 3
_LEAST_TO_RECOGNISE = 100


def likely(bounds: Interval, candidates: Iterator[Candidate]) -> Cause | None:
    """Return the first cause whose reading may be what was printed, or None."""
    for cause, reading in candidates:
        if reading is not None and reading.meets(bounds):
            return cause
    return None


def of_scale(target: Bounds, printed: Printed) -> Iterator[Candidate]:
    """Yield slips of the scale and of the last digit: what is printed for `target` then."""
    if target is None:
        return
    yield Cause("hundredfold"), target.scaled(_HUNDRED)
    yield Cause("hundredth"), target.scaled(1 / _HUNDRED)
    yield Cause("thousandfold"), target.scaled(Fraction(1000))
    yield Cause("thousandth"), target.scaled(Fraction(1, 1000))
    if target.is_point:
        yield Cause("truncated"), point(round_down(target.low, printed.decimals))


# ---- Values and inputs -----------------------------------------------------------------------------------


def of_value(each: KnownIndicator, known: Known, beside: list[Quote]) -> Iterator[Candidate]:
    """
    Yield readings of an indicator's value.

    Args:
        each: The indicator.
        known: All that the plan knows.
        beside: What is printed in the same place.
    """
    indicator, period = each.result.indicator, known.evaluation.period
    if each.result.origin == "registrado":
        yield Cause("computed"), each.computed
    yield from _of_inputs(each, known, beside)
    for when, figure in sorted(
        known.formulas.registered.get(indicator.code, {}).items(), key=lambda e: e[0].end
    ):
        if when != period:
            yield (
                Cause("other_period", {"period": str(when)}),
                shown_bounds(figure, indicator.unit.scale, whole=each.whole),
            )


def _of_inputs(each: KnownIndicator, known: Known, beside: list[Quote]) -> Iterator[Candidate]:
    """Yield what the formula gives with the inputs that are printed beside."""
    plan, indicator = known.evaluation.plan, each.result.indicator
    own = {original(key, plan) for key in indicator.where}
    given: dict[str, Interval] = {}
    named: list[str] = []
    for quote in beside:
        if quote.kind == "input" and quote.printed is not None and isinstance(quote.printed.value, Fraction):
            given[quote.subject] = point(quote.printed.value)
            if quote.subject in own:
                named.append(f"{quote.name.split(' de ')[0]} = {_digits(quote.printed)}")
    if named:
        bounds = FormulaBounds(known.formulas, given).of_formula(indicator.code, known.evaluation.period)
        reading = bounds.scaled(indicator.unit.scale) if bounds is not None else None
        yield Cause("own_inputs", {"inputs": "; ".join(named)}), reading


def _digits(printed: Printed) -> str:
    assert isinstance(printed.value, Fraction)
    return grouped(printed.value, printed.decimals)


def of_input(key: str, scale: Fraction, known: Known) -> Iterator[Candidate]:
    """Yield what the plan gives for an input in other periods."""
    period = known.evaluation.period
    definition = known.evaluation.plan.definitions[key]
    others: list[Period] = [
        when for when in sorted(definition.figures, key=lambda p: p.end) if when != period
    ]
    if not others:
        before = (period.earlier(steps) for steps in range(1, _YEARS_BACK + 1))
        others = [when for when in before if when is not None]
    for when in others:
        bounds = known.bounds.of_definition(key, when)
        yield (
            Cause("other_period", {"period": str(when)}),
            bounds.scaled(scale) if bounds is not None else None,
        )
    yield from _of_other_inputs(key, scale, known)


def _of_other_inputs(key: str, scale: Fraction, known: Known) -> Iterator[Candidate]:
    """Yield the other series and variables, of which one may stand under a wrong name."""
    plan, period = known.evaluation.plan, known.evaluation.period
    for other, definition in plan.definitions.items():
        if other != key and is_kind(other, KeyKind.SERIES, KeyKind.VARIABLE):
            bounds = known.bounds.of_definition(other, period)
            # A short number is found by chance; so is one that may be many.
            if bounds is not None and bounds.is_point and abs(bounds.low) >= _LEAST_TO_RECOGNISE:
                yield Cause("other_input", {"name": definition.name}), bounds.scaled(scale)


# ---- Alcances and groups ---------------------------------------------------------------------------------


def of_alcance(
    each: KnownIndicator, known: Known, printed: Interval | None, goal: Bounds
) -> Iterator[Candidate]:
    """
    Yield readings of an indicator's alcance.

    Args:
        each: The indicator.
        known: All that the plan knows.
        printed: The value that is printed beside it, in the scale shown, when it is another than the plan's.
        goal: The goal that is printed beside it, else the plan's.
    """
    indicator, methodology = each.result.indicator, known.evaluation.methodology
    scale = indicator.unit.scale
    if printed is not None and goal is not None:
        own = achievement_bounds(indicator, printed.scaled(1 / scale), goal.scaled(1 / scale), methodology)
        yield Cause("printed_beside"), own
    yield Cause("computed"), each.alcance_by_formula
    yield from _of_policies(indicator.code, known)
    value, wanted = each.entering, each.goal
    if value is not None and wanted is not None:
        exact, target = value.scaled(1 / scale), wanted.scaled(1 / scale)
        uncapped = attrs.evolve(methodology, cap=None)
        yield Cause("uncapped"), achievement_bounds(indicator, exact, target, uncapped)
        turned = {Direction.ASCENDING: Direction.DESCENDING, Direction.DESCENDING: Direction.ASCENDING}
        other = attrs.evolve(indicator, direction=turned.get(indicator.direction, indicator.direction))
        yield Cause("inverted"), achievement_bounds(other, exact, target, methodology)


def of_group(code: str, known: Known) -> Iterator[Candidate]:
    """Yield readings of a group's figure."""
    yield Cause("computed"), known.groups[code].bounds_by_formula
    yield from _of_policies(code, known)
    equal = attrs.evolve(known.evaluation.methodology, weights=Weights.EQUAL)
    yield Cause("equal_weights"), _figure(known.under(equal), code)
    uncapped = attrs.evolve(known.evaluation.methodology, cap=None)
    yield Cause("uncapped"), _figure(known.under(uncapped), code)
    group = known.groups[code].result.group
    if group.level is Level.OBJECTIVE:
        figures = [
            each.result.achievement
            for each in known.groups.values()
            if each.result.group.parent == group.code
        ]
        numbers = [each for each in figures if isinstance(each, Fraction)]
        if numbers:
            total = sum(numbers, Fraction(0))
            means = hull([total / len(numbers), total / len(figures)])
            yield Cause("from_actions"), means if len(numbers) == len(figures) else None
            yield Cause("from_actions"), point(means.low)
            yield Cause("from_actions"), point(means.high)


def _of_policies(code: str, known: Known) -> Iterator[Candidate]:
    """Yield what other choices of method give."""
    methodology = known.evaluation.methodology
    if methodology.zero_goal is not ZeroGoal.ZERO:
        zero = attrs.evolve(methodology, zero_goal=ZeroGoal.ZERO)
        yield Cause("zero_goal"), _figure(known.under(zero), code)
    if code in known.groups:
        for policy, key in (
            (MissingSiblings.ZERO, "missing_as_zero"),
            (MissingSiblings.EXCLUDE, "missing_excluded"),
        ):
            if methodology.missing_siblings is not policy:
                other = attrs.evolve(methodology, missing_siblings=policy)
                yield Cause(key), _figure(known.under(other), code)


def _figure(evaluation: Evaluation, code: str) -> Bounds:
    """Return the alcance of `code`, rounded or not."""
    if code in evaluation.groups:
        group = evaluation.groups[code]
        if isinstance(group.achievement, Absence) or group.exact is None:
            return None
        return hull([group.achievement, group.exact])
    reached = evaluation.indicators[code].achievement
    return None if isinstance(reached, Absence) else hull([reached.shown, reached.exact])


# ---- What an absence was taken for -----------------------------------------------------------------------


def of_absence(absence: Absence, printed: Fraction) -> Cause | None:
    """Return why a number is printed where the calculation gives ND."""
    zero_goal = absence.cause == "zero_goal"
    if printed == 0:
        return Cause("zero_for_zero_goal" if zero_goal else "zero_for_nd")
    return Cause("full_for_zero_goal") if zero_goal and printed == _HUNDRED else None
