"""
What is missing for a colour: which value, which input of a formula, which indicator of a group.

Every answer is exact and, put back into the evaluation, reaches the colour; one step less does not.  Where
there is no such answer there is a reason.
"""

from __future__ import annotations

from fractions import Fraction

from pei_dsl.evaluation.evaluate import Data, evaluate, formulas_of
from pei_dsl.evaluation.evaluation import Evaluation
from pei_dsl.evaluation.formulas import Formulas
from pei_dsl.evaluation.results import IndicatorResult
from pei_dsl.gaps.alcance_rule import AlcanceRule, alcance_rule, answer_decimals, nearest_value
from pei_dsl.gaps.group_gaps import group_gap
from pei_dsl.gaps.input_gaps import InputSolver
from pei_dsl.gaps.missing import Gaps, IndicatorGap
from pei_dsl.gaps.target import Target
from pei_dsl.model.absence import Absence
from pei_dsl.model.methodology import Methodology
from pei_dsl.model.periods import Period
from pei_dsl.model.plan import Plan


def gaps(
    plan: Plan,
    period: Period,
    data: Data | None = None,
    methodology: Methodology | None = None,
    *,
    color: str | None = None,
    code: str | None = None,
) -> Gaps:
    """
    Return what is missing for `color`.

    Args:
        plan, period, data, methodology: As `evaluate` takes them.
        color: A band of the methodology; None for the best one.
        code: Only this indicator, or this group with its own indicators; None for all.
    """
    given = data or Data()
    return gaps_of(evaluate(plan, period, given, methodology), given, color=color, code=code)


def gaps_of(evaluation: Evaluation, data: Data, *, color: str | None = None, code: str | None = None) -> Gaps:
    """Return what is missing in `evaluation`, which was measured with `data`; all else as in `gaps`."""
    target = Target.of(evaluation.methodology, color)
    formulas = formulas_of(evaluation.plan, data, evaluation.methodology)
    indicators = tuple(
        indicator_gap(result, evaluation.period, formulas, target)
        for result in evaluation.indicators.values()
        if not target.is_met(result.color) and code in {None, result.indicator.code, result.indicator.group}
    )
    groups = tuple(
        group_gap(group, [evaluation.indicators[each.code] for each in group.contributions], target)
        for group in evaluation.groups.values()
        if not target.is_met(group.color) and code in {None, group.group.code}
    )
    return Gaps(evaluation, target.color, indicators, groups)


def indicator_gap(
    result: IndicatorResult, period: Period, formulas: Formulas, target: Target
) -> IndicatorGap:
    """Return what the indicator of `result` needs to reach `target`."""
    decimals = answer_decimals(result)
    rule = alcance_rule(result, period, formulas)
    if not isinstance(rule, AlcanceRule):
        return IndicatorGap(result, decimals, rule)
    formula = result.indicator.formula
    if isinstance(result.value, Absence) and formula is None:
        return IndicatorGap(result, decimals, result.value)
    needed = nearest_value(rule, target, result.entering, decimals)
    if formula is None or not isinstance(needed, Fraction):
        return IndicatorGap(result, decimals, needed)
    computed = formulas.of_formula(result.indicator.code, period)
    if not isinstance(computed, Fraction):
        assert isinstance(computed, Absence)
        return IndicatorGap(result, decimals, needed, computed)
    solver = InputSolver(result, period, formulas, rule.facing(computed), target, computed)
    return IndicatorGap(result, decimals, needed, solver.answer())
