"""Whatever carries the rows: `pei revisar` looks at them, or says that it did not."""

from __future__ import annotations

from pathlib import Path

import pytest

import pei_dsl
from pei_dsl.data.readers.carriers import CARRIERS
from tests.properties.test_carriers_agree import WRITERS, Writer

PLAN = """\
plan "P"
  periodo: 2024
objetivo OEI.01 "Servicios"
indicador IND.01.OEI.01 "Casos atendidos"
  fórmula: contar(s)
  unidad: número de casos
  sentido: ascendente
  logros: 2024: 3
fuente s "R"
{where}  columna c: {type}
"""
# Who hands rows over evaluates them at once, and hears of them then.
OF_HOSTS = {"frame", "rows"}
written = pytest.mark.parametrize(
    "write", [each for name, writers in WRITERS.items() if name not in OF_HOSTS for each in writers]
)


def codes(write: Writer, folder: Path, cells: list[object], type_: str) -> set[str]:
    where, _ = write(folder, cells)
    (folder / "plan.pei").write_text(PLAN.format(where=where, type=type_), "utf-8")
    return {each.code for each in pei_dsl.check(folder).diagnostics}


@written
def test_a_row_that_is_a_total_is_told_or_nobody_looked(
    write: Writer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BASE", f"sqlite:///{tmp_path / 'd.db'}")

    assert len(codes(write, tmp_path, ["Lima", "Cusco", "TOTAL"], "texto") & {"PEI435", "PEI443"}) == 1


@written
def test_cells_that_are_wrong_are_told_or_nobody_looked(
    write: Writer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BASE", f"sqlite:///{tmp_path / 'd.db'}")

    assert "PEI443" in codes(write, tmp_path, ["7", "siete"], "número")


@written
def test_a_limit_of_size_is_told(write: Writer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BASE", f"sqlite:///{tmp_path / 'd.db'}")
    (tmp_path / "pei.toml").write_text("[avisos]\ndatos_megas = 0.0000001\n", "utf-8")

    assert "PEI443" in codes(write, tmp_path, ["Lima", "TOTAL"], "texto")


def test_a_header_that_is_wrong_is_told_once(tmp_path: Path) -> None:
    (tmp_path / "d.csv").write_text("otra\nLima\n", "utf-8")
    (tmp_path / "plan.pei").write_text(PLAN.format(where="  archivo: d.csv\n", type="texto"), "utf-8")

    assert [each.code for each in pei_dsl.check(tmp_path).diagnostics] == ["PEI302"]


def test_data_in_a_folder_that_is_granted_are_looked_at(tmp_path: Path) -> None:
    """What lies outside the plan's folder is read for warnings as it is for figures."""
    outside, inside = tmp_path / "fuera", tmp_path / "plan"
    outside.mkdir()
    inside.mkdir()
    (outside / "d.csv").write_text("c\nLima\nCusco\nTOTAL\n", "utf-8")
    where = "  archivo: ../fuera/d.csv\n"
    (inside / "plan.pei").write_text(PLAN.format(where=where, type="texto"), "utf-8")

    found = pei_dsl.check(inside, roots=[outside]).diagnostics

    assert "PEI435" in {each.code for each in found}


def test_no_carrier_is_forgotten() -> None:
    assert {each.name for each in CARRIERS} - {*WRITERS} == {"spark"}
