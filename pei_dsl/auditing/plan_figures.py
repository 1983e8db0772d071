"""The figures that the plan has, each as something to hold printed figures against."""

from __future__ import annotations

from fractions import Fraction

import attrs

from pei_dsl.auditing.bounds import is_count
from pei_dsl.auditing.judging import DECIMALS, PlanFigure
from pei_dsl.auditing.known import Known, KnownGroup, KnownIndicator
from pei_dsl.evaluation.results import Achievement
from pei_dsl.model.absence import Absence, Reason
from pei_dsl.model.figure import GoalInterval
from pei_dsl.model.periods import Period
from pei_dsl.model.units import Unit

# Without a unit digits are a number as they stand, and `56%` is 0.56.
_PLAIN = Unit("ratio")


def value_of(each: KnownIndicator) -> PlanFigure:
    """Return the value that enters."""
    result = each.result
    indicator, scale = result.indicator, result.indicator.unit.scale
    registered = result.origin == "registrado" and result.registered is not None
    place, file = indicator.declared_at, ""
    if registered and result.registered is not None:
        own = result.registered.declared_at
        place, file = (own, "") if own.source is not None else (place, result.registered.origin)
    decimals = result.decimals if result.decimals is not None else DECIMALS
    return PlanFigure(
        indicator.code,
        "value",
        result.value if isinstance(result.value, Absence) else result.value * scale,
        each.entering,
        "registered" if registered else "computed",
        decimals,
        indicator.unit,
        each.whole,
        place,
        file,
    )


def goal_of(each: KnownIndicator, period: Period) -> PlanFigure | None:
    """Return the goal of an indicator; None of an interval, which no single printed figure contradicts."""
    result = each.result
    indicator, scale = result.indicator, result.indicator.unit.scale
    figure = indicator.goal(period)
    if isinstance(result.goal, GoalInterval):
        return None
    goal = result.goal if isinstance(result.goal, Absence) else result.goal * scale
    whole = is_count(indicator.unit) and isinstance(goal, Fraction) and goal.denominator == 1
    place = figure.declared_at if figure is not None else indicator.declared_at
    return PlanFigure(
        indicator.code,
        "goal",
        goal,
        each.goal,
        "goal",
        result.goal_decimals,
        indicator.unit,
        whole,
        place if place.source is not None else indicator.declared_at,
    )


def alcance_of(each: KnownIndicator) -> PlanFigure:
    """Return the alcance of an indicator as the calculation gives it."""
    result = each.result
    reached = result.achievement
    value = reached.shown if isinstance(reached, Achievement) else reached
    place = result.indicator.declared_at
    return PlanFigure(result.indicator.code, "achievement", value, each.alcance, "calculation", place=place)


def alcance_by_formula(each: KnownIndicator) -> PlanFigure | None:
    """Return the alcance that the computed value gives, where it cannot be the registered one."""
    if not each.differs or each.by_formula is None:
        return None
    return alcance_of(attrs.evolve(each, result=each.by_formula, alcance=each.alcance_by_formula))


def figure_of(each: KnownGroup) -> PlanFigure:
    """Return the figure of a group as the calculation gives it."""
    group = each.result.group
    place = group.declared_at
    return PlanFigure(
        group.code, "achievement", each.result.achievement, each.bounds, "calculation", place=place
    )


def input_of(key: str, known: Known) -> PlanFigure:
    """Return the definition `key` as the plan has it."""
    period = known.evaluation.period
    definition = known.evaluation.plan.definitions[key]
    unit = definition.unit or _PLAIN
    value = known.formulas.computed(key, period)
    figure = definition.figure(period)
    number = value * unit.scale if isinstance(value, Fraction) else None
    bounds = known.bounds.of_definition(key, period)
    decimals = figure.decimals if figure is not None else _digits_of(number)
    if figure is not None and number is not None and (number * 10**decimals).denominator != 1:
        decimals += 2  # written as a percentage, where no unit says so
    whole = number is not None and number.denominator == 1 and bounds is not None and bounds.is_point
    return PlanFigure(
        key,
        "input",
        number if number is not None else _absence(value),
        bounds.scaled(unit.scale) if bounds is not None else None,
        "data",
        decimals,
        unit,
        whole,
        figure.declared_at if figure is not None and figure.declared_at.source else definition.declared_at,
    )


def _absence(value: object) -> Absence:
    return value if isinstance(value, Absence) else Absence(Reason.INVALID, "not_a_number")


def _digits_of(number: Fraction | None) -> int:
    return 0 if number is None or number.denominator == 1 else DECIMALS
