"""A plan measured for one period: every indicator, then every group."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from fractions import Fraction

import attrs

from pei_dsl.algebra import rounding
from pei_dsl.data.answers import WHOLE, Answers, answers_of
from pei_dsl.data.answers import Group as RowGroup
from pei_dsl.data.derived_answers import derived_answers, is_derived
from pei_dsl.data.table import Table
from pei_dsl.evaluation import progress
from pei_dsl.evaluation.achievement import achievement
from pei_dsl.evaluation.caveats import Caveat
from pei_dsl.evaluation.certainty import plan_result
from pei_dsl.evaluation.evaluation import Evaluation
from pei_dsl.evaluation.formulas import Formulas, as_number
from pei_dsl.evaluation.groups import group_result
from pei_dsl.evaluation.known_results import KnownResults
from pei_dsl.evaluation.quality_marks import quality_of
from pei_dsl.evaluation.results import GroupResult, IndicatorResult, PlanResult
from pei_dsl.model.absence import Absence, Reason
from pei_dsl.model.keys import KeyKind, key_of
from pei_dsl.model.methodology import EntersAs, Methodology, Progress, RoundingStep
from pei_dsl.model.periods import Period
from pei_dsl.model.plan import Aggregation, Figure, Goal, Indicator, Level, Plan
from pei_dsl.model.plan import Group as ModelGroup

_OPEN = "not_due"
"""Why there is no value of a period that is not over."""

Registered = Mapping[str, Mapping[Period, Figure]]


@attrs.frozen
class Data:
    """
    What a plan is measured on.

    Attributes:
        tables: Rows of each source by name, or what answers for them.
        registered: Figures of registers by indicator and period; those in the plan itself come first.
    """

    tables: Mapping[str, Table | Answers] = attrs.field(factory=dict)
    registered: Registered = attrs.field(factory=dict)


def formulas_of(plan: Plan, data: Data, methodology: Methodology, group: RowGroup = WHOLE) -> Formulas:
    """Return the evaluator of the definitions of `plan` on `data`, or on the rows of one group."""
    registered = {
        code: {**data.registered.get(code, {}), **indicator.values}
        for code, indicator in plan.indicators.items()
    }
    return Formulas(plan, answers_for(plan, data), registered, methodology, group)


def answers_for(plan: Plan, data: Data, breakdown: tuple[str, ...] = ()) -> dict[str, Answers]:
    """Return what answers for each source; by groups of `breakdown` where one declares all of it."""
    found = {
        name: answers_of(source, table, breakdown if set(breakdown) <= set(source.breakdowns) else ())
        for name, table in data.tables.items()
        for source in [plan.sources[name]]
    }
    for name in plan.derived_sources:
        source = plan.sources[name]
        rows = name if source.rows_of is None else source.rows_of.source
        if rows in found and not is_derived(source, data.tables.get(name)):
            found[name] = derived_answers(plan, name, {**data.tables, **found}, breakdown)
    return found


def evaluate(
    plan: Plan,
    period: Period,
    data: Data | None = None,
    methodology: Methodology | None = None,
    on: datetime.date | None = None,
    known: KnownResults | None = None,
) -> Evaluation:
    """
    Return `plan` measured for `period`.

    Args:
        plan: The plan.
        period: Any period; a semester's value counts against the goal of its year.
        data: Rows and registered figures; None for none.
        methodology: The profile; None for that of the plan.
        on: The day of the evaluation.  A period that has not ended by then is `no vencido`: nothing is
            computed for it, only what is registered counts.  None: every period counts as ended.
        known: Results of earlier versions of the plan, used where they hold and kept up to date.
    """
    methodology = methodology or plan.methodology
    data = data or Data()
    formulas = formulas_of(plan, data, methodology)
    if plan.unsound:
        known = None  # what an error touches is told of this plan alone
    rests_on = (plan, period, data.tables, data.registered, methodology, on)
    still = known.still_hold(*rests_on) if known is not None else {}
    indicators = {
        code: still.get(code) or indicator_result(indicator, period, formulas, on)
        for code, indicator in plan.indicators.items()
    }
    if known is not None:
        known.keep(*rests_on, indicators)
    members = _members(plan)
    groups = {
        code: _group(
            plan, group, [indicators[each.code] for each in members.get(code, ())], methodology, known
        )
        for code, group in plan.groups.items()
    }
    objectives = [each for each in groups.values() if each.group.level is Level.OBJECTIVE]
    whole = plan_result(objectives, list(indicators.values()), methodology)
    if plan.unsound:
        whole = PlanResult(None, None)
    return Evaluation(plan, period, methodology, indicators, groups, whole)


def _group(
    plan: Plan,
    group: ModelGroup,
    results: Sequence[IndicatorResult],
    methodology: Methodology,
    known: KnownResults | None,
) -> GroupResult:
    """Return the result of one group; no figure rests on what an error of the text touches."""
    if known is not None:
        return known.group(group, results, methodology, group_result)
    result = group_result(group, results, methodology)
    keys = (group.code, *(key_of(KeyKind.INDICATOR, each.indicator.code) for each in results))
    unsound = next((plan.unsound[key] for key in keys if key in plan.unsound), None)
    if unsound is None:
        return result
    return attrs.evolve(
        result, achievement=unsound, exact=None, color=None, certainty=None, quality=frozenset()
    )


def _members(plan: Plan) -> dict[str, list[Indicator]]:
    members: dict[str, list[Indicator]] = {}
    for indicator in plan.indicators.values():
        members.setdefault(indicator.group, []).append(indicator)
    return members


def indicator_result(
    indicator: Indicator, period: Period, formulas: Formulas, on: datetime.date | None = None
) -> IndicatorResult:
    """Return the result of one indicator."""
    unsound = formulas.plan.unsound.get(key_of(KeyKind.INDICATOR, indicator.code))
    if unsound is not None:
        computed = None if indicator.formula is None else unsound
        return IndicatorResult(
            indicator, None, computed, unsound, unsound, None, "", unsound, 0, unsound, None
        )
    result = _tipo_1(indicator, period, formulas, on)
    if not isinstance(result.value, Absence):
        caveats = _caveats(result, period, formulas)
        result = attrs.evolve(result, quality=quality_of(result, period, formulas), caveats=caveats)
    if formulas.methodology.progress is Progress.TYPE_2:
        return _by_type_2(result, period, formulas, on)
    return result


def _caveats(result: IndicatorResult, period: Period, formulas: Formulas) -> tuple[Caveat, ...]:
    """Return what is to be known of a computed value; a registered one rests on no rows."""
    formula = result.indicator.formula
    if formula is None or result.origin != "calculado":
        return ()
    return formulas.caveats.of(formula, period)


def _by_type_2(
    result: IndicatorResult, period: Period, formulas: Formulas, on: datetime.date | None
) -> IndicatorResult:
    """Return `result` with its avance tipo II instead of tipo I."""
    if result.indicator.aggregation is not Aggregation.ADDITIVE:
        return by_type_2(result, (), formulas.methodology)
    years = years_before(formulas.plan, result.indicator, period)
    # What is not due is told for that alone, whatever the years before lack.
    due = not (isinstance(result.entering, Absence) and result.entering.cause == _OPEN)
    before = [_tipo_1(result.indicator, year, formulas, on) for year in years] if due else []
    return by_type_2(result, before, formulas.methodology)


def by_type_2(
    result: IndicatorResult, before: Sequence[IndicatorResult], methodology: Methodology
) -> IndicatorResult:
    """
    Return a result by tipo I with its avance tipo II instead.

    Args:
        result: The result of the period.
        before: Those of the years before, which count where the indicator is additive.
        methodology: The profile.
    """
    indicator = result.indicator
    if indicator.aggregation is Aggregation.ADDITIVE:
        values = [*(each.entering for each in before), result.entering]
        goals = [*(each.goal for each in before), result.goal]
        reached = progress.to_date(indicator.direction, values, goals, methodology)
    else:
        baseline = indicator.baseline.figure.value if indicator.baseline is not None else None
        reached = progress.from_baseline(
            result.entering, result.goal, baseline, methodology, indicator.direction, indicator.aggregation
        )
    color = None if isinstance(reached, Absence) else methodology.color(reached.shown)
    return attrs.evolve(result, achievement=reached, color=color)


def years_before(plan: Plan, indicator: Indicator, period: Period) -> list[Period]:
    """Return the years before `period` that count in the avance tipo II of an additive indicator."""
    return [Period.year_of(year) for year in range(_first_year(plan, indicator, period), period.year)]


def _first_year(plan: Plan, indicator: Indicator, period: Period) -> int:
    if plan.period is not None:
        return plan.period[0].year
    return min((each.year for each in indicator.goals), default=period.year)


def _tipo_1(
    indicator: Indicator, period: Period, formulas: Formulas, on: datetime.date | None
) -> IndicatorResult:
    """Return the result by tipo I; of a period that is not over by `on`, only what is registered counts."""
    registered = formulas.registered.get(indicator.code, {}).get(period)
    if on is not None and on < period.end:
        open_ = Absence(Reason.NOT_DUE, _OPEN, {"period": str(period), "date": on.isoformat()})
        return measured(indicator, period, registered, open_, formulas.methodology)
    found = formulas.of_formula(indicator.code, period)
    computed = as_number(found) if found is not None else None
    return measured(indicator, period, registered, computed, formulas.methodology)


def measured(
    indicator: Indicator,
    period: Period,
    registered: Figure | None,
    computed: Fraction | Absence | None,
    methodology: Methodology,
    goal: Goal | None = None,
) -> IndicatorResult:
    """Return the result of `indicator` from its registered and its computed value."""
    value, origin = entering_value(indicator, period, registered, computed, methodology)
    decimals = indicator.decimals
    entering = value
    if origin == "registrado" and registered is not None:
        decimals = registered.decimals
    elif isinstance(value, Fraction) and methodology.value_rounding is not None and decimals is not None:
        # `decimales` counts digits as shown: two of a percentage are four of the ratio.
        step = RoundingStep(decimals, methodology.value_rounding)
        entering = rounding.apply(step, value * indicator.unit.scale) / indicator.unit.scale
    goal = goal or indicator.goal(period)
    expected = goal.value if goal is not None else _no_goal(indicator, period)
    reached = achievement(indicator.direction, entering, expected, methodology, indicator.aggregation)
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


def entering_value(
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
    if isinstance(computed, Absence) and computed.cause == _OPEN:
        return computed, "calculado"  # the period is not over, whichever value would enter
    params: dict[str, str | int] = {"code": indicator.code, "period": str(period)}
    if policy is EntersAs.REGISTERED:
        return Absence(Reason.NO_DATA, "not_registered", params), ""
    if computed is not None:
        return computed, "calculado"
    return Absence(Reason.NO_DATA, "no_value", params), ""
