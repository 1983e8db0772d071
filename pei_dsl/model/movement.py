"""How the indicator that a recommendation follows moved since: between which figures, and which way."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from fractions import Fraction

import attrs

from pei_dsl.immutable import brief
from pei_dsl.model.follow_up import Recommendation
from pei_dsl.model.periods import Period
from pei_dsl.model.plan import Direction, Indicator


class Course(enum.StrEnum):
    """Which way an indicator moved."""

    BETTER = "mejora"
    WORSE = "empeora"
    SAME = "igual"
    UNCLEAR = "no comparable"
    """The figures are of periods of different length, or no direction is the good one."""


@attrs.frozen
class Movement:
    """
    Two figures of an indicator.

    Attributes:
        since, until: The periods of the figures.
        before, after: The figures, exact.
        course: Which way that is.
    """

    __repr__ = brief

    since: Period
    until: Period
    before: Fraction
    after: Fraction
    course: Course


def movement(
    recommendation: Recommendation, indicator: Indicator, values: Mapping[Period, Fraction], period: Period
) -> Movement | None:
    """
    Return how `indicator` moved from the report that recommends to `period`; None without both figures.

    A recommendation without a period is measured from the same stretch of time before.  A count of six
    months is not compared with one of a year: more is counted in a year, whatever was done.
    """
    since = recommendation.period or period.earlier(1)
    if since is None or since not in values or period not in values or since.end >= period.end:
        return None
    before, after = values[since], values[period]
    alike = since.granularity is period.granularity or not indicator.unit.counts
    return Movement(since, period, before, after, _course(indicator, before, after, alike=alike))


def _course(indicator: Indicator, before: Fraction, after: Fraction, *, alike: bool) -> Course:
    if not alike or indicator.direction is Direction.UNDEFINED:
        return Course.UNCLEAR
    if before == after:
        return Course.SAME
    rises = after > before
    return Course.BETTER if rises == (indicator.direction is Direction.ASCENDING) else Course.WORSE
