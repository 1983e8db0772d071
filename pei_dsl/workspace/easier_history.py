"""What the history of a plan in git made easier after its period had begun, commit by commit."""

from __future__ import annotations

import contextlib
import datetime
import itertools
from collections.abc import Iterator, Sequence
from pathlib import Path

import attrs

from pei_dsl.comparison.compared import MadeEasier
from pei_dsl.comparison.declared_acts import undeclared
from pei_dsl.comparison.movements import Movements
from pei_dsl.comparison.sides import Side, Sides
from pei_dsl.data.reading import Limits
from pei_dsl.evaluation.evaluate import Data
from pei_dsl.model.periods import Period
from pei_dsl.workspace.loaded import Loaded
from pei_dsl.workspace.revisions import Revision, commits_since, plan_at
from pei_dsl.workspace.verbs import reading_data


def easier_since(first: str, last: str, path: Path, reading: Limits | None = None) -> tuple[MadeEasier, ...]:
    """
    Return what the commits after `first`, up to `last`, made easier in years that had begun by their day.

    A commit whose plan has errors is passed over: what it changed is seen in the next one that has none.
    What a `cambio` of the last one declares is no matter.

    Args:
        first, last: Commits.
        path: The plan.
        reading: How to read its data.

    Raises:
        ComparisonError: There is no git, no repository, or no such commit.
    """
    found: list[MadeEasier] = []
    with contextlib.ExitStack() as kept:
        plans: list[tuple[Revision, str]] = []
        for commit, day in [(first, ""), *commits_since(first, path, last)]:
            revision = kept.enter_context(plan_at(commit, path))
            if not revision.loaded.errors:
                plans.append((revision, day))
        for (before, _), (after, day) in itertools.pairwise(plans):
            when = datetime.date.fromisoformat(day)
            eased = _easier(before.loaded, after.loaded, when, reading)
            found.extend(attrs.evolve(each, day=when, revision=after.commit) for each in eased)
        # An act may be declared in the commit that changes the plan, or in a later one.
        return undeclared(found, plans[-1][0].loaded.plan) if plans else ()


def _easier(
    before: Loaded, after: Loaded, day: datetime.date, reading: Limits | None
) -> Iterator[MadeEasier]:
    if before.plan == after.plan:
        return
    with (
        reading_data(before, reading=reading) as (one, _),
        reading_data(after, reading=reading) as (other, _),
    ):
        for year in _begun([before, after], day):
            yield from Movements(_sides(before, after, (one, other), year)).easier()


def _sides(before: Loaded, after: Loaded, rows: tuple[Data, Data], year: Period) -> Sides:
    one, other = (
        Side(loaded.plan, year, read, loaded.plan.methodology)
        for loaded, read in zip((before, after), rows, strict=True)
    )
    return Sides(one, other)


def _begun(plans: Sequence[Loaded], day: datetime.date) -> list[Period]:
    """Return the years of both plans that had begun by `day`."""
    years = [
        {goal.year for indicator in each.plan.indicators.values() for goal in indicator.goals}
        for each in plans
    ]
    periods = [Period.year_of(year) for year in sorted(set.intersection(*years))]
    return [each for each in periods if each.start <= day and all(of.plan.contains(each) for of in plans)]
