"""`pei explicar`: the hand calculation of a figure, and the page of a message."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

import pytest

import pei_dsl
from pei_dsl.diagnostics import catalogue
from pei_dsl.diagnostics.pages import codes
from tests.cli.plans import GOOD, GOOD_CSV, GOOD_FILES, INPE, SPECS

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Run, Write


def test_the_calculation_of_an_indicator(run: Run) -> None:
    done = run("explicar", INPE, "IND.02.OEI.01", "--periodo", "2024")

    assert (done.code, done.err) == (0, "")
    for part in (
        "= 1,275 / 57,251",
        "0.72 / 2.23 × 100",
        "→ 32.29 %",
        "■ rojo   (menos de 75 %)",
        "En OEI.01: ",
        "13.53 + 10.76 + 33.33 = 57.62 %",
    ):
        assert part in done.out


def test_the_calculation_of_a_group(run: Run) -> None:
    done = run("explicar", INPE, "OEI.01", "--periodo", "2024")

    assert (done.code, done.err) == (0, "")
    assert "13.53 + 10.76 + 33.33 = 57.62 %" in done.out


def test_down_to_the_rows_of_the_source(run: Run, write: Write) -> None:
    done = run("explicar", write(GOOD_FILES), "IND.01.OEI.01", "--periodo", "2024-S1")

    assert done.code == 0
    assert "datos/salud.csv:\n" in done.out
    assert "fila 2: hechos = 30" in done.out
    assert "fila 3" not in done.out


def test_a_code_may_be_in_lower_case(run: Run) -> None:
    assert run("explicar", INPE, "ind.02.oei.01", "--año", "2024") == run(
        "explicar", INPE, "IND.02.OEI.01", "--año", "2024"
    )


@pytest.mark.parametrize("plan", ["inpe-2019-2027", "ejemplos/ausencias", "ejemplos/stock-y-ventana"])
@pytest.mark.parametrize("lang", ["es", "en"])
def test_every_code_is_explained_within_the_screen(plan: str, lang: str, run: Run) -> None:
    loaded = pei_dsl.load(SPECS / plan)

    for code in [*loaded.plan.indicators, *loaded.plan.groups]:
        done = run("--lang", lang, "explicar", SPECS / plan, code, "--periodo", "2024")

        assert (done.code, done.err) == (0, "")
        assert done.out.startswith(code)
        assert max(map(len, done.out.splitlines())) <= 100


def test_data_with_errors(run: Run, write: Write) -> None:
    folder = write({"plan.pei": GOOD, "datos/salud.csv": GOOD_CSV + "2024-10-01,s/d,5\n"})

    done = run("explicar", folder, "IND.01.OEI.01", "--periodo", "2024")

    assert done.code == 3
    assert "ND (inválido)" in done.out
    assert "error[PEI303]" in done.err


def test_without_period(run: Run) -> None:
    done = run("explicar", INPE, "OEI.01")

    assert (done.code, done.out) == (2, "")
    assert "Uso: pei explicar " in done.err
    assert "Error: falta el periodo, por ejemplo --periodo 2024.\n" in done.err


@pytest.mark.parametrize("target", [str(INPE), "IND.01.OEI.01", "PEI20", "PEI2033"])
def test_without_path_or_code(target: str, run: Run) -> None:
    done = run("explicar", target)

    assert (done.code, done.out) == (2, "")
    assert "Error: faltan la ruta o el código: pei explicar RUTA CÓDIGO --periodo 2024.\n" in done.err


# ---- Messages ----------------------------------------------------------------------------------


@pytest.mark.parametrize("code", codes())
def test_every_message_has_its_page(code: str, run: Run) -> None:
    done = run("explicar", code)
    english = run("--lang", "en", "explicar", code)

    assert (done.code, done.err) == (0, "")
    assert done.out.startswith(f"# {code}: {catalogue.title(code, 'es')}\n")
    assert (english.code, english.err) == (0, "")
    assert english.out.startswith(f"# {code}: {catalogue.title(code, 'en')}\n")
    assert "## Qué significa" not in english.out
    assert "## In English" not in done.out


def test_a_message_in_lower_case(run: Run) -> None:
    assert run("explicar", "pei203") == run("explicar", "PEI203")


def test_running_text_fits_the_screen_and_examples_stand(run: Run) -> None:
    for code in codes():
        fenced = False
        for line in run("explicar", code).out.splitlines():
            fenced ^= line.startswith("```")
            assert fenced or len(line) <= 100


@pytest.mark.parametrize("code", ["IND.01.OEI.01", "OEI.01"])
@pytest.mark.parametrize("day", ["2024-06-30", "2024-12-30", "2024-12-31", "2025-06-01"])
def test_the_day_of_the_evaluation_means_what_it_does_when_the_plan_is_evaluated(
    code: str, day: str, run: Run, write: Write
) -> None:
    folder = write(GOOD_FILES)
    evaluated = run("evaluar", folder, "--periodo", "2024", "--fecha", day).out
    done = run("explicar", folder, code, "--periodo", "2024", "--fecha", day)

    assert (done.code, done.err) == (0, "")
    assert ("no vencido" in done.out) == ("no vencido" in evaluated)


def test_nothing_is_computed_by_hand_for_a_period_that_has_not_ended(run: Run, write: Write) -> None:
    folder = write(GOOD_FILES)
    done = run("explicar", folder, "IND.01.OEI.01", "--periodo", "2024", "--fecha", "2024-06-30")

    assert "Resultado" in done.out
    assert "ND (no vencido): el periodo 2024 no ha terminado al 2024-06-30" in done.out
    assert "Sustitución" not in done.out
    assert "fila 2" not in done.out


def test_what_is_registered_counts_before_the_period_ends(run: Run) -> None:
    day = ("--fecha", "2024-06-30")
    done = run("explicar", INPE, "IND.02.OEI.01", "--periodo", "2024", *day)

    assert done.code == 0
    assert "ND (no vencido)" in done.out
    assert "0.72 / 2.23 × 100" in done.out


@pytest.mark.parametrize("day", ["2024-02-30", "2024", "hoy", ""])
def test_a_day_that_is_none(day: str, run: Run, write: Write) -> None:
    done = run("explicar", write(GOOD_FILES), "IND.01.OEI.01", "--periodo", "2024", "--fecha", day)

    assert (done.code, done.out) == (2, "")
    assert f"error[PEI122]: «{day}» no es una fecha" in done.err


def test_explain_in_the_library_takes_the_day_too(write: Write, tmp_path: Path) -> None:
    loaded = pei_dsl.load(tmp_path / write(GOOD_FILES))
    explained = pei_dsl.explain(loaded, "OEI.01", 2024, on=datetime.date(2024, 6, 30))

    assert isinstance(explained, pei_dsl.GroupExplanation)
    assert isinstance(explained.result.achievement, pei_dsl.Absence)


def test_a_page_of_a_message_is_text_only(run: Run) -> None:
    done = run("explicar", "PEI203", "--formato", "json")

    assert (done.code, done.out) == (2, "")
    assert "no se escribe como json" in done.err


@pytest.mark.parametrize(
    ("code", "methodology", "line"),
    [
        ("IND.01.OEI.01", "ii", "(8 - 6.5) / (8 - 5) × 100 = 50 → 50.00 %"),
        ("IND.02.OEI.01", "ceplan", "50 / 80 × 100 = 62.5 → 62.50 %"),
        (
            "IND.02.OEI.01",
            "g",
            "19.23 + 15.62 + 12.5 + 0 = 47.35 → 47 (a 0 decimales, la mitad hacia arriba)",
        ),
        ("IND.03.OEI.01", "exacta", "1 / 2.004 × 100 = 49.9001… → 49.90 %"),
        ("IND.04.OEI.01", "z", "0 (un valor o un logro negativo cuenta como cero) → 0.00 %"),
    ],
)
def test_every_line_adds_up(code: str, methodology: str, line: str, run: Run, write: Write) -> None:
    plan = """
