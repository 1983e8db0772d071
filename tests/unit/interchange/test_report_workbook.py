"""The report as a workbook: its sheets, real numbers, formulas that say what the evaluation says."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
import zipfile
from fractions import Fraction
from pathlib import Path

import openpyxl
import pytest

import pei_dsl
from pei_dsl.interchange.renderers import RENDERERS
from pei_dsl.interchange.report_book.shown_numbers import cell_number
from pei_dsl.interchange.touched_books import is_untouched
from pei_dsl.renderers import registry
from pei_dsl.renderers.style import Style
from pei_dsl.views.document import Document, Evolution, Table
from tests import workbook_texts
from tests.documents import ROOT
from tests.word_files import judged

INPE = ROOT / "specs" / "inpe-2019-2027"
HOSTILE = "=HYPERLINK(¿http://x?;¿1?) +1 @SUM(A1) \u202e & <x>"


def book(document: Document, language: str = "es", prints: str | None = None) -> bytes:
    made = io.BytesIO()
    style = Style(language, rests_on=(lambda: prints) if prints else None)
    registry.write("document", "xlsx", document, style, made, renderers=RENDERERS)
    return made.getvalue()


def report(text: str, period: str = "2024", methodology: str | None = None) -> Document:
    return pei_dsl.report(pei_dsl.load_text(text), period, methodology=methodology)


def plan(
    unit: str = "número", goal: str = "80", value: str = "60", more: str = "", title: str = "Salud"
) -> str:
    return (
        f'plan "Plan"\n  periodo: 2023 a 2025\nobjetivo OEI.01 "{title}"\n'
        f'indicador IND.01.OEI.01 "{title}"\n  unidad: {unit}\n  sentido: ascendente\n'
        f"  logros: 2024: {goal}\n  valores: 2023: {value}; 2024: {value}\n{more}"
    )


# ---- What stands in it


def test_the_sheets_of_the_report_of_inpe() -> None:
    document = pei_dsl.report(pei_dsl.load(INPE), 2024)
    sheets = openpyxl.load_workbook(io.BytesIO(book(document, prints="{}"))).sheetnames

    assert sheets[:3] == ["Resumen", "Semaforización", "Evolución"]
    assert {"AEI críticas", "Evidencias", "Factores", "Actividades", "Recomendaciones"} <= {*sheets}
    assert sheets[-3:] == ["Fichas", "Explicación", "Huellas"]


def test_tables_of_a_kind_are_one_with_their_titles_between() -> None:
    document = pei_dsl.report(pei_dsl.load(INPE), 2024)
    tables = [
        each for each in document.blocks() if isinstance(each, Table) and each.id.startswith("actividades.")
    ]
    rows = workbook_texts.sheet(book(document), "Actividades")

    assert len(tables) > 1
    assert rows[0] == [each.head for each in tables[0].columns]
    for table in tables:
        top = next(index for index, row in enumerate(rows) if row[0] == table.title)
        for row, told in zip(rows[top + 1 :], table.rows, strict=False):
            assert row == [each.text for each in told.cells]


def test_no_sentence_of_a_workbook_leads_to_a_figure_by_number() -> None:
    document = pei_dsl.report(pei_dsl.load(INPE), 2024)

    assert not any(
        "Figura" in cell for row in workbook_texts.sheet(book(document), "Resumen") for cell in row
    )


def test_every_line_of_the_evaluation_stands_there_with_its_figures() -> None:
    document = pei_dsl.report(pei_dsl.load(INPE), 2024)
    rows = {row[1]: row for row in workbook_texts.sheet(book(document), "Semaforización") if row[1]}
    table = {
        row.cells[0].text: [cell.text for cell in row.cells]
        for block in document.blocks()
        if isinstance(block, Table) and block.id.startswith("semaforo.")
        for row in block.rows
    }

    assert len(table) == 3 + 11 + 17
    for code, cells in table.items():
        # Code, title, direction, goal, value, alcance, state.
        assert rows[code][2] == cells[1]
        assert rows[code][4:8] == cells[3:7]


def test_counts_are_formulas_over_the_results() -> None:
    document = pei_dsl.report(pei_dsl.load(INPE), 2024)
    data = book(document)
    rows = {row[0]: row[1:6] for row in workbook_texts.sheet(data, "Resumen")}

    assert rows["Objetivos"] == ["1", "0", "2", "0", "3"]
    assert rows["Acciones"] == ["3", "2", "5", "1", "11"]
    assert rows["Indicadores"] == ["5", "2", "8", "2", "17"]
    assert sum(place.startswith("Resumen!") for place in workbook_texts.formulas(data)) == 15


def test_each_evolution_has_its_data_and_a_chart_of_them() -> None:
    document = pei_dsl.report(pei_dsl.load(INPE), 2024)
    charts = [each for each in document.blocks() if isinstance(each, Evolution)]
    data = book(document)
    rows = workbook_texts.sheet(data, "Evolución")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = [archive.read(each).decode() for each in archive.namelist() if "/charts/chart" in each]
    drawn = [each for each in parts if "lineChart" in each]

    assert len(drawn) == len(charts) >= 1
    for chart in charts:
        top = next(index for index, row in enumerate(rows) if row[0] == chart.title)
        for row, point in zip(rows[top + 3 :], chart.points, strict=False):
            assert row[0] == point.category
            assert row[1] == (point.value_text if point.value is not None else "")
            assert row[2] == (point.goal_text if point.goal is not None else "")


def test_a_year_without_value_is_blank_so_that_no_chart_draws_zero() -> None:
    text = plan().replace("2023: 60; 2024: 60", "2022: 50; 2024: 60").replace("2023 a 2025", "2022 a 2025")
    data = book(report(text))
    cells = openpyxl.load_workbook(io.BytesIO(data))["Evolución"]
    year = next(row for row in cells.iter_rows() if row[0].value == "2023 (ND)")

    assert year[1].value is None
    assert "sin dato" in str(year[5].value)


def test_fingerprints_stand_there_when_they_are_known() -> None:
    data = book(
        report(plan()), prints=json.dumps({"plan": {"huella": "ab"}, "datos": {"x": None}, "l": [1, 2]})
    )

    assert workbook_texts.sheet(data, "Huellas")[1:] == [
        ["plan · huella", "ab"],
        ["datos · x", "–"],
        ["l", "1, 2"],
    ]


def test_fichas_alone_are_a_workbook_too() -> None:
    data = book(pei_dsl.fichas(pei_dsl.load(INPE)))

    assert openpyxl.load_workbook(io.BytesIO(data)).sheetnames == ["Fichas"]


# ---- Numbers


def test_a_number_with_more_than_fifteen_digits_is_a_text_and_that_is_said() -> None:
    data = book(report(plan(value="12345678901234567")))
    row = next(row for row in workbook_texts.sheet(data, "Semaforización") if row[1] == "IND.01.OEI.01")
    cells = workbook_texts.values(data)["Semaforización"]

    assert row[5] == "12,345,678,901,234,567"
    assert isinstance(cells["F6"], str)
    assert cells["G6"] == 100
    assert "Semaforización!G6" not in workbook_texts.formulas(data)
    assert any("15 dígitos" in str(each) for each in cells.values())


def test_a_value_that_no_decimal_holds_is_a_quotient() -> None:
    text = plan(goal="1", value="1").replace("  valores: 2023: 1; 2024: 1\n", "  fórmula: 1 / 3\n")
    data = book(report(text, methodology="exacta"))

    assert workbook_texts.formulas(data)["Semaforización!F6"] == "=1/3"
    assert "Semaforización!G6" in workbook_texts.formulas(data)


def test_an_alcance_that_no_spreadsheet_computes_is_a_number_and_that_is_said() -> None:
    text = plan(more="metodología par\n  redondeo del alcance: 2 decimales, la mitad al par\n")
    loaded = pei_dsl.load_text(text)
    assert not loaded.errors, [str(each) for each in loaded.errors]
    data = book(report(text, methodology="par"))

    assert "Semaforización!G6" not in workbook_texts.formulas(data)
    assert workbook_texts.values(data)["Semaforización"]["G6"] == 75
    assert any(
        "no lleva fórmula" in str(each) for each in workbook_texts.values(data)["Semaforización"].values()
    )


@pytest.mark.parametrize(
    ("text", "value", "look"),
    [
        ("57.62", Fraction("57.62"), "#,##0.00"),
        ("1,234,567", Fraction(1234567), "#,##0"),
        ("-3.5 %", Fraction("-0.035"), "#,##0.0%"),
        ("0 %", Fraction(0), "#,##0%"),
        ("1,250.75 %", Fraction("12.5075"), "#,##0.00%"),
    ],
)
def test_a_printed_figure_is_a_number_with_its_format(text: str, value: Fraction, look: str) -> None:
    found = cell_number(text)

    assert found is not None
    assert (found.value, found.look) == (value, look)


@pytest.mark.parametrize(
    "text", ["", "ND", "–", "2023: 6.42", "1,23", "640 → 8,383", "1234567890123456.5", "=1", "1e5"]
)
def test_what_is_no_figure_stays_a_text(text: str) -> None:
    assert cell_number(text) is None


# ---- As a file


def test_titles_of_others_are_texts() -> None:
    data = book(report(plan(title=HOSTILE)))
    found = workbook_texts.formulas(data)

    assert all(place.split("!")[1][0] in "BCDEFGHIJ" for place in found)
    assert not [each for each in found.values() if "HYPERLINK" in each]
    told = [str(each) for cells in workbook_texts.values(data).values() for each in cells.values()]
    assert any("\\u202e" in each for each in told)
    assert not any("\u202e" in each for each in told)
    assert judged(data, ".xlsx") == []


@pytest.mark.parametrize(
    ("plan_of", "language"),
    [
        ("inpe-2019-2027", "es"),
        ("inpe-2019-2027", "en"),
        ("plantilla-2025-2030", "es"),
        ("ejemplos/ausencias", "es"),
    ],
)
def test_a_judge_of_the_standard_finds_nothing(plan_of: str, language: str) -> None:
    loaded = pei_dsl.load(ROOT / "specs" / plan_of)
    year = loaded.plan.period[0] if loaded.plan.period else pei_dsl.Period.year_of(2024)
    data = book(pei_dsl.report(loaded, year, language=language), language, '{"plan": "x"}')

    assert judged(data, ".xlsx") == []


def test_the_same_report_gives_the_same_bytes_and_knows_that_nobody_wrote_into_it() -> None:
    made = [book(pei_dsl.report(pei_dsl.load(INPE), 2024)) for _ in range(2)]

    assert made[0] == made[1]
    assert is_untouched(made[0])


# ---- As a spreadsheet computes it

METHODOLOGIES = """
metodología libre
  tope: no
  logro cero: cien si se cumple
  redondeo del alcance: 1 decimal
