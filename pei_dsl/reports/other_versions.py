"""The other versions of a plan, measured for the years in which they held before."""

from __future__ import annotations

import contextlib
import datetime
from collections.abc import Iterator, Sequence

import attrs

from pei_dsl.data.reading import Limits, Reading
from pei_dsl.diagnostics import Diagnostic
from pei_dsl.evaluation.evaluate import evaluate
from pei_dsl.evaluation.evaluation import Evaluation
from pei_dsl.evaluation.requests import requests_of
from pei_dsl.immutable import brief
from pei_dsl.model.periods import Granularity, Period
from pei_dsl.model.plan import Plan
from pei_dsl.model.versions import Version
from pei_dsl.workspace.loaded import Loaded
from pei_dsl.workspace.verbs import reading_data
from pei_dsl.workspace.version_plans import Access, VersionPlan, version_plans


@attrs.frozen
class OtherVersion:
    """
    A version of a plan that is in a folder of its own.

    Attributes:
        version: What the plan declares of it.
        access: How its folder was found.
        years: It measured for the years before the period of the report in which it holds.
    """

    __repr__ = brief

    version: Version
    access: Access
    years: tuple[Evaluation, ...] = ()

    def of(self, year: int) -> Evaluation | None:
        """Return it measured for a year; None where it does not hold."""
        return next((each for each in self.years if each.period.year == year), None)


def other_versions(
    loaded: Loaded, period: Period, on: datetime.date | None, reading: Limits | None
) -> tuple[tuple[OtherVersion, ...], tuple[Diagnostic, ...]]:
    """
    Return the versions of a plan in folders of their own that held before, and what was found in their data.

    Args:
        loaded: The plan.
        period: That of the report.
        on: The day of the evaluation.
        reading: How to read, and which folders outside that of the plan may be read.
    """
    made: list[OtherVersion] = []
    found: list[Diagnostic] = []
    for each in version_plans(loaded, Reading.of(reading).roots):
        held = each.version.in_force
        if held is not None and held[0].year >= period.year:
            continue
        years, problems = _measured(each, period, on, reading)
        made.append(OtherVersion(each.version, each.access, years))
        found.extend(problems)
    return tuple(made), tuple(found)


def _measured(
    opened: VersionPlan, period: Period, on: datetime.date | None, reading: Limits | None
) -> tuple[tuple[Evaluation, ...], Sequence[Diagnostic]]:
    if opened.loaded is None:
        return (), ()
    plan = opened.loaded.plan
    years = [each for each in _years(plan) if each.year < period.year and _holds(opened.version, each)]
    with contextlib.ExitStack() as stack:
        requests = requests_of(plan, years, [plan.methodology])
        rows, found = stack.enter_context(reading_data(opened.loaded, requests=requests, reading=reading))
        return tuple(evaluate(plan, each, rows, plan.methodology, on) for each in years), tuple(found)


def _holds(version: Version, year: Period) -> bool:
    return version.in_force is None or version.in_force[0].year <= year.year <= version.in_force[1].year


def _years(plan: Plan) -> Iterator[Period]:
    """Yield the years that a plan has goals or registered values of, in their order."""
    found = {
        each.year
        for indicator in plan.indicators.values()
        for each in (*indicator.goals, *indicator.values)
        if each.granularity is Granularity.YEAR
    }
    yield from (Period.year_of(each) for each in sorted(found))
