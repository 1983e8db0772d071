"""What following a plan up came to: immutable values, ready for any renderer."""

from __future__ import annotations

import datetime
import enum
from collections.abc import Mapping
from fractions import Fraction

import attrs

from pei_dsl.data.evidence_files import FoundFile
from pei_dsl.diagnostics import Diagnostic
from pei_dsl.evaluation.evaluation import Evaluation
from pei_dsl.evaluation.results import GroupResult, IndicatorResult
from pei_dsl.immutable import brief, freezing
from pei_dsl.model.follow_up import Activity, Commitment, Evidence, Factor, Recommendation, Situation
from pei_dsl.model.movement import Movement


@attrs.frozen
class FollowedActivity:
    """
    An activity in a period.

    Attributes:
        programmed, executed: Its figures of the period, exact; None where there is none.
        progress: Which part of its goal was executed; None without both.
        action: The result of its action; None where the plan has no such action.
        is_ahead: Whether nearly all of it was executed, while its action is in the last band or ND.
    """

    __repr__ = brief

    activity: Activity
    programmed: Fraction | None
    executed: Fraction | None
    progress: Fraction | None
    action: GroupResult | None
    is_ahead: bool


class Verdict(enum.StrEnum):
    """What evidence says of a value."""

    WHOLE = "completa"
    LESS = "incompleta"
    MORE = "excede"
    UNSAID = "sin cantidad"
    """It says not how much it shows, or there is no value."""


@attrs.frozen(field_transformer=freezing)
class Support:
    """
    The evidence for the value of an indicator.

    Attributes:
        result: The indicator with its value.
        evidence: What there is for the period, in the order of the texts.
        shown: How much of the value it shows; None where it does not say.
        verdict: Whether that is the value.
        files: How the file of each evidence that has one was found, by name; none where it was not looked at.
    """

    __repr__ = brief

    result: IndicatorResult
    evidence: tuple[Evidence, ...]
    shown: Fraction | None
    verdict: Verdict
    files: Mapping[str, FoundFile] = attrs.field(factory=dict, hash=False)


@attrs.frozen
class FollowedRecommendation:
    """
    A recommendation in a period.

    Attributes:
        situation: How far it was applied at the end of the period; None where nothing says so.
        movement: How the indicator that it follows moved since; None without both figures.
        commitments: The commitments that answer it.
        is_due: Whether it comes from a report before this one; else this one makes it.
    """

    __repr__ = brief

    recommendation: Recommendation
    situation: Situation | None
    movement: Movement | None
    commitments: tuple[Commitment, ...]
    is_due: bool

    @property
    def is_open(self) -> bool:
        """Whether a report before this one made it, and nothing says that it was applied or discarded."""
        return self.is_due and (self.situation is None or not self.situation.is_closed)


@attrs.frozen
class FollowedCommitment:
    """
    A commitment on a day.

    Attributes:
        situation: How far it was kept, as known on the day; None where nothing says so.
        evidence: The evidence that is to verify it; None where it names none.
        is_overdue: Whether its time is over, and nothing says that it was kept or discarded.
    """

    __repr__ = brief

    commitment: Commitment
    situation: Situation | None
    evidence: Evidence | None
    is_overdue: bool

    @property
    def is_open(self) -> bool:
        """Whether nothing says that it was kept or discarded."""
        return self.situation is None or not self.situation.is_closed


@attrs.frozen
class FollowUp:
    """
    What a plan declares beside figures, in one period.

    Attributes:
        evaluation: The plan measured for the period.
        on: The day on which commitments are looked at.
        activities: Those with a figure of the period, by action.
        supports: The evidence for the values of the period, indicator by indicator.
        without_evidence: Indicators with a value that is not zero and no evidence, where the plan has some.
        factors: Those that worked in the period.
        recommendations: Those of reports before this one, then those of this one.
        commitments: In the order of the texts.
        unexplained: Actions in the last band that no factor which hinders, and no recommendation, concerns.
        diagnostics: What was found in the data (PEI3xx).
    """

    __repr__ = brief

    evaluation: Evaluation
    on: datetime.date
    activities: tuple[FollowedActivity, ...] = ()
    supports: tuple[Support, ...] = ()
    without_evidence: tuple[str, ...] = ()
    factors: tuple[Factor, ...] = ()
    recommendations: tuple[FollowedRecommendation, ...] = ()
    commitments: tuple[FollowedCommitment, ...] = ()
    unexplained: tuple[GroupResult, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()

    @property
    def unsupported(self) -> tuple[Support, ...]:
        """The values of which evidence shows another amount."""
        return tuple(each for each in self.supports if each.verdict in {Verdict.LESS, Verdict.MORE})

    @property
    def overdue(self) -> tuple[FollowedCommitment, ...]:
        """The commitments whose time is over."""
        return tuple(each for each in self.commitments if each.is_overdue)

    @property
    def ahead(self) -> tuple[FollowedActivity, ...]:
        """The activities that are nearly done under an action that is in the last band or ND."""
        return tuple(each for each in self.activities if each.is_ahead)
