"""Every line that `explicar` prints is true arithmetic as printed, and so is every operation of its JSON."""

from __future__ import annotations

import math
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import attrs
import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

import pei_dsl
from pei_dsl.evaluation.evaluate import Data
from pei_dsl.evaluation.explain import Explanation, GroupExplanation, explain
from pei_dsl.model import expressions as m
from pei_dsl.model.absence import Absence
from pei_dsl.model.methodology import Methodology
from pei_dsl.model.plan import (
    Aggregation,
    Baseline,
    Definition,
    Direction,
    Figure,
    Goal,
    Group,
    Indicator,
    Level,
    Plan,
    Relevance,
)
from pei_dsl.model.units import NUMBER, PERCENTAGE, Unit
from pei_dsl.renderers import explanation_text
from pei_dsl.renderers.explanation_json import explanation_to_json
from tests import strategies
from tests.builders import period
from tests.example_counts import examples
from tests.printed_arithmetic import WrongError, check
from tests.properties.test_gap import intervals, methodologies

GROUP = Group("OEI.01", "Objetivo", Level.OBJECTIVE)
YEARS = [period("2022"), period("2023"), period("2024")]


def figures(scale: Fraction) -> st.SearchStrategy[Figure]:
    """Figures as they are written: some decimals, now and then negative or zero."""
    numbers = st.integers(0, 3000) | st.sampled_from([0, -1, -250, 5])
    return st.builds(
        lambda number, decimals: Figure(Fraction(number, 10**decimals) / scale, decimals),
        numbers,
        st.integers(0, 4),
    )


@st.composite
def indicators(draw: st.DrawFn, number: int) -> Indicator:
    unit = draw(st.sampled_from([NUMBER, PERCENTAGE, Unit("rate", Fraction(1000))]))
    some = figures(unit.scale)
    goals: st.SearchStrategy[Goal] = draw(st.sampled_from([some, some, intervals(unit.scale)]))
    formula = m.Number(draw(st.fractions(-1, 30, max_denominator=700))) if draw(st.booleans()) else None
    return Indicator(
        f"IND.{number:02}.OEI.01",
        "Indicador",
        GROUP.code,
        formula=formula,
        formula_text="x" if formula is not None else "",
        unit=unit,
        decimals=draw(st.none() | st.integers(0, 3)),
        direction=draw(st.sampled_from(Direction)),
        aggregation=draw(st.sampled_from([None, *Aggregation])),
        relevance=draw(st.none() | st.sampled_from(Relevance)),
        weight=draw(st.none() | st.fractions(0, 1, max_denominator=30)),
        baseline=draw(st.builds(Baseline, st.just(YEARS[0]), some) | st.none()),
        goals={year: draw(goals) for year in YEARS},
        values={} if formula is not None and draw(st.booleans()) else {year: draw(some) for year in YEARS},
    )


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    members = [draw(indicators(number)) for number in range(1, draw(st.integers(1, 4)) + 1)]
    return Plan(
        period=(YEARS[0], YEARS[-1]),
        groups={GROUP.code: GROUP},
        indicators={each.code: each for each in members},
        definitions={
            f"indicador:{each.code}": Definition(f"indicador:{each.code}", each.code, expression=each.formula)
            for each in members
        },
    )


def printed(found: Explanation | GroupExplanation, language: str = "es") -> str:
    """Return the page of an explanation, no line of which is folded."""
    return explanation_text.render(found, language, 10_000)


@settings(max_examples=examples(200))
@given(plans(), methodologies(), st.sampled_from(["es", "en"]))
def test_every_line_is_true_as_printed(plan: Plan, methodology: Methodology, language: str) -> None:
    for code in [*plan.indicators, GROUP.code]:
        found = explain(plan, code, YEARS[-1], Data(), methodology)
        assert found is not None
        checked = check(printed(found, language))
        event(f"{min(checked, 4)} lines and more")
        assert checked or "ND" in printed(found, language) or "(" in printed(found, language)


@settings(max_examples=examples(100))
@given(plans(), methodologies())
def test_every_operation_of_the_json_gives_its_result(plan: Plan, methodology: Methodology) -> None:
    for code in plan.indicators:
        found = explain(plan, code, YEARS[-1], Data(), methodology)
        assert found is not None
        told = explanation_to_json(found)
        result = found.evaluation.indicators[code]
        if result.absence is None:
            assert not isinstance(result.achievement, Absence)
            last = again(told["indicador"]["alcance"])
            assert last == Fraction(told["indicador"]["alcance"]["pasos"][-1]["resultado"])
        for each in told["grupo"]["aportes"]:
            if each["nd"] is None:
                again(each)
        if told["grupo"]["suma"] is not None:
            again(told["grupo"]["suma"])


def again(told: Mapping[str, Any]) -> Fraction:
    """Compute a line of the JSON again, and return its last figure."""
    value = computed(told["operacion"])
    assert value == Fraction(told["resultado"])
    for step in told["pasos"]:
        after = Fraction(step["resultado"])
        match step["paso"]:
            case "minimo":
                assert value < 0 == after
            case "tope":
                assert value > after
            case "redondeo" | "mostrado":
                assert abs(value - after) <= Fraction(1, 2 * 10 ** step["decimales"])
                assert (after * 10 ** step["decimales"]).denominator == 1
        value = after
    return value


def computed(told: str | Mapping[str, Any]) -> Fraction:
    if isinstance(told, str):
        return Fraction(told)
    first, *others = map(computed, told["operandos"])
    match told["operador"]:
        case "+":
            return first + sum(others)
        case "-":
            return first - sum(others)
        case "×":
            return first * math.prod(others)
        case _:
            return first / math.prod(others)


@settings(max_examples=examples(40))
@given(strategies.projects(), methodologies())
def test_drawn_plans_with_formulas(project: strategies.Project, methodology: Methodology) -> None:
    loaded = pei_dsl.load_text(project.text)
    for code in loaded.plan.indicators:
        for year in YEARS:
            found = explain(loaded.plan, code, year, Data(), methodology)
            assert found is not None
            event(f"{min(check(printed(found)), 4)} lines and more")


@pytest.mark.parametrize(
    "line",
    [
        "Alcance              5 / 6.5 × 100 = 50 → 50.00 %",
        "Alcance              80 / 50 × 100 = 62.5 → 62.50 %",
        "  Suma de los aportes: 19.23 + 15.62 + 12.5 + 0 = 47.00 %",
        "Alcance              1 / 2.00 × 100 = 49.9001… → 49.90 %",
        "Alcance              -2 / 8 × 100 = 0 → 0.00 %",
        "  IND.01.OEI.01: 62.5 × 1/4 = 15.62",
        "Redondeo             2.2270… % → 2.33 %   (a 2 decimales, la mitad hacia arriba)",
        "Alcance              10 / 8 × 100 = 125 → 130 (como máximo 130) → 130.00 %",
        "Sustitución  = 3 / 4 / 2\nResultado    = 0.375 = 75 %",
    ],
)
def test_the_reader_notices_what_is_not_so(line: str) -> None:
    with pytest.raises(WrongError):
        check(line)


def test_an_attribute_for_what_stands_for_a_figure_is_not_compared() -> None:
    """What an alcance rests on says how it came about, not what it is."""
    assert not attrs.fields_dict(pei_dsl.Achievement)["basis"].eq
