"""What is said of a plan and of each thing in it."""

from __future__ import annotations

from pathlib import Path

import pytest

import pei_dsl
from pei_dsl import vocabulary
from pei_dsl.diagnostics.catalogue import LANGUAGES, catalogue
from pei_dsl.renderers import description as rendering
from pei_dsl.renderers.facts import Description, describe, describe_plan
from pei_dsl.views.wording import SECTION
from pei_dsl.workspace.inventory import inventory

TEXT = """
plan "Plan de prueba"
  periodo: 2024 a 2025
objetivo OEI.01 "Mejorar la salud"
  prioridad: 1
  responsable: "Dirección de Salud"
acción AEI.01.01 "Postas"
indicador IND.01.OEI.01 "Población en régimen cerrado"
  fórmula: A
  donde: A = suma(población.personas si régimen = "cerrado" al cierre)
  unidad: número de personas
  decimales: 0
  sentido: descendente
  relevancia: muy relevante
  línea de base: 2023: 1,200 preliminar
  logros:
    2024: 1,000
    2025: no programado
indicador IND.02.OEI.01 "Tasa de atención"
  fórmula: por_mil(IND.01.OEI.01; otra)
  unidad: tasa por 1,000 personas
  sentido: no definido
  agregación: máximo permisible
  logros: 2024: 2.50
  valores: 2024: 2.40
indicador IND.03.OEI.01 "Por escribir"
  fórmula: ?
  unidad: porcentaje
  sentido: ascendente
  logros: 2024: 5%
fuente población "Población penitenciaria"
  archivo: datos/población.csv
  tiempo: mes
  columna mes:      fecha
  columna personas: número de personas
  columna régimen:  texto
fuente otra "Una fuente con el nombre de una serie"
  columna a: booleano
serie otra "Una serie"
  2024: 400
función por_mil(a; b) "Por cada mil" = a / b
variable alta = otra > 100
"""


def said(name: str, language: str = "es") -> list[dict[str, str]]:
    """Return what is said of `name`, by label."""
    loaded = pei_dsl.load_text(TEXT)
    assert not loaded.errors
    found = describe(loaded.plan, inventory(loaded), name, language)
    return [{each.key: " | ".join(each.texts) for each in one.entries} for one in found]


def test_an_indicator() -> None:
    [facts] = said("IND.01.OEI.01")

    assert facts == {
        "belongs_to": "OEI.01: Mejorar la salud",
        "computed": 'suma de personas de «Población penitenciaria» donde régimen es "cerrado",'
        " al cierre del periodo, en número de personas",
        "where": 'A: suma de personas de «Población penitenciaria» donde régimen es "cerrado",'
        " al cierre del periodo",
        "formula": "A",
        "shown": "en número de personas, sin decimales",
        "direction": "↓ descendente: mejora cuando baja",
        "relevance": "muy relevante",
        "baseline": "2023: 1,200 (preliminar)",
        "goals": "2024: 1,000 · 2025: no programado",
        "data": "fuente población «Población penitenciaria»: datos/población.csv",
        "responsible": "Dirección de Salud",
        "lacking": "responsable",
        "used_by": "IND.02.OEI.01: Tasa de atención",
    }


def test_a_function_is_told_by_its_body_with_the_arguments_of_the_call() -> None:
    [facts] = said("ind.02.oei.01")

    assert facts["computed"] == (
        "«Por cada mil» (por_mil), que es «Población en régimen cerrado» (IND.01.OEI.01) entre "
        "«Una serie» (otra), por cada 1,000 personas"
    )
    assert facts["direction"].endswith("no definido; el logro es un máximo permisible")
    assert facts["registered"] == "2024: 2.40"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("OEI.01", {"priority": "1", "responsible": "Dirección de Salud"}),
        ("AEI.01.01", {"belongs_to": "OEI.01: Mejorar la salud"}),
        ("alta", {"computed": "«Una serie» (otra) es mayor que 100", "gives": "booleano"}),
        ("por_mil", {"formula": "a / b", "used_by": "IND.02.OEI.01: Tasa de atención"}),
        (
            "poblacion",
            {
                "columns": "mes: fecha (fecha cada fila) | personas: número de personas | régimen: texto",
                "read_by": "IND.01.OEI.01, A: personas, régimen, mes",
            },
        ),
        ("IND.03.OEI.01", {"computed": "la fórmula está por escribir"}),
    ],
)
def test_other_things(name: str, expected: dict[str, str]) -> None:
    [facts] = said(name)

    assert {key: facts[key] for key in expected} == expected


