"""Versions and acts through Excel: out, filled in, and back into the plan."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import openpyxl

from tests.cli.test_follow_up_books import PLAN, put

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook

    from tests.cli.conftest import Run, Write

IN_TIME = """\
versión ampliado "Ampliado"
  rige: 2024

versión ajustado "Ajustado"
  rige:      2025 a 2030
  sustituye: ampliado
  carpeta:   ../otro
  equivale:  AEI.01.01 = AEI.01.02
             IND.01.AEI.01.01 = IND.01.AEI.01.02

## Del acta de febrero.
cambio "Reprogramación"
  de:      IND.01.AEI.01.01
  campo:   logros
  periodo: 2024
  antes:   "8,824"
  fecha:   2024-02-01

cambio "Reprogramación"
  de:      IND.01.AEI.01.01
  campo:   logros
  periodo: 2024
  antes:   "no aplica"
  fecha:   2024-03-01
"""
# One name for three things: a code or name alone does not say which is meant.
SAME_NAME = (
    'factor ampliado "Ampliación"\n\nevidencia ampliado "Acta"\n  de: IND.01.AEI.01.01\n  fecha: 2024-03-15\n'
)
INTO = ("-o", "plan/tiempo.pei", "--reemplazar")
FILES = {"plan.pei": PLAN, "tiempo.pei": IN_TIME, "otros.pei": SAME_NAME}


def head(book: Workbook, sheet: str, first: str) -> int:
    return next(row[0].row or 0 for row in book[sheet].iter_rows() if row[0].value == first)


def exported(run: Run, write: Write) -> Workbook:
    write(FILES)
    assert "quedó fuera" not in run("exportar", "plan", "-o", "captura.xlsx").err
    return openpyxl.load_workbook("captura.xlsx")


def test_a_book_that_nobody_filled_in_changes_nothing(run: Run, write: Write) -> None:
    exported(run, write)
    for name, text in FILES.items():
        done = run("importar", "captura.xlsx", "-o", f"plan/{name}", "--reemplazar")

        assert (done.code, "ya dice todo eso: no cambia." in done.err) == (0, True), done
        assert Path("plan", name).read_text("utf-8") == text


def test_what_is_filled_in_comes_back(run: Run, write: Write) -> None:
    book = exported(run, write)
    at = head(book, "Cambios", "Cambio")
    put(book["Cambios"], at + 1, Antes=7777, Resolución="Resolución 9")
    put(book["Cambios"], at + 3, Cambio="Rebaja", Código="ind.01.aei.01.01", Campo="Meta", Periodo=2025)
    put(book["Cambios"], at + 3, Antes="120", Fecha=datetime.date(2025, 5, 6))
    at = head(book, "Versiones", "Nombre")
    put(book["Versiones"], at + 2, Rige="2025-2029", Equivale="AEI.01.01 = AEI.01.03\nOEI.01 = OEI.02")
    put(book["Versiones"], at + 3, Nombre="reajustado", Versión="Reajustado", Sustituye="ajustado")
    book.save("lleno.xlsx")
    done = run("importar", "lleno.xlsx", *INTO)

    assert done.code == 0, done
    assert '«Reprogramación» (IND.01.AEI.01.01, logros 2024, 2024-02-01), antes: "8,824" → "7777"' in done.err
    assert "«Rebaja» (IND.01.AEI.01.01, logros 2025): nuevo" in done.err
    text = Path("plan/tiempo.pei").read_text("utf-8")
    assert text.count("## Del acta de febrero.\n") == 1
    assert '  antes:   "no aplica"\n  fecha:   2024-03-01\n' in text, "the other act of that name stays"
    assert "  rige:      2025 a 2029\n" in text
    assert "  equivale:  AEI.01.01 = AEI.01.03; OEI.01 = OEI.02\n" in text
    assert '\nversión reajustado "Reajustado"\n  sustituye: ajustado\n' in text
    assert (
        'cambio "Rebaja"\n  periodo: 2025\n  de:      IND.01.AEI.01.01\n  fecha:   2025-05-06\n'
        '  campo:   logros\n  antes:   "120"\n' in text
    )
    assert "0 errores" in run("revisar", "plan").out
    assert "ya dice todo eso" in run("importar", "lleno.xlsx", *INTO).err


def test_the_day_of_an_act_is_corrected(run: Run, write: Write) -> None:
    """Where no other act shares its name and what it changed, a row with another day is that act."""
    write({**FILES, "tiempo.pei": IN_TIME.rpartition("\ncambio")[0]})
    run("exportar", "plan", "-o", "captura.xlsx")
    book = openpyxl.load_workbook("captura.xlsx")
    put(book["Cambios"], head(book, "Cambios", "Cambio") + 1, Fecha="2024-02-15")
    book.save("lleno.xlsx")
    done = run("importar", "lleno.xlsx", *INTO)

    assert "(IND.01.AEI.01.01, logros 2024), fecha: 2024-02-01 → 2024-02-15" in done.err
    assert Path("plan/tiempo.pei").read_text("utf-8").count("cambio ") == 1


def test_an_act_of_another_text_is_left_alone(run: Run, write: Write) -> None:
    """Two texts with acts that only their day tells apart: each keeps its own."""
    first, _, second = IN_TIME.rpartition("\ncambio")
    write({**FILES, "tiempo.pei": first, "otros.pei": f"cambio{second}"})
    run("exportar", "plan", "-o", "captura.xlsx")
    done = run("importar", "captura.xlsx", *INTO)

    assert "ya dice todo eso: no cambia." in done.err
    assert "«Reprogramación» (IND.01.AEI.01.01, logros 2024, 2024-03-01)" in done.err


def test_what_cannot_be_read_is_told_by_its_cell(run: Run, write: Write) -> None:
    book = exported(run, write)
    at = head(book, "Cambios", "Cambio")
    put(book["Cambios"], at + 3, Cambio="Otra", Campo="título", Fecha="2024-13-01")
    put(book["Cambios"], at + 4, Código="IND.01.AEI.01.01", Campo="logros")
    put(book["Cambios"], at + 5, Cambio="Reprogramación", Código="IND.01.AEI.01.01", Campo="logros")
    put(book["Cambios"], at + 5, Periodo=2024, Fecha="2024-03-01", Antes="otra cosa")
    at = head(book, "Versiones", "Nombre")
    put(book["Versiones"], at + 2, Equivale="OEI.01 es OEI.02")
    book.save("lleno.xlsx")
    done = run("importar", "lleno.xlsx", *INTO)

    assert done.code == 3
    assert "«título» no es un valor de «Campo»; escriba: logros, línea de base" in done.err
    assert "«2024-13-01» no es un valor de «Fecha»" in done.err
    assert "no dice cómo se llama el cambio" in done.err
    assert "«Reprogramación» (IND.01.AEI.01.01, logros 2024, 2024-03-01) ya está en Cambios!A6" in done.err
    assert (
        "«OEI.01 es OEI.02» no es un valor de «Equivale»; escriba: IND.02.OEI.01 = IND.01.OEI.02" in done.err
    )


def test_another_table_with_a_column_of_changes_is_none_of_these(run: Run, write: Write) -> None:
    write(FILES)
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (
        ("Código", "Denominación", "Versión", "Cambios", "Fecha"),
        ("OEI.01", "Objetivo", "2", "no", ""),
    ):
        sheet.append(row)
    book.save("otra.xlsx")

    assert "versiones" not in run("importar", "otra.xlsx", "--previa").out
