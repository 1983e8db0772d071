"""What is to be known beside a figure stands wherever the figure is shown, and nowhere else."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

import pei_dsl
from tests.cli.conftest import Run, Write

PLAN = """\
plan "Plan de prueba"
  periodo: 2024

objetivo OEI.01 "Servicios"

indicador IND.01.OEI.01 "Trámites"
  unidad: número
  sentido: ascendente
  logros: 2024: 8
  fórmula: suma(f.recibidos)

indicador IND.02.OEI.01 "Reclamos"
  unidad: tasa
  sentido: descendente
  logros: 2024: 8
  fórmula: A / suma(f.recibidos) * 1000
  donde:
    A "Reclamos del año" = 45

fuente f
  archivo: f.csv
  tiempo: mes
  desagregación: región
  columna mes: fecha
  columna región: texto
  columna recibidos: número
"""
ROWS = "mes,región,recibidos\n2024-01,Lima,3000\n2024-02,Cusco,3000\n2024-03,TOTAL,6000\n"
RENDERERS = Path(pei_dsl.__file__).parent / "renderers"
TOTAL = "«región» de «f» llama total a una de sus filas, que cuenta con lo que suma"
UNFINISHED = "los datos de «f» llegan a 2024-03: 3 de 12 meses"
REPEATED = "«A» = 45 es el mismo en cada parte: las partes no suman el todo"


@pytest.fixture
def folder(write: Write) -> Path:
    return write({"plan.pei": PLAN, "f.csv": ROWS})


def test_the_table_says_each_thing_once(run: Run, folder: Path) -> None:
    shown = run("evaluar", folder, "--periodo", "2024").out
    _, _, below = shown.partition("Antes de usar estas cifras:\n")
    said = " ".join(below.partition("«pei revisar»")[0].split())
    assert said == f"! IND.01.OEI.01 y 1 más {TOTAL} ! IND.01.OEI.01 y 1 más {UNFINISHED}"


def test_a_constant_repeats_in_a_semester_and_in_groups_and_not_in_the_year(run: Run, folder: Path) -> None:
    assert REPEATED in run("evaluar", folder, "--periodo", "2024-S1").out
    assert REPEATED in run("evaluar", folder, "--periodo", "2024", "--por", "región").out
    assert REPEATED not in run("evaluar", folder, "--periodo", "2024").out


@pytest.mark.parametrize(
    "asked",
    [
        ("evaluar", "--periodo", "2024", "--formato", "markdown"),
        ("evaluar", "--periodo", "2024-S1..2024-S2"),
        ("evaluar", "--periodo", "2024", "--metodología", "ceplan", "--metodología", "exacta"),
        ("evaluar", "--periodo", "2024", "--por", "región"),
        ("evaluar", "--periodo", "2024", "--por", "región", "--formato", "markdown"),
        ("evaluar", "--periodo", "2024", "--por", "región", "--formato", "json"),
        ("evaluar", "--periodo", "2024", "--formato", "json"),
        ("explicar", "IND.01.OEI.01", "--periodo", "2024"),
    ],
    ids=" ".join,
)
def test_every_page_with_the_figure_says_it(run: Run, folder: Path, asked: tuple[str, ...]) -> None:
    shown = run(asked[0], folder, *asked[1:]).out
    assert TOTAL in " ".join(shown.split())


def test_a_figure_without_caveats_has_no_member_and_no_head(run: Run, write: Write) -> None:
    rows = "mes,región,recibidos\n2024,Lima,3000\n"
    folder = write({"plan.pei": PLAN, "f.csv": rows})
    assert "Antes de usar" not in run("evaluar", folder, "--periodo", "2024").out
    made = json.loads(run("evaluar", folder, "--periodo", "2024", "--formato", "json").out)
    assert all("reparos" not in each for each in made["indicadores"])


# ---- Warnings ------------------------------------------------------------------------------------------

QUIET = PLAN.partition("indicador IND.01")[0] + (
    'indicador IND.01.OEI.01 "Trámites"\n  unidad: número\n  sentido: ascendente\n'
    "  logros: 2024: 10\n  valores: 2024: 900\n"
)
AT_LEAST = "«pei revisar» tiene al menos una advertencia sobre estas cifras: PEI416"


@pytest.mark.parametrize("form", ["tabla", "markdown"])
def test_warnings_of_the_figures_shown_are_counted(run: Run, write: Write, form: str) -> None:
    folder = write({"plan.pei": QUIET})
    assert AT_LEAST in run("evaluar", folder, "--periodo", "2024", "--formato", form).out
    assert "aviso[PEI416]" in run("revisar", folder).out


@pytest.mark.parametrize("periods", ["2024", "2024-S1..2024-S2"])
def test_programs_get_their_number_and_codes(run: Run, write: Write, periods: str) -> None:
    folder = write({"plan.pei": QUIET})
    made = json.loads(run("evaluar", folder, "--periodo", periods, "--formato", "json").out)
    assert made["advertencias"] == {"cantidad": 1, "codigos": ["PEI416"]}
    jsonschema.validate(made, json.loads((RENDERERS / "evaluacion.schema.json").read_text("utf-8")))


def test_an_allowed_warning_is_not_counted(run: Run, write: Write) -> None:
    folder = write({"plan.pei": QUIET, "pei.toml": '[avisos]\nPEI416 = "no"\n'})
    assert "pei revisar" not in run("evaluar", folder, "--periodo", "2024").out
