"""Declared mappings."""

from __future__ import annotations

import pytest

from pei_dsl.diagnostics import Diagnostic
from pei_dsl.interchange.headings import Meaning
from pei_dsl.interchange.mapping import Declared, matches, read_mapping, with_line


def test_all_that_a_mapping_may_say() -> None:
    """Keys need no quotation marks, whatever letters they have."""
    text = """
# de la oficina de presupuesto
hoja          = "Metas"
encabezado    = [4, 5]
primera_fila  = 7
porcentajes   = "en puntos"
periodo       = 2024
ignorar       = ["K", "Observaciones"]
numerar       = true

[columnas]
código                = "B"
nombre del indicador  = "Indicador"
logro esperado 2025   = "H"
línea de base 2023    = "F"

[años]
valores = "Ejec. {año}"
"""

    assert read_mapping("mapa.toml", text) == Declared(
        "Metas",
        (4, 5),
        7,
        "points",
        "2024",
        {
            "B": Meaning("code"),
            "Indicador": Meaning("indicator_title"),
            "H": Meaning("goals", "2025"),
            "F": Meaning("baseline_value", "2023"),
        },
        {"values": "Ejec. {año}"},
        ("K", "Observaciones"),
        numbers=True,
    )


@pytest.mark.parametrize(
    ("text", "variant"),
    [
        ("hoja = ", "toml"),
        ("hojas = 'a'", "key"),
        ("hoja = 3", "value"),
        ("ignorar = 3", "value"),
        ("ignorar = ['B', '']", "value"),
        ("numerar = 'sí'", "value"),
        ("encabezado = 0", "value"),
        ("encabezado = []", "value"),
        ("encabezado = 'a'", "value"),
        ("primera_fila = -1", "value"),
        ("primera_fila = true", "value"),
        ("porcentajes = 'quizás'", "value"),
        ("periodo = 'ayer'", "value"),
        ("columnas = 3", "value"),
        ("[columnas]\ncódigo = 2", "value"),
        ("[columnas]\ncolor de ojos = 'B'", "column"),
        ("[columnas]\nlogro = 'B'", "column"),
        ("años = 2", "value"),
        ("[años]\nlogros = 'Meta'", "value"),
        ("[años]\nmeses = '{año}'", "value"),
    ],
)
def test_what_is_wrong_is_told(text: str, variant: str) -> None:
    found = read_mapping("mapa.toml", text)

    assert isinstance(found, Diagnostic)
    assert (found.code, found.variant, found.file) == ("PEI352", variant, "mapa.toml")


@pytest.mark.parametrize(
    ("pattern", "heading", "year"),
    [
        ("Meta {año}", "META 2025", "2025"),
        ("Meta {año}", "Meta  2025 ", "2025"),
        ("{año} (prog.)", "2025 (prog.)", "2025"),
        ("Meta {año}", "Meta física 2025", ""),
        ("Meta {año}", "Meta 25", ""),
    ],
)
def test_patterns_of_years(pattern: str, heading: str, year: str) -> None:
    assert matches(pattern, heading) == year


@pytest.mark.parametrize(
    ("line", "columns", "ignored"),
    [
        ("nombre del indicador = C", {"C": Meaning("indicator_title")}, ()),
        ('logro esperado 2026="F"', {"F": Meaning("goals", "2026")}, ()),
        ("código = «Clave»", {"Clave": Meaning("code")}, ()),
        ("Ignorar = F", {}, ("F",)),
    ],
)
def test_a_line_says_what_one_column_is(
    line: str, columns: dict[str, Meaning], ignored: tuple[str, ...]
) -> None:
    assert with_line(Declared(sheet="Metas"), line) == Declared("Metas", columns=columns, ignored=ignored)


@pytest.mark.parametrize(
    ("line", "variant"), [("C", "line"), ("código =", "line"), ("color de ojos = C", "column"), ("", "line")]
)
def test_a_line_that_says_nothing_is_told(line: str, variant: str) -> None:
    found = with_line(Declared(), line)

    assert isinstance(found, Diagnostic)
    assert (found.code, found.variant) == ("PEI352", variant)
