"""What a heading says."""

from __future__ import annotations

import pytest

from pei_dsl.interchange.form_columns import ROWS, column_fields, heading
from pei_dsl.interchange.headings import COLUMNS, Meaning, meaning
from pei_dsl.interchange.period_headings import period_of
from pei_dsl.vocabulary import FieldWord, fold


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ("Código", "código"),
        ("CODIGO:", "código"),
        ("OEI / AEI|Código", "código"),
        ("OEI / AEI|Descripción", "denominación"),
        ("Indicador|Código", "código del indicador"),
        ("Indicador|Descripción", "nombre del indicador"),
        ("Nombre del indicador", "nombre del indicador"),
        ("Línea base|Valor", "valor de línea de base"),
        ("Línea de Base|Año", "año de línea de base"),
        ("Línea base 2024", "valor de línea de base 2024"),
        ("Logro Esperado|2025", "logro esperado 2025"),
        ("Logros esperados en el periodo del plan|Año 2026", "logro esperado 2026"),
        ("Meta 2025 (%)", "logro esperado 2025"),
        ("2025", "logro esperado 2025"),
        ("2025*", "logro esperado 2025"),
        ("Valores Obtenidos|2024|Anual", "valor obtenido 2024"),
        ("Valores Obtenidos|2024|Semestre", "valor obtenido 2024-S1"),
        ("Valores Obtenidos|2024|II Semestre", "valor obtenido 2024-S2"),
        ("Valores Obtenidos|2024|2do semestre", "valor obtenido 2024-S2"),
        ("Valor obtenido|2024-T3", "valor obtenido 2024-T3"),
        ("Logro obtenido 2024", "valor obtenido 2024"),
        ("Avance Tipo I (%)|2024|Anual", "alcance 2024"),
        ("Alcance Tipo I (%)", "alcance"),
        ("Sentido Esperado", "sentido esperado"),
        ("Unidad orgánica responsable del indicador", "unidad de organización"),
        ("UE", "unidad ejecutora"),
        ("Año", "periodo"),
        ("Valor", "cifra"),
    ],
)
def test_headings(path: str, shown: str) -> None:
    assert str(meaning(path.split("|"))) == shown


@pytest.mark.parametrize(
    "path", ["Observaciones", "", "Logro Esperado", "Valores Obtenidos", "Presupuesto 2024"]
)
def test_headings_that_do_not_say(path: str) -> None:
    assert meaning([path]) is None


def test_a_period_for_what_names_none() -> None:
    assert str(meaning(["Logro Esperado"], "2024")) == "logro esperado 2024"


@pytest.mark.parametrize(
    ("path", "period"),
    [
        ("Meta 2024", "2024"),
        ("PEI 2019-2027", ""),
        ("PEI 2019-2027|2024", "2024"),
        ("S1 2024", "2024"),
        ("24", ""),
    ],
)
def test_periods(path: str, period: str) -> None:
    assert period_of(path.split("|")) == period


@pytest.mark.parametrize("word", column_fields(*ROWS), ids=lambda word: str(word.name))
def test_what_a_form_writes_above_a_field_is_read_as_that_field(word: FieldWord) -> None:
    assert meaning([heading(word)]) == Meaning(word.name)
    assert all(meaning([each]) == Meaning(word.name) for each in word.headings)


def test_no_heading_is_two_columns() -> None:
    """A field may leave a word of its own to another column, by naming its headings."""
    meant: dict[str, str] = {}
    for word in COLUMNS:
        assert meant.setdefault(fold(word.spanish), word.name) == word.name
