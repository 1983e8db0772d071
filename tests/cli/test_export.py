"""`pei exportar`: workbooks that people can fill in, read and print."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import TYPE_CHECKING

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from pei_dsl.interchange.beside_columns import KINDS
from pei_dsl.workspace.loading import load
from tests.cli.plans import GOOD_FILES, INPE

if TYPE_CHECKING:
    from tests.cli.conftest import Run, Write


def sheet_of(path: Path | str, *, shown: bool = False) -> Worksheet:
    found = openpyxl.load_workbook(path, data_only=shown).active
    assert isinstance(found, Worksheet)
    return found


def row_of(sheet: Worksheet, code: str) -> int:
    return next(row for row in range(1, 200) if sheet.cell(row, 1).value == code)


def column_of(sheet: Worksheet, heading: str, below: str = "") -> int:
    """Return the column under `heading`, and under `below` in the rows beneath it."""
    top = next(row for row in range(1, 20) if sheet.cell(row, 1).value == "Código")
    start = next(c for c in range(1, 60) if sheet.cell(top, c).value == heading)
    if not below:
        return start
    return next(
        c for c in range(start, 60) if below in {str(sheet.cell(row, c).value) for row in (top + 1, top + 2)}
    )


def test_the_capture_template(run: Run) -> None:
    done = run("exportar", INPE, "-o", "captura.xlsx")
    sheet, shown = sheet_of("captura.xlsx"), sheet_of("captura.xlsx", shown=True)
    row = row_of(sheet, "IND.02.OEI.01")
    goal, value = column_of(sheet, "Logro esperado", "2024"), column_of(sheet, "Valor obtenido", "2024")
    alcance = column_of(sheet, "Alcance (%)", "2024")

    assert (done.code, done.out) == (0, "")
    assert done.err.startswith("Escrito en captura.xlsx\nnota: no lleva todo el plan; quedó fuera: ")
    assert "fórmula (" in done.err
    assert sheet.cell(row, goal).value == 0.0072
    assert sheet.cell(row, goal).number_format == "0.00%"
    assert sheet.cell(row, value).value == 0.0223
    assert str(sheet.cell(row, alcance).value).startswith("=IF(")
    assert shown.cell(row, alcance).value == 32.29
    assert shown.cell(row_of(sheet, "IND.02.AEI.01.03"), alcance).value == "ND"


def test_what_the_plan_says_is_locked_and_values_are_open(run: Run) -> None:
    run("exportar", INPE, "-o", "captura.xlsx")
    sheet = sheet_of("captura.xlsx")
    row = row_of(sheet, "IND.02.OEI.01")
    locked = {
        heading: sheet.cell(row, column_of(sheet, heading, below)).protection.locked
        for heading, below in (
            ("Código", ""),
            ("Denominación", ""),
            ("Sentido esperado", ""),
            ("Logro esperado", "2024"),
            ("Valor obtenido", "2024"),
            ("Alcance (%)", "2024"),
            ("Fórmula", ""),
        )
    }

    assert sheet.protection.sheet
    assert locked == {
        "Código": True,
        "Denominación": True,
        "Sentido esperado": True,
        "Logro esperado": True,
        "Valor obtenido": False,
        "Alcance (%)": True,
        "Fórmula": True,
    }


def test_lists_offer_the_words_of_the_language(run: Run) -> None:
    run("exportar", INPE, "-o", "captura.xlsx")
    sheet = sheet_of("captura.xlsx")
    lists = {each.formula1 for each in sheet.data_validations.dataValidation if each.type == "list"}

    assert '"Ascendente,Descendente,No definido"' in lists
    assert '"Muy relevante,Relevante,Poco relevante"' in lists
    assert any(
        each.type == "custom" and "no programado" in str(each.formula1)
        for each in sheet.data_validations.dataValidation
    )


@pytest.mark.parametrize("form", [(), ("--forma", "b7", "--periodo", "2024")])
def test_print_set_up(run: Run, form: tuple[str, ...]) -> None:
    run("exportar", INPE, *form, "-o", "libro.xlsx")
    sheet = sheet_of("libro.xlsx")
    top = next(row for row in range(1, 20) if sheet.cell(row, 1).value == "Código")

    assert sheet.page_setup.orientation == "landscape"
    assert sheet.sheet_properties.pageSetUpPr is not None
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.page_setup.fitToHeight == 0
    assert str(sheet.print_title_rows).startswith(f"${top}:")
    assert str(sheet.freeze_panes).startswith("C")


def test_only_one_period_to_capture(run: Run) -> None:
    run("exportar", INPE, "--periodo", "2025", "-o", "captura.xlsx")
    sheet = sheet_of("captura.xlsx")

    assert column_of(sheet, "Alcance (%)") == column_of(sheet, "Valor obtenido") + 1
    assert sheet.cell(row_of(sheet, "IND.02.OEI.01"), column_of(sheet, "Valor obtenido")).value is None


def test_form_b7(run: Run) -> None:
    done = run("exportar", INPE, "--forma", "b7", "--periodo", "2024", "-o", "b7.xlsx")
    sheet = sheet_of("b7.xlsx", shown=True)
    annual = column_of(sheet, "Avance Tipo I (%)", "Anual")
    light, reason = column_of(sheet, "Semáforo"), column_of(sheet, "Motivo de ND")
    shown = {
        code: tuple(sheet.cell(row_of(sheet, code), column).value for column in (annual, light, reason))
        for code in ("OEI.01", "IND.02.OEI.01", "AEI.01.06", "IND.01.AEI.02.02", "AEI.02.02", "OEI.02")
    }

    assert done.code == 0
    assert shown == {
        "OEI.01": (57.62, "■ rojo", None),
        "IND.02.OEI.01": (32.29, "■ rojo", None),
        "AEI.01.06": (76.23, "▲ amarillo", None),
        "IND.01.AEI.02.02": ("ND", "○ ND", "no programado: el logro esperado es cero"),
        "AEI.02.02": ("ND", "○ ND", "no programado: el logro esperado es cero"),
        "OEI.02": (100, "● verde", None),
    }


def test_form_b7_has_the_first_semester_beside_the_year(run: Run) -> None:
    run("exportar", INPE, "--forma", "b7", "--periodo", "2024", "-o", "b7.xlsx")
    sheet = sheet_of("b7.xlsx", shown=True)
    row = row_of(sheet, "IND.01.AEI.01.04")
    values, alcances = column_of(sheet, "Valores Obtenidos"), column_of(sheet, "Avance Tipo I (%)")

    assert [sheet.cell(row, values + each).value for each in (0, 1)] == [101, 181]
    assert [sheet.cell(row, alcances + each).value for each in (0, 1)] == [69.31, 38.67]


def test_the_long_table(run: Run) -> None:
    done = run("export", INPE, "--a", "csv")
    rows = list(csv.DictReader(io.StringIO(done.out)))

    assert done.code == 0
    assert {"código", "medida", "periodo", "cifra"} <= rows[0].keys()
    assert [
        (each["medida"], each["periodo"], each["cifra"]) for each in rows if "AEI.01.05" in each["código"]
    ][1:] == [
        ("logro esperado", "2024", "20.23"),
        ("valor obtenido", "2023", "6.42"),
        ("valor obtenido", "2024-S1", "6.59"),
        ("valor obtenido", "2024", "5.79"),
    ]


def test_the_way_there_and_back(run: Run) -> None:
    run("exportar", INPE, "-o", "captura.xlsx")
    back = run("importar", "captura.xlsx", "-o", "plan.pei")

    assert back.code == 0
    assert "todas las celdas están sanas" in back.err
    assert load("plan.pei").errors == ()
    assert "57.62" in run("evaluar", "plan.pei", "--periodo", "2024").out


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--a", "xlsx"), "termine en .xlsx"),
        (("-o", "libro.xls"), "no escribe archivos .xls; escribe .csv, .xlsx"),
        (("--forma", "b7", "-o", "b7.xlsx"), "--periodo"),
        (("--forma", "b7", "--periodo", "2024", "--a", "csv"), "--a xlsx"),
        (("--periodo", "2031", "-o", "x.xlsx"), "PEI216"),
        (("--metodología", "nada", "-o", "x.xlsx"), "PEI201"),
        (("-o", "no/hay/x.xlsx"), "no existe la carpeta"),
    ],
)
def test_wrong_usage(run: Run, arguments: tuple[str, ...], told: str) -> None:
    done = run("exportar", INPE, *arguments)

    assert (done.code, done.out) == (2, "")
    assert told in done.err


def test_a_plan_with_errors_is_not_exported(run: Run, write: Write) -> None:
    folder = write({"plan.pei": 'indicador IND.01.OEI.01 "X"\n'})

    assert run("exportar", folder, "-o", "x.xlsx").code == 1


def test_data_with_errors_are_told(run: Run, write: Write) -> None:
    folder = write({**GOOD_FILES, "datos/salud.csv": b""})
    done = run("exportar", folder, "-o", "x.xlsx")

    assert done.code == 3
    assert "PEI302" in done.err


ASKED = """plan "P"
  periodo: 2024 a 2025
