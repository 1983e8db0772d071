"""What a report tells beside figures: evidence, factors, activities, recommendations, commitments."""

from __future__ import annotations

import functools

import pytest

import pei_dsl
from pei_dsl.views.document import Block, Document, Listing, Paragraph, Role, Section, Table, plain
from pei_dsl.views.follow_up_page import follow_up_page
from tests.documents import ROOT

INPE = ROOT / "specs" / "inpe-2019-2027"
BARE = """plan "P"
  periodo: 2023 a 2025
objetivo OEI.01 "Uno"
acción AEI.01.01 "Acción"
indicador IND.01.OEI.01 "Tasa"
  unidad: tasa
  sentido: ascendente
  logros: 2024: 4
  valores: 2023: 3; 2024: 2
"""


@functools.cache
def report(period: str = "2024") -> Document:
    return pei_dsl.report(pei_dsl.load(INPE), period)


def made(text: str, period: str = "2024") -> Document:
    loaded = pei_dsl.load_text(text)
    assert not loaded.errors, loaded.errors
    return pei_dsl.report(loaded, period)


def section(name: str, document: Document) -> Section:
    return next(each for _, each in document.walk() if each.id == name)


def blocks(name: str, document: Document) -> list[Block]:
    return [block for _, each in section(name, document).walk() for block in each.blocks]


def texts(name: str, document: Document) -> list[str]:
    return [plain(each.sentence) for each in blocks(name, document) if isinstance(each, Paragraph)]


def tables(name: str, document: Document) -> list[Table]:
    return [each for each in blocks(name, document) if isinstance(each, Table)]


def rows(table: Table) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in table.rows]


def roles(name: str, document: Document) -> set[Role]:
    return {each.role for each in blocks(name, document) if isinstance(each, Paragraph | Listing)}


# ---- What the official report tells --------------------------------------------------------------------------


def test_evidence_shows_how_much_of_a_value_it_supports_under_its_objective() -> None:
    document = report()

    [first, second] = tables("2.3", document)
    assert [each.heading.split()[0] for each in section("2.3", document).sections] == [
        "2.3.1.",
        "2.3.2.",
        "2.3.3.",
    ]
    assert rows(first)[0][0].endswith("sustenta 640 de 640 ✓")
    assert [row[2] for row in rows(first)[1:4]] == ["208", "224", "208"]
    assert "sustentan 640 de 640." in " ".join(texts("2.3", document))
    assert document.figures()["sustento.IND.01.AEI.01.03"] == "640"
    assert "2.3.2" in section("2.3", document).sections[1].heading
    assert rows(second)[1][0].startswith("Informe N°D000046-2024-INPE-UOYM")
    assert "[Presente las evidencias de IND.01.OEI.01" in " ".join(texts("2.3", document))


def test_factors_stand_by_kind_with_the_units_that_tell_of_them() -> None:
    [table] = tables("2.4", report())

    kinds = [row.cells[0].text for row in table.rows if row.is_group]
    assert kinds == ["Dificultan", "Favorecen"]
    told = {row[0]: row[3] for row in rows(table)}
    assert told["Limitada disponibilidad presupuestal"].startswith(
        "Dirección de Seguridad Penitenciaria; Oficina"
    )
    assert "según Dirección de Seguridad Penitenciaria, Oficina de" in " ".join(texts("2.4", report()))


def test_activities_stand_under_their_action_with_what_was_due_and_done() -> None:
    found = {each.id: each for each in tables("3.2.1", report())}

    action = found["actividades.AEI.02.02"]
    assert [each.head for each in action.columns] == [
        "Código",
        "Actividad",
        "Unidad",
        "Programado",
        "Ejecutado",
        "Avance",
        "Inversión",
    ]
    assert rows(action)[0][3:6] == ["100 %", "95.7 %", "95.7 % !"]
    assert rows(found["actividades.AEI.01.03"])[0][0] == "AOI00051700243"
    assert rows(found["actividades.AEI.01.03"])[0][6] == "CUI 2159429"
    assert rows(found["actividades.AEI.01.01"])[0][0] == "–"  # a name of ours is no code
    assert "[Describa las actividades operativas de AEI.03.01" in " ".join(texts("3.2.1", report()))


def test_recommendations_tell_from_what_to_what_their_indicator_went() -> None:
    [table] = tables("3.3", report())

    moved = {row[0]: row[4] for row in rows(table)}
    assert moved["REC.2024.S1.03"] == "IND.01.AEI.01.05: 6.59 (2024-S1) → 5.79, empeora"
    assert moved["REC.2024.S1.04"].startswith("IND.01.AEI.01.03: 432 (2024-S1) → 640")
    assert moved["REC.2024.S1.05"].startswith("IND.01.AEI.01.04: 101 (2024-S1) → 181")
    assert moved["REC.2024.S1.06"].startswith("IND.01.AEI.01.06: 2.140 (2024-S1) → 3.752")
    told = " ".join(texts("3.3", report()))
    assert "De 7 recomendaciones de informes anteriores: 1 como «en proceso», 3 como «no aplicada»" in told
    assert told.count("IND.01.AEI.01.05 pasó de 6.59 (2024-S1) a 5.79 (2024).") == 1


