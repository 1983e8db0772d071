"""What a plan has and what it lacks."""

from __future__ import annotations

from pathlib import Path

import pei_dsl
from pei_dsl.workspace.inventory import Inventory, inventory

TEXT = """
plan "P"
  periodo: 2024
objetivo OEI.01 "Salud"
acción AEI.01.01 "Postas"
indicador IND.01.OEI.01 "Con fórmula y archivo"
  fórmula: contar(casos)
  unidad: número
  sentido: ascendente
  línea de base: 2023: 4
  logros: 2024: 8
  responsable: "Unidad de Estadística"
indicador IND.02.OEI.01 "Con fórmula y sin archivo"
  fórmula: IND.01.OEI.01 + contar(quejas)
  unidad: número
  sentido: ascendente
  logros: 2024: 8
indicador IND.03.OEI.01 "Con la fórmula por escribir"
  fórmula: ?
  unidad: número
  sentido: ascendente
  logros: 2024: no programado
indicador IND.04.OEI.01 "Con un valor"
  unidad: número
  sentido: ascendente
  logros: 2024: 8
  valores: 2024: 7
indicador IND.05.OEI.01 "Con un ND"
  unidad: número
  sentido: ascendente
  logros: 2024: 8
  valores: 2024: ND
indicador IND.06.OEI.01 "Con un valor en el registro"
  unidad: número
  sentido: ascendente
  logros: 2024: 8
registro "Valores"
  archivo: valores.csv
fuente casos
  archivo: casos.csv
  columna a: texto
fuente quejas
  archivo: no_está.csv
  columna a: texto
fuente otra
  columna a: texto
serie vacía
  2024: ND
variable suelta = vacía
"""


def held(root: Path | None) -> Inventory:
    loaded = pei_dsl.load_text(TEXT, root=root)
    assert not loaded.errors
    return inventory(loaded)


def test_in_a_folder(tmp_path: Path) -> None:
    (tmp_path / "casos.csv").write_text("a\nx\n", "utf-8")
    (tmp_path / "valores.csv").write_text("código,periodo,valor\nIND.06.OEI.01,2024,5\n", "utf-8")
    found = held(tmp_path)

    assert found.lacking_formula == tuple(f"IND.0{number}.OEI.01" for number in (3, 4, 5, 6))
    assert found.lacking_data == ("IND.02.OEI.01", "IND.03.OEI.01", "IND.05.OEI.01")
    assert found.lacking_goal == ()
    assert len(found.lacking_baseline) == len(found.lacking_responsible) == 5
    assert found.empty_groups == ("AEI.01.01",)
    assert found.lacking_file == ("quejas", "otra")
    assert found.unused == ("fuente:otra", "variable:suelta")


def test_without_a_folder_nothing_says_that_a_file_is_missing() -> None:
    found = held(None)

    assert found.lacking_file == ("otra",)
    assert "IND.06.OEI.01" in found.lacking_data
    assert "IND.01.OEI.01" not in found.lacking_data


def test_goals_that_are_not_there() -> None:
    loaded = pei_dsl.load_text('objetivo OEI.01 "S"\nindicador IND.01.OEI.01 "T"\n  unidad: número\n')

    assert inventory(loaded).lacking_goal == ("IND.01.OEI.01",)
