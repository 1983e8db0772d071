"""The report of INPE for 2024 as a document: the tables that the official one prints, and what it says beside."""

from __future__ import annotations

import functools

import pytest

import pei_dsl
from pei_dsl.views.document import Counts, Document, Evolution, Paragraph, Role, Table, plain
from tests.documents import ROOT

INPE = ROOT / "specs" / "inpe-2019-2027"
# Tables 3 and 7 of the official report: code, goal, value, alcance.
TABLE_3 = """
OEI.01        |      |       | 57.62
IND.01.OEI.01 | 56 % | 138 % | 40.58
IND.02.OEI.01 | 0.72 % | 2.23 % | 32.29
IND.03.OEI.01 | 2 | 1 | 100.00
OEI.02        | | | 100.00
IND.01.OEI.02 | 1 | 1 | 100.00
OEI.03        | | | 0.00
IND.01.OEI.03 | 1 | 0 | 0.00
"""
ACTIONS = {
    "AEI.01.01": "100.00",
    "AEI.01.02": "100.00",
    "AEI.01.03": "7.25",
    "AEI.01.04": "38.67",
    "AEI.01.05": "28.62",
    "AEI.01.06": "76.23",
    "AEI.02.01": "100.00",
    "AEI.02.02": "ND",
    "AEI.02.03": "84.91",
    "AEI.02.04": "70.67",
    "AEI.03.01": "0.00",
}


@functools.cache
def report(period: str = "2024", language: str = "es") -> Document:
    return pei_dsl.report(pei_dsl.load(INPE), period, language=language)


def block(name: str, document: Document | None = None) -> object:
    return next(each for each in (document or report()).blocks() if each.id == name)


def table(name: str, document: Document | None = None) -> Table:
    found = block(name, document)
    assert isinstance(found, Table)
    return found


def test_sections_are_those_of_the_official_report_in_its_order() -> None:
    top = [each.heading for each in report().sections]

    assert top == [
        "Resumen ejecutivo",
        "1. Prioridades institucionales en el periodo",
        "2. Análisis del logro de los Objetivos Estratégicos Institucionales (OEI)",
        "3. Análisis de implementación de las Acciones Estratégicas Institucionales (AEI)",
        "4. Conclusiones",
        "5. Recomendaciones",
        "6. Anexos",
    ]
    numbers = [each.number for _, each in report().walk() if each.number]
    assert [each for each in numbers if each.count(".") == 1 and each[0] in "12"] == [
        "1.1",
        "1.2",
        "1.3",
        "2.1",
        "2.2",
        "2.3",
        "2.4",
    ]
    assert [each for each in numbers if each.startswith("3.1.")] == [f"3.1.{each}" for each in range(1, 12)]


def test_tables_have_the_numbers_of_the_official_report() -> None:
    numbers = report().numbers()

    assert [numbers[each] for each in ("oei", "aei", "semaforo.objetivos")] == [
        "Tabla 1",
        "Tabla 2",
        "Tabla 3",
    ]
    assert [numbers[f"responsables.OEI.0{each}"] for each in (1, 2, 3)] == ["Tabla 4", "Tabla 5", "Tabla 6"]
    assert numbers["semaforo.acciones"] == "Tabla 7"


def test_table_3_prints_every_figure_of_the_official_one() -> None:
    rows = table("semaforo.objetivos").rows
    printed = [tuple(cell.strip() for cell in line.split("|")) for line in TABLE_3.strip().splitlines()]

    assert [
        (row.cells[0].text, row.cells[3].text, row.cells[4].text, row.cells[5].text) for row in rows
    ] == printed
    assert [row.is_group for row in rows] == [not code.startswith("IND") for code, *_ in printed]


def test_table_7_prints_the_alcance_of_every_action() -> None:
    rows = table("semaforo.acciones").rows

    assert {row.cells[0].text: row.cells[5].text for row in rows if row.is_group} == ACTIONS


def test_prioritised_actions_are_those_of_the_objective_of_type_one() -> None:
    assert [row.cells[0].text for row in table("aei").rows] == [f"AEI.01.0{each}" for each in range(1, 7)]


def test_counts_are_those_of_the_executive_summary() -> None:
    figures = report().figures()
    chart = block("recuento")

    assert isinstance(chart, Counts)
    assert {share.color: share.count for share in dict(chart.levels)["Acciones"]} == {
        "verde": 3,
        "amarillo": 2,
        "rojo": 5,
        None: 1,
    }
    for level, shares in zip(("objectives", "actions"), (each for _, each in chart.levels), strict=True):
        for share in shares:
            if share.color is not None or share.count:
                assert figures[f"cuenta.{level}.{share.color or 'ND'}"] == str(share.count)
    assert figures["cuenta.objectives"] == "3"
    assert figures["cuenta.actions"] == "11"


@pytest.mark.parametrize(
    ("unit", "written", "told"),
    [
        ("número de personas", "64", "64 (número de personas)"),
        ("tasa por 1000", "6.4", "6.4 (tasa por 1000)"),
        ("índice", "0.64", "0.64 (índice)"),
        ("porcentaje", "64%", "64 %"),
        ("número", "64", "64"),
    ],
)
def test_a_figure_in_a_sentence_says_what_it_counts(unit: str, written: str, told: str) -> None:
    loaded = pei_dsl.load_text(
        'plan "PEI"\n  periodo: 2024\nobjetivo OEI.01 "Mejorar"\nindicador IND.01.OEI.01 "Título"\n'
        f"  unidad: {unit}\n  sentido: ascendente\n  logros: 2024: {written}\n  valores: 2024: {written}\n"
    )
    found = block("resultado.IND.01.OEI.01", pei_dsl.report(loaded, "2024"))
    assert isinstance(found, Paragraph)

    assert f"se obtuvo {told} frente a un logro" in plain(found.sentence).replace("\u00a0", " ")


