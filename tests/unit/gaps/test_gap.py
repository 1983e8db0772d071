"""What is missing for a colour, on figures worked out by hand."""

from __future__ import annotations

import datetime
from fractions import Fraction
from pathlib import Path

import pytest

import pei_dsl
from pei_dsl.evaluation.evaluate import Data, evaluate
from pei_dsl.gaps.gap import gaps_of
from pei_dsl.gaps.linear import Refusal
from pei_dsl.gaps.missing import Gaps, IndicatorGap, InputGap
from pei_dsl.gaps.nearest import nearest
from pei_dsl.model.absence import Absence
from pei_dsl.model.periods import Period
from pei_dsl.workspace.loading import load
from pei_dsl.workspace.questions import gap

INPE = Path(__file__).resolve().parents[3] / "specs" / "inpe-2019-2027"
HEAD = """
plan "Plan"
  periodo: 2022 a 2024
objetivo OEI.01 "Objetivo"
"""


def of(gaps: Gaps, code: str = "IND.01.OEI.01") -> IndicatorGap:
    [found] = [each for each in gaps.indicators if each.result.indicator.code == code]
    return found


def inputs(found: IndicatorGap) -> dict[str, Fraction | str]:
    assert isinstance(found.inputs, tuple)
    return {each.names[0]: answer(each) for each in found.inputs}


def answer(each: InputGap) -> Fraction | str:
    return each.needed if isinstance(each.needed, Fraction) else each.needed.cause


def cause(refused: object) -> str:
    assert isinstance(refused, Refusal | Absence)
    return refused.cause


def plan(*fields: str, more: str = "", **options: object) -> Gaps:
    """What one indicator with these fields needs in 2024; its goal is 100 and more is better unless they say so."""
    usual = {"unidad": "número", "sentido": "ascendente", "logros": "2024: 100"}
    own = {field.partition(":")[0] for field in fields}
    lines = [*fields, *(f"{name}: {value}" for name, value in usual.items() if name not in own)]
    text = f'{HEAD}indicador IND.01.OEI.01 "Indicador"\n' + "".join(f"  {line}\n" for line in lines) + more
    loaded = pei_dsl.load_text(text)
    assert not loaded.errors, [each.code for each in loaded.errors]
    return gap(loaded, 2024, **options)  # type: ignore[arg-type]  # options of `gap`


@pytest.fixture(scope="module")
def inpe() -> Gaps:
    return gap(load(INPE), 2024)


# ---- INPE, 2024 -------------------------------------------------------------------------------------------


def test_interconnected_establishments(inpe: Gaps) -> None:
    """90 of 106: 95 % is 100.7, and 100 / 106 is 94.34 %."""
    found = of(inpe, "IND.01.AEI.02.03")

    assert found.needed == 101
    assert found.difference == 11
    assert inputs(found) == {"A": 80, "B": 32}
    assert isinstance(found.inputs, tuple)
    assert found.inputs[0].names == ("A", "penitenciarios_interconectados")


def test_rate_of_professionals(inpe: Gaps) -> None:
    """19.22 of 20.23 is 95.01 %.  3,777 / 196,547 is 19.2167 ‰ and enters as 19.22; 3,776 as 19.21."""
    found = of(inpe, "IND.01.AEI.01.05")

    assert found.needed == Fraction("0.01922")
    assert found.difference == Fraction("0.01343")
    assert inputs(found) == {
        "A": 3777,
        "profesionales_intramuros": 3777 - 242,
        "profesionales_extramuros": 3777 - 884,
        "B": 58600,
        "población_intramuros": "gap_not_even_zero",
        "población_extramuros": "gap_not_even_zero",
    }


def test_reentry_is_descending(inpe: Gaps) -> None:
    """0.72 / 0.75 is 96 %, 0.72 / 0.76 is 94.74 %; 432 / 57,251 is 0.7546 % and enters as 0.75."""
    found = of(inpe, "IND.02.OEI.01")

    assert found.needed == Fraction("0.0075")
    assert found.difference == Fraction("-0.0148")
    assert inputs(found) == {"A": 432, "B": 168875}


