"""What a group needs: which of its indicators moves it most, and how far each would have to rise."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import attrs

from pei_dsl.evaluation.achievement import highest
from pei_dsl.evaluation.basis import HUNDRED
from pei_dsl.evaluation.groups import group_result
from pei_dsl.evaluation.results import Achievement, GroupResult, IndicatorResult
from pei_dsl.evaluation.weights import is_due
from pei_dsl.gaps.linear import Refusal
from pei_dsl.gaps.missing import GroupGap, Mover
from pei_dsl.gaps.nearest import nearest
from pei_dsl.gaps.target import Target
from pei_dsl.model.absence import Absence
from pei_dsl.model.methodology import Methodology

_GRID = 2
"""The decimals of an alcance that the methodology does not round."""


def group_gap(group: GroupResult, results: Sequence[IndicatorResult], target: Target) -> GroupGap:
    """Return which indicator of a group moves it most, and which of them can reach `target` alone."""
    methodology = target.methodology
    full = highest(methodology)
    if full is None:
        full = HUNDRED
    movers = []
    for index, result in enumerate(results):
        if not is_due(result) or _today(result) >= full:
            continue
        raised = with_alcance(group, results, index, full, methodology)
        if raised.absence is None:
            least = _least(group, results, index, target, full)
            movers.append(Mover(result, full, raised, least))
    if not movers:
        return GroupGap(group, (), group.absence or Refusal("gap_nothing_to_raise"))
    return GroupGap(group, tuple(sorted(movers, key=_rank)), None)


def _rank(mover: Mover) -> Fraction:
    assert isinstance(mover.group.achievement, Fraction)
    return -mover.group.achievement


def _today(result: IndicatorResult) -> Fraction:
    reached = result.achievement
    return Fraction(-1) if isinstance(reached, Absence) else reached.shown


def with_alcance(
    group: GroupResult,
    results: Sequence[IndicatorResult],
    index: int,
    alcance: Fraction,
    methodology: Methodology,
) -> GroupResult:
    """Return the result of `group` with another alcance of one of its indicators."""
    reached = Achievement(alcance, alcance, alcance)
    changed = attrs.evolve(results[index], achievement=reached, color=methodology.color(alcance))
    return group_result(group.group, [*results[:index], changed, *results[index + 1 :]], methodology)


def _least(
    group: GroupResult, results: Sequence[IndicatorResult], index: int, target: Target, full: Fraction
) -> Fraction | None:
    """Return the least alcance of one indicator with which its group reaches the colour."""
    rounding = target.methodology.achievement_rounding
    step = Fraction(1, 10 ** (rounding.decimals if rounding is not None else _GRID))

    def reaches(steps: int) -> bool:
        alcance = min(steps * step, full)
        return target.holds(with_alcance(group, results, index, alcance, target.methodology).achievement)

    start = -(-max(_today(results[index]), Fraction(0)) // step)
    found = nearest(reaches, int(start), 1, int(-(-full // step)))
    return None if found is None else min(found * step, full)
