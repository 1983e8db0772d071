"""What a renaming leaves as it is, and tells: comments, headings of files, tables, codes of registers."""

from __future__ import annotations

from pathlib import Path

import pytest

import pei_dsl
from pei_dsl import Address, Rename

TEXTS = {
    "plan.pei": """plan "P"
  periodo: 2024 a 2025
objetivo OEI.01 "Salud"
indicador IND.01.OEI.01 "Controles"
  fórmula: suma(s.hechos) / suma(s.previstos)
  unidad: porcentaje
  sentido: ascendente
  logros: 2024: 80%; 2025: 90%
""",
    "datos.pei": """fuente s "Registro"
  archivo: datos.csv
  columna hechos: número
  columna previstos: número
fuente b "Base"
  conexión: PEI_BASE
  tabla: controles
  columna hechos: número
registro
  archivo: registro.csv
función doble(hechos) = hechos * 2
""",
    "notas.pei": "# IND.01.OEI.01 cuenta los hechos\nvariable otra = 1\n",
}


@pytest.fixture
def workspace(tmp_path: Path) -> pei_dsl.Workspace:
    (tmp_path / "datos.csv").write_text("hechos,previstos\n1,2\n", "utf-8")
    rows = "código,periodo,valor\nind.01.oei.01,2024,80%\nIND.02.OEI.01,2024,1\nIND.01.OEI.01,2025,90%\n"
    (tmp_path / "registro.csv").write_text(rows, "utf-8")
    return pei_dsl.Workspace.of(TEXTS, tmp_path, permissions=pei_dsl.Permissions())


def told(workspace: pei_dsl.Workspace, change: Rename) -> list[tuple[str, int, str]]:
    return [(each.name, each.line, each.said) for each in workspace.mentions(change)]


def test_a_code_is_told_where_comments_and_registers_say_it(workspace: pei_dsl.Workspace) -> None:
    assert told(workspace, Rename(Address("IND.01.OEI.01"), "IND.07.OEI.01")) == [
        ("notas.pei", 1, "IND.01.OEI.01"),
        ("registro.csv", 2, "IND.01.OEI.01"),
        ("registro.csv", 4, "IND.01.OEI.01"),
    ]


def test_so_are_the_codes_that_are_built_on_it(workspace: pei_dsl.Workspace) -> None:
    found = told(workspace, Rename(Address("OEI.01"), "OEI.04"))

    assert [each for each in found if each[0] == "registro.csv"] == [
        ("registro.csv", 2, "IND.01.OEI.01"),
        ("registro.csv", 4, "IND.01.OEI.01"),
    ]


def test_a_column_is_told_where_a_file_has_it_as_a_heading(workspace: pei_dsl.Workspace) -> None:
    change = Rename(Address("s", "source"), "realizados", item="hechos")

    assert ("datos.csv", 0, "hechos") in told(workspace, change)


def test_one_of_a_table_is_told_unasked(workspace: pei_dsl.Workspace) -> None:
    change = Rename(Address("b", "source"), "realizados", item="hechos")

    assert told(workspace, change) == [("controles (PEI_BASE)", 0, "hechos")]


def test_what_has_no_part_in_data_is_not_looked_for_there(workspace: pei_dsl.Workspace) -> None:
    parameter = Rename(Address("doble", "function"), "x", item="hechos")
    variable = Rename(Address("otra", "variable"), "hechos2")

    assert told(workspace, parameter) == []
    assert told(workspace, variable) == []


def test_files_that_may_not_be_read_are_not(workspace: pei_dsl.Workspace) -> None:
    shut = pei_dsl.Workspace.of(TEXTS, workspace.root, permissions=pei_dsl.Permissions(folder=False))

    assert told(shut, Rename(Address("IND.01.OEI.01"), "IND.07.OEI.01")) == [
        ("notas.pei", 1, "IND.01.OEI.01")
    ]
