"""What a plan knows of each indicator and group for one period: figures with all they may stand for."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

import attrs

from pei_dsl.algebra import rounding
from pei_dsl.algebra.intervals import Bounds, Interval, displayed, point
from pei_dsl.auditing.alcance_bounds import achievement_bounds, group_bounds
from pei_dsl.auditing.bounds import (
    FormulaBounds,
    figure_bounds,
    is_count,
)
from pei_dsl.evaluation.evaluate import Data, evaluate, formulas_of, measured
from pei_dsl.evaluation.evaluation import Evaluation
from pei_dsl.evaluation.formulas import Formulas
from pei_dsl.evaluation.groups import group_result
from pei_dsl.evaluation.results import Achievement, GroupResult, IndicatorResult
from pei_dsl.model.absence import Absence
from pei_dsl.model.methodology import EntersAs, Methodology, Progress, RoundingStep
from pei_dsl.model.periods import Period
from pei_dsl.model.plan import Figure, GoalInterval, Indicator, Plan


@attrs.frozen
class KnownIndicator:
    """
    An indicator's figures; values and goals in the scale that its unit is shown in, alcances in percent.

    A goal that is an interval has no bounds: it is exact, and stands in the result.

    Attributes:
        result: The result of the evaluation.
        registered, computed, goal: Bounds of each; None where it is absent or has none.
        alcance: Bounds of the alcance.
        by_formula: The result if the computed value entered; None where that is the one that enters anyway.
        alcance_by_formula: Bounds of the alcance then.
        whole: Whether its values count whole things.
    """

    result: IndicatorResult
    registered: Bounds
    computed: Bounds
    goal: Bounds
    alcance: Bounds
    by_formula: IndicatorResult | None
    alcance_by_formula: Bounds
    whole: bool

    @property
    def entering(self) -> Bounds:
        """
        The bounds of the value that enters.

        A registered one that may be the computed one is both: what rounds to one and comes of the other,
        or the registered digits themselves.
        """
        if isinstance(self.result.value, Absence):
            return None
        if self.result.origin != "registrado":
            return self.computed
        if self.registered is None or self.computed is None:
            return self.registered
        common = self.registered.common(self.computed)
        shown = self.result.value * self.result.indicator.unit.scale
        return common.joined(shown) if common is not None else self.registered

    @property
    def differs(self) -> bool:
        """Whether no computed value can be the registered one."""
        if self.registered is None or self.computed is None:
            return False
        return not self.registered.meets(self.computed)


@attrs.frozen
class KnownGroup:
    """
    A group's figure, in percent.

    Attributes:
        result: The result of the evaluation.
        bounds: Its bounds.
        by_formula: The result if the computed values of its indicators entered; None where none would differ.
        bounds_by_formula: Its bounds then.
    """

    result: GroupResult
    bounds: Bounds
    by_formula: GroupResult | None
    bounds_by_formula: Bounds


@attrs.frozen
class Known:
    """
    All that a plan knows for one period.

    Attributes:
        evaluation: Its evaluation.
        formulas: Exact values of definitions.
        bounds: Bounds of definitions.
        data: What it rests on.
        indicators, groups: By code.
    """

    evaluation: Evaluation
    formulas: Formulas
    bounds: FormulaBounds
    data: Data
    indicators: Mapping[str, KnownIndicator]
    groups: Mapping[str, KnownGroup]
    _variants: dict[Methodology, Evaluation] = attrs.field(factory=dict, eq=False, repr=False)

    def under(self, methodology: Methodology) -> Evaluation:
        """Return the evaluation under another methodology; each is made once."""
        if methodology not in self._variants:
            evaluation = self.evaluation
            made = evaluate(evaluation.plan, evaluation.period, self.data, methodology)
            self._variants[methodology] = made
        return self._variants[methodology]


def known(plan: Plan, period: Period, data: Data, methodology: Methodology) -> Known:
    """Return what `plan` knows for `period`."""
    evaluation = evaluate(plan, period, data, methodology)
    formulas = formulas_of(plan, data, methodology)
    bounds = FormulaBounds(formulas)
    indicators = {
        code: _indicator(result, bounds.of_formula(code, period), period, methodology)
        for code, result in evaluation.indicators.items()
    }
    groups = {code: _group(each, indicators, methodology) for code, each in evaluation.groups.items()}
    return Known(evaluation, formulas, bounds, data, indicators, groups)


def _indicator(
    result: IndicatorResult, formula: Bounds, period: Period, methodology: Methodology
) -> KnownIndicator:
    indicator = result.indicator
    unit, scale = indicator.unit, indicator.unit.scale
    whole = is_count(unit) and all(
        each.denominator == 1
        for each in (_number(result.registered), result.computed)
        if isinstance(each, Fraction)
    )
    registered = shown_bounds(result.registered, scale, whole=whole)
    computed = (
        formula.scaled(scale) if formula is not None and isinstance(result.computed, Fraction) else None
    )
    goal_figure = indicator.goal(period)
    goal = figure_bounds(goal_figure, unit) if isinstance(goal_figure, Figure) else None
    expected = result.goal if isinstance(result.goal, GoalInterval) else goal
    entering = (
        registered if result.origin == "registrado" else as_entering(computed, result.indicator, methodology)
    )
    value = entering.scaled(1 / scale) if entering is not None else None
    alcance = _joined(achievement_bounds(indicator, value, expected, methodology), result)
    by_formula, alcance_by_formula = None, None
    ratio = methodology.progress is Progress.TYPE_1  # the other avance looks at other years too
    if ratio and result.origin == "registrado" and isinstance(result.computed, Fraction):
        profile = attrs.evolve(methodology, enters_as=EntersAs.COMPUTED)
        by_formula = measured(indicator, period, None, result.computed, profile)
        other = as_entering(computed, result.indicator, methodology)
        value = other.scaled(1 / scale) if other is not None else None
        alcance_by_formula = _joined(achievement_bounds(indicator, value, expected, methodology), by_formula)
    return KnownIndicator(
        result,
        registered,
        computed,
        goal.scaled(scale) if goal is not None else None,
        alcance,
        by_formula,
        alcance_by_formula,
        whole,
    )


def _number(figure: Figure | None) -> Fraction | Absence | None:
    return figure.value if figure is not None else None


def shown_bounds(figure: Figure | None, scale: Fraction, *, whole: bool) -> Bounds:
    """Return what a registered figure may stand for, in the scale shown."""
    if figure is None or isinstance(figure.value, Absence):
        return None
    shown = figure.value * scale
    return point(shown) if whole and figure.decimals == 0 else displayed(shown, figure.decimals)


def as_entering(computed: Bounds, indicator: Indicator, methodology: Methodology) -> Bounds:
    """Return the bounds of a computed value as it enters: before and after the methodology rounds it."""
    decimals = indicator.decimals
    if computed is None or methodology.value_rounding is None or decimals is None:
        return computed
    step = RoundingStep(decimals, methodology.value_rounding)
    return computed.joined(rounding.apply(step, computed.low), rounding.apply(step, computed.high))


def _joined(bounds: Bounds, result: IndicatorResult) -> Bounds:
    if bounds is None or not isinstance(result.achievement, Achievement):
        return None
    return bounds.joined(result.achievement.exact, result.achievement.shown)


def _group(
    result: GroupResult, indicators: Mapping[str, KnownIndicator], methodology: Methodology
) -> KnownGroup:
    own = {each.code: indicators[each.code] for each in result.contributions}
    bounds = group_bounds(result, {code: each.alcance for code, each in own.items()}, methodology)
    if not any(each.differs for each in own.values()):
        return KnownGroup(result, bounds, None, None)
    results = [each.by_formula or each.result for each in own.values()]
    by_formula = group_result(result.group, results, methodology)
    alcances: dict[str, Interval | None] = {
        code: each.alcance_by_formula if each.by_formula is not None else each.alcance
        for code, each in own.items()
    }
    return KnownGroup(result, bounds, by_formula, group_bounds(by_formula, alcances, methodology))
