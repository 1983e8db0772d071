"""What a chart says of versions of the plan: whose its years are, what changed, what was not read."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

from pei_dsl.model.plan import Indicator, Plan
from pei_dsl.model.versions import Version
from pei_dsl.reports.material import Material
from pei_dsl.reports.other_versions import OtherVersion
from pei_dsl.reports.sentences import listed, said
from pei_dsl.reports.series_years import Passage, SeriesYear
from pei_dsl.views.document import plain
from pei_dsl.workspace.version_plans import Access

# So long may the name of a version be that stands above a year of a chart.
_SHORT = 30
_UNREAD = {
    Access.OUTSIDE: "version_unread",
    Access.MISSING: "version_unread",
    Access.BROKEN: "version_broken",
}


def began(passage: Passage) -> str:
    """Return what a chart calls the version that begins with a passage, or the act that changed something."""
    if passage.act is not None:
        return _short(passage.act.title, str(passage.act.date))
    after = passage.after
    return _version_short(after.version or after.held, after.plan)


def notes(
    material: Material, indicator: Indicator, years: Sequence[SeriesYear], passed: Sequence[Passage]
) -> tuple[str, ...]:
    """
    Return what is said below the chart of an indicator.

    Args:
        material: What the report is made from.
        indicator: The indicator.
        years: Its years across versions.
        passed: Where they pass from one version to another.
    """
    language = material.language
    return (
        *_of_others(years, language),
        *(text for each in passed for text in _passing(each, language)),
        *(text for each in material.versions for text in _lacking(each, indicator, years, language)),
    )


def _of_others(years: Sequence[SeriesYear], language: str) -> Iterator[str]:
    """Yield whose the years are that are from other versions."""
    for version, group in itertools.groupby(years, key=lambda each: each.version):
        if version is None:
            continue
        held = [*group]
        code = next(each.result.indicator.code for each in held if each.result is not None)
        span = str(held[0].year) if len(held) == 1 else f"{held[0].year}-{held[-1].year}"
        yield said("version_followed", language, years=span, title=title(version), code=code)


def _passing(passage: Passage, language: str) -> Iterator[str]:
    after, act = passage.after, passage.act
    what = plain(listed([(said(f"version_{each}", language),) for each in passage.changed], language))
    if act is not None and act.date is not None:
        yield said("version_changed_by", language, year=act.date.year, title=act.title, what=what)
        return
    held = after.version or after.held
    name = title(held) if held is not None else after.plan.title
    resolution = held.resolution if held is not None else after.plan.resolution
    told = said("version_act", language, act=resolution) if resolution else ""
    yield said("version_begins", language, year=after.year, title=name, act=told)
    if what:
        years = {"before": passage.before.year, "after": after.year}
        yield said("version_changed", language, what=what, **years)


def _lacking(
    other: OtherVersion, indicator: Indicator, years: Sequence[SeriesYear], language: str
) -> Iterator[str]:
    """Yield why a version that held before gives the series no year."""
    if any(each.version is other.version for each in years):
        return
    version, name = other.version, title(other.version)
    code = version.equivalents.get(indicator.code, "")
    if not code:
        if version.equivalents and other.access is Access.READ:
            yield said("version_no_equivalent", language, title=name)
    elif other.access is not Access.READ:
        params = {"title": name, "code": code}
        folder = {"folder": version.folder_written} if other.access is not Access.BROKEN else {}
        yield said(_UNREAD[other.access], language, **params, **folder)
    elif other.years and code not in other.years[0].indicators:
        yield said("version_gone", language, title=name, code=code)


def title(version: Version) -> str:
    """Return what a version is called in a sentence."""
    return version.title or version.name


def _version_short(version: Version | None, plan: Plan) -> str:
    if version is not None:
        return _short(title(version), version.name)
    span = "-".join(dict.fromkeys(str(each.year) for each in plan.period)) if plan.period is not None else ""
    return _short(plan.title, f"PEI {span}".strip())


def _short(text: str, otherwise: str) -> str:
    return text if len(text) <= _SHORT else otherwise