plan "Plan de prueba"
  periodo: 2024
objetivo OEI.01 "Servicios"
indicador IND.01.OEI.01 "Indicador 1"
  unidad: porcentaje
  sentido: descendente
  logros: 2024: 5%
  línea de base: 2020: 8%
  valores: 2024: 6.5%
indicador IND.02.OEI.01 "Indicador 2"
  unidad: número
  sentido: no definido
  logros: 2024: 50
  agregación: máximo permisible
  valores: 2024: 80
indicador IND.03.OEI.01 "Indicador 3"
  unidad: número
  sentido: descendente
  logros: 2024: 1
  fórmula: 2.004
  decimales: 2
indicador IND.04.OEI.01 "Indicador 4"
  unidad: número
  sentido: ascendente
  logros: 2024: 8
  valores: 2024: -2
metodología ii
  avance: tipo II
metodología g
  redondeo del grupo: 0 decimales
metodología z
  base: ceplan
  negativos: cero
"""
    folder = write({"plan.pei": plan})
    done = run("explicar", folder, code, "--periodo", "2024", "--metodología", methodology)

    assert line in done.out


OMITTING = """\
plan "P"
  periodo: 2024
objetivo OEI.01 "S"
indicador IND.01.OEI.01 "I"
  fórmula: suma(f.n)
  unidad: número
  sentido: ascendente
  logros: 2024: 8
