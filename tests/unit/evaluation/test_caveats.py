"""Which constants of a whole repeat in each of its parts, by what the formula does with them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

import pei_dsl
from pei_dsl.evaluation.caveats import Caveats

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


def called(monkeypatch: pytest.MonkeyPatch, name: str) -> list[tuple[object, ...]]:
    """Return a list that takes what a method of `Caveats` is called with from now on."""
    calls: list[tuple[object, ...]] = []
    method: Callable[..., object] = getattr(Caveats, name)

    def counted(*given: object) -> object:
        calls.append(given)
        return method(*given)

    monkeypatch.setattr(Caveats, name, counted)
    return calls


def test_what_many_use_is_looked_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each of a chain of indicators tells what the rows of the first one are; nobody goes down to them again."""
    links = 40
    chain = "".join(
        f'indicador IND.{number:02}.OEI.01 "I"\n  fórmula: IND.{number - 1:02}.OEI.01 + 1\n'
        "  unidad: número\n  sentido: ascendente\n  logros: 2024: 8\n"
        for number in range(2, links + 1)
    )
    source = PLAN.format(formula="R + K", constant="45")
    loaded = pei_dsl.load_text(source.replace("fuente f\n", f"{chain}fuente f\n"))
    assert not loaded.errors
    rows = called(monkeypatch, "_of_rows")
    parts = called(monkeypatch, "_repeated")

    measured = pei_dsl.evaluate(loaded, "2024-S1", data={"f": ROWS[:5]}, partial=True)

    told = [each.caveats for each in measured.evaluation.indicators.values()]
    assert {str(each.kind) for each in told[0]} == {"periodo incompleto", "constante repetida"}
    assert told == told[:1] * links
    assert len(rows) == 1
    assert len(parts) < 5 * links