def test_a_source_and_a_series_of_one_name_are_both_described() -> None:
    series, source = said("otra", "en")

    assert series["figures"] == "2024: 400"
    assert source["columns"] == "a: yes or no"


def test_what_is_not_there_is_not_described() -> None:
    assert said("nada") == []


def test_a_plan_tells_what_it_lacks(tmp_path: Path) -> None:
    loaded = pei_dsl.load_text(TEXT, root=tmp_path)
    found = describe_plan(loaded.plan, inventory(loaded))
    facts = {each.key: each.texts[0] for each in found.entries}

    assert facts["contents"] == (
        "1 objetivo, 1 acción, 3 indicadores, 2 fuentes, 1 serie, 1 variable, 1 función"
    )
    assert facts["lacking_formula"] == "1: IND.03.OEI.01"
    assert facts["lacking_data"] == "2: IND.01.OEI.01, IND.03.OEI.01"
    assert facts["lacking_responsible"] == "3: IND.01.OEI.01, IND.02.OEI.01, IND.03.OEI.01"
    assert facts["empty_groups"] == "1: AEI.01.01"
    assert facts["lacking_file"] == "2: población, otra"
    assert "unused" in facts
    assert "el archivo falta" in facts["sources"]


def test_for_programs() -> None:
    loaded = pei_dsl.load_text(TEXT)
    [found] = describe(loaded.plan, inventory(loaded), "IND.01.OEI.01")
    made = rendering.description_to_json(found)

    assert made["pertenece_a"] == "OEI.01"
    assert made["sentido"] == "descendente"
    assert made["falta"] == ["responsable"]
    assert made["linea_de_base"] == {"2023": {"valor": "1200", "nd": None, "calidad": "preliminar"}}
    assert made["logros"]["2025"] == {"valor": None, "nd": "no programado", "calidad": None}
    assert [each["codigo"] for each in made["depende_de"]] == ["A"]
    assert made["depende_de"][0]["partes"][0]["tipo"] == "fuente"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_label_has_a_name_for_programs(language: str) -> None:
    labels = {key.removeprefix("label_") for key in catalogue(language)[SECTION] if key.startswith("label_")}

    # A field has the label and the member of its word, unless they say otherwise.
    fields = {word.name for word in vocabulary.FIELDS}

    assert labels <= {*rendering._JSON_KEYS, *fields, "rests_on"}
    assert labels >= {*rendering._JSON_KEYS} - fields
    assert len({*rendering._JSON_KEYS.values()}) == len(rendering._JSON_KEYS)


def test_markdown_shows_signs_as_they_are() -> None:
    loaded = pei_dsl.load_text('indicador IND.01.OEI.01 "a_b *c* <i> [d] `e`"\n  unidad: número\n')
    [found] = describe(loaded.plan, inventory(loaded), "IND.01.OEI.01")

    assert rendering.render_markdown(found).splitlines()[0] == (
        r"# Indicador IND.01.OEI.01: a\_b \*c\* \<i\> \[d\] \`e\`"
    )


def test_a_description_fits_its_width() -> None:
    loaded = pei_dsl.load_text(TEXT)
    held = inventory(loaded)
    described: list[Description] = [
        *describe(loaded.plan, held, "IND.02.OEI.01"),
        describe_plan(loaded.plan, held),
    ]

    for width in (60, 100):
        assert all(
            len(line) <= width
            for each in described
            for line in rendering.render(each, "es", width).split("\n")
        )