fuente f
  archivo: f.csv
  omite: k = "TOTAL"
  columna k: texto
  columna n: número
"""


@pytest.mark.parametrize(
    ("totals", "told"),
    [(1, "; «omite» deja fuera una fila:"), (2, "; «omite» deja fuera 2 filas:"), (0, "f.csv:")],
)
def test_how_many_rows_were_left_out(totals: int, told: str, run: Run, write: Write) -> None:
    folder = write({"plan.pei": OMITTING, "f.csv": "k,n\na,7\nb,5\n" + "TOTAL,12\n" * totals})
    done = run("explicar", str(folder), "IND.01.OEI.01", "--periodo", "2024")

    assert f"2 filas de f.csv{told.removeprefix('f.csv')}" in done.out
    assert "suma(f.n) = 12" in done.out


GROUP = """\
plan "P"
  periodo: 2024
  metodología: m
objetivo OEI.01 "S"
metodología m
  tope: 120%
indicador IND.01.OEI.01 "Uno"
  unidad: número
  sentido: descendente
  logros: 2024: 8
  valores: 2024: 0
indicador IND.02.OEI.01 "Dos"
  unidad: número
  sentido: ascendente
  logros: 2024: 8
  valores: 2024: 4
indicador IND.03.OEI.01 "Tres"
  unidad: número
  sentido: ascendente
  logros: 2024: 8
  valores: 2024: 4
indicador IND.04.OEI.01 "No programado"
  unidad: número
  sentido: ascendente
  logros: 2024: no programado
"""


def test_every_step_to_the_figure_of_a_group(run: Run, write: Write) -> None:
    """A value of zero reaches the cap, each contribution its rounding, and what leaves is not added."""
    folder = str(write({"plan.pei": GROUP}))
    alcance = run("explicar", folder, "IND.01.OEI.01", "--periodo", "2024").out
    group = run("explicar", folder, "OEI.01", "--periodo", "2024").out

    assert "Alcance" in alcance
    assert "120.00 %" in alcance
    assert "100.00 %" not in alcance
    assert "50 × 1/3 = 16.6666… → 16.67" in group
    assert "40 + 16.67 + 16.67 = 73.34 %" in group
