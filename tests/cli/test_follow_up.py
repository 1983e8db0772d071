"""`pei seguimiento`: streams, exit codes, both languages, days and workbooks."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result

from pei_dsl.cli.group import pei

PLAN = """\
plan "PEI"
  periodo: 2024 a 2025
objetivo OEI.01 "Objetivo"
indicador IND.01.OEI.01 "Unidades"
  unidad:  número de unidades
  sentido: ascendente
  logros:
    2024: 100
  valores:
    2024: 40
evidencia acta "=Acta"
  de:       IND.01.OEI.01
  periodo:  2024
  sustenta: 30
recomendación REC.2023.01 "Contratar personal"
compromiso COM.01 "Convocar un concurso"
  responde a:  REC.2023.01
  responsable: "Recursos Humanos"
  plazo:       2025-S1
  medio:       "Convocatoria publicada"
"""


@pytest.fixture
def run(tmp_path: Path) -> Callable[..., Result]:
    (tmp_path / "plan.pei").write_text(PLAN, "utf-8")

    def call(*arguments: str, language: str = "es") -> Result:
        path = str(tmp_path)
        return CliRunner().invoke(pei, ["--lang", language, "seguimiento", path, *arguments])

    return call


def test_what_is_pending_comes_first(run: Callable[..., Result]) -> None:
    result = run("--periodo", "2024", "--fecha", "2025-07-01")

    assert result.exit_code == 0
    shown = result.stdout
    assert "compromisos al 2025-07-01" in shown
    assert "Compromisos vencidos (1): COM.01" in shown
    assert "evidencia de 30 de 40" in shown
    assert "Recomendaciones sin dato de avance (1): REC.2023.01" in shown
    assert shown.index("Pendiente") < shown.index("Matriz de compromisos, 2024")


def test_a_day_before_the_deadline_is_in_time(run: Callable[..., Result]) -> None:
    shown = run("--periodo", "2024", "--fecha", "2025-06-30").stdout

    assert "vencido" not in shown
    assert "Compromisos por cumplir (1): COM.01" in shown


def test_it_speaks_english(run: Callable[..., Result]) -> None:
    shown = run("--periodo", "2024", "--fecha", "2025-07-01", language="en").stdout

    assert "Commitments overdue (1): COM.01" in shown
    assert "Matrix of commitments, 2024" in shown


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("--periodo", "2024", "--fecha", "2025-02-30"), 2),
        (
            (
                "--periodo",
                "2030",
            ),
            2,
        ),
        (("--periodo", "mañana"), 2),
        ((), 2),
        (("--periodo", "2024", "--metodología", "nada"), 2),
    ],
)
def test_a_wrong_usage_is_told(run: Callable[..., Result], arguments: tuple[str, ...], code: int) -> None:
    result = run(*arguments)

    assert result.exit_code == code
    assert not result.stdout
    assert result.stderr


def test_the_workbook_has_the_matrix_of_commitments(run: Callable[..., Result], tmp_path: Path) -> None:
    file = tmp_path / "seguimiento.xlsx"
    arguments = ("--periodo", "2024", "--fecha", "2025-07-01", "-o", str(file))
    assert run(*arguments).exit_code == 0
    first = file.read_bytes()
    book = openpyxl.load_workbook(io.BytesIO(first))
    rows = [[cell.value or "" for cell in row] for row in book["Compromisos"].iter_rows(min_row=4)]

    assert rows == [
        [
            *("Código", "Recomendación", "Compromiso", "Responsable", "Plazo", "Medio de verificación"),
            *("Situación 2024", "Descripción", "Estado ese día"),
        ],
        [
            *("COM.01", "REC.2023.01 Contratar personal", "Convocar un concurso", "Recursos Humanos"),
            *("2025-S1", "Convocatoria publicada", "", "", "sin dato de avance, vencido"),
        ],
    ]
    # A title that begins like a formula is a text, and the book is made again as it was.
    assert book["Evidencias"]["B5"].value == "=Acta"
    assert book["Evidencias"]["B5"].data_type == "s"
    assert run(*arguments).exit_code == 0
    assert file.read_bytes() == first


def test_a_workbook_that_somebody_wrote_into_is_not_lost(run: Callable[..., Result], tmp_path: Path) -> None:
    file = tmp_path / "seguimiento.xlsx"
    arguments = ("--periodo", "2024", "-o", str(file))
    assert run(*arguments).exit_code == 0
    book = openpyxl.load_workbook(file)
    book["Evidencias"]["D5"] = "en el archivo central"
    book.save(file)

    assert run(*arguments).exit_code == 2
    assert run(*arguments, "--reemplazar").exit_code == 0


def test_a_plan_without_any_of_it_has_nothing_pending(tmp_path: Path) -> None:
    (tmp_path / "plan.pei").write_text('plan "PEI"\n  periodo: 2024\n', "utf-8")
    result = CliRunner().invoke(pei, ["seguimiento", str(tmp_path), "--periodo", "2024"])

    assert result.exit_code == 0
    assert "Nada pendiente." in result.stdout
