"""What is exported says what it left out, to whoever asks."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

import pei_dsl

PLAN = """\
plan "P"
  periodo: 2024
objetivo OEI.01 "O"
indicador IND.01.OEI.01 "I"
  unidad: número
  sentido: ascendente
  logros: 2024: 10
  fórmula: suma(s.n)
indicador IND.02.OEI.01 "J"
  unidad: número
  sentido: ascendente
  logros: 2024: 10
fuente s
  archivo: s.csv
  columna n: número
registro
  archivo: registro.csv
"""
EXPORTS: dict[str, tuple[Callable[..., object], list[str]]] = {
    "capture_workbook": (pei_dsl.capture_workbook, ["registro.csv", "s.csv"]),
    "report_b7_workbook": (
        lambda loaded, **more: pei_dsl.report_b7_workbook(loaded, 2024, **more),
        ["registro.csv", "s.csv"],
    ),
    "long_table": (pei_dsl.long_table, ["registro.csv"]),
}


def plan(folder: Path, cell: str, value: str) -> pei_dsl.Loaded:
    (folder / "plan.pei").write_text(PLAN, "utf-8")
    (folder / "s.csv").write_text(f"n\n{cell}\n", "utf-8")
    (folder / "registro.csv").write_text(f"código,periodo,valor\nIND.02.OEI.01,2024,{value}\n", "utf-8")
    loaded = pei_dsl.load(folder)
    assert not loaded.errors
    return loaded


@pytest.mark.parametrize("name", EXPORTS)
def test_what_is_found_in_the_data_reaches_who_asks(name: str, tmp_path: Path) -> None:
    """Each finding once, behind what the list has; without a list the same is written."""
    export, files = EXPORTS[name]
    loaded = plan(tmp_path, "mal", "mal")
    earlier = pei_dsl.load_text("x").errors[0]
    findings = [earlier]
    made = export(loaded, findings=findings)

    assert findings[0] is earlier
    assert sorted(each.location.file for each in findings[1:]) == files
    assert export(loaded) == made


@pytest.mark.parametrize("name", EXPORTS)
def test_of_sound_data_nothing_is_found(name: str, tmp_path: Path) -> None:
    findings: list[pei_dsl.Diagnostic] = []
    EXPORTS[name][0](plan(tmp_path, "1", "2"), findings=findings)

    assert findings == []
