"""Every lint, in the order of its code: the one list to add a new one to."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TypeAlias

from pei_dsl.analysis.lints import goals, limits, registered, rows, scale, titles, usage, weights
from pei_dsl.analysis.lints.subject import Subject
from pei_dsl.diagnostics import Diagnostic

Lint: TypeAlias = Callable[[Subject], Iterator[Diagnostic]]

LINTS: dict[str, Lint] = {
    "PEI410": goals.against_direction,
    "PEI411": goals.back_and_forth,
    "PEI412": goals.equal_to_baseline,
    "PEI413": goals.baseline_past_goal,
    "PEI414": goals.zero_goal,
    "PEI415": scale.percent_against_ratio,
    "PEI416": scale.far_from_goal,
    "PEI417": titles.against_unit,
    "PEI418": limits.over_hundred,
    "PEI419": limits.impossible,
    "PEI420": usage.unused_names,
    "PEI421": usage.never_counts,
    "PEI422": usage.unread_columns,
    "PEI423": rows.values_that_never_occur,
    "PEI424": rows.unread_rows,
    "PEI425": rows.years_without_data,
    "PEI426": registered.without_goal,
    "PEI427": rows.marks_of_absence,
    "PEI428": registered.other_title,
    "PEI429": titles.repeated,
    "PEI430": weights.odd_weights,
    "PEI431": goals.concluded,
    "PEI432": registered.other_than_computed,
    "PEI433": registered.registered_twice,
}

# Warnings that the analysis itself gives, because they need what a finished plan no longer has.
OF_THE_ANALYSIS = ("PEI401", "PEI402", "PEI403")

WARNINGS = (*OF_THE_ANALYSIS, *LINTS)
"""The codes whose severity `pei.toml` sets, and which a comment may silence."""

# These may find more when there are more rows, registers or computed values to look at.
_OF_DATA = """
PEI415 PEI416 PEI418 PEI419 PEI421 PEI423 PEI424 PEI425 PEI426 PEI427 PEI428 PEI431 PEI432 PEI433
"""
RESTING_ON_DATA = frozenset(_OF_DATA.split())


# One cause gives one finding: what is said of an indicator when something graver is said of it already.
FOLLOWS_FROM: Mapping[str, frozenset[str]] = {
    "PEI410": frozenset({"PEI415"}),
    "PEI411": frozenset({"PEI415"}),
    "PEI412": frozenset({"PEI410", "PEI415"}),
    "PEI413": frozenset({"PEI410", "PEI415"}),
    "PEI416": frozenset({"PEI415"}),
    "PEI418": frozenset({"PEI415"}),
    "PEI431": frozenset({"PEI410", "PEI413", "PEI414", "PEI415", "PEI416", "PEI418", "PEI419"}),
    "PEI432": frozenset({"PEI415"}),
}


def run(subject: Subject) -> list[Diagnostic]:
    """Return what all lints find in `subject`, each cause once."""
    found = [finding for lint in LINTS.values() for finding in lint(subject)]
    said: dict[object, set[str]] = {}
    for each in found:
        said.setdefault(each.params.get("code"), set()).add(each.code)
    nothing: frozenset[str] = frozenset()
    return [
        each
        for each in found
        if said[each.params.get("code")].isdisjoint(FOLLOWS_FROM.get(each.code, nothing))
    ]
