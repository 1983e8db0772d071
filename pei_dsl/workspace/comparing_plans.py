"""Two plans compared, wherever they are: folders, texts, versions of a workspace, revisions of git."""

from __future__ import annotations

import contextlib
import datetime
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeAlias

import attrs

from pei_dsl.comparison import compare as comparing
from pei_dsl.comparison.compared import UNRELATED, ChangePart, Comparison
from pei_dsl.comparison.sides import AFTER, BEFORE, Side, Sides
from pei_dsl.comparison.unrelated import seem_unrelated
from pei_dsl.data.permissions import OWN
from pei_dsl.data.reading import Limits, Reading
from pei_dsl.diagnostics import Diagnostic
from pei_dsl.diagnostics.errors import RequestError
from pei_dsl.evaluation.evaluate import Data, evaluate
from pei_dsl.evaluation.requests import requests_of
from pei_dsl.model.methodology import Methodology
from pei_dsl.model.periods import Granularity, Period
from pei_dsl.model.plan import Plan
from pei_dsl.workspace.comparison_errors import ComparisonError, WhyNotCompared
from pei_dsl.workspace.data_hashes import hashes_of_both
from pei_dsl.workspace.host_figures import HostValues
from pei_dsl.workspace.host_requests import need_known, period_of
from pei_dsl.workspace.in_force import in_force
from pei_dsl.workspace.loaded import Loaded
from pei_dsl.workspace.loading import load
from pei_dsl.workspace.revisions import plan_at, revision_asked
from pei_dsl.workspace.soundness import computable
from pei_dsl.workspace.verbs import HostData, methodology_of, reading_data
from pei_dsl.workspace.version_codes import are_versions, codes_by_versions
from pei_dsl.workspace.workspace import Workspace

PlanGiven: TypeAlias = Loaded | Workspace | str | Path
"""A plan as it is, a version of a workspace, a path, or `git:REV`."""
PeriodGiven: TypeAlias = str | int | Period


@attrs.frozen
class Opened:
    """
    A plan that is compared.

    Attributes:
        loaded: The plan.
        name: What it is called.
        notes: What is to be known of how it was read.
    """

    loaded: Loaded
    name: str
    notes: tuple[tuple[str, str], ...] = ()


@contextlib.contextmanager
def opened(given: PlanGiven, beside: PlanGiven | None = None) -> Iterator[Opened]:
    """
    Give a plan to be compared, while the block runs.

    Args:
        given: The plan.
        beside: The other one, whose folder is that of a revision.

    Raises:
        ComparisonError: It is no revision that can be read.
    """
    if isinstance(given, Loaded):
        yield Opened(given, _named(given.root))
        return
    if isinstance(given, Workspace):
        yield Opened(given.loaded, _named(given.root))
        return
    revision = revision_asked(str(given))
    if revision is None:
        yield Opened(load(given), str(given))
        return
    with plan_at(revision, _folder(beside), OWN) as found:
        notes = (("elsewhere", ", ".join(found.elsewhere)),) if found.elsewhere else ()
        yield Opened(found.loaded, str(given), notes)


def _named(root: Path | None) -> str:
    return "" if root is None else str(root)


def _folder(beside: PlanGiven | None) -> Path:
    match beside:
        case Loaded() | Workspace():
            return beside.root or Path()
        case str() | Path() if revision_asked(str(beside)) is None:
            return Path(beside)
        case _:
            return Path()


