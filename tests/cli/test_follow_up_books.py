"""What a report tells beside figures through Excel: out, filled in, and back into the plan."""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING

import openpyxl
import pytest

from tests.cli.plans import INPE

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

    from tests.cli.conftest import Run, Write

PLAN = """\
plan "PEI"
  periodo: 2024 a 2025

objetivo OEI.01 "Objetivo"

acción AEI.01.01 "Acción"

indicador IND.01.AEI.01.01 "Unidades"
  unidad:  número de unidades
  sentido: ascendente
  logros:
    2024: 100
  valores:
    2024: 40
"""
BESIDE = """\
## Según el POI.
actividad obra "Obra"
  acción:    AEI.01.01
  inversión: "CUI 2159429"
  unidad:    número de unidades
  programado:
    2024: 224
  ejecutado:
    2024: 112

evidencia acta "Acta de recepción"
  de:       IND.01.AEI.01.01
  fecha:    2024-03-15
  sustenta: 40
  archivo:  evidencias/acta.pdf

factor presupuesto "Limitada disponibilidad presupuestal"
  periodo: 2024 a 2025
  efecto:  dificulta
  en:      AEI.01.01; OEI.01
  dicen:   "Oficina de Infraestructura"; "Oficina de Planeamiento"

recomendación REC.2024.S1.01 "Contratar personal"
  informe: "Informe de evaluación"
  para:    AEI.01.01
  sigue:   IND.01.AEI.01.01
  situación:
    2024: en proceso

compromiso COM.01 "Convocar un concurso"
  responde a:  REC.2024.S1.01
  responsable: "Recursos Humanos"
  plazo:       2025-S1
  medio:       acta
"""
FILES = {"plan.pei": PLAN, "seguimiento.pei": BESIDE}
INTO = ("-o", "plan/seguimiento.pei", "--reemplazar")


def column(sheet: Worksheet, heading: str) -> int:
    """Return the column with a heading, wherever its row is."""
    return next(each.column for row in sheet.iter_rows() for each in row if each.value == heading)


def put(sheet: Worksheet, row: int, **cells: object) -> None:
    for heading, value in cells.items():
        sheet.cell(row, column(sheet, heading.replace("_", " "))).value = value  # type: ignore[assignment]


@pytest.mark.parametrize("plan", ["plan", INPE])
def test_a_book_that_nobody_filled_in_changes_nothing(plan: str | Path, run: Run, write: Write) -> None:
    write(FILES)
    beside = Path(plan) / "seguimiento.pei"
    before = beside.read_bytes()
    run("exportar", plan, "-o", "captura.xlsx")
    for language in ("es", "en"):
        order = ("--lang", language, "seguimiento", plan, "--periodo", "2024", "--fecha", "2025-01-15")
        assert run(*order, "-o", f"{language}.xlsx").code == 0
    for book in ("captura.xlsx", "es.xlsx", "en.xlsx"):
        done = run("importar", book, "--previa", "-o", beside, "--reemplazar")

        assert (done.code, "ya dice todo eso: no cambia." in done.out) == (0, True), done
    assert beside.read_bytes() == before


def test_a_commitment_shows_the_title_of_its_evidence_and_keeps_it(run: Run, write: Write) -> None:
    """Also of evidence of another period, and where somebody corrects the title, or types it alone."""
    other = BESIDE.replace("2024-03-15", "2025-03-15") + BESIDE[BESIDE.index("compromiso") :].replace(
        "COM.01", "COM.02"
    )
    write({**FILES, "seguimiento.pei": other})
    for order in (
        ("exportar", "plan"),
        ("seguimiento", "plan", "--periodo", "2024", "--fecha", "2025-01-15"),
    ):
        assert run(*order, "-o", "libro.xlsx").code == 0
        book = openpyxl.load_workbook("libro.xlsx")
        sheet = book["Compromisos"]
        means = column(sheet, "Medio de verificación")
        head = next(row[0].row for row in sheet.iter_rows() if row[0].value == "Código")
        assert sheet.cell(head + 1, means).value == "Acta de recepción (acta)"
        sheet.cell(head + 2, means).value = "Acta de  recepción"
        book.save("libro.xlsx")
        assert "ya dice todo eso: no cambia." in run("importar", "libro.xlsx", "--previa", *INTO).out
        put(book["Evidencias"], head + 1, Evidencia="Acta final")
        book.save("libro.xlsx")
        told = run("importar", "libro.xlsx", "--previa", *INTO).out
        assert "Acta final" in told
        assert "COM.01" not in told
        Path("libro.xlsx").unlink()


