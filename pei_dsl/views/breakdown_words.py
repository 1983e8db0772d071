"""The words of a breakdown: its head, the names of its groups, its figures."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from fractions import Fraction

from pei_dsl.algebra import display
from pei_dsl.algebra.values import Present
from pei_dsl.evaluation.breakdown import Breakdown
from pei_dsl.model.absence import Absence
from pei_dsl.model.moment import Moment
from pei_dsl.model.plan import Indicator
from pei_dsl.views import words


def title(breakdown: Breakdown, language: str) -> str:
    """Return what is broken down by what, in one line or two; values do not depend on a methodology."""
    periods = breakdown.periods
    span = str(periods[0]) if len(periods) == 1 else f"{periods[0]} … {periods[-1]}"
    by = f" · {words.word('by', language)} {', '.join(breakdown.columns)}" if breakdown.columns else ""
    plan = f"{breakdown.plan.title}\n" if breakdown.plan.title else ""
    return f"{plan}{words.word('period', language)} {span}{by} · {words.word('computed_values', language)}"


def figure(value: Fraction | Absence, indicator: Indicator) -> str:
    """Return a value in the scale of its unit, or `ND`."""
    return words.in_unit(value, indicator.unit, indicator.decimals)


def group_name(group: Sequence[Present | None], language: str) -> str:
    """Return the name of a group: its cells, one after another."""
    return " · ".join(_cell(cell, language) for cell in group)


def _cell(cell: Present | None, language: str) -> str:
    match cell:
        case None:
            return words.word("empty_group", language)
        case bool():
            return words.word("yes" if cell else "no", language)
        case Fraction():
            return display.shown(cell)
        case datetime.date() | Moment():
            return cell.isoformat()
        case _:
            return words.printable(cell)
