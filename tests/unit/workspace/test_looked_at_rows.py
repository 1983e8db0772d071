"""Rows that warnings look at are read when their file changes, and at no key."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from pei_dsl.data.readers import gate, held_tables
from pei_dsl.workspace import looked_at_rows
from pei_dsl.workspace.workspace import Workspace

TEXT = """\
plan "PEI"
  periodo: 2024

objetivo OEI.01 "Salud"

indicador IND.01.OEI.01 "Casos"
  fórmula: contar(casos)
  unidad: número de casos
  sentido: ascendente
  logros: 2024: 10

fuente casos
  archivo: casos.csv
  columna región: texto
  columna personas: número
"""


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the sources that are read for warnings, one after another."""
    monkeypatch.setattr(held_tables, "FRESH", -1)  # what was just written is trusted to be as it is
    found: list[str] = []
    original: Callable[..., object] = gate.read_table

    def counted(source: object, *rest: object, **options: object) -> object:
        found.append(getattr(source, "name", ""))
        return original(source, *rest, **options)

    monkeypatch.setattr(looked_at_rows, "read_table", counted)
    return found


def _keep(path: Path, text: str) -> None:
    path.write_text(text, "utf-8")


def _codes(workspace: Workspace) -> list[str]:
    return [each.code for each in workspace.diagnostics]


@pytest.mark.parametrize("measured", [False, True])
def test_a_key_reads_no_file_again(tmp_path: Path, read: list[str], *, measured: bool) -> None:
    (tmp_path / "plan.pei").write_text(TEXT, "utf-8")
    _keep(tmp_path / "casos.csv", "región,personas\nLima,1\nPuno,2\nTOTAL,3\n")
    workspace = Workspace.open(tmp_path)
    if measured:
        workspace.evaluation(2024)
    first = _codes(workspace)
    assert "PEI435" in first

    for number in range(3):
        workspace = workspace.with_text("plan.pei", TEXT.replace("Casos", f"Casos {number}"))
        assert _codes(workspace) == first
    assert len(read) <= 1

    _keep(tmp_path / "casos.csv", "región,personas\nLima,1\nPuno,2\n")
    assert "PEI435" not in _codes(workspace.with_text("plan.pei", TEXT))


def test_what_is_wrong_in_rows_is_told_at_each_key(tmp_path: Path, read: list[str]) -> None:
    (tmp_path / "plan.pei").write_text(TEXT, "utf-8")
    _keep(tmp_path / "casos.csv", "región,personas\nLima,uno\nPuno,dos\n")
    workspace = Workspace.open(tmp_path)
    told = [each.message() for each in workspace.diagnostics if each.code == "PEI443"]
    assert told

    workspace.evaluation(2024)
    workspace = workspace.with_text("plan.pei", TEXT.replace("Casos", "Casos de hoy"))
    assert [each.message() for each in workspace.diagnostics if each.code == "PEI443"] == told
    assert len(read) <= 2
