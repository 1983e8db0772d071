"""Rows of a matrix that are about nothing in the plan: which are left out with a note, and which are mistakes."""

from __future__ import annotations

import io

import openpyxl
import pytest

from pei_dsl.interchange.importing import Imported, import_workbook

HEAD = "Código;Denominación;Unidad de medida;Sentido;Logro esperado 2025\n"
BODY = "OEI.01;Objetivo;;;\nIND.01.OEI.01;Aulas;número;ascendente;8\n"


def told(text: str) -> list[tuple[str, str, str]]:
    """Return what is told of a matrix, but for what its plan is called."""
    found = import_workbook("m.csv", text.encode())
    assert isinstance(found, Imported)
    assert found.text.count("indicador ") == 1
    return [
        (each.code, each.variant, each.severity.name) for each in found.diagnostics if each.code != "PEI362"
    ]


NOTE = ("PEI359", "note", "NOTE")
TOTAL = ("PEI359", "", "NOTE")
NUMBERS = ("PEI359", "numbers", "NOTE")
NO_CODE = ("PEI355", "", "ERROR")
LACKS_CODE = ("PEI355", "missing", "ERROR")


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("TOTAL;;;;8", TOTAL),
        ("Total OEI.01;;;;8", TOTAL),
        ("Subtotal por objetivo;;;;8", TOTAL),
        ("Promedio:;;;;8", TOTAL),
        ("Total de horas;;;;8", NO_CODE),  # may be an indicator
        (";TOTAL;;;8", TOTAL),
        ("Fuente: Oficina de Planeamiento;;;;", NOTE),
        (";Fuente;;;", NOTE),  # one word, but not where codes stand
        ("Fuente;;;;", NO_CODE),  # one word where codes stand may be a misspelt one
        ("Fuente: Oficina;;;;8", NO_CODE),  # with a figure it is no note
        ("(1);(2);(3);(4);(5)", NO_CODE),  # columns are numbered above the rows only
        ("X.01;Cosa;número;ascendente;9", NO_CODE),
        ("7;Cosa;número;ascendente;9", NO_CODE),
        (";Cosa;número;ascendente;9", LACKS_CODE),
    ],
)
def test_a_row_below_the_others(row: str, expected: tuple[str, str, str]) -> None:
    assert told(f"{HEAD}{BODY}{row}\n") == [expected]


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("(1);(2);(3);(4);(5)", NUMBERS),
        ("1.;2.;3.;4.;5.", NUMBERS),
        ("a;b;c;d;e", NUMBERS),
        ("1;Cosa;3;4;5", NO_CODE),
        ("(1);(2);;;(123)", NO_CODE),
    ],
)
def test_a_row_right_below_the_headings(row: str, expected: tuple[str, str, str]) -> None:
    assert told(f"{HEAD}{row}\n{BODY}") == [expected]


def test_headings_that_are_repeated_are_left_out_with_a_note() -> None:
    assert told(f"{HEAD}{BODY}{HEAD}") == [("PEI359", "heading", "NOTE")]


def test_a_number_alone_is_no_note() -> None:
    """A row of a workbook that has no text at all: whose figure it is, nobody says."""
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    for line in f"{HEAD}{BODY}".splitlines():
        page.append([cell or None for cell in line.split(";")])
    page.append([None, None, None, None, 8])
    saved = io.BytesIO()
    book.save(saved)
    found = import_workbook("m.xlsx", saved.getvalue())

    assert isinstance(found, Imported)
    assert ("PEI355", "missing") in [(each.code, each.variant) for each in found.diagnostics]
