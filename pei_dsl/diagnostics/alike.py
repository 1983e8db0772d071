"""Findings that say the same of many places, told together: the first of them, and how many there are."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence

import attrs

from pei_dsl.diagnostics.finding import Diagnostic

# So many that say the same are told one by one.
MAX_ALIKE = 3


def told_together(found: Iterable[Diagnostic]) -> Sequence[Diagnostic]:
    """Return `found`, and of more than three that say the same in one file the first, with their number."""
    groups: dict[Hashable, list[Diagnostic]] = {}
    order: list[Hashable] = []
    for each in found:
        key = _said(each)
        groups.setdefault(key, []).append(each)
        order.append(key)
    told: list[Diagnostic] = []
    for key in order:
        group = groups[key]
        if not group:
            continue  # told with the first of them
        times = sum(each.times for each in group)
        if times <= MAX_ALIKE:
            told.append(group.pop(0))
        else:
            told.append(attrs.evolve(group[0], times=times))
            group.clear()
    return told


def _said(finding: Diagnostic) -> Hashable:
    return finding.code, finding.variant, finding.severity, finding.file, finding.message(), finding.help()
