"""A plan measured for one period: every indicator, then every group."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

import attrs

from pei_dsl.algebra.rounding import round_half_up
from pei_dsl.data.table import Table
from pei_dsl.evaluation.achievement import achievement
from pei_dsl.evaluation.formulas import Formulas, as_number
from pei_dsl.evaluation.groups import group_result
from pei_dsl.evaluation.results import Evaluation, IndicatorResult
from pei_dsl.model.absence import Absence, Reason
from pei_dsl.model.methodology import EntersAs, Methodology
from pei_dsl.model.periods import Period
from pei_dsl.model.plan import Figure, Indicator, Plan

Registered = Mapping[str, Mapping[Period, Figure]]


@attrs.frozen
class Data:
    """
    What a plan is measured on.

    Attributes:
        tables: Rows of each source by name.
        registered: Figures of registers by indicator and period; those in the plan itself come first.
    """

    tables: Mapping[str, Table] = attrs.field(factory=dict)
    registered: Registered = attrs.field(factory=dict)


def formulas_of(plan: Plan, data: Data, methodology: Methodology) -> Formulas:
    """Return the evaluator of the definitions of `plan` on `data`."""
    registered = {
        code: {**data.registered.get(code, {}), **indicator.values}
        for code, indicator in plan.indicators.items()
    }
    return Formulas(plan, data.tables, registered, methodology)


def evaluate(
    plan: Plan, period: Period, data: Data | None = None, methodology: Methodology | None = None
) -> Evaluation:
    """
    Return `plan` measured for `period`.

    Args:
        plan: The plan.
        period: Any period; a semester's value counts against the goal of its year.
        data: Rows and registered figures; None for none.
        methodology: The profile; None for that of the plan.
    """
    methodology = methodology or plan.methodology
    formulas = formulas_of(plan, data or Data(), methodology)
    indicators = {
        code: indicator_result(indicator, period, formulas) for code, indicator in plan.indicators.items()
    }
    groups = {
        code: group_result(group, [indicators[each.code] for each in members.get(code, ())], methodology)
        for members in [_members(plan)]
        for code, group in plan.groups.items()
    }
    return Evaluation(plan, period, methodology, indicators, groups)


def _members(plan: Plan) -> dict[str, list[Indicator]]:
    members: dict[str, list[Indicator]] = {}
    for indicator in plan.indicators.values():
        members.setdefault(indicator.group, []).append(indicator)
    return members


def indicator_result(indicator: Indicator, period: Period, formulas: Formulas) -> IndicatorResult:
    """Return the result of one indicator."""
    registered = formulas.registered.get(indicator.code, {}).get(period)
    found = formulas.of_formula(indicator.code, period)
    computed = as_number(found) if found is not None else None
    return measured(indicator, period, registered, computed, formulas.methodology)


def measured(
    indicator: Indicator,
    period: Period,
    registered: Figure | None,
    computed: Fraction | Absence | None,
    methodology: Methodology,
    goal: Figure | None = None,
) -> IndicatorResult:
    """Return the result of `indicator` from its registered and its computed value."""
    value, origin = _entering(indicator, period, registered, computed, methodology)
    decimals = indicator.decimals
    entering = value
    if origin == "registrado" and registered is not None:
        decimals = registered.decimals
    elif isinstance(value, Fraction) and methodology.round_value and decimals is not None:
        # `decimales` counts digits as shown: two of a percentage are four of the ratio.
        entering = round_half_up(value * indicator.unit.scale, decimals) / indicator.unit.scale
    goal = goal or indicator.goal(period)
    expected = goal.value if goal is not None else _no_goal(indicator, period)
    reached = achievement(indicator.direction, entering, expected, methodology)
    color = None if isinstance(reached, Absence) else methodology.color(reached.shown)
    return IndicatorResult(
        indicator,
        registered,
        computed,
        value,
        entering,
        decimals,
        "" if isinstance(value, Absence) else origin,
        expected,
        goal.decimals if goal is not None else 0,
        reached,
        color,
    )


def _no_goal(indicator: Indicator, period: Period) -> Absence:
    params: dict[str, str | int] = {"code": indicator.code, "period": str(period)}
    return Absence(Reason.NOT_PROGRAMMED, "no_goal", params)


def _entering(
    indicator: Indicator,
    period: Period,
    registered: Figure | None,
    computed: Fraction | Absence | None,
    methodology: Methodology,
) -> tuple[Fraction | Absence, str]:
    """Return the value that enters the alcance, and whether it is registered or computed."""
    policy = methodology.enters_as
    if registered is not None and policy is not EntersAs.COMPUTED:
        return registered.value, "registrado"
    params: dict[str, str | int] = {"code": indicator.code, "period": str(period)}
    if policy is EntersAs.REGISTERED:
        return Absence(Reason.NO_DATA, "not_registered", params), ""
    if computed is not None:
        return computed, "calculado"
    return Absence(Reason.NO_DATA, "no_value", params), ""
