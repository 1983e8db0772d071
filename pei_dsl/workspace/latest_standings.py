"""Where actions stood in the last period that has values: what warnings about follow-up rest on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction

from pei_dsl.data.answers import Answers
from pei_dsl.data.table import Table
from pei_dsl.evaluation.caveats import CaveatKind
from pei_dsl.evaluation.evaluate import Data, evaluate
from pei_dsl.evaluation.requests import requests_of
from pei_dsl.evaluation.results import IndicatorResult
from pei_dsl.evaluation.standings import standings_of
from pei_dsl.model.periods import Granularity, Period
from pei_dsl.model.plan import Plan
from pei_dsl.model.standing import Standings


def latest_standings(
    plan: Plan, data: Data, computed: Mapping[str, Mapping[Period, Fraction]]
) -> Standings | None:
    """
    Return where the actions of `plan` stand in its last period with values; None where nothing asks for it.

    An action is left out where its colour may be another once all is read: an indicator rests on rows that
    are not in `data`, or on those of a year that is not over.

    Args:
        plan: The plan.
        data: Its rows, as far as they were read, and registered figures.
        computed: What its formulas give, by indicator and period.
    """
    if not (plan.activities or plan.factors or plan.recommendations):
        return None
    period = _last({when for code in plan.indicators for when in _valued(plan, data, computed, code)})
    if period is None:
        return None
    evaluation = evaluate(plan, period, data)
    unsure = {
        each.indicator.group
        for each in evaluation.indicators.values()
        if _rests_on_unread(plan, data, each, period) or _is_unfinished(each)
    }
    known = standings_of(evaluation)
    return Standings(period, {code: each for code, each in known.actions.items() if code not in unsure})


def _valued(
    plan: Plan, data: Data, computed: Mapping[str, Mapping[Period, Fraction]], code: str
) -> Iterable[Period]:
    figures = {**data.registered.get(code, {}), **plan.indicators[code].values}
    yield from (when for when, each in figures.items() if isinstance(each.value, Fraction))
    yield from computed.get(code, ())


def _last(periods: Iterable[Period]) -> Period | None:
    """
    Return the last year, or the last period where none is a year: in half a year most goals are far.

    Of two that end on one day it is the longer one.
    """
    found = list(periods)
    years = [each for each in found if each.granularity is Granularity.YEAR]
    return max(years or found, key=lambda each: (each.end, each.end - each.start), default=None)


def _rests_on_unread(plan: Plan, data: Data, result: IndicatorResult, period: Period) -> bool:
    """Tell whether the value of `result` is to be computed from rows that are not in `data`."""
    if result.registered is not None:
        return False
    asked = requests_of(plan, [period], [plan.methodology], [result.indicator.code])
    return any(plan.sources[name].rows_of is None and not _is_read(data.tables.get(name)) for name in asked)


def _is_read(table: Table | Answers | None) -> bool:
    return isinstance(table, Table) and table.unusable is None


def _is_unfinished(result: IndicatorResult) -> bool:
    return any(each.kind is CaveatKind.UNFINISHED for each in result.caveats)