metodología sin
  nd entre hermanos: excluir
"""


def computed_again(data: bytes, folder: Path) -> bytes:
    """Return a workbook as LibreOffice saves it, every formula computed anew."""
    path = folder / "informe.xlsx"
    path.write_bytes(data)
    made = folder / "made"
    subprocess.run(
        [
            str(shutil.which("soffice")),
            f"-env:UserInstallation=file://{folder}/profile",
            "--headless",
            "--convert-to",
            "xlsx:Calc MS Excel 2007 XML",
            "--outdir",
            str(made),
            str(path),
        ],
        check=True,
        capture_output=True,
        timeout=300,
    )
    return (made / "informe.xlsx").read_bytes()


def without_results(data: bytes) -> bytes:
    """Return a workbook without the results that it keeps of formulas."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize("case", ["inpe", "half", "libre", "sin", "exacta"])
def test_kept_results_are_those_that_a_spreadsheet_computes(case: str, tmp_path: Path) -> None:
    if case in {"inpe", "half"}:
        document = pei_dsl.report(pei_dsl.load(INPE), "2024" if case == "inpe" else "2024-S1")
    else:
        document = report(many() + METHODOLOGIES, methodology=case)
    data = book(document)
    again = workbook_texts.values(computed_again(without_results(data), tmp_path))
    kept = workbook_texts.values(data)

    places = workbook_texts.formulas(data)
    assert len(places) > 60
    for place in places:
        sheet, _, cell = place.partition("!")
        old, new = kept[sheet].get(cell), again[sheet].get(cell)
        if isinstance(old, int | float):
            assert isinstance(new, int | float), (place, places[place], old, new)
            assert abs(old - new) <= 1e-9 * max(1, abs(old)), (place, places[place], old, new)
        else:
            assert old == new, (place, places[place])


def many() -> str:
    """Return a plan of many groups: halves, thirds, zeros, negatives and what is missing."""
    made = ['plan "Plan"\n  periodo: 2024\n']
    values = ("80.25", "0", "ND", "-1", "33.335", "66.665", "1 / 3", "99.995", "10 ^ 9 / 7")
    for group in range(1, 10):
        made.append(f'objetivo OEI.{group:02} "Objetivo"\n')
        for number in range(1, group % 4 + 2):
            value = values[(group * 4 + number) % len(values)]
            goal = ("100", "0", "3", "100")[(group + number) % 4]
            how = "ascendente" if (group + number) % 3 else "descendente"
            field = f"fórmula: {value}" if "/" in value else f"valores: 2024: {value}"
            made.append(
                f'indicador IND.{number:02}.OEI.{group:02} "Indicador"\n  unidad: índice\n'
                f"  sentido: {how}\n  logros: 2024: {goal}\n  {field}\n"
            )
    return "".join(made)
