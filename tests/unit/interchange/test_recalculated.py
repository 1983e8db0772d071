"""Form B-7 recalculated by a spreadsheet says what `evaluar` says, and reads back without a word of ours."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
import pytest

import pei_dsl
from pei_dsl.evaluation.results import Achievement
from pei_dsl.interchange.importing import Imported, import_workbook
from pei_dsl.interchange.report_b7 import report_periods, write_report_b7
from pei_dsl.model.periods import Period
from pei_dsl.workspace.verbs import evaluate
from tests.libreoffice import PROGRAM, LibreOffice

SPECS = Path(__file__).resolve().parents[3] / "specs"
PLAN = """
plan "Plan"
  periodo: 2024
objetivo OEI.01 "Objetivo"
metodología libre
  tope: no
  logro cero: cien si se cumple
  redondeo del alcance: 1 decimal
metodología alta
  tope: 125.05%
  redondeo del alcance: 0 decimales
  negativos: cero
  valor: calculado
"""
FORMULAS = ("1 / 3", "2 / 7 * 3", "0.1 + 0.2", "12.5", "10 ^ 9 / 7", "0", "1 / 1024", "0.000123456")
HIGH = frozenset({"12.5", "10 ^ 9 / 7"})
WAYS = (
    ("ascendente", ""),
    ("descendente", ""),
    ("no definido", "máximo permisible"),
    ("no definido", "mínimo permisible"),
)


def plan() -> str:
    """Return a plan with every kind of value in every direction."""
    made = [PLAN]
    number = 0
    for unit, sign in (("número", ""), ("porcentaje", "%"), ("tasa por 1000", "")):
        for formula in FORMULAS:
            if sign and formula in HIGH:
                continue  # a cell with 1,250 % is told of, whoever wrote it
            number += 1
            direction, limit = WAYS[number % 4]
            made.append(
                f'indicador IND.{number:02}.OEI.01 "Indicador"\n  fórmula: {formula}\n  unidad: {unit}\n'
                f"  sentido: {direction}\n  logros: 2024: 2.5{sign}\n"
                + (f"  agregación: {limit}\n" if limit else "")
            )
    return "".join(made)


def book(loaded: pei_dsl.Loaded, methodology: str) -> tuple[bytes, dict[str, float]]:
    """Return form B-7 and the alcances of `evaluar` by code."""
    evaluations = [
        evaluate(loaded, each, methodology=methodology).evaluation
        for each in report_periods(Period.year_of(2024))
    ]
    alcances = {
        code: float(result.achievement.shown)
        for code, result in evaluations[-1].indicators.items()
        if isinstance(result.achievement, Achievement)
    }
    return write_report_b7(evaluations), alcances


def alcances_of(data: bytes) -> dict[str, object]:
    """Return the cells of the alcances of the year by code."""
    sheet = openpyxl.load_workbook(io.BytesIO(data), data_only=True).active
    assert sheet is not None
    head = next(row for row in sheet.iter_rows() if row[0].value == "Código")
    family = next(place for place, cell in enumerate(head, 1) if str(cell.value).startswith("Avance"))
    found: dict[str, object] = {}
    for row in sheet.iter_rows(min_row=head[0].row):
        if str(row[0].value).startswith("IND."):
            found[str(row[0].value)] = row[family].value  # of the semester, then of the year
    return found


@pytest.mark.parametrize("methodology", ["ceplan", "exacta", "libre", "alta"])
def test_cells_that_others_compute_with_are_numbers(methodology: str) -> None:
    data, alcances = book(pei_dsl.load_text(plan()), methodology)
    sheet = openpyxl.load_workbook(io.BytesIO(data)).active
    assert sheet is not None
    formulas = [
        (row, cell)
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f" and str(row[0].value) in alcances
    ]

    assert formulas
    for row, _ in formulas:
        values = [cell for cell in row[7:12] if cell.value is not None]
        assert {cell.data_type for cell in values} == {"n"}


@pytest.mark.parametrize("methodology", ["ceplan", "exacta"])
def test_nothing_is_said_about_our_own_cells(methodology: str) -> None:
    data, _ = book(pei_dsl.load_text(plan()), methodology)
    found = import_workbook("b7.xlsx", data)

    assert isinstance(found, Imported)
    # That the formulas stay in the plan is no word about a cell.
    assert {each.code for each in found.diagnostics} <= {"PEI359"}


@pytest.mark.slow
@pytest.mark.skipif(not PROGRAM, reason="no LibreOffice here to recalculate the book")
@pytest.mark.parametrize("methodology", ["ceplan", "exacta", "libre", "alta"])
@pytest.mark.parametrize("spec", ["", "inpe-2019-2027"])
def test_recalculated_the_book_says_what_evaluar_says(spec: str, methodology: str, tmp_path: Path) -> None:
    if spec and methodology in {"libre", "alta"}:
        return  # these are of the other plan
    loaded = pei_dsl.load(SPECS / spec) if spec else pei_dsl.load_text(plan())
    data, alcances = book(loaded, methodology)
    # Saved without results, so that all of them come from the spreadsheet.
    without = openpyxl.load_workbook(io.BytesIO(data))
    saved = io.BytesIO()
    without.save(saved)
    cells = alcances_of(LibreOffice(tmp_path).saved(saved.getvalue(), "xlsx", begins="xlsx"))

    assert set(cells) == set(loaded.plan.indicators)
    for code, cell in cells.items():
        if code in alcances:
            assert cell == pytest.approx(alcances[code], abs=1e-9), code
        else:
            assert cell == "ND", code
