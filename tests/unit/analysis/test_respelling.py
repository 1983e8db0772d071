"""The words of values and formulas in one language."""

from __future__ import annotations

import pytest

from pei_dsl.analysis.respelling import respell
from pei_dsl.model import functions
from pei_dsl.syntax.write import write
from tests.builders import read


def respelled(text: str, *, english: bool) -> str:
    """Return `text` with other words; keywords and fields stay Spanish here, they are no words of the tree."""
    return write(respell(read(text).file, english=english)).removesuffix("\n")


def in_field(head: str, line: str, *, english: bool) -> str:
    return respelled(f"{head}\n  {line}\n", english=english).rpartition("\n")[2].strip()


@pytest.mark.parametrize(
    ("head", "spanish", "english"),
    [
        ("indicador A.1", "sentido: no definido", "sentido: undefined"),
        ("indicador A.1", "relevancia: muy relevante", "relevancia: very relevant"),
        ("indicador A.1", "agregación: no agregable", "agregación: not additive"),
        ("indicador A.1", "unidad: número de personas", "unidad: number of personas"),
        ("indicador A.1", "unidad: tasa por 1,000 nacidos", "unidad: rate per 1,000 nacidos"),
        ("indicador A.1", "unidad: tasa de variación", "unidad: rate of change"),
        ("objetivo A.1", "clase: tipo II", "clase: type II"),
        ("metodología m", "pesos: peso", "pesos: declared weight"),
        (
            "metodología m",
            "semáforo: verde > 95%; azul > 90%; rojo",
            "semáforo: green > 95%; azul > 90%; red",
        ),
        ("fuente f", "columna c: booleano", "columna c: boolean"),
        ("fuente f", "columna c: número de personas", "columna c: number of personas"),
        ("serie s", "2024: no programado", "2024: not programmed"),
        ("serie s", "2024: 5 preliminar", "2024: 5 preliminary"),
        ("serie s", "2024: ND", "2024: ND"),
        ("prueba", "A.1: alcance 5%, rojo", "A.1: achievement 5%, red"),
        ("prueba", "A.1: ND, color verde", "A.1: ND, color green"),
        ("serie s", "2023: s/d", "2023: s/d"),
        ("prueba", "acciones: 3 verde, 1 ND", "acciones: 3 green, 1 ND"),
    ],
)
def test_values(head: str, spanish: str, english: str) -> None:
    assert in_field(head, spanish, english=True) == english
    assert in_field(head, english, english=False) == spanish
    assert in_field(head, spanish, english=False) == spanish
    assert in_field(head, english, english=True) == english


@pytest.mark.parametrize(
    ("spanish", "english"),
    [
        ("suma(f.c al cierre)", "sum(f.c at close)"),
        ("suma(f.c en últimos 5 años)", "sum(f.c in last 5 years)"),
        ("suma(f.c en últimos 1 mes)", "sum(f.c in last 1 month)"),
        ("suma(f.c en año anterior)", "sum(f.c in previous year)"),
        ("suma(f.c acumulado)", "sum(f.c cumulative)"),
        ("suma(f.c si a = 1 en acumulado)", "sum(f.c si a = 1 in cumulative)"),
        ("si_falta(anterior(x); 0)", "if_missing(earlier(x); 0)"),
        ("propia(redondear(x))", "propia(round(x))"),
    ],
)
def test_formulas(spanish: str, english: str) -> None:
    assert respelled(f"variable x = {spanish}", english=True) == f"variable x = {english}"
    assert respelled(f"variable x = {english}", english=False) == f"variable x = {spanish}"


@pytest.mark.parametrize(
    ("written", "form"),
    [
        ("sentido: CRECIENTE", "sentido: ascendente"),
        ("unidad: Numero de Personas", "unidad: número de Personas"),
        ("sentido: para arriba", "sentido: para arriba"),
        ("unidad: kilos", "unidad: kilos"),
    ],
)
def test_a_value_gets_its_canonical_word(written: str, form: str) -> None:
    assert in_field("indicador A.1", written, english=False) == form


def test_a_synonym_of_a_function_or_a_type_stays() -> None:
    """`media` is as good as `promedio`, and `mes` says more than `fecha`."""
    text = "variable x = media(f.c) + MIN(1; 2)\n\nfuente f\n  columna m: Mes"

    assert respelled(text, english=False) == (
        "variable x = media(f.c) + mín(1; 2)\n\nfuente f\n  columna m: mes"
    )


def test_names_in_an_example_stay() -> None:
    """Only the whole plan tells whether `value` is a result or a variable."""
    text = "indicador A.1\n  ejemplo:\n    value = 1\n    color = red"

    assert respelled(text, english=False) == "indicador A.1\n  ejemplo:\n    value = 1\n    color = rojo"


@pytest.mark.parametrize("english", [True, False])
def test_every_function_keeps_its_meaning(english: bool) -> None:
    tables = (functions.TIME_FUNCTIONS, functions.AGGREGATES, functions.FUNCTIONS)
    for word in (each for table in tables for each in table):
        for spelling in word.spellings:
            new = respelled(f"variable x = {spelling}(1)", english=english)
            name = new.removeprefix("variable x = ").removesuffix("(1)")

            assert [table.find(name) for table in tables] == [table.find(spelling) for table in tables]
