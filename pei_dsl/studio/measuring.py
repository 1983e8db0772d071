"""Which figures the page shows: of which period, the last good ones where the text errs, those saved."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator

import attrs

from pei_dsl.data.readers.held_databases import HeldDatabases
from pei_dsl.diagnostics.errors import PlanError, RequestError
from pei_dsl.evaluation.evaluation import Evaluation
from pei_dsl.evaluation.results import GroupResult, IndicatorResult
from pei_dsl.model.absence import Absence
from pei_dsl.model.periods import Period
from pei_dsl.model.plan import Plan
from pei_dsl.workspace.verbs import Measured
from pei_dsl.workspace.workspace import Workspace

# A plan of no declared period is looked for figures in so many years at most.
_MOST_YEARS = 30


@attrs.frozen
class Figures:
    """
    What the page shows of a plan that was measured.

    Attributes:
        measured: The evaluation, and what was found in the data.
        at: When it was sound last; None: it is that of the text as it is.
    """

    measured: Measured
    at: datetime.datetime | None = None

    @property
    def evaluation(self) -> Evaluation:
        """The evaluation."""
        return self.measured.evaluation


@attrs.define
class Measuring:
    """
    The figures of a plan, now and as it was saved.

    Attributes:
        clock: Tells the time.
        period, methodology: What is asked for; None for what the plan suggests.
    """

    clock: Callable[[], datetime.datetime]
    period: Period | None = None
    methodology: str | None = None
    _good: Figures | None = None
    _good_at: datetime.datetime | None = None
    _saved: Workspace | None = None
    _saved_figures: tuple[Period, str | None, Evaluation] | None = None

    def keep_saved(self, workspace: Workspace) -> None:
        """Take `workspace` for the saved state, which figures are compared with."""
        self._saved, self._saved_figures = workspace.apart(), None

    def tell_saved(self, databases: HeldDatabases) -> None:
        """Let the saved state rest on what databases answered, as the text of now does."""
        if self._saved is not None:
            self.keep_saved(self._saved.told_by(databases))

    def ask(self, period: Period | None, methodology: str | None) -> None:
        """Measure another period, or in another way, from now on."""
        self.period, self.methodology = period, methodology
        self._good = None

    def figures(self, workspace: Workspace) -> Figures | None:
        """
        Return the figures of `workspace`, or the last good ones; None where nothing can be measured at all.

        What was never sound since it was opened is measured as far as no error touches it.
        """
        period = self.shown_period(workspace)
        try:
            measured = workspace.evaluation(period, methodology=self._known(workspace.plan))
        except PlanError:
            if self._good is not None:
                return attrs.evolve(self._good, at=self._good_at)
            return self._partial(workspace, period)
        except RequestError:
            return None
        self._good, self._good_at = Figures(measured), self.clock()
        return self._good

    def _partial(self, workspace: Workspace, period: Period) -> Figures | None:
        try:
            return Figures(
                workspace.evaluation(period, methodology=self._known(workspace.plan), partial=True)
            )
        except RequestError:
            return None

    def saved(self, workspace: Workspace) -> Evaluation | None:
        """Return the figures of the saved state, for the period that `workspace` is measured for."""
        if self._saved is None:
            return None
        try:
            asked = self.shown_period(workspace), self.methodology
            if self._saved_figures is None or self._saved_figures[:2] != asked:
                # As long as nothing was written, the saved state is that of now: it need not be read again.
                same = workspace if workspace.sources == self._saved.sources else self._saved
                methodology = self._known(same.plan)
                found = same.evaluation(asked[0], methodology=methodology, partial=True).evaluation
                self._saved_figures = (*asked, found)
            return self._saved_figures[2]
        except RequestError:
            return None

    def _known(self, plan: Plan) -> str | None:
        return self.methodology if self.methodology in plan.methodologies else None

    # ---- Periods

    def shown_period(self, workspace: Workspace) -> Period:
        """Return the period that is measured: the one asked for, or the last that has figures."""
        if self.period is None or not workspace.plan.contains(self.period):
            self.period = last_with_figures(workspace)
        return self.period


def periods(plan: Plan) -> list[Period]:
    """Return the years of a plan, and the shorter periods that it has figures of."""
    found = {*_years(plan)}
    for indicator in plan.indicators.values():
        found |= {each for each in (*indicator.goals, *indicator.values) if plan.contains(each)}
    return sorted(found, key=lambda each: (each.year, str(each)))


def _years(plan: Plan) -> Iterator[Period]:
    if plan.period is not None:
        first, last = plan.period
        for year in range(first.year, min(last.year, first.year + _MOST_YEARS) + 1):
            yield Period.year_of(year)


def last_with_figures(workspace: Workspace) -> Period:
    """Return the last year in which an indicator has a value; the first of the plan where none has."""
    plan = workspace.plan
    known = [each for each in periods(plan) if str(each) == str(each.year)]
    for period in reversed(known):
        try:
            found = workspace.evaluation(period, partial=True).evaluation
        except RequestError:
            continue
        if any(not isinstance(each.value, Absence) for each in found.indicators.values()):
            return period
    return known[0] if known else Period.year_of(2025)


def result_of(evaluation: Evaluation, code: str) -> IndicatorResult | GroupResult | None:
    """Return the result of `code`, of an indicator or a group."""
    return evaluation.indicators.get(code) or evaluation.groups.get(code)
