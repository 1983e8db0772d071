"""What the name of an indicator and its goals say of its unit and direction."""

from __future__ import annotations

from fractions import Fraction

import pytest

from pei_dsl.interchange.cells import Cell
from pei_dsl.interchange.code_cells import Code
from pei_dsl.interchange.deductions import direction_of, unit_of_title
from pei_dsl.interchange.drafts import Draft
from pei_dsl.syntax import made


@pytest.mark.parametrize(
    ("title", "unit"),
    [
        ("Porcentaje de sobrepoblación en los establecimientos penitenciarios", "porcentaje"),
        ("% de trámites atendidos", "porcentaje"),
        ("Proporción de hogares", "porcentaje"),
        ("Número de actos violentos", "número"),
        ("N° de actas", "número"),
        ("NÚMERO DE LOCALES", "número"),
        ("Cantidad de kilómetros", "cantidad"),
        ("Tasa de profesionales por cada 1,000 personas", "tasa por 1,000"),
        ("Tasa de fuga por 10,000 internos", "tasa por 10,000"),
        ("Tasa de morbilidad", "tasa"),
        ("Tasa de variación del presupuesto", "tasa de variación"),
        ("Índice de satisfacción", "índice"),
        ("Ratio de alumnos por docente", "ratio"),
        ("Nivel de satisfacción", ""),
        ("Numerosas actas", ""),
        ("", ""),
    ],
)
def test_units_in_names(title: str, unit: str) -> None:
    assert unit_of_title(title) == unit


@pytest.mark.parametrize(
    ("baseline", "goals", "direction"),
    [
        (None, ("1", "2", "3"), "ascendente"),
        (None, ("3", "3", "2"), "descendente"),
        ("5", ("4",), "descendente"),
        ("5", ("5", "6"), "ascendente"),
        (None, ("1", "1"), ""),
        (None, ("1", "2", "1"), ""),
        ("5", (), ""),
        (None, ("1",), ""),
    ],
)
def test_the_way_that_goals_go(baseline: str | None, goals: tuple[str, ...], direction: str) -> None:
    draft = Draft(Code("IND.01.OEI.01", "indicator"), Cell("M", 1, 1))
    for year, goal in enumerate(goals, 2025):
        draft.figures["goals"][str(year)] = made.figure(str(year), made.amount(Fraction(goal)))
    if baseline is not None:
        draft.figures["baseline"]["2024"] = made.figure("2024", made.amount(Fraction(baseline)))

    assert direction_of(draft) == direction


def test_absent_goals_say_nothing() -> None:
    draft = Draft(Code("IND.01.OEI.01", "indicator"), Cell("M", 1, 1))
    draft.figures["goals"]["2025"] = made.figure("2025", made.absent("no programado"))

    assert direction_of(draft) == ""
