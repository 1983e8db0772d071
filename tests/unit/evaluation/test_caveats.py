"""Which constants of a whole repeat in each of its parts, by what the formula does with them."""

from __future__ import annotations

import pytest

import pei_dsl

PLAN = """\
plan "P"
  periodo: 2024
objetivo OEI.01 "S"
indicador IND.01.OEI.01 "I"
  fórmula: {formula}
  donde:
    K "Constante" = {constant}
    R "Filas" = suma(f.n)
    Z "Otras" = suma(f.m)
    MEDIA "Media" = K / 3
  unidad: número
  sentido: ascendente
  logros: 2024: 8
fuente f
  archivo: f.csv
  tiempo: t
  columna t: fecha
  columna n: número
  columna m: número
"""
ROWS = [{"t": f"2024-{month:02}", "n": month, "m": 2} for month in range(1, 13)]


def repeated(formula: str, constant: str = "45", period: str = "2024-S1") -> list[str]:
    loaded = pei_dsl.load_text(PLAN.format(formula=formula, constant=constant))
    assert not [each for each in loaded.errors if each.code.startswith("PEI1")]
    measured = pei_dsl.evaluate(loaded, period, data={"f": ROWS}, partial=True)
    result = measured.evaluation.indicators["IND.01.OEI.01"]
    return [str(each.params["name"]) for each in result.caveats if each.kind == "constante repetida"]


@pytest.mark.parametrize(
    "formula",
    ["R / K", "K / R", "R + K", "R - K", "R / MEDIA", "(R + Z) / K", "R / (2 * K)", "si(R > 1; R / K; 0)"],
)
def test_a_constant_beside_rows_is_told(formula: str) -> None:
    assert repeated(formula) == ["K"]


@pytest.mark.parametrize(
    "formula",
    ["K * R", "R * K / Z", "Z / (R * K)", "R / Z", "K / 3", "K + 1", "mín(R; K)", "suma(f.n * 45)", "R + Z"],
)
def test_a_factor_of_rows_or_what_stands_beside_no_rows_is_not(formula: str) -> None:
    assert repeated(formula) == []


@pytest.mark.parametrize("constant", ["1000", "100", "0", "0.01", "1"])
def test_a_power_of_ten_is_a_unit(constant: str) -> None:
    assert repeated("R + K", constant) == []


@pytest.mark.parametrize("constant", ["45", "0.02", "20", "0.7", "101"])
def test_any_other_number_may_be_of_a_whole(constant: str) -> None:
    assert repeated("R + K", constant) == ["K"]


def test_the_whole_itself_is_no_part() -> None:
    assert repeated("R / K", period="2024") == []
