"""The figures that an editor shows beside a plan: of which period, and as far as there are any."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from pei_dsl.algebra.values import Value
from pei_dsl.diagnostics.errors import PeiError
from pei_dsl.evaluation.evaluation import Evaluation
from pei_dsl.evaluation.results import GroupResult, IndicatorResult
from pei_dsl.model.absence import Absence
from pei_dsl.model.periods import Period
from pei_dsl.model.plan import Plan
from pei_dsl.views import words
from pei_dsl.workspace.latest import SupersededError
from pei_dsl.workspace.workspace import Workspace


def usual_period(plan: Plan) -> Period | None:
    """
    Return the year whose figures are of most use: the last one with registered values, else the first one.

    None where the plan has neither years nor goals.
    """
    registered = [
        period.year
        for each in plan.indicators.values()
        for period, figure in each.values.items()
        if not isinstance(figure.value, Absence)
    ]
    if registered:
        return Period.year_of(max(registered))
    span = plan.evaluated_years or plan.period
    if span is not None:
        return Period.year_of(span[0].year)
    goals = [period.year for each in plan.indicators.values() for period in each.goals]
    return Period.year_of(min(goals)) if goals else None


def asked_period(workspace: Workspace, period: str | int | Period | None) -> str | int | Period | None:
    """Return `period`, or the usual one of the plan for None."""
    return usual_period(workspace.plan) if period is None else period


def figures(workspace: Workspace, period: str | int | Period | None) -> Evaluation | None:
    """Return the evaluation of `period`, as far as no error touches it; None where none can be made."""
    when = asked_period(workspace, period)
    if when is None:
        return None
    try:
        return workspace.evaluation(when, partial=True).evaluation
    except SupersededError:
        raise
    except PeiError:  # a file that takes a package which is missing; the finding says which
        return None


def values(
    workspace: Workspace, keys: Collection[str], period: str | int | Period | None
) -> Mapping[str, Value]:
    """Return what the definitions `keys` give in `period`, as far as they give something."""
    when = asked_period(workspace, period)
    if when is None or not keys:
        return {}
    try:
        found = workspace.definition_values(keys, when, partial=True)
    except SupersededError:
        raise
    except PeiError:  # as above
        return {}
    return {key: each for key, each in found.items() if not isinstance(each, Absence)}


def sign(result: IndicatorResult | GroupResult) -> str:
    """Return the colour of a result as a sign, with its alcance: `■ 32.29`."""
    return f"{words.symbol(result.color)} {words.alcance(result)}"