def test_what_is_filled_in_comes_back(run: Run, write: Write) -> None:
    write(FILES)
    assert "quedó fuera" not in run("exportar", "plan", "-o", "captura.xlsx").err
    book = openpyxl.load_workbook("captura.xlsx")
    head = next(row[0].row for row in book["Compromisos"].iter_rows() if row[0].value == "Código")
    put(book["Compromisos"], head + 1, Situación_2024="Cumplido", Responsable="–")
    put(
        book["Compromisos"],
        head + 2,
        Código="com.2",
        Compromiso="Elaborar los perfiles",
        Recomendación="REC.2024.S1.01 Contratar personal",
        Plazo="2025-03-31",
        Medio_de_verificación="Perfiles aprobados",
    )
    put(book["Recomendaciones"], head + 1, Situación_2024="aplicada")
    put(book["Actividades"], head + 1, Ejecutado_2024=224)
    put(book["Evidencias"], head + 2, Nombre="informe", Evidencia="Informe", Indicador="IND.01.AEI.01.01")
    put(book["Evidencias"], head + 2, Periodo=2024, Sustenta=12)
    put(book["Factores"], head + 1, Efecto="favorece", Lo_dicen="Todos")
    book.save("lleno.xlsx")
    done = run("importar", "lleno.xlsx", *INTO)

    assert done.code == 0, done
    text = Path("plan/seguimiento.pei").read_text("utf-8")
    assert text.startswith("## Según el POI.\n")
    assert "    2024: aplicada\n" in text  # the plan says it so
    assert (
        """\
compromiso COM.02 "Elaborar los perfiles"
  responde a: REC.2024.S1.01
  plazo:      2025-03-31
  medio:      "Perfiles aprobados"
"""
        in text
    )
    assert 'responsable: "Recursos Humanos"' in text, "a dash says nothing"
    assert "  ejecutado:\n    2024: 224\n" in text
    assert '  dicen:   "Todos"\n' in text
    assert "  efecto:  favorece\n" in text
    assert 'evidencia informe "Informe"\n  periodo:  2024\n  de:       IND.01.AEI.01.01\n' in text
    assert "  sustenta: 12\n" in text
    assert "error" not in run("revisar", "plan").out.replace("0 errores", "")
    assert "ya dice todo eso" in run("importar", "lleno.xlsx", *INTO).err


def matrix(*rows: tuple[str | float, ...]) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


HEADS = ("N.º", "Recomendación", "Compromiso", "Responsable", "Plazo", "Medio de verificación", "Estado")


def test_a_matrix_of_commitments_of_somebody_else(run: Run, write: Write) -> None:
    write(FILES)
    write(
        {
            "matriz.xlsx": matrix(
                ("Matriz de compromisos",),
                (),
                HEADS,
                (1, "REC.2024.S1.01", "Elaborar los perfiles", "RR. HH.", "2025-S1", "acta", "En proceso"),
                (2, "", "Publicar", "RR. HH.", "2025-12-31", "Publicación", "-"),
            )
        },
        folder=".",
    )
    refused = run("importar", "matriz.xlsx", *INTO)
    assert refused.code == 3
    assert "la fila 4 no tiene código" in refused.err
    done = run("importar", "matriz.xlsx", "--numerar", "--periodo", "2025-T1", "-o", "nuevo.pei")

    assert done.code == 0, done
    assert (
        Path("nuevo.pei").read_text("utf-8")
        == """\
compromiso COM.01 "Elaborar los perfiles"
  responsable: "RR. HH."
  situación:
    2025-T1: en proceso
  responde a:  REC.2024.S1.01
  plazo:       2025-S1
  medio:       "acta"

compromiso COM.02 "Publicar"
  responsable: "RR. HH."
  plazo:       2025-12-31
  medio:       "Publicación"
"""
    )
    assert "2 compromisos" in done.err


def test_a_state_of_no_day_is_told(run: Run, write: Write) -> None:
    write(
        {"matriz.xlsx": matrix(HEADS, (1, "REC.01", "COM.05 Publicar", "", "", "", "en proceso"))}, folder="."
    )
    done = run("importar", "matriz.xlsx", "-o", "nuevo.pei")

    assert done.code == 3
    assert "la columna «Estado» no dice de qué año es" in done.err
    assert 'compromiso COM.05 "Publicar"' in Path("nuevo.pei").read_text("utf-8")


def test_rows_below_an_action_are_of_it(run: Run, write: Write) -> None:
    rows = matrix(
        ("Nombre", "Actividad", "Unidad", "Programado 2024"),
        ("AEI.01.01 Ampliar la capacidad",),
        ("obra", "Obra", "número de unidades", 224),
        ("otra", "Otra", "número de unidades", 0.5),
    )
    write({"poi.xlsx": rows}, folder=".")
    assert run("importar", "poi.xlsx", "-o", "poi.pei").code == 0
    text = Path("poi.pei").read_text("utf-8")

    assert text.count("acción: AEI.01.01") == 2
    assert "2024: 224" in text
    assert "2024: 0.5" in text


def test_a_book_filled_in_is_never_written_over(run: Run, write: Write) -> None:
    write(FILES)
    run("exportar", "plan", "-o", "captura.xlsx")
    book = openpyxl.load_workbook("captura.xlsx")
    head = next(row[0].row for row in book["Compromisos"].iter_rows() if row[0].value == "Código")
    put(book["Compromisos"], head + 1, Situación_2024="no aplicada")
    book.save("captura.xlsx")
    done = run("exportar", "plan", "-o", "captura.xlsx", "--reemplazar")

    assert done.code == 2
    assert "COM.01 2024" in done.err
    assert run("importar", "captura.xlsx", *INTO).code == 0
    assert run("exportar", "plan", "-o", "captura.xlsx", "--reemplazar").code == 0


def test_a_situation_that_is_another_is_another(run: Run, write: Write) -> None:
    """Two words instead of figures are not the same because neither is a figure."""
    write(FILES)
    run("exportar", "plan", "-o", "captura.xlsx")
    book = openpyxl.load_workbook("captura.xlsx")
    head = next(row[0].row for row in book["Recomendaciones"].iter_rows() if row[0].value == "Código")
    put(book["Recomendaciones"], head + 1, Situación_2024="En ejecución")
    book.save("igual.xlsx")
    put(book["Recomendaciones"], head + 1, Situación_2024="Descartada")
    book.save("otra.xlsx")

    assert "no cambia" in run("importar", "igual.xlsx", "--previa", *INTO).out
    assert "2024: descartada" in run("importar", "otra.xlsx", "--previa", *INTO).out