def test_decimals_of_a_registered_figure(inpe: Gaps) -> None:
    """2.860 / 3.010 is 95.02 %, 2.860 / 3.011 is 94.99 %: three decimals, as registered."""
    assert of(inpe, "IND.01.AEI.01.06").needed == Fraction("3.010")


def test_goal_zero_has_no_answer(inpe: Gaps) -> None:
    assert cause(of(inpe, "IND.02.AEI.01.03").needed) == "zero_goal"


def test_no_indicator_of_the_first_objective_is_enough_for_green(inpe: Gaps) -> None:
    """13.53 + 33.33 + 33.33 = 80.19 with all of the second, 33.33 + 10.76 + 33.33 = 77.42 with all of the first."""
    [group] = [each for each in inpe.groups if each.result.group.code == "OEI.01"]

    assert [(each.result.indicator.code, each.group.achievement, each.alcance) for each in group.movers] == [
        ("IND.02.OEI.01", Fraction("80.19"), None),
        ("IND.01.OEI.01", Fraction("77.42"), None),
    ]


def test_one_indicator_is_enough_for_yellow() -> None:
    """75 - 13.53 - 33.33 = 28.14, a third of 84.42; 84.41 / 3 = 28.1366… gives 28.14 too."""
    found = gap(load(INPE), 2024, code="OEI.01", color="amarillo")
    [group] = found.groups

    assert [each.alcance for each in group.movers] == [Fraction("84.41"), Fraction("92.72")]
    assert {each.result.indicator.code for each in found.indicators} == {"IND.01.OEI.01", "IND.02.OEI.01"}


def test_what_reaches_the_color_is_not_listed(inpe: Gaps) -> None:
    codes = {each.result.indicator.code for each in inpe.indicators}

    assert "IND.03.OEI.01" not in codes
    assert not gap(load(INPE), 2024, code="IND.03.OEI.01").indicators


# ---- Roundings, bands, limits -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "needed"),
    [
        (("decimales: 0", "valores: 2024: 40"), "95"),
        # 94.995 % is printed 95.00 %.
        (("decimales: 3", "valores: 2024: 40"), "94.995"),
        (("decimales: 2", "sentido: descendente", "valores: 2024: 140"), "105.26"),
        (("valores: 2024: 40.5",), "95.0"),
        (("fórmula: 121 / 3",), "94.995"),
        (("fórmula: 121 / 3", "decimales: 1"), "95.0"),
        (
            ("decimales: 0", "sentido: no definido", "agregación: máximo permisible", "valores: 2024: 140"),
            "105",
        ),
        (("decimales: 0", "sentido: descendente", "logros: 2024: 0.5", "valores: 2024: 3"), "0"),
    ],
)
def test_the_value_heeds_every_rounding(fields: tuple[str, ...], needed: str) -> None:
    assert of(plan(*fields)).needed == Fraction(needed)


@pytest.mark.parametrize(
    ("methodology", "value", "needed"),
    [
        ("semáforo: verde > 95%, rojo", "40", "95.005"),
        ("redondeo del alcance: no", "40", "95"),
        ("redondeo del alcance: 0 decimales", "40", "94.5"),
        ("redondeo del alcance: 0 decimales, mitad al par", "40", "94.501"),
    ],
)
def test_the_value_heeds_the_methodology(methodology: str, value: str, needed: str) -> None:
    more = f"metodología m\n  base: ceplan\n  {methodology}\n"
    found = plan("decimales: 3", f"valores: 2024: {value}", more=more, methodology="m")

    assert of(found).needed == Fraction(needed)


