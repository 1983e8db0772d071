"""`pei explicar` and `pei evaluar` where rows ask those of other sources: what each got, and from where."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.cli.conftest import Run, Write

PLAN = """\
plan "P"
  periodo: 2024
objetivo OEI.01 "S"
indicador IND.01.OEI.01 "Ponderada"
  fórmula:   suma(casos.n * casos.peso) + suma(personas.veces)
  unidad:    número
  sentido:   ascendente
  logros:    2024: 8
fuente casos "Casos"
  archivo: casos.csv
  columna distrito: texto
  columna n: número
  columna peso = único(pob.hab si distrito = casos.distrito)
fuente pob "Población"
  archivo: pob.csv
  columna distrito: texto
  columna hab: número
fuente personas "Personas"
  una fila por: his.dni
  columna primera = mínimo(his.fecha)
  columna veces = contar(his si fecha > personas.primera)
fuente his "HIS"
  archivo: his.csv
  tiempo: fecha
  columna fecha: fecha
  columna dni: texto
"""
FILES = {
    "plan.pei": PLAN,
    "casos.csv": "distrito,n\nA,10\nB,20\nC,30\n,1\n",
    "pob.csv": "distrito,hab\nB,4\nA,2\n",
    "his.csv": "fecha,dni\n" + "".join(f"2024-01-0{day},7\n" for day in range(1, 7)),
}
ENGINES = ["referencia", "duckdb", "sqlite"]


@pytest.mark.parametrize("engine", ENGINES)
def test_each_row_is_followed_into_the_other_source(engine: str, run: Run, write: Write) -> None:
    folder = write(FILES)
    done = run("explicar", str(folder), "IND.01.OEI.01", "--periodo", "2024", "--motor", engine)
    lines = [line.strip() for line in done.out.splitlines()]

    assert done.code == 0
    for part in (
        "fila 2: n = 10, peso = 2, distrito = «A»",
        "único(pob.hab si distrito = «A») = 2",
        "← 1 fila de pob.csv:",
        "fila 3: hab = 2, distrito = «A»",
        "fila: dni = «7», veces = 5, primera = 2024-01-01",
        "contar(his si fecha > 2024-01-01) = 5",
        "… y 2 filas más",
        "2 de 4 filas de «casos» se quedan sin «peso»: «pob» no lo tiene",
    ):
        assert any(part in line for line in lines), f"{part}\n{done.out}"


@pytest.mark.parametrize("engine", ENGINES)
def test_programs_get_what_each_row_asked(engine: str, run: Run, write: Write) -> None:
    folder = write(FILES)
    arguments = ("IND.01.OEI.01", "--periodo", "2024", "--motor", engine, "--formato", "json")
    done = run("explicar", str(folder), *arguments)
    asked = [
        each
        for aggregate in json.loads(done.out)["indicador"]["agregados"]
        for row in aggregate["primeras_filas"]
        for each in row["preguntas"]
    ]

    assert [(each["texto"], each["valor"], each["filas_usadas"]) for each in asked] == [
        ("único(pob.hab si distrito = «A»)", "2", 1),
        ("único(pob.hab si distrito = «B»)", "4", 1),
        ("contar(his si fecha > 2024-01-01)", "5", 5),
    ]
    assert [row["fila"] for each in asked[:2] for row in each["primeras_filas"]] == [3, 2]


def test_two_values_of_one_key_are_named(run: Run, write: Write) -> None:
    folder = write({**FILES, "pob.csv": "distrito,hab\nA,2\nA,3\nB,4\n"})
    done = run("evaluar", str(folder), "--periodo", "2024")
    text = " ".join(done.out.split())

    assert "en «pob», distrito A tiene 2 valores distintos (2, 3) y debe haber uno" in text


def test_registers_that_change_change_the_figures(run: Run, write: Write) -> None:
    """No row is doubled where the other source has several for it."""
    folder = write({**FILES, "pob.csv": "distrito,hab\nA,2\nA,2\nB,4\nC,1\n"})
    done = run("evaluar", str(folder), "--periodo", "2024", "--formato", "json")
    (found,) = json.loads(done.out)["indicadores"]

    assert found["valor"] == "135"  # 10 × 2 + 20 × 4 + 30 × 1, and five visits behind the first
    assert [each["clase"] for each in found["reparos"]] == ["filas sin pareja"]
