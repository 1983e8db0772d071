"""
What a report tells beside figures: activities, evidence, factors, recommendations and commitments.

None of it enters arithmetic, and none of it is owed.  A plan follows up what it declares.
"""

from __future__ import annotations

import datetime
import enum
from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import TypeAlias

import attrs

from pei_dsl.immutable import brief, freezing
from pei_dsl.model.figure import Figure, Place, declared_place
from pei_dsl.model.periods import Period
from pei_dsl.model.units import Unit


class Situation(enum.StrEnum):
    """How far a recommendation was applied, or a commitment kept."""

    APPLIED = "aplicada"
    IN_PROGRESS = "en proceso"
    NOT_APPLIED = "no aplicada"
    DISCARDED = "descartada"

    @property
    def is_closed(self) -> bool:
        """Whether nothing more is to be done about it."""
        return self in {Situation.APPLIED, Situation.DISCARDED}


@attrs.frozen(field_transformer=freezing)
class Activity:
    """
    An activity or investment of the operational plan (POI), under an action.

    Attributes:
        name: As plans refer to it: the code of the POI, or a name.
        action: The code of its action.
        investment: The code of the investment (CUI), where it is one.
        unit: What its physical goal counts.
        programmed, executed: Its physical goal and what was done of it, by period.
        responsible, description: Texts.
    """

    __repr__ = brief

    name: str
    title: str = ""
    action: str = ""
    investment: str = ""
    unit: Unit | None = None
    programmed: Mapping[Period, Figure] = attrs.field(factory=dict, hash=False)
    executed: Mapping[Period, Figure] = attrs.field(factory=dict, hash=False)
    responsible: str = ""
    description: str = ""
    documentation: str = ""
    declared_at: Place = declared_place()

    def progress(self, period: Period) -> Fraction | None:
        """Return which part of its goal of `period` was executed; None without both, or where it is zero."""
        programmed, executed = (
            figures[period].value if period in figures else None
            for figures in (self.programmed, self.executed)
        )
        if not isinstance(programmed, Fraction) or not isinstance(executed, Fraction) or programmed <= 0:
            return None
        return executed / programmed


@attrs.frozen
class Evidence:
    """
    Something that shows that a value was reached.

    Attributes:
        name: As plans refer to it.
        indicator: The code of the indicator.
        period: The period of the value.
        date: The day that the evidence is of, or None.
        supports: How much of the value it shows, in the indicator's unit; None where it says nothing.
        file: Its file, relative to the folder of the plan's text; "" for none.
        fingerprint: `sha256` and the digits that the file had when it was looked at, or "".
        travels: `no` where its file may not leave the machine; else "".
        folder: Folder of the declaring text, relative to the workspace.
    """

    __repr__ = brief

    name: str
    title: str = ""
    indicator: str = ""
    period: Period | None = None
    date: datetime.date | None = None
    supports: Figure | None = None
    file: str = ""
    fingerprint: str = ""
    travels: str = ""
    responsible: str = ""
    description: str = ""
    folder: str = ""
    documentation: str = ""
    declared_at: Place = declared_place()

    def is_for(self, period: Period) -> bool:
        """
        Tell whether it is evidence for the value of `period`.

        Evidence of a year counts for the semester in which its day lies, and that of a semester for its year.
        """
        if self.period is None:
            return False
        if period.contains(self.period):
            return True
        day = self.date
        return day is not None and self.period.contains(period) and period.start <= day <= period.end


@attrs.frozen
class Factor:
    """
    What helped or hindered.

    Attributes:
        name: As plans refer to it.
        period: First and last period in which it worked, or None for always.
        origin: `interno`, `externo`, or "" where nothing says so.
        effect: `favorece`, `dificulta`, or "".
        affects: The codes of objectives, actions and indicators.
        told_by: Who says so.
    """

    __repr__ = brief

    name: str
    title: str = ""
    period: tuple[Period, Period] | None = None
    origin: str = ""
    effect: str = ""
    affects: tuple[str, ...] = ()
    told_by: tuple[str, ...] = ()
    description: str = ""
    documentation: str = ""
    declared_at: Place = declared_place()

    def works_in(self, period: Period) -> bool:
        """Tell whether it worked in some part of `period`."""
        if self.period is None:
            return True
        first, last = self.period
        return first.start <= period.end and period.start <= last.end


@attrs.frozen(field_transformer=freezing)
class Recommendation:
    """
    What a report recommends.

    Attributes:
        code: `REC.2024.S1.03`.
        report: The report that recommends it.
        period: The period that the report is about, or None.
        addresses: The codes of the objectives, actions and indicators that it is for.
        follows: The code of the indicator that shows whether it worked, or "".
        situations: How far it was applied, by period.
    """

    __repr__ = brief

    code: str
    title: str = ""
    report: str = ""
    period: Period | None = None
    addresses: tuple[str, ...] = ()
    follows: str = ""
    situations: Mapping[Period, Situation] = attrs.field(factory=dict, hash=False)
    responsible: str = ""
    description: str = ""
    documentation: str = ""
    declared_at: Place = declared_place()

    def is_due(self, period: Period) -> bool:
        """Tell whether a report on `period` comes after the one that recommends it."""
        return self.period is None or self.period.end < period.end

    def situation(self, period: Period) -> Situation | None:
        """Return how far it was applied at the end of `period`, or None where nothing says so."""
        return _last(self.situations, [each for each in self.situations if each.end <= period.end])


@attrs.frozen(field_transformer=freezing)
class Commitment:
    """
    What somebody promised to do by a day.

    Attributes:
        code: `COM.01`.
        answers: The codes of the recommendations that it answers.
        deadline: The period by whose end it is to be done, or None.
        means: How it will be verified: the name of an evidence, or a text.
        situations: How far it was kept, by period.
    """

    __repr__ = brief

    code: str
    title: str = ""
    answers: tuple[str, ...] = ()
    responsible: str = ""
    deadline: Period | None = None
    means: str = ""
    situations: Mapping[Period, Situation] = attrs.field(factory=dict, hash=False)
    description: str = ""
    documentation: str = ""
    declared_at: Place = declared_place()

    def situation(self, day: datetime.date) -> Situation | None:
        """Return how far it was kept, as known on `day`; None where nothing says so."""
        return _last(self.situations, [each for each in self.situations if each.start <= day])

    def is_overdue(self, day: datetime.date) -> bool:
        """Tell whether its time is over on `day`, and nothing says that it was kept or discarded."""
        if self.deadline is None or day <= self.deadline.end:
            return False
        known = self.situation(day)
        return known is None or not known.is_closed


FollowedUp: TypeAlias = Activity | Evidence | Factor | Recommendation | Commitment


def _last(situations: Mapping[Period, Situation], known: Iterable[Period]) -> Situation | None:
    """Return the situation of the last of the `known` periods, or None without any."""
    found = max(known, key=lambda each: (each.end, each.start), default=None)
    return situations[found] if found is not None else None


def supported(evidence: Iterable[Evidence], unit: Unit) -> Fraction | None:
    """
    Return how much of a value several pieces of evidence show; None where none says how much.

    Counts and amounts add up.  Parts of a percentage, rate or index do not: there the one that shows most
    counts.
    """
    shown = [
        each.supports.value
        for each in evidence
        if each.supports is not None and isinstance(each.supports.value, Fraction)
    ]
    if not shown:
        return None
    return sum(shown, Fraction(0)) if unit.counts else max(shown)
