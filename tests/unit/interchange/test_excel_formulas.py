"""The formula in a cell gives what the evaluator gives, for every combination of value, goal and direction."""

from __future__ import annotations

import ast
import itertools
import re
from collections.abc import Mapping
from fractions import Fraction

import attrs
import pytest

from pei_dsl.algebra.rounding import round_half_up
from pei_dsl.evaluation.achievement import achievement
from pei_dsl.interchange.excel_formulas import achievement_formula, interval_formula
from pei_dsl.model.absence import Absence
from pei_dsl.model.methodology import (
    CEPLAN,
    EXACTA,
    Methodology,
    Negatives,
    Progress,
    Rounding,
    RoundingStep,
    ZeroGoal,
)
from pei_dsl.model.plan import Aggregation, Direction, GoalInterval
from pei_dsl.model.units import NUMBER, PERCENTAGE, Unit
from tests.builders import ND

Shown = Fraction | str | bool
VALUES: tuple[Fraction | None, ...] = (
    None,
    *(
        Fraction(each)
        for each in ("0", "1", "0.56", "1.38", "0.0223", "0.0072", "-3", "150", "3.752", "2.86")
    ),
)
PROFILES = [
    CEPLAN,
    EXACTA,
    attrs.evolve(CEPLAN, zero_goal=ZeroGoal.ZERO),
    attrs.evolve(CEPLAN, zero_goal=ZeroGoal.FULL_IF_MET),
    attrs.evolve(CEPLAN, cap=None),
    attrs.evolve(CEPLAN, negatives=Negatives.ZERO, cap=Fraction(120)),
    attrs.evolve(EXACTA, cap=None, negatives=Negatives.ZERO, zero_goal=ZeroGoal.FULL_IF_MET),
]


@pytest.mark.parametrize("methodology", PROFILES)
@pytest.mark.parametrize("direction", Direction)
def test_the_formula_gives_the_alcance(methodology: Methodology, direction: Direction) -> None:
    formula = achievement_formula("V", "G", "D", "A", methodology)
    assert formula is not None

    for limit, value, goal in itertools.product((None, *Aggregation), VALUES, VALUES):
        cells: Mapping[str, Shown] = {
            "V": "ND" if value is None else value,
            "G": "ND" if goal is None else goal,
            "D": str(direction).capitalize(),
            "A": str(limit).capitalize() if limit else "",
        }
        reached = achievement(direction, value or _nd(value), goal or _nd(goal), methodology, limit)
        expected = "ND" if isinstance(reached, Absence) else reached.shown

        assert compute(formula, cells) == expected, cells


def _nd(figure: Fraction | None) -> Fraction | Absence:
    return ND if figure is None else figure


def test_an_empty_value_gives_an_empty_cell() -> None:
    formula = achievement_formula("V", "G", "D", "A", CEPLAN)

    assert formula is not None
    assert compute(formula, {"V": "", "G": Fraction(1), "D": "Ascendente", "A": ""}) == ""


@pytest.mark.parametrize(
    "methodology",
    [
        attrs.evolve(CEPLAN, progress=Progress.TYPE_2),
        attrs.evolve(CEPLAN, achievement_rounding=RoundingStep(2, Rounding.HALF_EVEN)),
    ],
)
def test_what_a_spreadsheet_cannot_say_has_no_formula(methodology: Methodology) -> None:
    assert achievement_formula("V", "G", "D", "A", methodology) is None


INTERVALS = [
    GoalInterval(Fraction(first), Fraction(last))
    for first, last in (("0.95", "1.05"), ("0", "5"), ("2", "3.5"), ("-5", "5"), ("-9", "-4"), ("140", "150"))
]


@pytest.mark.parametrize("methodology", PROFILES)
@pytest.mark.parametrize("unit", [PERCENTAGE, NUMBER, Unit("rate", Fraction(1000))])
def test_the_formula_of_an_interval_gives_the_alcance(methodology: Methodology, unit: Unit) -> None:
    for goal, value in itertools.product(INTERVALS, VALUES):
        formula = interval_formula("V", goal, unit, methodology)
        assert formula is not None
        shown = value if value is None or unit.is_percentage else value * unit.scale
        reached = achievement(Direction.UNDEFINED, value if value is not None else ND, goal, methodology)
        expected = "ND" if isinstance(reached, Absence) else reached.shown

        assert compute(formula, {"V": "ND" if shown is None else shown}) == expected, (goal, value)


def test_an_interval_has_no_formula_where_the_goal_has_none() -> None:
    type_2 = attrs.evolve(CEPLAN, progress=Progress.TYPE_2)

    assert interval_formula("V", INTERVALS[0], NUMBER, type_2) is None
    assert compute(interval_formula("V", INTERVALS[0], NUMBER, CEPLAN) or "", {"V": ""}) == ""


# ---- A spreadsheet in small -------------------------------------------------------------------------------


def compute(formula: str, cells: Mapping[str, Shown]) -> Shown:
    """Return what a spreadsheet shows for `formula`: its functions as far as formulas of alcances use them."""
    python = re.sub(r"(?<![<>=])=(?!=)", "==", formula.removeprefix("="))
    return _compute(ast.parse(python, mode="eval").body, cells)


def _compute(node: ast.expr, cells: Mapping[str, Shown]) -> Shown:
    match node:
        case ast.Constant(value=str(text)):
            return text
        case ast.Constant(value=number):
            return Fraction(str(number))
        case ast.Name(id=name):
            return cells[name]
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return -_number(_compute(operand, cells))
        case ast.Compare(left=left, ops=[operator], comparators=[right]):
            one, other = _compute(left, cells), _compute(right, cells)
            if isinstance(operator, ast.Lt):
                return _number(one) < _number(other)
            if isinstance(operator, ast.Gt):
                return _number(one) > _number(other)
            return str(one).casefold() == str(other).casefold() if isinstance(other, str) else one == other
        case ast.BinOp(left=left, op=operator, right=right):
            one, other = _number(_compute(left, cells)), _number(_compute(right, cells))
            return one / other if isinstance(operator, ast.Div) else one * other
        case ast.Call(func=ast.Name(id=name), args=arguments):
            return _call(name, arguments, cells)
        case _:
            raise AssertionError(ast.dump(node))


def _call(name: str, arguments: list[ast.expr], cells: Mapping[str, Shown]) -> Shown:
    if name == "IF":
        condition, then, otherwise = arguments
        return _compute(then if _compute(condition, cells) else otherwise, cells)
    values = [_compute(each, cells) for each in arguments]
    match name:
        case "OR":
            return any(values)
        case "AND":
            return all(values)
        case "NOT":
            return not values[0]
        case "ISNUMBER":
            return isinstance(values[0], Fraction)
        case "MIN":
            return min(map(_number, values))
        case "ROUND":
            return round_half_up(_number(values[0]), int(_number(values[1])))
        case _:
            raise AssertionError(name)


def _number(value: Shown) -> Fraction:
    assert isinstance(value, Fraction)
    return value
