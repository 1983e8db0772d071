"""The years of an indicator across versions of its plan, and where what is before cannot be compared."""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Iterator, Sequence
from fractions import Fraction

import attrs

from pei_dsl.evaluation.evaluation import Evaluation
from pei_dsl.evaluation.results import IndicatorResult
from pei_dsl.model.absence import Absence
from pei_dsl.model.dependencies import dependencies
from pei_dsl.model.keys import KeyKind, is_kind, key_of, last_name
from pei_dsl.model.plan import Indicator, Plan
from pei_dsl.model.versions import Amendment, Version, versions_on
from pei_dsl.reports.other_versions import OtherVersion

# What of an indicator says what its figures are of.
DEFINING = ("unit", "direction", "formula")


@attrs.frozen
class SeriesYear:
    """
    A year of an indicator.

    Attributes:
        year: Which.
        plan: The plan that it is from.
        result: What it came to; None where no version has the year.
        version: The version in a folder of its own that it is from; None for the plan itself.
        held: Which version of the plan itself held then; None where it declares none.
    """

    year: int
    plan: Plan
    result: IndicatorResult | None
    version: Version | None = None
    held: Version | None = None

    @property
    def is_known(self) -> bool:
        """Whether it has a value."""
        return self.result is not None and isinstance(self.result.entering, Fraction)


@attrs.frozen
class Passage:
    """
    Where a series passes from one version to another, or an act changed what its figures are of.

    Attributes:
        before, after: The years on both sides.
        changed: Which of `DEFINING` is another; () where both sides can be compared.
        act: The act that did it; None where the version changed.
    """

    before: SeriesYear
    after: SeriesYear
    changed: tuple[str, ...] = ()
    act: Amendment | None = None


def series_years(
    indicator: Indicator, plan: Plan, measured: Sequence[Evaluation], versions: Sequence[OtherVersion]
) -> tuple[SeriesYear, ...]:
    """
    Return the years of an indicator up to that of the report, from the first with a value.

    A year is from the plan itself where that says anything of it, and else from the version that held then,
    if that has something equivalent.  Years that no version has stand there without a result.

    Args:
        indicator: The indicator.
        plan: Its plan.
        measured: The plan measured for the years up to that of the report.
        versions: Other versions of the plan that held before.
    """
    code = indicator.code
    own = {each.period.year: each.indicators[code] for each in measured}
    found = {year: SeriesYear(year, plan, result) for year, result in own.items()}
    found |= {each.year: each for each in _of_versions(versions, code) if not _says(own.get(each.year))}
    first = min((year for year, each in found.items() if each.is_known), default=None)
    if first is None:
        return ()
    years = (found.get(year) or SeriesYear(year, plan, None) for year in range(first, max(found) + 1))
    return tuple(
        attrs.evolve(each, held=None if each.version is not None else _held(plan, each.year))
        for each in years
    )


def passages(years: Sequence[SeriesYear]) -> tuple[Passage, ...]:
    """Return where a series passes from one version to another, or an act changed what its figures are of."""
    measured = [each for each in years if each.result is not None]
    found: list[Passage] = []
    for before, after in itertools.pairwise(measured):
        if before.version != after.version:
            found.append(Passage(before, after, _changed(before, after)))
        elif after.held is not None and before.held != after.held:
            found.append(Passage(before, after))
    return tuple(sorted((*found, *_by_acts(measured)), key=lambda each: each.after.year))


def _of_versions(versions: Sequence[OtherVersion], code: str) -> Iterator[SeriesYear]:
    """Yield what other versions say of an indicator; of one year, that which is declared last holds."""
    for other in versions:
        theirs = other.version.equivalents.get(code, "")
        for evaluation in other.years:
            result = evaluation.indicators.get(theirs)
            if _says(result):
                yield SeriesYear(evaluation.period.year, evaluation.plan, result, other.version)


def _says(result: IndicatorResult | None) -> bool:
    """Tell whether a year has a value or a goal."""
    return result is not None and not (
        isinstance(result.entering, Absence) and isinstance(result.goal, Absence)
    )


def _held(plan: Plan, year: int) -> Version | None:
    """Return the version of the plan itself that held at the end of a year."""
    day = datetime.date(year, 12, 31)
    own = {name: each for name, each in plan.versions.items() if not each.folder_written}
    return next(iter(versions_on(own, day)), None)


def _by_acts(years: Sequence[SeriesYear]) -> Iterator[Passage]:
    """Yield the acts that changed what an indicator is, where values were registered before as it was."""
    for before, after in itertools.pairwise(years):
        if before.version is not None or after.version is not None or after.result is None:
            continue
        registered = any(
            each.result is not None and each.result.origin == "registrado"
            for each in years
            if each.version is None and each.year <= before.year
        )
        for act in after.plan.amendments if registered else ():
            is_of_it = act.code == after.result.indicator.code and act.field in DEFINING
            if is_of_it and act.date is not None and before.year < act.date.year <= after.year:
                yield Passage(before, after, (act.field,), act)


def _changed(before: SeriesYear, after: SeriesYear) -> tuple[str, ...]:
    """Return what of an indicator is another in the version behind, of what says what its figures are of."""
    assert before.result is not None
    assert after.result is not None
    one, other = before.result.indicator, after.result.indicator
    found = {
        "unit": not one.unit.is_like(other.unit),
        "direction": one.direction != other.direction,
        # Where one only registers values, whoever declared both equivalent knows how they were made.
        "formula": one.formula is not None
        and other.formula is not None
        and _formula(before.plan, one) != _formula(after.plan, other),
    }
    return tuple(each for each in DEFINING if found[each])


def _formula(plan: Plan, indicator: Indicator) -> tuple[str, ...]:
    """Return a formula and those of the names that it uses, as they are written but for blanks."""
    below = dependencies(plan).below(key_of(KeyKind.INDICATOR, indicator.code))
    used = sorted(
        f"{last_name(key)}={_bare(plan.definitions[key].text)}"
        for key in below
        if is_kind(key, KeyKind.VARIABLE, KeyKind.WHERE)
    )
    return (_bare(indicator.formula_text), *used)


def _bare(text: str) -> str:
    return "".join(text.split())
