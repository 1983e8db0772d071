"""Registered values are read when their file or the plan's units change, and never told otherwise than anew."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

import pei_dsl
from pei_dsl.data import held_registers, registers
from pei_dsl.data.readers import held_tables
from pei_dsl.model.plan import Register
from pei_dsl.workspace.workspace import Workspace

TEXT = """\
plan "PEI"
  periodo: 2024

objetivo OEI.01 "Salud"

indicador IND.01.OEI.01 "Casos"
  unidad: número de casos
  sentido: ascendente
  logros: 2024: 10

registro valores
  archivo: valores.csv
"""


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the registers that are read, one after another."""
    monkeypatch.setattr(held_tables, "FRESH", -1)  # what was just written is trusted to be as it is
    found: list[str] = []
    original: Callable[..., object] = registers.read_register

    def counted(register: Register, *rest: object) -> object:
        found.append(register.file)
        return original(register, *rest)

    monkeypatch.setattr(held_registers, "read_register", counted)
    return found


def _keep(folder: Path, *rows: str) -> None:
    (folder / "valores.csv").write_text("\n".join(("código,periodo,valor", *rows, "")), "utf-8")


def _told(workspace: Workspace) -> tuple[object, list[str]]:
    measured = workspace.evaluation(2024, partial=True)
    found = [each.message() for each in (*measured.diagnostics, *workspace.diagnostics)]
    return measured.evaluation.indicators["IND.01.OEI.01"].value, found


def test_a_key_reads_no_register_again(tmp_path: Path, read: list[str]) -> None:
    (tmp_path / "plan.pei").write_text(TEXT, "utf-8")
    _keep(tmp_path, "IND.01.OEI.01,2024,7", "IND.09.OEI.01,2024,5")
    workspace = Workspace.open(tmp_path)
    first = _told(workspace)
    assert first[0] == 7
    assert any("IND.09.OEI.01" in each for each in first[1])

    for number in range(3):
        workspace = workspace.with_text("plan.pei", TEXT.replace("Salud", f"Salud {number}"))
        assert _told(workspace) == first
    assert read == ["valores.csv"]


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        (TEXT, ["IND.01.OEI.01,2024,9"]),
        (TEXT.replace("número de casos", "porcentaje"), ["IND.01.OEI.01,2024,7"]),
        (TEXT.replace("valores\n", 'valores "Otro"\n  separador: ";"\n'), ["IND.01.OEI.01,2024,7"]),
        (TEXT.replace("IND.01", "IND.02"), ["IND.01.OEI.01,2024,7"]),
    ],
)
def test_what_another_version_is_told_is_what_reading_anew_tells(
    tmp_path: Path, read: list[str], text: str, rows: list[str]
) -> None:
    (tmp_path / "plan.pei").write_text(TEXT, "utf-8")
    _keep(tmp_path, "IND.01.OEI.01,2024,7")
    workspace = Workspace.open(tmp_path)
    _told(workspace)

    _keep(tmp_path, *rows)
    later = workspace.with_text("plan.pei", text)
    anew = Workspace.of({"plan.pei": text}, tmp_path)

    assert later.evaluation(2024, partial=True) == anew.evaluation(2024, partial=True)
    assert [*map(str, later.diagnostics)] == [*map(str, anew.diagnostics)]
    assert len(read) >= 2
    assert pei_dsl.load(tmp_path).answered is None
