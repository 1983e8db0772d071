"""The words of values and formulas in one language."""

from __future__ import annotations

import pytest

from pei_dsl.algebra import builtins
from pei_dsl.analysis.respelling import respell
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
        ("indicador A.01", "sentido: no definido", "sentido: undefined"),
        ("indicador A.01", "relevancia: muy relevante", "relevancia: very relevant"),
        ("indicador A.01", "agregación: no agregable", "agregación: not additive"),
        ("indicador A.01", "unidad: número de personas", "unidad: number of personas"),
        ("indicador A.01", "unidad: tasa por 1,000 nacidos", "unidad: rate per 1,000 nacidos"),
        ("indicador A.01", "unidad: tasa de variación", "unidad: rate of change"),
        ("objetivo A.01", "clase: tipo II", "clase: type II"),
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
        ("prueba", "A.01: alcance 5%, rojo", "A.01: achievement 5%, red"),
        ("prueba", "A.01: ND, color verde", "A.01: ND, color green"),
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
        ("suma(f.c en 2019-S1)", "sum(f.c in 2019-S1)"),
        ("suma(f.c acumulado desde 2012)", "sum(f.c cumulative since 2012)"),
        (
            "suma(f.c acumulado desde el inicio del plan)",
            "sum(f.c cumulative since the beginning of the plan)",
        ),
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
    assert in_field("indicador A.01", written, english=False) == form


def test_a_synonym_of_a_type_stays() -> None:
    """`mes` says more than `fecha`; `media` says the same as `promedio`."""
    text = "variable x = media(f.c) + MIN(1; 2)\n\nfuente f\n  columna m: Mes"

    assert respelled(text, english=False) == (
        "variable x = promedio(f.c) + mín(1; 2)\n\nfuente f\n  columna m: mes"
    )


RESULTS = """\
indicador A.01
  ejemplo:
    año     = 2024
    logro   = 3
    valor   = 1
    alcance = 2%
    color   = rojo"""
OUTCOMES = """\
indicador A.01
  ejemplo:
    year        = 2024
    goal        = 3
    value       = 1
    achievement = 2%
    color       = red"""


def test_results_of_an_example_follow_the_language() -> None:
    assert respelled(RESULTS, english=True) == OUTCOMES
    assert respelled(OUTCOMES, english=False) == RESULTS
    assert respelled(RESULTS.replace("valor", "Valor"), english=False) == RESULTS
    assert "meta    = 3" in respelled(RESULTS.replace("logro", "meta"), english=False)


@pytest.mark.parametrize("own", ["value", "valor"])
@pytest.mark.parametrize("head", ["variable {} = 2", "serie {}\n  2024: 2"])
@pytest.mark.parametrize("english", [True, False])
def test_a_name_of_the_plan_goes_before_that_of_a_result(own: str, head: str, english: bool) -> None:
    """Respelt, an input would become a result, or a result an input."""
    for result in ("value", "valor"):
        example = f"indicador A.01\n  ejemplo:\n    {result} = 1"

        assert respelled(f"{example}\n\n{head.format(own)}", english=english).startswith(example)
        file = respell(read(example).file, english=english, others=lambda: [own])
        assert write(file).startswith(example)


@pytest.mark.parametrize("own", ["value", "valor"])
@pytest.mark.parametrize("english", [True, False])
def test_so_does_an_input_of_the_indicator_itself_and_of_no_other(own: str, english: bool) -> None:
    for result in ("value", "valor"):
        example = f"\n  ejemplo:\n    {result} = 1"
        inputs = f"\n  donde:\n    {own} = 3"

        assert respelled(f"indicador A.01{inputs}{example}", english=english).endswith(example)
        new = "value" if english else "valor"
        text = f"indicador A.01{example}\n\nindicador A.02{inputs}"
        assert respelled(text, english=english).startswith(f"indicador A.01\n  ejemplo:\n    {new} = 1")


def test_the_rest_of_the_plan_is_asked_only_when_a_result_would_change() -> None:
    def never() -> list[str]:
        raise AssertionError

    for text in (RESULTS, "variable valor = 2", "indicador A.01\n  ejemplo:\n    A = 1"):
        assert respell(read(text).file, others=never) == read(text).file


@pytest.mark.parametrize("english", [True, False])
def test_every_function_keeps_its_meaning(english: bool) -> None:
    tables = builtins.TABLES
    for word in (each for table in tables for each in table):
        for spelling in word.spellings:
            new = respelled(f"variable x = {spelling}(1)", english=english)
            name = new.removeprefix("variable x = ").removesuffix("(1)")

            assert [table.find(name) for table in tables] == [table.find(spelling) for table in tables]
