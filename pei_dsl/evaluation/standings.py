"""Where the actions of an evaluated plan stand."""

from __future__ import annotations

from pei_dsl.evaluation.evaluation import Evaluation
from pei_dsl.evaluation.results import GroupResult
from pei_dsl.model.plan import Level
from pei_dsl.model.standing import Standing, Standings


def standings_of(evaluation: Evaluation) -> Standings:
    """Return where the actions of `evaluation` stand, by the bands of its methodology."""
    last = evaluation.methodology.bands[-1].color
    actions = {
        code: _standing(each, last)
        for code, each in evaluation.groups.items()
        if each.group.level is Level.ACTION
    }
    return Standings(evaluation.period, actions)


def _standing(result: GroupResult, last: str) -> Standing:
    if result.color is None:
        return Standing.ABSENT
    return Standing.LAST if result.color == last else Standing.BETTER
