"""Packages of plans whose figures rest on a database: what it answered comes out again where it is not."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.cli.test_pack import left, packed, verified_elsewhere

if TYPE_CHECKING:
    from tests.cli.conftest import Run, Write

PLAN = """\
plan "PEI 2024"
  periodo: 2024
objetivo OEI.01 "Atender"
indicador IND.01.OEI.01 "Cifra"
  fórmula: {formula}
  unidad:  número
  sentido: ascendente
  logros:  2024: 8
"""
# Who is seen, in a database, and where people live: in a file, or in the database too.
SEEN = """\
fuente vistos
  conexión: BASE
  tabla:    vistos
  tiempo:   fecha
  columna fecha: fecha
  columna dni:   texto
  columna casa = único(casas.distrito si dni = vistos.dni)
  columna veces = contar(casas si dni = vistos.dni)
"""
HOUSES_IN_A_FILE = """\
fuente casas
  archivo: casas.csv
  columna dni:      texto
  columna distrito: texto
"""
HOUSES_THERE = HOUSES_IN_A_FILE.replace("archivo: casas.csv", "conexión: BASE\n  tabla: casas")
ASKS_THE_BASE = """\
fuente casas
  archivo: casas.csv
  columna dni:      texto
  columna distrito: texto
  columna veces = contar(vistos si dni = casas.dni)
fuente vistos
  conexión: BASE
  tabla:    vistos
  tiempo:   fecha
  columna fecha: fecha
  columna dni:   texto
"""
MADE = "fuente personas\n  una fila por: vistos.dni\n  columna total = contar(vistos)\n"
MADE_AND_ASKING = (
    MADE + "  columna distrito = único(casas.distrito si dni = personas.dni)\n" + HOUSES_IN_A_FILE
)
MADE_OF_WHO_ASKS = "fuente hogares\n  una fila por: vistos.casa\n  columna total = contar(vistos)\n"
ALONE = ASKS_THE_BASE[ASKS_THE_BASE.index("fuente vistos") :]

SHAPES = {
    "asks a file": ('contar(vistos si casa = "Puno")', SEEN + HOUSES_IN_A_FILE),
    "asks the database": ('contar(vistos si casa = "Puno")', SEEN + HOUSES_THERE),
    "a file asks": ("suma(casas.veces)", ASKS_THE_BASE),
    "made": ("contar(personas si total > 1)", MADE + ALONE),
    "made and asking": ('contar(personas si distrito = "Puno")', MADE_AND_ASKING + ALONE),
    "made of who asks": ("contar(hogares si total > 1)", MADE_OF_WHO_ASKS + SEEN + HOUSES_IN_A_FILE),
    "made of who asks there": ("contar(hogares si total > 1)", MADE_OF_WHO_ASKS + SEEN + HOUSES_THERE),
}
ENGINES = ["auto", "referencia"]


def written(write: Write, tmp_path: Path, shape: str) -> dict[str, str]:
    """Write the plan of a shape, and return the environment that tells where its database is."""
    formula, sources = SHAPES[shape]
    write({"plan.pei": PLAN.format(formula=formula) + sources, "casas.csv": "dni,distrito\n7,Puno\n8,Ica\n"})
    file = tmp_path / "base.db"
    with sqlite3.connect(file) as base:
        base.execute("create table vistos (fecha text, dni text)")
        rows = [("2024-03-01", "7"), ("2024-04-01", "7"), ("2024-05-01", "8"), ("2024-05-02", "9")]
        base.executemany("insert into vistos values (?, ?)", rows)
        base.execute("create table casas (dni text, distrito text)")
        base.executemany("insert into casas values (?, ?)", [("7", "Puno"), ("8", "Ica")])
    base.close()
    return {"BASE": f"sqlite:///{file}"}


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("shape", SHAPES)
def test_what_rests_on_a_database_comes_out_again_elsewhere(
    engine: str, shape: str, run: Run, write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = packed(run, "--motor", engine, **written(write, tmp_path, shape))
    [indicator] = json.loads(archive.read("resultados/resultado.json"))["indicadores"]

    assert indicator["valor"], "what is ND comes out again whatever is there"
    assert left(archive) == {}
    code, told = verified_elsewhere(run, monkeypatch)
    assert (code, told["sale_igual"], told["diferencias"]) == (0, True, []), told


@pytest.mark.parametrize("shape", SHAPES)
def test_what_no_row_may_leave_keeps_what_rests_on_it(
    shape: str, run: Run, write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Figures of a source that asks another are figures of both."""
    env = written(write, tmp_path, shape)
    text = Path("plan/plan.pei").read_text().replace("  tabla:    vistos", "  tabla:    vistos\n  viaja: no")
    Path("plan/plan.pei").write_text(text)
    archive = packed(run, **env)

    answers = json.loads(archive.read("respuestas.json")) if "respuestas.json" in archive.namelist() else {}
    assert set(answers) <= ({"casas"} if HOUSES_THERE in SHAPES[shape][1] else set())
    assert set(left(archive).values()) == {"viaja: no"}
    code, told = verified_elsewhere(run, monkeypatch)
    assert (code, told["diferencias"], told["cambios"]) == (3, [], []), told


@pytest.mark.parametrize("shape", SHAPES)
def test_no_key_is_in_a_package(shape: str, run: Run, write: Write, tmp_path: Path) -> None:
    """Keys of persons stay where they are, and in no file of answers."""
    archive = packed(run, **written(write, tmp_path, shape))
    answers = archive.read("respuestas.json").decode()

    assert '["texto", "9"]' not in answers
    assert '["texto","9"]' not in answers


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("shape", SHAPES)
def test_another_row_in_the_database_is_told(
    engine: str, shape: str, run: Run, write: Write, tmp_path: Path
) -> None:
    env = written(write, tmp_path, shape)
    args = ("evaluar", "plan", "--periodo", "2024", "--motor", engine, "-o", "r.json")
    assert run(*args, **env).code == 0
    assert run("verificar", "r.json", **env).code == 0
    with sqlite3.connect(tmp_path / "base.db") as base:
        base.execute("delete from vistos where dni = '7'")
    base.close()
    done = run("verificar", "r.json", "--formato", "json", **env)
    told = json.loads(done.out)

    assert done.code == 1
    assert told["diferencias"]
    assert [each for each in told["cambios"] if each["de"] == "respuestas"], told


@pytest.mark.parametrize("engine", ENGINES)
def test_another_row_behind_a_row_is_told(engine: str, run: Run, write: Write, tmp_path: Path) -> None:
    """An explanation shows what each row got from the other source, and from how many rows."""
    env = written(write, tmp_path, "asks the database")
    args = ("explicar", "plan", "IND.01.OEI.01", "--periodo", "2024", "--motor", engine, "-o", "r.json")
    assert run(*args, **env).code == 0
    assert run("verificar", "r.json", **env).code == 0
    with sqlite3.connect(tmp_path / "base.db") as base:
        base.execute("insert into casas values ('7', 'Puno')")
    base.close()
    told = json.loads(run("verificar", "r.json", "--formato", "json", **env).out)

    assert {each["nombre"] for each in told["cambios"]} >= {"vistos"}, told
    assert told["diferencias"]
