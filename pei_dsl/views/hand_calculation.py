"""The lines of a calculation by hand: each alcance, each contribution to a group, and their sum."""

from __future__ import annotations

from fractions import Fraction

from pei_dsl.evaluation.basis import HUNDRED, Quotient, Rule
from pei_dsl.evaluation.results import Achievement, Contribution, GroupResult, IndicatorResult
from pei_dsl.model.absence import Absence
from pei_dsl.model.methodology import Methodology
from pei_dsl.model.plan import Aggregation, Direction
from pei_dsl.views.operations import (
    Amount,
    Calculation,
    Operation,
    Operator,
    Step,
    StepKind,
    amount,
    quotient,
    steps_of,
)

_FULL = frozenset({Rule.ZERO_VALUE, Rule.ZERO_GOAL_MET, Rule.KEPT, Rule.WITHIN})


def of_alcance(result: IndicatorResult, methodology: Methodology) -> Calculation | None:
    """Return how the alcance of `result` is computed, in the scale of its unit; None where it is ND."""
    reached = result.achievement
    if isinstance(reached, Absence):
        return None
    if isinstance(reached.basis, Quotient):
        start: Operation | Amount = _quotient(result, reached.basis)
        rule = ""
    else:
        start, rule = amount(_by_rule(reached, methodology)), str(reached.basis or "")
    steps = steps_of(start.value, floor=True, cap=methodology.cap, rounding=methodology.achievement_rounding)
    return Calculation(start, steps, f"rule_{rule}" if rule else "")


def _by_rule(reached: Achievement, methodology: Methodology) -> Fraction:
    """Return the alcance that a rule gives, before its rounding."""
    if reached.basis is Rule.ZERO_VALUE and methodology.cap is not None:
        return methodology.cap
    return HUNDRED if reached.basis in _FULL else Fraction(0)


def _quotient(result: IndicatorResult, basis: Quotient) -> Operation:
    value, goal = result.decimals, result.goal_decimals
    value_above = basis.above == (result.entering,)
    decimals = (value, goal) if value_above else (goal, value)
    return quotient(basis, result.indicator.unit.scale, decimals)


def of_contribution(contribution: Contribution, methodology: Methodology) -> Calculation | None:
    """Return how much an indicator gives to its group; None where it is ND."""
    if contribution.achievement is None:
        return None
    weight = Amount(contribution.weight, str(contribution.weight))
    start = Operation(Operator.MULTIPLY, (amount(contribution.achievement), weight))
    steps: tuple[Step, ...] = ()
    if contribution.shown != start.value:
        steps = (Step(StepKind.ROUNDED, contribution.shown, methodology.contribution_rounding),)
    return Calculation(start, steps)


def of_group(result: GroupResult, methodology: Methodology) -> Calculation | None:
    """Return the sum of the contributions; None for a group that is ND, or that has only one to print."""
    if isinstance(result.achievement, Absence):
        return None
    counted = [amount(each.shown) for each in result.contributions if not each.leaves]
    start = counted[0] if len(counted) == 1 else Operation(Operator.ADD, tuple(counted))
    calculation = Calculation(start, steps_of(start.value, rounding=methodology.figure_rounding))
    return calculation if len(counted) > 1 or result.achievement != start.value else None


def way_of(result: IndicatorResult) -> str:
    """Return the word for what an avance tipo II compares."""
    additive = result.indicator.aggregation is Aggregation.ADDITIVE
    if not additive:
        baseline = result.indicator.baseline
        is_kept = baseline is not None and baseline.figure.value == result.goal
        return "way_kept" if is_kept else "way_from_baseline"
    return "way_to_date_down" if result.indicator.direction is Direction.DESCENDING else "way_to_date"
