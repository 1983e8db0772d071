"""How the alcance of an indicator follows from the value that enters, and which value reaches a colour."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import TypeAlias

import attrs

from pei_dsl.algebra.rounding import round_half_up
from pei_dsl.evaluation.achievement import achievement
from pei_dsl.evaluation.evaluate import indicator_result
from pei_dsl.evaluation.formulas import Formulas
from pei_dsl.evaluation.progress import from_baseline, to_date
from pei_dsl.evaluation.results import Achievement, IndicatorResult
from pei_dsl.gaps.linear import Refusal
from pei_dsl.gaps.missing import Refused
from pei_dsl.gaps.nearest import farthest, nearest
from pei_dsl.gaps.target import Target
from pei_dsl.model.absence import Absence
from pei_dsl.model.figure import GoalInterval, GoalValue
from pei_dsl.model.methodology import Methodology, Progress
from pei_dsl.model.periods import Period
from pei_dsl.model.plan import Aggregation, Direction, Indicator

Figure: TypeAlias = Fraction | Absence

MAX_DECIMALS = 4
"""How many decimals an answer has at most where neither the indicator nor the register says."""


@attrs.frozen
class AlcanceRule:
    """
    How an alcance follows from the value that enters.

    Attributes:
        before: Values and goals of the years before, where they add up (avance tipo II, agregable).
        from_below: From which side a goal that is an interval is to be reached.
    """

    indicator: Indicator
    goal: Fraction | GoalInterval
    methodology: Methodology
    before: tuple[tuple[Figure, GoalValue], ...] = ()
    from_below: bool = True

    def facing(self, value: Figure) -> AlcanceRule:
        """Return the rule for whoever stands at `value`: an interval is reached from its side."""
        if not isinstance(self.goal, GoalInterval):
            return self
        below = isinstance(value, Absence) or value < self.goal.lower
        return attrs.evolve(self, from_below=below)

    @property
    def is_one_figure(self) -> bool:
        """Whether the goal is a figure, and no interval."""
        return not isinstance(self.goal, GoalInterval)

    def is_past(self, value: Fraction) -> bool:
        """Tell whether `value` has left an interval behind, on its way from the side that is looked at."""
        if not isinstance(self.goal, GoalInterval):
            return False
        return value > self.goal.upper if self.from_below else value < self.goal.lower

    def alcance(self, value: Fraction) -> Achievement | Absence:
        indicator, methodology = self.indicator, self.methodology
        if methodology.progress is Progress.TYPE_1:
            limit = indicator.aggregation
            return achievement(indicator.direction, value, self.goal, methodology, limit)
        if indicator.aggregation is Aggregation.ADDITIVE:
            values, goals = [each for each, _ in self.before], [each for _, each in self.before]
            return to_date(indicator.direction, [*values, value], [*goals, self.goal], methodology)
        limit = indicator.aggregation
        return from_baseline(value, self.goal, self._baseline, methodology, indicator.direction, limit)

    @property
    def _baseline(self) -> Figure | None:
        baseline = self.indicator.baseline
        return baseline.figure.value if baseline is not None else None

    @property
    def rises(self) -> bool:
        """Whether more is better, where the rule gives an alcance at all."""
        indicator = self.indicator
        if isinstance(self.goal, GoalInterval):
            return self.from_below
        if (
            self.methodology.progress is Progress.TYPE_2
            and indicator.aggregation is not Aggregation.ADDITIVE
            and isinstance(self._baseline, Fraction)
            and self.goal != self._baseline
        ):
            return self.goal > self._baseline
        if indicator.direction is Direction.UNDEFINED:
            return indicator.aggregation is Aggregation.MINIMUM_ALLOWED
        return indicator.direction is Direction.ASCENDING

    @property
    def least(self) -> int:
        """The least value that counts, in steps: 0, or 1 where the alcance at 0 would have no bound."""
        return 1 if isinstance(self.alcance(Fraction(0)), Absence) else 0


def alcance_rule(result: IndicatorResult, period: Period, formulas: Formulas) -> AlcanceRule | Refused:
    """Return the rule of an indicator, or why no value can have an alcance."""
    indicator, methodology = result.indicator, formulas.methodology
    if isinstance(result.goal, Absence):
        return result.goal
    before: tuple[tuple[Figure, GoalValue], ...] = ()
    if methodology.progress is Progress.TYPE_2 and indicator.aggregation is Aggregation.ADDITIVE:
        plain = attrs.evolve(formulas, methodology=attrs.evolve(methodology, progress=Progress.TYPE_1))
        first = (
            formulas.plan.period[0].year
            if formulas.plan.period
            else min((each.year for each in indicator.goals), default=period.year)
        )
        years = [indicator_result(indicator, Period.year_of(y), plain) for y in range(first, period.year)]
        before = tuple((each.entering, each.goal) for each in years)
    rule = AlcanceRule(indicator, result.goal, methodology, before)
    goal = result.goal
    probe = rule.alcance(goal.lower if isinstance(goal, GoalInterval) else max(goal, Fraction(0)))
    return probe if isinstance(probe, Absence) else rule


def nearest_value(rule: AlcanceRule, target: Target, today: Figure, decimals: int) -> Fraction | Refusal:
    """
    Return the value nearest to today's, among those with `decimals`, that reaches the colour.

    Where less is better and today's value is below all that count, what is wrong is the value: nobody is
    asked to raise it.
    """
    step = Fraction(1, 10**decimals) / rule.indicator.unit.scale

    def reaches(steps: int) -> bool:
        return target.holds(rule.alcance(steps * step))

    rule = rule.facing(today)
    if isinstance(rule.goal, GoalInterval):
        steps = _nearest_within(rule.goal, reaches, today, step, rises=rule.rises)
        return Refusal("gap_unreachable") if steps is None else steps * step
    rises, least = rule.rises, rule.least
    if isinstance(today, Fraction) and today < least * step and not rises:
        return Refusal("gap_negative_value" if today < 0 else "gap_zero_value")
    found: int | None
    if isinstance(today, Absence) or today < least * step:
        found = nearest(reaches, least, 1) if rises else farthest(reaches, least)
        if found is None and reaches(least):
            return Refusal("gap_any_value")
    else:
        start = -(-today // step) if rises else today // step
        found = nearest(reaches, int(start), 1 if rises else -1, None if rises else least)
    if found is not None:
        return found * step
    is_way = rule.methodology.progress is Progress.TYPE_2
    return Refusal("gap_negative_needed" if not rises and is_way and least == 0 else "gap_unreachable")


def _nearest_within(
    goal: GoalInterval, reaches: Callable[[int], bool], today: Figure, step: Fraction, *, rises: bool
) -> int | None:
    """
    Return how many steps the value nearest to today's has that reaches the colour beside or within `goal`.

    Up to the far end of the interval an alcance only gets better.  Where no figure with these decimals lies
    within, the first one behind it may be the only one that reaches.
    """
    first, last = -(-goal.lower // step), goal.upper // step
    nothing = Fraction(0) if goal.upper >= 0 else goal.lower
    start = nothing if isinstance(today, Absence) else today
    begin, end, behind = (-(-start // step), last, first) if rises else (start // step, first, last)
    found = nearest(reaches, int(begin), 1 if rises else -1, int(end))
    return int(behind) if found is None and first > last and reaches(int(behind)) else found


def answer_decimals(result: IndicatorResult) -> int:
    """
    Return the decimals of an answer, in the unit's scale.

    The indicator's, or those of the registered figure where it has more; where neither says, those of the
    goal or of today's value, at most four.
    """
    declared = result.indicator.decimals
    if result.origin == "registrado" and result.registered is not None:
        return max(declared or 0, result.registered.decimals)
    if declared is not None:
        return declared
    written = result.goal_decimals
    if isinstance(result.value, Fraction):
        shown = result.value * result.indicator.unit.scale
        while written < MAX_DECIMALS and round_half_up(shown, written) != shown:
            written += 1
    return written
