"""A plan followed up: what it declares beside figures, held against its figures in one period."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

import attrs

from pei_dsl.data.evidence_files import FoundFile
from pei_dsl.evaluation.evaluate import Data, evaluate
from pei_dsl.evaluation.evaluation import Evaluation
from pei_dsl.evaluation.results import IndicatorResult
from pei_dsl.evaluation.standings import standings_of
from pei_dsl.following.followed import (
    FollowedActivity,
    FollowedCommitment,
    FollowedRecommendation,
    FollowUp,
    Support,
    Verdict,
)
from pei_dsl.model.follow_up import Activity, Commitment, Recommendation, supported
from pei_dsl.model.methodology import Methodology
from pei_dsl.model.movement import movement
from pei_dsl.model.periods import Period
from pei_dsl.model.plan import Figure, Plan
from pei_dsl.model.standing import Standings


def follow_up(
    plan: Plan,
    period: Period,
    data: Data,
    methodology: Methodology,
    *,
    on: datetime.date | None = None,
    files: Mapping[str, FoundFile] | None = None,
) -> FollowUp:
    """
    Return what `plan` declares beside figures, in `period`.

    Args:
        plan, period, data, methodology: As `evaluate` takes them.
        on: The day on which commitments are looked at; None for the last day of the period.
        files: How the files of evidence were found, by name of the evidence.
    """
    return followed_up([evaluate(plan, period, data, methodology)], data, on=on, files=files)


def followed_up(
    evaluations: Sequence[Evaluation],
    data: Data,
    *,
    on: datetime.date | None = None,
    files: Mapping[str, FoundFile] | None = None,
) -> FollowUp:
    """
    Return what the plan of evaluations declares beside figures, in the period of the first.

    Args:
        evaluations: The plan measured for the period; behind it, for others that are at hand.
        data: What they were measured with; other periods that are asked for are measured with it too.
        on, files: As in `follow_up`.
    """
    first = evaluations[0]
    measured = {each.period: each for each in evaluations}
    return _Following(
        first, data, on or first.period.end, files or {}, measured, standings_of(first)
    ).followed()


def periods_before(plan: Plan, period: Period) -> list[Period]:
    """Return the periods from whose figures the recommendations that are due in `period` are measured."""
    found = {
        each.period or period.earlier(1)
        for each in plan.recommendations.values()
        if each.follows and each.is_due(period)
    }
    return sorted(each for each in found if each is not None)


@attrs.frozen
class _Following:
    """
    One plan in one period.

    Attributes:
        measured: Evaluations by period, so that each is made once.
        standings: Where its actions stand.
    """

    evaluation: Evaluation
    data: Data
    on: datetime.date
    files: Mapping[str, FoundFile]
    measured: dict[Period, Evaluation]
    standings: Standings

    @property
    def plan(self) -> Plan:
        return self.evaluation.plan

    @property
    def period(self) -> Period:
        return self.evaluation.period

    def followed(self) -> FollowUp:
        supports = tuple(self.supports())
        shown = {each.result.indicator.code for each in supports}
        # Of a value of zero there is nothing to show.
        results = self.evaluation.indicators.items()
        valued = [code for code, each in results if isinstance(each.value, Fraction) and each.value != 0]
        recommendations = [self.recommendation(each) for each in self.plan.recommendations.values()]
        made = [each for each in recommendations if each.recommendation.period == self.period]
        return FollowUp(
            self.evaluation,
            self.on,
            tuple(self.activities()),
            supports,
            tuple(code for code in valued if code not in shown) if supports else (),
            tuple(each for each in self.plan.factors.values() if each.works_in(self.period)),
            (*(each for each in recommendations if each.is_due), *made),
            tuple(self.commitment(each) for each in self.plan.commitments.values()),
            tuple(self.evaluation.groups[code] for code in self.standings.unexplained(self.plan)),
        )

    # ---- Activities

    def activities(self) -> Iterable[FollowedActivity]:
        """Yield the activities that have a figure of the period, in the order of their actions."""
        order = {code: number for number, code in enumerate(self.plan.groups)}
        own = [each for each in self.plan.activities.values() if self._has_figure(each)]
        for each in sorted(own, key=lambda each: order.get(each.action, len(order))):
            yield FollowedActivity(
                each,
                _number(each.programmed.get(self.period)),
                _number(each.executed.get(self.period)),
                each.progress(self.period),
                self.evaluation.groups.get(each.action),
                self.standings.is_ahead(each),
            )

    def _has_figure(self, activity: Activity) -> bool:
        return self.period in activity.programmed or self.period in activity.executed

    # ---- Evidence

    def supports(self) -> Iterable[Support]:
        """Yield the evidence for the values of the period."""
        for code, result in self.evaluation.indicators.items():
            own = [each for each in self.plan.evidence.values() if each.indicator == code]
            pieces = tuple(each for each in own if each.is_for(self.period))
            if pieces:
                shown = supported(pieces, result.indicator.unit)
                files = {each.name: self.files[each.name] for each in pieces if each.name in self.files}
                yield Support(result, pieces, shown, _verdict(result, shown), files)

    # ---- Recommendations and commitments

    def recommendation(self, recommendation: Recommendation) -> FollowedRecommendation:
        indicator = self.plan.indicators.get(recommendation.follows)
        due = recommendation.is_due(self.period)
        moved = None
        if due and indicator is not None:
            since = recommendation.period or self.period.earlier(1)
            periods = [self.period, *([since] if since is not None else [])]
            moved = movement(recommendation, indicator, self.values(indicator.code, periods), self.period)
        code = recommendation.code
        answering = tuple(each for each in self.plan.commitments.values() if code in each.answers)
        situation = recommendation.situation(self.period)
        return FollowedRecommendation(recommendation, situation, moved, answering, due)

    def values(self, code: str, periods: Sequence[Period]) -> dict[Period, Fraction]:
        """Return the numbers of an indicator in `periods`, as the methodology lets them in."""
        found: dict[Period, Fraction] = {}
        for each in periods:
            if each not in self.measured:
                self.measured[each] = evaluate(self.plan, each, self.data, self.evaluation.methodology)
            value = self.measured[each].indicators[code].value
            if isinstance(value, Fraction):
                found[each] = value
        return found

    def commitment(self, commitment: Commitment) -> FollowedCommitment:
        return FollowedCommitment(
            commitment,
            commitment.situation(self.on),
            self.plan.evidence.get(commitment.means),
            commitment.is_overdue(self.on),
        )


def _number(figure: Figure | None) -> Fraction | None:
    return figure.value if figure is not None and isinstance(figure.value, Fraction) else None


def _verdict(result: IndicatorResult, shown: Fraction | None) -> Verdict:
    """Return whether what evidence shows is the value, as far as its digits go."""
    value = result.value
    if shown is None or not isinstance(value, Fraction):
        return Verdict.UNSAID
    decimals = result.decimals if result.decimals is not None else 0
    if abs(value - shown) * result.indicator.unit.scale <= Fraction(1, 2 * 10**decimals):
        return Verdict.WHOLE
    return Verdict.LESS if shown < value else Verdict.MORE