def compare(
    before: PlanGiven,
    after: PlanGiven | None = None,
    period: PeriodGiven | Sequence[PeriodGiven] | None = None,
    *,
    methodology: str | Sequence[str | None] | None = None,
    renamed: Mapping[str, str] | None = None,
    order: Sequence[str] = (),
    in_force_on: datetime.date | Sequence[datetime.date | None] | None = None,
    data: HostData | None = None,
    values: HostValues | None = None,
    beside: PlanGiven | None = None,
    reading: Limits | None = None,
) -> Comparison:
    """
    Return what changed between two plans, or in one between two periods or by two methodologies.

    Every figure that moved says exactly what each change explains of it; the parts add up to the difference.

        >>> import pei_dsl
        >>> text = '''
        ... plan "PEI"
        ...   periodo: 2024 a 2024
        ... objetivo OEI.01 "Salud"
        ... indicador IND.01.OEI.01 "Número de controles"
        ...   unidad: número de controles
        ...   sentido: ascendente
        ...   logros: 2024: 80
        ...   valores: 2024: 60
        ... '''
        >>> before = pei_dsl.Workspace.of({"plan.pei": text})
        >>> after = before.with_text("plan.pei", text.replace("80", "75"))
        >>> moved = [each for each in pei_dsl.compare(before, after, 2024).moved if each.code == "OEI.01"][0]
        >>> str(moved.difference), [(str(each.part), each.code, str(each.amount)) for each in moved.shares]
        ('5', [('logro', 'IND.01.OEI.01', '5')])

    Args:
        before, after: Loaded plans, versions of a workspace, paths, or `git:REV`: the folder of the other
            one, or the current one, as git keeps it.  None as the later: the same plan.
        period: The period, or that of each; None: the last year in which both have a figure.
        methodology: Its name, or that of each; None for that of the plan.
        renamed: The code that the earlier plan has for what the later one calls otherwise, by the later one.
        order: The kinds of changes, in the order in which they are to be read one after another; () for the
            mean of all orders, which prefers none.
        in_force_on: The day on which both stood as they are compared, or that of each; None: as they are.
            Where another version held that is in a folder of its own, it is the plan of that folder.
        beside: The plan whose folder is that of a revision; None: that of the other one.
        data, values: Rows and registered values for both, as `evaluate` takes them.
        reading: How to read.

    Raises:
        PlanError: One of both has errors, or an act that changed it cannot be undone.
        RequestError: There is no such period, methodology or kind of change.
        ComparisonError: They cannot be compared: a revision cannot be read, a period is not of both, they
            have no code in common.
    """
    with contextlib.ExitStack() as stack:
        one = stack.enter_context(opened(before, beside or after))
        other = one if after is None else stack.enter_context(opened(after, beside or before))
        days: tuple[datetime.date | None, datetime.date | None] = _of_each(in_force_on, "days")
        if any(days):
            roots = Reading.of(reading).roots
            one, other = (_on_day(*each, roots) for each in zip((one, other), days, strict=True))
        parts = parts_of(order)
        when: tuple[PeriodGiven | None, PeriodGiven | None] = _of_each(period, "periods")
        methods: tuple[str | None, str | None] = _of_each(methodology, "methodologies")
        codes = {**codes_by_versions(one.loaded, other.loaded), **(renamed or {})}
        request = _Request(one, other, data, values, reading, codes)
        return request.compared(when, methods, parts)


def _on_day(plan: Opened, day: datetime.date | None, roots: Sequence[Path]) -> Opened:
    """Return the plan that was in force on a day, which its name says."""
    if day is None:
        return plan
    return attrs.evolve(plan, loaded=in_force(plan.loaded, day, roots), name=f"{plan.name} ({day})".strip())


def parts_of(order: Sequence[str]) -> tuple[ChangePart, ...]:
    """
    Return the kinds of changes that are called so.

    Raises:
        RequestError: One is none of them.
    """
    known = [str(each) for each in ChangePart]
    for each in order:
        need_known("change", each, known)
    return tuple(ChangePart(each) for each in order)


def _of_each(given: Any, what: str) -> tuple[Any, Any]:  # noqa: ANN401  (a period, a name, or two of them)
    """Return what is given for each plan; what is given once is for both."""
    if isinstance(given, list | tuple):
        if len(given) == 1:
            return given[0], given[0]
        if len(given) == 2:
            return given[0], given[1]
        raise RequestError("of_each", what=what, count=len(given))
    return given, given