def test_a_full_alcance_above_the_cap_is_out_of_reach() -> None:
    more = "metodología m\n  base: ceplan\n  semáforo: verde > 100%, rojo\n"
    found = plan("decimales: 0", "valores: 2024: 40", more=more, methodology="m")

    assert cause(of(found).needed) == "gap_unreachable"
    assert not [mover for group in found.groups for mover in group.movers if mover.alcance is not None]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        (("valores: 2024: 40", "logros: 2023: 100"), "no_goal"),
        (("valores: 2024: 0", "logros: 2024: 0"), "zero_goal"),
        (("valores: 2024: 40", "sentido: no definido"), "no_direction"),
        (("logros: 2024: 100",), "no_value"),
        (("valores: 2024: ND",), "registered"),
    ],
)
def test_refusals(fields: tuple[str, ...], expected: str) -> None:
    assert cause(of(plan(*fields)).needed) == expected


def test_the_way_from_the_baseline() -> None:
    """From 80 down to 40: 95 % of the way is 42."""
    fields = ("decimales: 0", "sentido: descendente", "logros: 2024: 40", "valores: 2024: 60")
    more = "metodología m\n  base: ceplan\n  avance: tipo II\n"

    assert of(plan(*fields, "línea de base: 2021: 80", more=more, methodology="m")).needed == 42
    assert cause(of(plan(*fields, more=more, methodology="m")).needed) == "no_baseline"


def test_years_that_add_up() -> None:
    """30 goals in three years, 8 reached in two: 28.5 is 95 %."""
    more = "metodología m\n  base: ceplan\n  avance: tipo II\n"
    fields = ("decimales: 1", "agregación: agregable", "logros: 2022: 10; 2023: 10; 2024: 10")
    values = "valores: 2022: 4; 2023: 4; 2024: 4"

    assert of(plan(*fields, values, more=more, methodology="m")).needed == Fraction("20.5")
    descending = plan(
        *fields, "sentido: descendente", "valores: 2022: 20; 2023: 20; 2024: 4", more=more, methodology="m"
    )
    assert cause(of(descending).needed) == "gap_negative_needed"


@pytest.mark.parametrize(
    ("direction", "value", "choice", "needed"),
    [
        ("descendente", "-3", "negativos: inválido", "gap_negative_value"),
        ("descendente", "-3", "negativos: cero", "gap_negative_value"),
        ("descendente", "0", "tope: no", "gap_zero_value"),
        ("ascendente", "-3", "negativos: inválido", Fraction(95)),
        ("ascendente", "-3", "negativos: cero", Fraction(95)),
    ],
)
def test_nobody_is_asked_to_raise_what_should_fall(
    direction: str, value: str, choice: str, needed: str | Fraction
) -> None:
    more = f"metodología m\n  base: ceplan\n  {choice}\n"
    found = of(plan(f"valores: 2024: {value}", f"sentido: {direction}", more=more, methodology="m")).needed

    assert found == needed if isinstance(needed, Fraction) else cause(found) == needed


# ---- Inputs ----------------------------------------------------------------------------------------------------

SERIES = """
serie p "Primera"
  2023: 20
  2024: 40
serie q "Segunda"
  2024: 50
serie r "Tercera"
  2024: 0.5
"""


def solved(formula: str, *fields: str) -> dict[str, Fraction | str]:
    return inputs(of(plan(f"fórmula: {formula}", "decimales: 0", *fields, more=SERIES)))


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("p", {"p": 95}),
        ("p + q - 20", {"p": 65, "q": 75}),
        ("p * r", {"p": 189, "r": Fraction(95, 40)}),
        ("p / r", {"p": 48, "r": Fraction(40, 95)}),
        ("100 * p / (p + q)", {"p": 860, "q": 2}),
        ("50 * p / (p + q)", {"p": "gap_falls_short", "q": "gap_not_even_zero"}),
        ("100 * (q - p) / q", {"q": 728, "p": 2}),
        ("(p * p + p) / (p + 1) + q - 20", {"p": 65, "q": 75}),
        ("p + q - q", {"p": 95, "q": "gap_no_effect"}),
        ("p * p / 20", {"p": "gap_degree"}),
        ("p ^ 2 / 20", {"p": "gap_power"}),
        ("mín(p; q)", {"p": "gap_function", "q": "gap_function"}),
        ("si(p > 3; p; q)", {"p": "gap_function", "q": "gap_function"}),
        ("si_falta(p; 0) + q - 40", {"p": "gap_function", "q": 95}),
        ("redondear(p) + q - 40", {"p": "gap_function", "q": 95}),
        ("suma(p; q) - 40", {"p": 85, "q": 95}),
        ("promedio(p; q)", {"p": 139, "q": 149}),
        ("p + anterior(p)", {"p": 75}),
        ("400 / (60 - p)", {"p": 56}),
        ("10 / (41 - p) + 0 * q", {"p": "gap_pole", "q": "gap_no_effect"}),
        ("p * (p - 95) / (p - 95)", {"p": 96}),
        ("p / p + 94 - p", {"p": "gap_no_whole"}),
    ],
)
def test_inputs(formula: str, expected: dict[str, Fraction | str]) -> None:
    """The goal is 100 and the value enters without decimals: 94.5 is enough."""
    assert solved(formula) == expected


