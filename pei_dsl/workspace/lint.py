"""Warnings of a workspace: what lints find in its plan and data, and what settings and comments do to it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any, TypeAlias

from pei_dsl.analysis.lints.all_lints import RESTING_ON_DATA, WARNINGS, run
from pei_dsl.analysis.lints.known_comments import KnownComments
from pei_dsl.analysis.lints.silencing import silence
from pei_dsl.analysis.lints.subject import NotLookedAt, Readings, RegisterTitle, Subject, Unread
from pei_dsl.analysis.lints.thresholds import Thresholds
from pei_dsl.data.contract.date_doubts import IN_ONE_FORM, IN_SEVERAL
from pei_dsl.data.evidence_files import FoundFile, found_files
from pei_dsl.data.held_registers import HeldRegisters
from pei_dsl.data.readers.gate import read_table
from pei_dsl.data.readers.locating import locate
from pei_dsl.data.registers import read_titles
from pei_dsl.data.source_findings import Findings
from pei_dsl.data.table import Table
from pei_dsl.diagnostics import Diagnostic, Severity
from pei_dsl.evaluation.evaluate import Data, formulas_of
from pei_dsl.model.periods import Period
from pei_dsl.model.plan import DataSource, Figure, Plan
from pei_dsl.syntax import tree
from pei_dsl.workspace.latest_standings import latest_standings
from pei_dsl.workspace.settings import Settings

ReadRows: TypeAlias = Callable[[DataSource], tuple[Table, list[Diagnostic]]]

MEGABYTE = 2**20
# So many rows of a large file tell in which form its dates are.
FIRST_ROWS = 200
# Reading a megabyte of rows takes about as long as looking at so many rows again for the aggregates.
VISITS_PER_MEGABYTE = 500_000


def with_warnings(
    found: Sequence[Diagnostic],
    plan: Plan,
    files: Sequence[tree.File],
    settings: Settings,
    read_data: Callable[[], Readings],
    go_on: Callable[[], None] = lambda: None,
    comments: KnownComments[Any] | None = None,
) -> list[Diagnostic]:
    """
    Return `found` with all warnings, as `settings` weigh them, without those that comments allow.

    Lints look at a plan without errors only: what they would say of half a plan is noise.
    `read_data` gives what the data say; it is called for such a plan.
    `go_on` is asked again and again; what it raises ends the work.
    `comments` is what was read of the comments of earlier versions of the texts.
    """
    wrong = any(each.severity is Severity.ERROR and not each.code.startswith("PEI3") for each in found)
    readings = Readings() if wrong else read_data()
    linted: list[Diagnostic] = []
    if not wrong:
        subject = Subject(plan, tuple(files), settings.thresholds, readings)
        linted = run(subject, go_on)
    weighed = [one for each in (*found, *linted) if (one := settings.apply(each)) is not None]
    undecided = frozenset(WARNINGS) if wrong else settings.off
    if not readings.complete:
        undecided |= RESTING_ON_DATA
    return sorted(silence(weighed, files, undecided=undecided, known=comments), key=_in_order)


def _in_order(finding: Diagnostic) -> tuple[bool, tuple[str, int], str]:
    """Order findings as the texts are read; those about data files come last."""
    return finding.code.startswith("PEI3"), finding.place, finding.code


def of_rows(plan: Plan, data: Data, evidence: Mapping[str, FoundFile]) -> Readings:
    """Return what rows and registered values say that a host hands over, and the files of `evidence`."""
    tables = {name: table for name, table in data.tables.items() if isinstance(table, Table)}
    complete = len(tables) == len(plan.sources) and all(each.unusable is None for each in tables.values())
    computed = _computed(plan, data)
    return Readings(
        tables,
        data.registered,
        computed,
        complete=complete,
        evidence=evidence,
        standings=latest_standings(plan, Data(tables, data.registered), computed),
    )


def of_files(
    plan: Plan,
    root: Path | None,
    thresholds: Thresholds,
    read: ReadRows,
    registers: HeldRegisters,
    roots: Sequence[Path] = (),
    told: Sequence[Diagnostic] = (),
    go_on: Callable[[], None] = lambda: None,
) -> Readings:
    """
    Return what the data of `plan` say, as far as its files are there, in order and not too large.

    `read` gives the rows of a source, and what is wrong with them; `registers` reads registered values.
    Of other sources it is noted why they were not looked at, unless one of the findings `told` says so.
    `go_on` is asked again and again; what it raises ends the work.
    """
    if root is None:
        return Readings(complete=not (plan.sources or plan.registers or plan.file_owners))
    found = dict(_tables(plan, root, thresholds, read, roots, told))
    tables = {name: each for name, each in found.items() if isinstance(each, Table)}
    unread = {name: each for name, each in found.items() if isinstance(each, NotLookedAt)}
    registered: dict[str, dict[Period, Figure]] = {}
    titles: list[RegisterTitle] = []
    broken = False
    for register in plan.registers:
        go_on()
        figures, problems = registers.read(register, root, plan.indicators, roots)
        broken |= bool(problems)
        for code, by_period in figures.items():
            registered.setdefault(code, {}).update(by_period)
        titles.extend(RegisterTitle(*each) for each in read_titles(register, root))
    data = Data(tables, registered)
    affordable = _visits(plan, tables) <= thresholds.data_megabytes * VISITS_PER_MEGABYTE
    computed = _computed(plan, data, go_on) if affordable else {}
    complete = not broken and affordable and len(tables) == len(plan.sources)
    return Readings(
        tables,
        registered,
        computed,
        tuple(titles),
        complete,
        unread,
        found_files(plan.evidence, root, roots),
        too_many_visits=not affordable,
        standings=latest_standings(plan, data, computed) if affordable and not broken else None,
    )


def _tables(
    plan: Plan,
    root: Path,
    thresholds: Thresholds,
    read: ReadRows,
    roots: Sequence[Path],
    told: Sequence[Diagnostic],
) -> Iterable[tuple[str, Table | NotLookedAt]]:
    """Yield the rows of each source by its name, or why they were not looked at."""
    for name, source in plan.sources.items():
        if source.connection:
            yield name, NotLookedAt(Unread.DATABASE)
            continue
        located = locate(source, root, Findings(source.file), roots) if source.file else None
        if located is None:
            continue  # it was reported that the file is not there
        if sum(file.path.stat().st_size for file in located.files) > thresholds.data_megabytes * MEGABYTE:
            dates = _of_dates(read_table(source, root, roots, first=FIRST_ROWS)[1])
            yield name, NotLookedAt(Unread.LARGE, dates=dates)
            continue
        table, problems = read(source)
        if table.unusable is None:
            yield name, table
        elif not problems:
            yield name, NotLookedAt(Unread.ENGINE)
        elif not any(each in told for each in problems):
            count = sum(_count(each) for each in problems)
            place = str(problems[0].location)
            yield name, NotLookedAt(Unread.BROKEN, count, place, _of_dates(problems))


def _of_dates(problems: Sequence[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Return those of the findings about data that propose a format for a column of dates."""
    return tuple(each for each in problems if each.variant in {IN_ONE_FORM, IN_SEVERAL})


def _count(finding: Diagnostic) -> int:
    """Return how many findings one stands for."""
    return int(str(finding.params["count"])) if finding.code == "PEI311" else finding.times


def _visits(plan: Plan, tables: Mapping[str, Table]) -> int:
    """Return how many rows the aggregates of `plan` look at, all its goals' periods together."""
    periods = {when for indicator in plan.indicators.values() for when in indicator.goals}
    rows = sum(len(tables[node.source].rows) for _, node in Subject(plan).aggregates if node.source in tables)
    return rows * len(periods)


def _computed(
    plan: Plan, data: Data, go_on: Callable[[], None] = lambda: None
) -> Mapping[str, Mapping[Period, Fraction]]:
    """Return what the formulas give for every period with a goal or a registered value."""
    formulas = formulas_of(plan, data, plan.methodology)
    found: dict[str, dict[Period, Fraction]] = {}
    for code, indicator in plan.indicators.items():
        if indicator.formula is None:
            continue
        for when in sorted({*indicator.goals, *indicator.values, *data.registered.get(code, {})}):
            go_on()
            value = formulas.of_formula(code, when)
            if isinstance(value, Fraction):
                found.setdefault(code, {})[when] = value
    return found