objetivo OEI.01 "Servicios"
indicador IND.01.OEI.01 "Registrado"
  unidad: número
  sentido: ascendente
  logros: 2024: 5
  valores: 2024: 4
indicador IND.02.OEI.01 "Calculado"
  fórmula: 2 + 2
  unidad: número
  sentido: ascendente
  logros: 2024: 5; 2025: 6
indicador IND.03.OEI.01 "Por llenar"
  unidad: número
  sentido: ascendente
  logros: 2024: 5; 2025: 6
"""


def test_what_is_asked_is_yellow_and_open_and_what_is_computed_is_grey_and_locked(run: Run) -> None:
    Path("plan.pei").write_text(ASKED, "utf-8")
    run("exportar", "plan.pei", "--periodo", "2024", "-o", "captura.xlsx")
    sheet = sheet_of("captura.xlsx")
    column = column_of(sheet, "Valor obtenido", "2024")
    cells = [sheet.cell(row_of(sheet, f"IND.0{number}.OEI.01"), column) for number in (1, 2, 3)]
    goal = sheet.cell(row_of(sheet, "IND.01.OEI.01"), column_of(sheet, "Logro esperado", "2025"))

    assert [cell.protection.locked for cell in cells] == [False, True, False]
    assert [cell.fill.start_color.rgb for cell in cells] == ["00000000", "FFEDEDED", "FFFFF2A8"]
    assert (goal.protection.locked, goal.fill.start_color.rgb) == (False, "FFFFF2A8")


def test_the_template_tells_how_it_is_filled_and_is_read_again(run: Run) -> None:
    run("exportar", INPE, "--periodo", "2024", "-o", "captura.xlsx")
    book = openpyxl.load_workbook("captura.xlsx")

    assert book.sheetnames == ["Captura", "Instrucciones", *KINDS.values()]
    assert book["Instrucciones"].protection.sheet
    assert book["Captura"].page_setup.paperSize == 9
    assert "todas las celdas están sanas" in run("importar", "captura.xlsx").err


def test_form_b7_says_what_it_is(run: Run) -> None:
    run("exportar", INPE, "--forma", "b7", "--periodo", "2024", "-o", "b7.xlsx")

    assert (
        openpyxl.load_workbook("b7.xlsx").worksheets[0]["A1"].value
        == "Formato B-7: Reporte de seguimiento · 2024"
    )


def test_nothing_in_a_workbook_steers_what_shows_it(run: Run, write: Write) -> None:
    """A cell says what stands in the plan with signs that can be seen, as every other output does."""
    plan = (
        'plan "P\x1b[31m"\n  periodo: 2025\n\n## nota\x07\nobjetivo OEI.01 "Uno y \u202edos"\n'
        'indicador IND.01.OEI.01 "N"\n  unidad: número\n  sentido: ascendente\n  logros: 2025: 1\n'
    )
    folder = write({"plan.pei": plan})
    done = run("exportar", folder / "plan.pei", "-o", folder / "captura.xlsx")
    cells = [cell for row in sheet_of(folder / "captura.xlsx").iter_rows() for cell in row]
    texts = {str(cell.value) for cell in cells}

    assert done.code == 0
    assert {r"P\x1b[31m", r"Uno y \u202edos"} <= texts
    assert r"nota\x07" in texts | {cell.comment.text for cell in cells if cell.comment}