def test_what_this_report_recommends_is_its_section_5() -> None:
    [listing] = blocks("5", report())

    assert isinstance(listing, Listing)
    assert listing.is_numbered
    assert [plain(each)[:12] for each in listing.items] == [f"REC.2024.0{each}:" for each in range(1, 8)]
    [half] = blocks("5", report("2024-S1"))
    assert isinstance(half, Listing)
    assert plain(half.items[0]).startswith("REC.2024.S1.01:")


def test_a_table_of_the_report_is_that_of_the_follow_up() -> None:
    page = {each.id: each for each in follow_up_page(pei_dsl.follow_up(pei_dsl.load(INPE), 2024)).tables}
    shown = {each.id: each for each in report().blocks() if isinstance(each, Table)}

    assert rows(shown["factores"]) == rows(page["factores"])
    assert rows(shown["recomendaciones"]) == [
        row for row in rows(page["recomendaciones"]) if ".S1." in row[0]
    ]
    parts = [row for name in shown if name.startswith("evidencias.") for row in rows(shown[name])]
    assert sorted(parts) == sorted(rows(page["evidencias"]))
    parts = [row[1:] for name in shown if name.startswith("actividades.") for row in rows(shown[name])]
    assert parts == [
        row[1:]
        for row, of in zip(rows(page["actividades"]), page["actividades"].rows, strict=True)
        if not of.is_group
    ]


# ---- Where nothing is declared -------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["2.3", "2.4", "3.2.1", "3.3", "5", "6.4"])
def test_an_empty_section_says_what_to_write_and_with_which_word_it_is_declared(name: str) -> None:
    document = made(BARE)

    assert not tables(name, document)
    assert roles(name, document) == {Role.WANTED}
    assert all("«" in each for each in texts(name, document))


@pytest.mark.parametrize("name", ["2.3", "3.2.1"])
def test_without_objectives_and_actions_the_section_still_says_what_to_write(name: str) -> None:
    assert roles(name, made('plan "P"\n  periodo: 2024 a 2024\n')) == {Role.WANTED}


def test_commitments_are_a_matrix_of_the_annexes() -> None:
    document = made(
        BARE + 'recomendación REC.2023.01 "Contratar"\n  sigue: IND.01.OEI.01\n'
        'compromiso COM.01 "Convocar"\n  responde a: REC.2023.01\n  responsable: "RRHH"\n  plazo: 2024-T3\n'
        '  medio: "Acta"\n'
    )

    [matrix] = tables("6.4", document)
    assert [each.head for each in matrix.columns] == [
        "N.º",
        "Recomendación",
        "Compromiso",
        "Responsable",
        "Plazo",
        "Medio de verificación",
        "Estado",
    ]
    assert rows(matrix)[0][:6] == ["1", "REC.2023.01 Contratar", "COM.01 Convocar", "RRHH", "2024-T3", "Acta"]
    assert rows(matrix)[0][6].endswith("vencido")
    assert texts("3.3", document) == [
        "De 1 recomendación de informes anteriores: 1 sin dato de avance. IND.01.OEI.01 pasó de 3 (2023) a 2 (2024)."
    ]


def test_what_is_of_no_group_of_the_plan_is_not_lost() -> None:
    loaded = pei_dsl.load_text(
        'plan "P"\n  periodo: 2024 a 2024\nindicador IND.01.OEI.09 "I"\n  unidad: número\n'
        "  sentido: ascendente\n  logros: 2024: 4\n  valores: 2024: 2\n"
        'actividad suelta "Suelta"\n  acción: AEI.09.09\n  ejecutado:\n    2024: 3\n'
        'evidencia acta "Acta"\n  de: IND.01.OEI.09\n  periodo: 2024\n  sustenta: 2\n'
    )
    document = pei_dsl.report(loaded, 2024, partial=True)

    assert [row[1] for each in tables("3.2.1", document) for row in rows(each)] == ["Suelta"]
    assert [row[0] for each in tables("2.3", document) for row in rows(each)][1:] == ["Acta"]


def test_a_semester_has_all_sections_of_its_year() -> None:
    numbered = [
        [each.number for _, each in report(period).walk() if each.number] for period in ("2024", "2024-S1")
    ]

    assert numbered[0] == numbered[1]
    [table] = tables("2.3", report("2024-S1"))
    assert rows(table)[0][0].endswith("sustenta 432 de 432 ✓")
    names = [{each.id for each in report(period).blocks()} for period in ("2024", "2024-S1")]
    for needed in (
        "semaforo.objetivos",
        "semaforo.acciones",
        "b7",
        "criticas",
        "factores",
        "recuento",
        "recuento.tabla",
    ):
        assert needed in names[0] & names[1]
