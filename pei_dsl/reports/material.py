"""What a report is made from: a plan, its evaluations, what is missing, how figures came about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

import attrs

from pei_dsl.algebra import display
from pei_dsl.comparison.compared import Comparison
from pei_dsl.evaluation.evaluation import Evaluation
from pei_dsl.evaluation.explain import Explanation
from pei_dsl.evaluation.results import GroupResult, IndicatorResult
from pei_dsl.following.followed import FollowUp
from pei_dsl.gaps.missing import Gaps, IndicatorGap
from pei_dsl.immutable import brief, freezing
from pei_dsl.model.absence import Absence
from pei_dsl.model.periods import Period
from pei_dsl.model.plan import Indicator, Level, Plan
from pei_dsl.reports.other_versions import OtherVersion
from pei_dsl.reports.sentences import said
from pei_dsl.reports.series_years import SeriesYear, passages, series_years
from pei_dsl.views import words
from pei_dsl.views.document import Figure
from pei_dsl.workspace.inventory import Inventory


@attrs.frozen
class EarlierValue:
    """
    What the value of a report is set beside: that of the last year before which had one.

    Attributes:
        of: The year.
        value: Its value.
        moved: How that of the report moved since.
    """

    of: SeriesYear
    value: Figure
    moved: Figure


@attrs.frozen(field_transformer=freezing)
class Material:
    """
    What sections draw on.

    Attributes:
        plan: The plan.
        evaluation: It measured for the period of the report.
        years: It measured for the years up to that of the report, which comes last where it is a year.
        gaps: What is missing for the best colour.
        explanations: How each indicator's figure came about, by code.
        held: What the plan has data of.
        followed: What the plan declares beside figures, in the period.
        language: `es` or `en`.
        versions: Other versions of the plan that held before, in folders of their own.
        comparison: It compared with another plan, day or period; None where nobody asked for that.
    """

    __repr__ = brief

    plan: Plan
    evaluation: Evaluation
    years: tuple[Evaluation, ...]
    gaps: Gaps
    explanations: Mapping[str, Explanation]
    held: Inventory
    followed: FollowUp
    language: str
    versions: tuple[OtherVersion, ...] = ()
    comparison: Comparison | None = None

    @property
    def period(self) -> Period:
        """The period of the report."""
        return self.evaluation.period

    @property
    def objectives(self) -> tuple[GroupResult, ...]:
        """The objectives, in the order of their codes."""
        return self._level(Level.OBJECTIVE)

    @property
    def actions(self) -> tuple[GroupResult, ...]:
        """The actions, in the order of their codes."""
        return self._level(Level.ACTION)

    def _level(self, level: Level) -> tuple[GroupResult, ...]:
        return tuple(each for each in self.evaluation.groups.values() if each.group.level is level)

    def actions_of(self, objective: str) -> tuple[GroupResult, ...]:
        """Return the actions of an objective."""
        return tuple(each for each in self.actions if each.group.parent == objective)

    def indicators_of(self, group: GroupResult) -> tuple[IndicatorResult, ...]:
        """Return the indicators of an objective or an action, in the order of their codes."""
        return tuple(self.evaluation.indicators[each.code] for each in group.contributions)

    def gap_of(self, code: str) -> IndicatorGap | None:
        """Return what an indicator needs for the best colour; None where it has it."""
        return next((each for each in self.gaps.indicators if each.result.indicator.code == code), None)

    # ---- Figures of sentences

    def value(self, result: IndicatorResult) -> Figure:
        """Return the value of an indicator, `2.23 %`."""
        return Figure(f"valor.{result.indicator.code}", words.value(result))

    def goal(self, result: IndicatorResult) -> Figure:
        """Return the goal of an indicator."""
        return Figure(f"logro.{result.indicator.code}", words.goal(result))

    def alcance(self, result: IndicatorResult | GroupResult) -> Figure:
        """Return the alcance of an indicator or a group, without its sign."""
        return Figure(f"alcance.{code_of(result)}", words.alcance(result))

    def light(self, result: IndicatorResult | GroupResult) -> Figure:
        """Return the colour of an indicator or a group, symbol and word."""
        return Figure(f"color.{code_of(result)}", words.light(result, self.language))

    def series(self, indicator: Indicator) -> tuple[SeriesYear, ...]:
        """Return the years of an indicator across versions of the plan: of charts, data and sentences."""
        return series_years(indicator, self.plan, self.years, self.versions)

    def earlier(self, result: IndicatorResult) -> EarlierValue | None:
        """Return the last year before with a value that this one can be compared with; None without one."""
        code, now = result.indicator.code, result.entering
        years = [each for each in self.series(result.indicator) if each.year < self.period.year]
        last = next((each for each in reversed(years) if each.is_known), None)
        if last is None or last.result is None or not isinstance(last.result.entering, Fraction):
            return None
        passed = passages([*years, SeriesYear(self.period.year, self.plan, result)])
        if any(each.changed and each.after.year > last.year for each in passed):
            return None
        moved = "ND"
        if isinstance(now, Fraction):
            sign = (now > last.result.entering) - (now < last.result.entering)
            moved = said({1: "value_rose", -1: "value_fell", 0: "value_stayed"}[sign], self.language)
        value = Figure(f"valor.{code}.{last.year}", words.value(last.result))
        return EarlierValue(last, value, Figure(f"cambio.{code}", moved))

    def figures(self) -> tuple[Figure, ...]:
        """Return every figure of an indicator or a group that a sentence may show."""
        found: list[Figure] = []
        for each in self.evaluation.indicators.values():
            found += [self.value(each), self.goal(each), self.alcance(each), self.light(each)]
            before = self.earlier(each)
            found += (before.value, before.moved) if before is not None else ()
        for group in self.evaluation.groups.values():
            found += [self.alcance(group), self.light(group)]
        return tuple(found)

    def count(self, name: str, number: int) -> Figure:
        """Return how many there are of something."""
        return Figure(f"cuenta.{name}", display.grouped(Fraction(number), 0))


def code_of(result: IndicatorResult | GroupResult) -> str:
    """Return the code of what a result is of."""
    return result.group.code if isinstance(result, GroupResult) else result.indicator.code


def reasons(results: Sequence[IndicatorResult | GroupResult], language: str) -> tuple[str, ...]:
    """Return why each of `results` that has no alcance has none, with its code."""
    return tuple(
        f"{code_of(each)}: ND, {words.why(each.absence, language)}"
        for each in results
        if isinstance(each.absence, Absence)
    )