def test_a_variable_and_what_it_stands_for() -> None:
    more = f'{SERIES}\nvariable total "Total" = p + q\nvariable otra = p\n'
    found = of(plan("fórmula: total / 2 + otra - 20", "decimales: 0", more=more))

    assert inputs(found) == {"total": 149, "p": 60, "q": 109, "otra": 70}


@pytest.mark.parametrize(("formula", "answered"), [("contar(t) * 2", False), ("contar(t) * r", True)])
def test_a_formula_whose_inputs_have_no_name_is_told(formula: str, answered: bool) -> None:
    more = f"{SERIES}\nfuente t\n  columna a: número\n"
    rows = {"t": [{"a": 1}, {"a": 2}]}

    found = of(plan(f"fórmula: {formula}", "decimales: 0", more=more, data=rows)).inputs

    assert isinstance(found, tuple) if answered else found == Refusal("gap_unnamed")


def test_a_name_that_only_stands_for_another_is_one_with_it() -> None:
    found = of(plan("fórmula: A + 1", "decimales: 0", 'donde: A "Nombre" = p', more=SERIES))
    assert isinstance(found.inputs, tuple)
    [only] = found.inputs

    assert only.names == ("A", "p")
    assert only.title == "Nombre"
    assert only.needed == 94


def test_what_registers_may_hide_the_formula() -> None:
    found = of(plan("fórmula: p + 58", "decimales: 0", "valores: 2024: 50", more=SERIES))

    assert found.needed == 95
    assert cause(found.inputs) == "gap_formula_reaches"


def test_a_formula_without_value_says_why() -> None:
    found = of(plan("fórmula: p / (p - 40)", "decimales: 0", more=SERIES))

    assert found.needed == 95
    assert found.difference is None
    assert cause(found.inputs) == "division_by_zero"


# ---- The search ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("edge", [0, 1, 2, 7, 8, 9, 1000, 10**30])
def test_nearest(edge: int) -> None:
    assert nearest(lambda number: number >= edge, 0, 1) == edge
    assert nearest(lambda number: number <= -edge, 0, -1) == -edge
    assert nearest(lambda number: number >= edge, 0, 1, edge) == edge
    assert nearest(lambda number: number >= edge, 0, 1, edge - 1) is None


def test_what_is_missing_is_said_of_the_evaluation_that_is_at_hand() -> None:
    """On a day before the end of the period nothing is computed, and then nothing is put against a goal."""
    loaded = pei_dsl.load_text(
        'plan "P"\n  periodo: 2024 a 2024\nserie a "A"\n  2024: 60\nindicador IND.01.OEI.01 "I"\n'
        "  fórmula: a\n  unidad: número\n  sentido: ascendente\n  logros: 2024: 80\n"
    )
    whole, early = (
        evaluate(loaded.plan, Period.year_of(2024), Data(), on=day)
        for day in (None, datetime.date(2024, 6, 30))
    )

    assert gaps_of(whole, Data()).evaluation is whole
    assert of(gaps_of(whole, Data())).result.value == 60
    assert of(gaps_of(early, Data())).result is early.indicators["IND.01.OEI.01"]