@attrs.frozen
class _Request:
    """What is compared, and how it is read."""

    before: Opened
    after: Opened
    data: HostData | None
    values: HostValues | None
    reading: Limits | None
    renamed: Mapping[str, str]

    def compared(
        self,
        when: tuple[PeriodGiven | None, PeriodGiven | None],
        methods: tuple[str | None, str | None],
        order: tuple[ChangePart, ...],
    ) -> Comparison:
        plans = [computable(each.loaded) for each in self._both]
        profiles = [methodology_of(each.loaded, name) for each, name in zip(self._both, methods, strict=True)]
        _need_common(plans[BEFORE], plans[AFTER], self.renamed)
        asked = [
            None if each is None else _within(plan, each) for plan, each in zip(plans, when, strict=True)
        ]
        with contextlib.ExitStack() as stack:
            rows, found = self._read(stack, plans, asked, profiles)
            if asked[BEFORE] is None or asked[AFTER] is None:
                last = _last_measured(plans, rows, profiles)
                asked = [each or last for each in asked]
            before, after = self._sides(plans, asked, rows, profiles)
            sides = Sides(before, after, self.renamed)
            made = comparing.compare(sides, self._hashes(), order)
        notes = dict.fromkeys((*self.before.notes, *self.after.notes, *self._unrelated()))
        return attrs.evolve(
            made,
            names=(self.before.name, self.after.name),
            notes=tuple(notes),
            diagnostics=tuple(found),
        )

    @property
    def _both(self) -> tuple[Opened, Opened]:
        return self.before, self.after

    @property
    def _is_one(self) -> bool:
        return self.before.loaded is self.after.loaded

    def _read(
        self,
        stack: contextlib.ExitStack,
        plans: Sequence[Plan],
        asked: Sequence[Period | None],
        profiles: Sequence[Methodology],
    ) -> tuple[list[Data], list[Diagnostic]]:
        rows: list[Data] = []
        found: list[Diagnostic] = []
        periods = [each for each in asked if each is not None]
        for opened_, plan in zip(self._both, plans, strict=True):
            if rows and self._is_one:
                return [*rows, *rows], found
            requests = requests_of(plan, periods, profiles)
            entered = reading_data(opened_.loaded, self.data, self.values, requests, self.reading)
            read, problems = stack.enter_context(entered)
            rows.append(read)
            found.extend(problems)
        return rows, [*dict.fromkeys(found)]

    def _sides(
        self,
        plans: Sequence[Plan],
        asked: Sequence[Period | None],
        rows: Sequence[Data],
        profiles: Sequence[Methodology],
    ) -> Iterator[Side]:
        for plan, period, read, profile in zip(plans, asked, rows, profiles, strict=True):
            assert period is not None
            yield Side(plan, period, read, profile)

    def _unrelated(self) -> Iterator[tuple[str, str]]:
        """Yield a note where both seem to be no versions of one plan; those of one folder always are."""
        one, other = (each.loaded for each in self._both)
        is_revision = any(revision_asked(each.name) is not None for each in self._both)
        if is_revision or (one.root is not None and one.root == other.root) or are_versions(one, other):
            return
        code = seem_unrelated(one.plan, other.plan, self.renamed)
        if code:
            yield UNRELATED, code

    def _hashes(self) -> tuple[dict[str, str], dict[str, str]]:
        if self._is_one:
            return {}, {}
        roots = Reading.of(self.reading).roots
        return hashes_of_both(self.before.loaded, self.after.loaded, self.data or {}, roots)


def _need_common(before: Plan, after: Plan, renamed: Mapping[str, str]) -> None:
    for plan, codes, lacks in (
        (after, renamed, WhyNotCompared.NOT_IN_AFTER),
        (before, renamed.values(), WhyNotCompared.NOT_IN_BEFORE),
    ):
        for code in codes:
            if code not in plan.indicators and code not in plan.groups:
                raise ComparisonError(lacks, code=code[:80])
    common = {*before.indicators, *before.groups} & {*after.indicators, *after.groups}
    if not common and not renamed:
        raise ComparisonError(WhyNotCompared.OTHER_PLAN)


def _within(plan: Plan, given: PeriodGiven) -> Period:
    period = period_of(given)
    if not plan.contains(period):
        assert plan.period is not None
        first, last = (str(each) for each in plan.period)
        raise ComparisonError(WhyNotCompared.OUTSIDE, period=str(period), first=first, last=last)
    return period


def _last_measured(plans: Sequence[Plan], rows: Sequence[Data], profiles: Sequence[Methodology]) -> Period:
    """Return the last year in which both plans have the alcance of an indicator."""
    years = sorted(set.intersection(*({*_years(plan)} for plan in plans)), reverse=True)
    for year in years:
        period = Period.year_of(year)
        measured = (
            evaluate(plan, period, read, profile)
            for plan, read, profile in zip(plans, rows, profiles, strict=True)
        )
        if all(any(each.absence is None for each in found.indicators.values()) for found in measured):
            return period
    raise ComparisonError(WhyNotCompared.NO_YEAR)


def _years(plan: Plan) -> Iterator[int]:
    for indicator in plan.indicators.values():
        for period in indicator.goals:
            if period.granularity is Granularity.YEAR and plan.contains(period):
                yield period.year