def test_critical_actions_come_worst_first_with_what_lowers_them() -> None:
    rows = table("criticas").rows

    assert [row.cells[0].text for row in rows] == [
        "AEI.03.01",
        "AEI.01.03",
        "AEI.01.05",
        "AEI.01.04",
        "AEI.02.04",
    ]
    assert rows[1].cells[3].text == "IND.01.AEI.01.03 (7.25)"
    assert rows[1].cells[4].text == "640 → 8,383"  # 95 % of 8,824, in whole units
    assert any("AEI.02.02" in note for note in table("criticas").notes)


def test_an_evolution_shows_every_year_from_the_first_with_a_figure() -> None:
    charts = [each for each in report().blocks() if isinstance(each, Evolution)]

    assert charts
    for chart in charts:
        years = [int(point.label.split()[0]) for point in chart.points]
        assert years == [*range(years[0], 2025)]
        assert chart.points[0].value is not None
        assert len(chart.alternative) <= 300


def test_a_semester_is_measured_against_the_goal_of_its_year_and_charts_have_years() -> None:
    half = report("2024-S1")
    rows = {row.cells[0].text: row for row in table("semaforo.acciones", half).rows}

    assert rows["IND.01.AEI.01.03"].cells[3].text == "8,824"
    for chart in half.blocks():
        if isinstance(chart, Evolution):
            assert all(len(point.label.split()[0]) == 4 for point in chart.points)


@pytest.mark.parametrize("period", ["2024", "2024-S1", "2025"])
@pytest.mark.parametrize("language", ["es", "en"])
def test_no_two_parts_share_a_name(period: str, language: str) -> None:
    document = report(period, language)
    blocks = [each.id for each in document.blocks()]
    sections = [each.id for _, each in document.walk()]

    assert len(blocks) == len(set(blocks))
    assert len(sections) == len(set(sections))


def test_what_a_person_has_to_write_stands_in_brackets() -> None:
    wanted = [each for each in report().blocks() if isinstance(each, Paragraph) and each.role is Role.WANTED]

    assert len(wanted) > 20
    assert all(plain(each.sentence)[0] == "[" and plain(each.sentence)[-1] == "]" for each in wanted)
    assert len({each.id for each in wanted}) == len(wanted)


def test_what_the_plan_says_of_its_entity_stands_in_the_report() -> None:
    loaded = pei_dsl.load_text(
        'plan "P"\n  misión: "Servir"\n  prioridades: "Una"; "Otra"\n  equipo: "Ana"; "Luis"\n'
        "  periodo: 2024 a 2024\n"
    )
    document = pei_dsl.report(loaded, 2024)
    mission, aims = block("mision", document), block("prioridades", document)

    assert isinstance(mission, Paragraph)
    assert mission.role is Role.DECLARED
    assert plain(mission.sentence) == "Servir"
    assert getattr(aims, "items", None) == (("Una",), ("Otra",))
    assert document.cover.lines[-2:] == ("Ana", "Luis")


def test_a_report_tells_how_many_rows_a_figure_rests_on_and_shows_none() -> None:
    """A report is handed on, and a row may be a person."""
    loaded = pei_dsl.load_text(
        'plan "P"\n  periodo: 2024 a 2024\nobjetivo OEI.01 "O"\nindicador IND.01.OEI.01 "I"\n'
        "  fórmula: contar(padrón si edad > 17)\n  unidad: número\n  sentido: ascendente\n  logros: 2024: 2\n"
        "fuente padrón\n  archivo: padrón.csv\n  tiempo: fecha\n  columna fecha: fecha\n"
        "  columna dni: texto\n  columna edad: número\n"
    )
    people = [
        {"fecha": "2024-03-01", "dni": "40506070", "edad": 33},
        {"fecha": "2024-03-02", "dni": "1", "edad": 9},
    ]
    document = pei_dsl.report(loaded, 2024, data={"padrón": people})
    text = pei_dsl.render(document, "markdown")

    assert "1 de 2 filas" in text
    assert "40506070" not in text


def test_the_figure_of_a_group_is_computed_before_the_eye_as_that_of_an_indicator() -> None:
    rows = [[cell.text for cell in row.cells] for row in table("calculo.OEI.01").rows]

    assert rows[0] == ["IND.01.OEI.01", "40.58 × 1/3 = 13.5266… → 13.53"]
    assert ["Alcance", "57.62 %   ■ rojo"] in rows
    computed = {
        each.id.removeprefix("calculo.") for each in report().blocks() if each.id.startswith("calculo.")
    }
    assert computed == {*report_codes()}


def report_codes() -> list[str]:
    plan = pei_dsl.load(INPE).plan
    return [*plan.groups, *plan.indicators]


@pytest.mark.parametrize(
    ("period", "title"),
    [
        ("2024", "Informe de Evaluación Institucional 2024"),
        ("2024-S1", "Informe de Evaluación Institucional, primer semestre de 2024"),
        ("2024-S2", "Informe de Evaluación Institucional, segundo semestre de 2024"),
    ],
)
def test_the_cover_says_of_when_the_report_is(period: str, title: str) -> None:
    assert report(period).cover.title == title
