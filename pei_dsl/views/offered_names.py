"""Every code and name of a plan with its title: for whoever completes what somebody is writing."""

from __future__ import annotations

from pei_dsl.model.keys import KeyKind, is_kind
from pei_dsl.model.periods import Period
from pei_dsl.model.plan import Plan


def codes_of(plan: Plan) -> dict[str, str]:
    """Return the codes of objectives, actions and indicators, each with its title."""
    groups = {code: each.title for code, each in plan.groups.items()}
    return {**groups, **{code: each.title for code, each in plan.indicators.items()}}


def values_of(plan: Plan) -> dict[str, str]:
    """Return the names of series and variables, each with its title."""
    return _defined(plan, KeyKind.SERIES, KeyKind.VARIABLE)


def sources_of(plan: Plan) -> dict[str, str]:
    """Return the names of sources, each with its title."""
    return {each.name: each.title for each in plan.sources.values()}


def names_of(plan: Plan) -> dict[str, str]:
    """Return all that can be described: codes, and the names of variables, sources, evidence and so on."""
    beside = {name: each.title for _, name, each in plan.told}
    return {
        **codes_of(plan),
        **_defined(plan, KeyKind.SERIES, KeyKind.VARIABLE, KeyKind.FUNCTION),
        **sources_of(plan),
        **beside,
    }


def years_of(span: tuple[Period, Period] | None) -> list[str]:
    """Return the years from the first to the last of `span`; none for None."""
    return [] if span is None else [str(year) for year in range(span[0].year, span[1].year + 1)]


def _defined(plan: Plan, *kinds: KeyKind) -> dict[str, str]:
    return {each.name: each.title for key, each in plan.definitions.items() if is_kind(key, *kinds)}
