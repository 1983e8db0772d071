"""Cases of comparisons that draws do not reach: formulas that cannot be crossed, codes, periods, warnings."""

from __future__ import annotations

from fractions import Fraction

import pytest

import pei_dsl
from pei_dsl import ChangePart, Comparison, FigureKind, MovedFigure, Workspace

PLAN = """plan "PEI"
  periodo: 2023 a 2024
objetivo OEI.01 "Salud"
indicador IND.01.OEI.01 "Porcentaje de controles"
  fórmula: suma(salud.hechos) / 100
  unidad: porcentaje
  sentido: ascendente
  logros: 2023: 50%; 2024: 80%
  valores: 2023: 20%
fuente salud "Registro"
  columna hechos: número
"""
ROWS = {"salud": [{"hechos": 30}]}


def moved(compared: Comparison, code: str, kind: FigureKind = FigureKind.ACHIEVEMENT) -> MovedFigure:
    return next(each for each in compared.moved if (each.code, each.kind) == (code, kind))


def parts(figure: MovedFigure) -> dict[ChangePart, Fraction]:
    return {each.part: each.amount for each in figure.shares}


def of(before: str, after: str, **options: object) -> Comparison:
    first = Workspace.of({"plan.pei": before})
    return pei_dsl.compare(first, first.with_text("plan.pei", after), 2024, data=ROWS, **options)  # type: ignore[arg-type]


def test_a_formula_that_the_other_data_do_not_know_is_one_part_with_them() -> None:
    after = PLAN.replace("suma(salud.hechos)", "(suma(salud.hechos) + suma(salud.nuevos))").replace(
        "  columna hechos: número\n", "  columna hechos: número\n  columna nuevos: número\n"
    )
    first = Workspace.of({"plan.pei": PLAN})
    second = first.with_text("plan.pei", after)
    rows = {"salud": [{"hechos": 30, "nuevos": 5}]}

    assert parts(moved(pei_dsl.compare(first, second, 2024, data=rows), "IND.01.OEI.01")) == {
        ChangePart.FORMULA_AND_DATA: Fraction("6.25")
    }


def test_a_formula_of_the_same_columns_is_a_part_of_its_own() -> None:
    assert parts(moved(of(PLAN, PLAN.replace("/ 100", "/ 75")), "IND.01.OEI.01")) == {
        ChangePart.FORMULA: Fraction("12.5")
    }


def test_a_formula_that_is_only_written_otherwise_is_no_change() -> None:
    compared = of(PLAN, PLAN.replace("suma(salud.hechos) / 100", "(suma(salud.hechos)) / 100"))

    assert not compared.moved
    assert not compared.plan


def test_a_goal_that_a_formula_names_is_put_down_to_the_goal() -> None:
    named = PLAN.replace("suma(salud.hechos) / 100", "suma(salud.hechos) / 100 * logro")
    value = moved(of(named, named.replace("2024: 80%", "2024: 40%")), "IND.01.OEI.01", FigureKind.VALUE)

    assert parts(value) == {ChangePart.GOAL: Fraction("-0.12")}


def test_a_renamed_code_is_followed() -> None:
    after = PLAN.replace("IND.01.OEI.01", "IND.05.OEI.01").replace("2024: 80%", "2024: 60%")
    followed = of(PLAN, after, renamed={"IND.05.OEI.01": "IND.01.OEI.01"})
    lost = of(PLAN, after)

    assert parts(moved(followed, "IND.05.OEI.01")) == {ChangePart.GOAL: Fraction("12.5")}
    assert [str(each.kind) for each in followed.plan] == ["cambia de código", "cambia"]
    assert {(each.part, each.code): each.amount for each in moved(lost, "OEI.01").shares} == {
        (ChangePart.INDICATOR, "IND.05.OEI.01"): Fraction("28.125"),
        (ChangePart.INDICATOR, "IND.01.OEI.01"): Fraction("-15.625"),
    }
    assert {str(each.kind) for each in lost.plan} == {"nuevo", "termina"}


def test_a_code_that_another_one_takes_is_not_taken_for_it() -> None:
    """What the later plan calls IND.02 is the IND.01 of before; the IND.02 of before ended."""
    two = PLAN.replace(
        "fuente salud",
        'indicador IND.02.OEI.01 "Visitas"\n  unidad: número\n  sentido: ascendente\n'
        "  logros: 2024: 10\n  valores: 2024: 5\nfuente salud",
    )
    after = PLAN.replace("IND.01.OEI.01", "IND.02.OEI.01")
    compared = of(two, after, renamed={"IND.02.OEI.01": "IND.01.OEI.01"})

    assert [(str(each.kind), each.code) for each in compared.plan] == [
        ("cambia de código", "IND.02.OEI.01"),
        ("termina", "IND.02.OEI.01"),
    ]
    assert sum(each.amount for each in moved(compared, "OEI.01").shares) == Fraction("37.5") - Fraction(
        "43.75"
    )


def test_from_nd_to_a_figure_there_are_no_parts() -> None:
    compared = of(PLAN.replace("2024: 80%", "2024: no programado"), PLAN)

    assert not [each for each in compared.moved if each.kind is not FigureKind.COUNT]
    assert {(str(each.kind), each.code) for each in compared.unmeasured} == {
        ("media", ""),
        ("alcance", "OEI.01"),
        ("alcance", "IND.01.OEI.01"),
    }


@pytest.mark.parametrize(
    ("old", "new", "part"),
    [
        ("2024: 80%", "2024: 60%", ChangePart.GOAL),
        ("/ 100", "/ 50", ChangePart.FORMULA),
    ],
)
def test_what_was_made_easier_is_told_and_what_was_made_harder_is_not(
    old: str, new: str, part: ChangePart
) -> None:
    easier = PLAN.replace(old, new)

    assert [each.part for each in of(PLAN, easier).easier] == [part]
    assert not of(easier, PLAN).easier


def test_another_year_is_no_easier_goal() -> None:
    workspace = Workspace.of({"plan.pei": PLAN})

    assert not pei_dsl.compare(workspace, None, (2024, 2023), data=ROWS).easier


def test_without_a_period_it_is_the_last_year_in_which_both_have_figures() -> None:
    workspace = Workspace.of({"plan.pei": PLAN})

    assert str(pei_dsl.compare(workspace, workspace, data=ROWS).after.period) == "2024"
    assert str(pei_dsl.compare(workspace, workspace).after.period) == "2023"


def test_three_periods_are_too_many() -> None:
    workspace = Workspace.of({"plan.pei": PLAN})
    with pytest.raises(pei_dsl.RequestError, match="these are 3"):
        pei_dsl.compare(workspace, None, (2023, 2024, 2024))
