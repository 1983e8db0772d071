"""Every lint, in the order of its code: the one list to add a new one to."""

from __future__ import annotations

from collections.abc import Callable, Iterator
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
PEI415 PEI416 PEI418 PEI419 PEI423 PEI424 PEI425 PEI426 PEI427 PEI428 PEI431 PEI432 PEI433
"""
RESTING_ON_DATA = frozenset(_OF_DATA.split())


def run(subject: Subject, *, leaving_out: frozenset[str] = frozenset()) -> list[Diagnostic]:
    """Return what all lints find in `subject`, but those of the codes `leaving_out`."""
    return [finding for code, lint in LINTS.items() if code not in leaving_out for finding in lint(subject)]
