"""Where actions stood in the last period that has values, as far as that is known for sure."""

from __future__ import annotations

from pathlib import Path

import pytest

import pei_dsl
from pei_dsl.workspace import lint

PLAN = """\
plan "PEI"
  periodo: 2023 a 2025
objetivo OEI.01 "Objetivo"
acción AEI.01.01 "Acción"
indicador IND.01.AEI.01.01 "Unidades"
  unidad:  número de unidades
  sentido: ascendente
  logros:
    2023: 100
    2024: 100
    2025: 100
  fórmula: suma(obras.unidades)
fuente obras "Obras"
  archivo: obras.csv
  tiempo:  fecha
  columna fecha:    fecha
  columna unidades: número
factor presupuesto "Presupuesto"
  efecto: dificulta
  en:     OEI.01
actividad obra "Obra"
  acción: AEI.01.01
  unidad: número de avances
  programado: 2024: 10; 2025: 10
  ejecutado:  2024: 10; 2025: 10
"""
FOLLOW_UP = {"PEI456", "PEI457"}


def found(folder: Path, rows: str, more: str = "") -> set[tuple[str, str]]:
    (folder / "plan.pei").write_text(PLAN + more)
    if rows:
        (folder / "obras.csv").write_text(f"fecha,unidades\n{rows}")
    return follow_up(folder)


def follow_up(folder: Path) -> set[tuple[str, str]]:
    told = pei_dsl.check(folder).diagnostics
    assert all(each.severity != "error" or each.code.startswith("PEI3") for each in told)
    return {(each.code, str(each.params["period"])) for each in told if each.code in FOLLOW_UP}


def months(year: int, last: int, units: int) -> str:
    return "".join(f"{year}-{month:02}-28,{units}\n" for month in range(1, last + 1))


BOTH_2024 = {("PEI456", "2024"), ("PEI457", "2024")}


def test_the_last_year_with_a_computed_value_is_looked_at(tmp_path: Path) -> None:
    assert found(tmp_path, months(2023, 12, 10) + months(2024, 12, 1)) == BOTH_2024


def test_a_year_whose_data_end_before_it_does_is_not_judged(tmp_path: Path) -> None:
    assert found(tmp_path, months(2024, 12, 10) + months(2025, 6, 1)) == set()
    assert found(tmp_path, months(2024, 12, 10) + months(2025, 12, 1)) == {
        ("PEI456", "2025"),
        ("PEI457", "2025"),
    }


OTHER = """\
objetivo OEI.02 "Otro"
indicador IND.01.OEI.02 "Otras unidades"
  unidad:  número de unidades
  sentido: ascendente
  logros:  2023: 1; 2024: 1; 2025: 1
  valores: 2024: 1
"""


def test_rows_that_are_not_there_say_nothing_of_their_action(tmp_path: Path) -> None:
    """Without them the action is ND: that the file is missing is told by itself."""
    assert found(tmp_path, "", OTHER) == set()


@pytest.mark.parametrize("limit", ["MEGABYTE", "VISITS_PER_MEGABYTE"])
def test_rows_that_are_too_many_to_look_at_say_nothing_of_their_action(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: str
) -> None:
    assert found(tmp_path, months(2024, 12, 1), OTHER) == BOTH_2024
    monkeypatch.setattr(lint, limit, 1)
    assert found(tmp_path, months(2024, 12, 1), OTHER) == set()


def test_a_registered_value_stands_whatever_rows_are_there(tmp_path: Path) -> None:
    registered = PLAN.replace("  fórmula:", "  valores: 2024: 1\n  fórmula:")
    (tmp_path / "plan.pei").write_text(registered)
    checked = pei_dsl.check(tmp_path)

    assert all(each.severity != "error" or each.code.startswith("PEI3") for each in checked.diagnostics)
    assert {each.code for each in checked.diagnostics} >= FOLLOW_UP


def test_a_register_that_cannot_be_read_leaves_the_last_period_open(tmp_path: Path) -> None:
    register = 'registro valores "Valores"\n  archivo: valores.csv\n'
    rows = months(2024, 12, 1)
    (tmp_path / "valores.csv").write_text("código,periodo,valor\nIND.01.AEI.01.01,2024,uno\n")

    assert found(tmp_path, rows, register) == set()
    (tmp_path / "valores.csv").write_text("código,periodo,valor\nIND.01.AEI.01.01,2024,1\n")
    assert found(tmp_path, rows, register) == BOTH_2024
    (tmp_path / "valores.csv").write_text("código,periodo,valor\nIND.01.AEI.01.01,2025,1\n")
    assert found(tmp_path, rows, register) == {("PEI456", "2025"), ("PEI457", "2025")}


def test_a_plan_without_values_has_no_last_period(tmp_path: Path) -> None:
    assert found(tmp_path, "2022-05-01,1\n") == set()


def test_of_two_periods_that_end_together_the_longer_one_is_looked_at(tmp_path: Path) -> None:
    (tmp_path / "plan.pei").write_text(
        PLAN.replace("fórmula: suma(obras.unidades)", "valores: 2024-T4: 90; 2024-S2: 10")
    )
    told = pei_dsl.check(tmp_path).diagnostics

    assert [str(each.params["period"]) for each in told if each.code == "PEI456"] == ["2024-S2"]


def test_an_action_is_judged_with_what_else_is_to_be_known_of_its_figure(tmp_path: Path) -> None:
    """A row that may be a total has its own warning."""
    named = PLAN.replace("  columna unidades", "  columna lugar: texto\n  columna unidades")
    (tmp_path / "plan.pei").write_text(named)
    rows = "".join(f"2024-{month:02}-28,Puno,1\n" for month in range(1, 13))
    (tmp_path / "obras.csv").write_text(f"fecha,lugar,unidades\n{rows}2024-12-31,Total,12\n")
    told = pei_dsl.check(tmp_path).diagnostics

    assert {each.code for each in told} >= {"PEI435", *FOLLOW_UP}


def test_a_source_that_is_made_of_another_rests_on_its_rows(tmp_path: Path) -> None:
    made = """\
fuente meses "Meses"
  una fila por: obras.fecha
  columna total = suma(obras.unidades)
"""
    (tmp_path / "plan.pei").write_text(PLAN.replace("suma(obras.unidades)", "contar(meses)") + made + OTHER)
    assert follow_up(tmp_path) == set()
    (tmp_path / "obras.csv").write_text(f"fecha,unidades\n{months(2024, 12, 1)}")
    assert follow_up(tmp_path) == BOTH_2024


@pytest.mark.parametrize("rows", ["", months(2024, 12, 1)])
def test_rows_of_a_host_are_looked_at_as_files_are(rows: str) -> None:
    loaded = pei_dsl.load_text(PLAN.replace("  archivo: obras.csv\n", "") + OTHER)
    given = [{"fecha": line.split(",")[0], "unidades": int(line.split(",")[1])} for line in rows.splitlines()]
    told = pei_dsl.lint(loaded, data={"obras": given} if given else {})

    assert {each.code for each in told} & FOLLOW_UP == (FOLLOW_UP if rows else set())
