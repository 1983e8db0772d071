"""Headings that mean a value and are none as they stand: `2024 p/`, `set-2024` among `oct-24`, `MUJERES`."""

from __future__ import annotations

import re
from collections.abc import Collection

import attrs

from pei_dsl.data.cell_values import BadCell, read_period, read_text
from pei_dsl.data.contract.in_python import breaks
from pei_dsl.data.contract.rules import value_rules
from pei_dsl.data.expected import Expected
from pei_dsl.data.seen_dates import fitting
from pei_dsl.data.total_words import Says, says_total
from pei_dsl.diagnostics.suggestion import nearest
from pei_dsl.model.expressions import ValueType
from pei_dsl.model.periods import Period
from pei_dsl.model.plan import Column, DataSource

_PIECES = re.compile(r"\d+|[^\W\d_]+|\s+|.", re.DOTALL)


def value_of(written: str, source: DataSource, over: Column) -> object | None:
    """Return the value of `over` that a heading is; None where it is none, or one beyond its limits."""
    expected = Expected.of(source, over)
    value = read_text(written, expected)
    if value is None or isinstance(value, BadCell):
        return None
    if any(breaks(value, rule) for rule in value_rules(source, over)):
        return None
    period = read_period(written, expected) if over.type is ValueType.DATE else None
    return value if period is None else period


def mark_beside(written: str, source: DataSource, over: Column, known: Collection[object]) -> str:
    """
    Return what stands behind a value in a heading that is none, or "" where it says no value of its own.

    A share (`2024 %`), a total, and what is said of a value that has a column (`2024 meta` beside `2024`) say
    none, and neither does a year among months.

    Args:
        written: The heading.
        source: The source.
        over: Its column whose values are headings.
        known: The values that are headings as they stand.
    """
    ends = [match.end() for match in _PIECES.finditer(written)][:-1]
    for end in reversed(ends):
        value = value_of(written[:end].strip(), source, over)
        if value is None:
            continue
        beside = written[end:].strip()
        is_own = value not in known and _is_alike(value, known)
        return beside if is_own and "%" not in beside and says_total(beside) is Says.NOTHING else ""
    return ""


def other_form(written: str, source: DataSource, over: Column, known: Collection[object]) -> str:
    """Return the format of a period that no other heading says, written in another form; "" for none."""
    if over.type is not ValueType.DATE or not known:
        return ""
    for form in sorted(fitting(written.strip()), key=lambda each: (len(each), each)):
        value = value_of(written.strip(), source, attrs.evolve(over, formats=(form,)))
        if value is not None and value not in known and _is_alike(value, known):
            return form
    return ""


def near_text(written: str, over: Column, known: Collection[object]) -> str:
    """Return the declared text that no heading is and that `written` may be a slip of; "" for none."""
    missing = [each for each in over.choices if each not in known]
    return next(iter(nearest(written.strip(), missing)), "") if written.strip() else ""


def _is_alike(value: object, known: Collection[object]) -> bool:
    """Tell whether a period is as long as the others."""
    grains = {each.granularity for each in known if isinstance(each, Period)}
    return not isinstance(value, Period) or not grains or value.granularity in grains
