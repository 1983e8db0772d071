"""The alcance as a formula of a spreadsheet, so that a cell shows how its figure comes about."""

from __future__ import annotations

from fractions import Fraction

from pei_dsl.algebra import display
from pei_dsl.model.figure import GoalInterval
from pei_dsl.model.methodology import Methodology, Negatives, Progress, Rounding, RoundingStep, ZeroGoal
from pei_dsl.model.units import Unit

ND = '"ND"'


def achievement_formula(
    value: str, goal: str, direction: str, aggregation: str, methodology: Methodology
) -> str | None:
    """
    Return the formula of an alcance, or None where a spreadsheet has no function for what is asked.

    That is so for the avance tipo II, which needs other years, and for halves that go to the even digit.

    Args:
        value, goal: The cells of the value and the goal.
        direction, aggregation: The cells with the words for them.
        methodology: The profile: cap, rounding, what zero and negatives give.
    """
    if not has_formula(methodology):
        return None
    rises = _either(direction, "Ascendente", aggregation, "Mínimo permisible")
    falls = _either(direction, "Descendente", aggregation, "Máximo permisible")
    up, down = _up(value, goal, methodology), _down(value, goal, methodology)
    reached = _reached(value, goal, rises, f"IF({rises},{up},{down})", methodology)
    return _where_known(value, goal, f"IF(OR({rises},{falls}),{reached},{ND})", methodology)


def directed_formula(value: str, goal: str, methodology: Methodology, *, rises: bool) -> str | None:
    """Return the formula of an alcance whose direction is settled; None as for `achievement_formula`."""
    if not has_formula(methodology):
        return None
    way = (_up if rises else _down)(value, goal, methodology)
    reached = _reached(value, goal, "TRUE" if rises else "FALSE", way, methodology)
    return _where_known(value, goal, reached, methodology)


def has_formula(methodology: Methodology) -> bool:
    """Tell whether a spreadsheet has functions for the alcance of an indicator."""
    step = methodology.achievement_rounding
    return methodology.progress is Progress.TYPE_1 and (step is None or step.rounding is Rounding.HALF_UP)


def _up(value: str, goal: str, methodology: Methodology) -> str:
    return _made(f"{value}/{goal}*100", methodology.cap, methodology.achievement_rounding)


def _down(value: str, goal: str, methodology: Methodology) -> str:
    cap, step = methodology.cap, methodology.achievement_rounding
    boundless = ND if cap is None else _made(_number(cap), None, step)
    return f"IF({value}=0,{boundless},{_made(f'{goal}/{value}*100', cap, step)})"


def _reached(value: str, goal: str, rises: str, way: str, methodology: Methodology) -> str:
    negative = ND if methodology.negatives is Negatives.INVALID else "0"
    return f"IF(OR({goal}<0,{value}<0),{negative},{_zero_goal(goal, value, rises, methodology)}{way}))"


def _where_known(value: str, goal: str, known: str, methodology: Methodology) -> str:
    if methodology.zero_goal is ZeroGoal.NOT_PROGRAMMED:
        known = f"IF({goal}=0,{ND},{known})"
    absent = f"OR(NOT(ISNUMBER({goal})),NOT(ISNUMBER({value})))"
    return f'=IF({value}="","",IF({absent},{ND},{known}))'


def interval_formula(value: str, goal: GoalInterval, unit: Unit, methodology: Methodology) -> str | None:
    """
    Return the formula of an alcance whose goal is `goal`, an interval, or None as `achievement_formula` does.

    The cell of the goal holds a text, so that both ends stand in the formula.
    """
    step = methodology.achievement_rounding
    if methodology.progress is not Progress.TYPE_1 or (step and step.rounding is not Rounding.HALF_UP):
        return None
    shown = goal if unit.is_percentage else goal.scaled(unit.scale)
    lower, upper = _number(shown.lower), _number(shown.upper)
    negative = ND if methodology.negatives is Negatives.INVALID else "0"
    full = _made("100", methodology.cap, step)
    below = negative
    if goal.lower > 0:
        below = f"IF({value}<0,{negative},{_made(f'{value}/{lower}*100', methodology.cap, step)})"
    above = negative if goal.upper < 0 else _made(f"{upper}/{value}*100", methodology.cap, step)
    reached = f"IF({value}<{lower},{below},IF({value}>{upper},{above},{full}))"
    return f'=IF({value}="","",IF(NOT(ISNUMBER({value})),{ND},{reached}))'


def _either(direction: str, way: str, aggregation: str, limit: str) -> str:
    return f'OR({direction}="{way}",AND({direction}="No definido",{aggregation}="{limit}"))'


def _made(raw: str, cap: Fraction | None, step: RoundingStep | None) -> str:
    capped = raw if cap is None else f"MIN({_number(cap)},{raw})"
    return capped if step is None else f"ROUND({capped},{step.decimals})"


def _zero_goal(goal: str, value: str, rises: str, methodology: Methodology) -> str:
    """Return the beginning of what a goal of zero gives; the rest of the formula follows it."""
    full = _made("100", methodology.cap, methodology.achievement_rounding)
    met = f"IF(OR({rises},{value}=0),{full},0)" if methodology.zero_goal is ZeroGoal.FULL_IF_MET else "0"
    return f"IF({goal}=0,{met},"


def _number(number: Fraction) -> str:
    return display.exact(number)
