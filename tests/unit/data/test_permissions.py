"""What a plan may read is what the caller grants it."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

import pei_dsl

PLAN = """plan "PEI"
  periodo: 2024
objetivo OEI.01 "Salud"
indicador IND.01.OEI.01 "Suma"
  unidad: número
  sentido: ascendente
  logros: 2024: 10
  fórmula: suma(s.n)
fuente s
  {where}
  columna n: número
"""
DATABASE, FILE = "conexión: SECRETA\n  tabla: t", "archivo: s.csv"
CODE = "IND.01.OEI.01"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    with sqlite3.connect(tmp_path / "base.db") as base:
        base.execute("CREATE TABLE t (n INTEGER)")
        base.execute("INSERT INTO t VALUES (7)")
    base.close()
    (tmp_path / "s.csv").write_text("n\n7\n", "utf-8")
    monkeypatch.setenv("SECRETA", f"sqlite:///{tmp_path}/base.db")
    return tmp_path


def told(loaded: pei_dsl.Loaded) -> tuple[object, list[str]]:
    done = pei_dsl.evaluate(loaded, 2024)
    value = done.evaluation.indicators[CODE].value
    return (value if not isinstance(value, pei_dsl.Absence) else None), [
        f"{each.code}/{each.variant}" for each in done.diagnostics
    ]


def written(folder: Path, where: str) -> Path:
    (folder / "plan.pei").write_text(PLAN.format(where=where), "utf-8")
    return folder


def test_a_text_from_elsewhere_reads_no_database(folder: Path) -> None:
    text = PLAN.format(where=DATABASE)

    assert told(pei_dsl.load_text(text)) == (None, ["PEI336/forbidden"])
    assert told(pei_dsl.load_text(text, root=folder)) == (None, ["PEI336/forbidden"])
    assert told(pei_dsl.load_bytes(text.encode(), root=folder)) == (None, ["PEI336/forbidden"])


def test_a_text_from_elsewhere_reads_no_file_without_a_folder(folder: Path) -> None:
    text = PLAN.format(where=FILE)

    assert told(pei_dsl.load_text(text)) == (None, ["PEI307/forbidden"])
    assert told(pei_dsl.load_text(text, root=folder)) == (7, [])


@pytest.mark.usefixtures("folder")
def test_a_variable_is_granted_by_its_name() -> None:
    text = PLAN.format(where=DATABASE)
    for variables in (["SECRETA"], None):
        permissions = pei_dsl.Permissions(variables=variables)
        assert told(pei_dsl.load_text(text, permissions=permissions)) == (7, [])
    other = pei_dsl.Permissions(variables=["OTRA"])
    assert told(pei_dsl.load_text(text, permissions=other)) == (None, ["PEI336/forbidden"])


def test_a_plan_of_ones_own_reads_what_it_names(folder: Path) -> None:
    assert told(pei_dsl.load(written(folder, DATABASE))) == (7, [])
    assert told(pei_dsl.load(written(folder, FILE))) == (7, [])
    less = pei_dsl.Permissions()
    assert told(pei_dsl.load(written(folder, DATABASE), permissions=less)) == (None, ["PEI336/forbidden"])


def test_other_folders_are_granted(folder: Path) -> None:
    text = PLAN.format(where="archivo: ../s.csv")
    below = folder / "plan"
    below.mkdir()

    assert told(pei_dsl.load_text(text, root=below)) == (None, ["PEI307/"])
    granted = pei_dsl.Permissions(roots=[folder])
    assert told(pei_dsl.load_text(text, root=below, permissions=granted)) == (7, [])


def test_looking_at_a_folder_asks_no_database(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError

    monkeypatch.setattr(sqlite3, "connect", refuse)
    written(folder, DATABASE)

    assert not [each for each in pei_dsl.check(folder).diagnostics if each.code.startswith("PEI3")]
    assert pei_dsl.describe(pei_dsl.load(folder))


def test_limits_are_one_value() -> None:
    loaded = pei_dsl.load_text(PLAN.format(where="desagregación: x\n  columna x: texto"))
    rows = {"s": [{"x": str(number), "n": f"doce{number}"} for number in range(50)]}

    found = pei_dsl.evaluate(loaded, 2024, data=rows, reading=pei_dsl.Limits(findings=3)).diagnostics
    few, problems = pei_dsl.break_down(
        loaded,
        [2024],
        ["x"],
        data={"s": [{"x": str(number), "n": 1} for number in range(50)]},
        reading=pei_dsl.Limits(cells=10),
    )

    assert [each.code for each in found] == ["PEI303", "PEI303", "PEI303", "PEI311"]
    assert [*few.series] == []
    assert [each.code for each in problems] == ["PEI335"]
