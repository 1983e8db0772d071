"""The JSON of an evaluation is what its published schema says, and the schema says no more than that."""

from __future__ import annotations

import copy
import functools
import importlib.resources
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest

import pei_dsl
from pei_dsl.model.absence import Reason
from pei_dsl.model.methodology import Color
from pei_dsl.model.plan import Direction
from pei_dsl.model.quality import Quality
from tests.documents import EXAMPLES

ROOT = Path(__file__).resolve().parents[3]
PLANS = [
    ROOT / "specs" / "inpe-2019-2027",
    ROOT / "specs" / "plantilla-2025-2030",
    *EXAMPLES,
]
VARIANTS = """
plan "Variantes"
  periodo: 2024 a 2024
  metodología: propia
metodología propia
  base: ceplan
  tope: sin tope
  logro cero: cien si se cumple
  nd entre hermanos: excluir
  semáforo: verde >= 90%; amarillo >= 50%; rojo
objetivo OEI.01 "Salud"
indicador IND.01.OEI.01 "Controles"
  unidad: tasa por 1,000
  sentido: ascendente
  logros: 2024: 3
  fórmula: 1 / 3
indicador IND.02.OEI.01 "Quejas"
  unidad: porcentaje
  sentido: descendente
  logros: 2024: 20%
  valores: 2024: 0.5%
indicador IND.03.OEI.01 "Balance"
  unidad: número
  sentido: ascendente
  logros: 2024: 1
  valores: 2024: -2.5
indicador IND.04.OEI.01 "Locales"
  unidad: número
  sentido: ascendente
  logros: 2024: 0
  valores: 2024: 0
acción AEI.01.01 "Sin indicadores"
"""


def schema() -> dict[str, Any]:
    """Return the schema as the installed package carries it."""
    text = (importlib.resources.files("pei_dsl") / "renderers" / "evaluacion.schema.json").read_text("utf-8")
    loaded: dict[str, Any] = json.loads(text)
    return loaded


def validator() -> jsonschema.Draft202012Validator:
    return jsonschema.Draft202012Validator(schema())


def inpe() -> dict[str, Any]:
    return copy.deepcopy(_inpe())


@functools.cache  # each of the wrong documents begins with it
def _inpe() -> dict[str, Any]:
    loaded = pei_dsl.load(PLANS[0])
    return pei_dsl.evaluation_to_json(pei_dsl.evaluate(loaded, 2024).evaluation)


def test_the_schema_is_one() -> None:
    jsonschema.Draft202012Validator.check_schema(schema())


@pytest.mark.parametrize("path", PLANS, ids=lambda path: path.name)
def test_every_plan_period_and_methodology_gives_what_the_schema_says(path: Path) -> None:
    loaded = pei_dsl.load(path)
    assert loaded.plan.period is not None
    first, last = loaded.plan.period
    periods = [str(year) for year in range(first.year, last.year + 1)]
    some_year = periods[len(periods) // 2]
    periods += [f"{some_year}-{part}" for part in ("S1", "T3", "07", "07-31")]

    for period in periods:
        for methodology in loaded.plan.methodologies:
            measured = pei_dsl.evaluate(loaded, period, methodology=methodology)
            for language in ("es", "en"):
                validator().validate(pei_dsl.evaluation_to_json(measured.evaluation, language))


def test_a_declared_methodology_says_what_it_changes() -> None:
    loaded = pei_dsl.load_text(VARIANTS)
    assert not loaded.errors

    written = pei_dsl.evaluation_to_json(pei_dsl.evaluate(loaded, 2024).evaluation)

    validator().validate(written)
    assert written["metodologia"] == "propia"
    assert written["metodologia_cambios"]["base"] == "ceplan"
    assert written["metodologia_cambios"]["tope"] == "no"
    assert "metodologia_cambios" not in pei_dsl.evaluation_to_json(
        pei_dsl.evaluate(loaded, 2024, methodology="exacta").evaluation
    )


def test_figures_without_a_finite_decimal_are_fractions() -> None:
    loaded = pei_dsl.load_text(VARIANTS)
    first, second, third, fourth = pei_dsl.evaluation_to_json(pei_dsl.evaluate(loaded, 2024).evaluation)[
        "indicadores"
    ]

    assert (first["valor"], first["valor_mostrado"]) == ("1/3", "333.3333")
    assert (second["valor"], second["alcance"], second["alcance_bruto"]) == ("0.005", "4000.00", "4000.00")
    assert (third["valor"], third["nd"]["motivo"]) == ("-2.5", "inválido")
    assert (fourth["logro"], fourth["alcance"], fourth["nd"]) == ("0", "100.00", None)


def test_the_official_figures_of_inpe() -> None:
    written = inpe()
    indicators = {each["codigo"]: each for each in written["indicadores"]}
    groups = {each["codigo"]: each for each in written["grupos"]}

    assert (written["plan"], written["periodo"], written["metodologia"]) == (
        "PEI 2019-2027 Ampliado",
        "2024",
        "ceplan",
    )
    assert indicators["IND.02.OEI.01"] == {
        "codigo": "IND.02.OEI.01",
        "titulo": "Porcentaje de la población penitenciaria sentenciada reingresante",
        "sentido": "descendente",
        "unidad": "porcentaje",
        "valor": "0.0223",
        "valor_mostrado": "2.23",
        "origen": "registrado",
        "logro": "0.0072",
        "alcance": "32.29",
        "alcance_bruto": "32.29",
        "color": "rojo",
        "nd": None,
        "calidad": [],
    }
    assert groups["OEI.01"]["alcance"] == "57.62"
    assert groups["OEI.01"]["color"] == "rojo"
    assert groups["AEI.02.02"]["alcance"] is None
    assert groups["AEI.02.02"]["nd"]["motivo"] == "no programado"


def mutations() -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield documents that are wrong in one thing each, with what it is."""

    def changed(path: str, value: object) -> dict[str, Any]:
        document = inpe()
        *parents, last = path.split(".")
        place: Any = document
        for part in parents:
            place = place[int(part) if part.isdigit() else part]
        place[last] = value
        return document

    yield "another version", changed("version", 2)
    yield "a number that is no text", changed("indicadores.0.valor", 0.5)
    yield "a decimal comma", changed("indicadores.0.valor", "0,5")
    yield "thousands", changed("indicadores.0.valor", "1,275")
    yield "a needless zero", changed("indicadores.0.valor", "0.50")
    yield "an exponent", changed("indicadores.0.valor", "5e-1")
    yield "a fraction over zero", changed("indicadores.0.valor", "1/0")
    yield "an alcance with one decimal", changed("indicadores.0.alcance", "57.6")
    yield "a negative alcance", changed("grupos.0.alcance", "-1.00")
    yield "a colour without name", changed("grupos.0.color", "")
    yield "an alcance beside ND", changed("grupos.0.nd", {"motivo": "sin dato", "detalle": "falta"})
    yield "another reason", changed("grupos.0.nd", {"motivo": "feriado", "detalle": "falta"})
    yield "neither figure nor reason", changed("grupos.0.alcance", None)
    yield "another direction", changed("indicadores.0.sentido", "lateral")
    yield "a period that is none", changed("periodo", "2024-S3")
    yield "a value that is not shown", changed("indicadores.0.valor_mostrado", None)
    yield "another quality", changed("indicadores.0.calidad", ["dudoso"])
    yield "a quality twice", changed("indicadores.0.calidad", ["estimado", "estimado"])
    yield "a count that is a text", changed("grupos.0.cobertura.reportan", "1")
    yield "a negative weight", changed("grupos.0.cobertura.peso", "-0.5")
    yield "an interval without its end", changed("grupos.0.intervalo", {"minimo": "0.00"})
    yield "another firmness", changed("grupos.0.firmeza", "dudoso")
    yield "a mean that is a number", changed("conjunto.media", 50)
    yield "several evaluations of which there is none", changed("evaluaciones", [])
    yield "several evaluations of which one is none", changed("evaluaciones", [{}])
    missing = inpe()
    del missing["indicadores"][0]["nd"]
    yield "a field that is missing", missing


@pytest.mark.parametrize(
    "document", [pytest.param(document, id=what.replace(" ", "-")) for what, document in mutations()]
)
def test_the_schema_refuses(document: dict[str, Any]) -> None:
    assert not validator().is_valid(document)


def test_the_words_of_the_schema_are_those_of_the_model() -> None:
    definitions = schema()["$defs"]
    reasons = definitions["nd"]["anyOf"][0]["properties"]["motivo"]["enum"]

    assert all(color in definitions["color"]["description"] for color in Color)
    assert definitions["calidad"]["items"]["enum"] == [*map(str, Quality)]
    assert definitions["indicador"]["properties"]["sentido"]["enum"] == [*map(str, Direction)]
    assert reasons == [*map(str, Reason)]


# What one evaluation has, object by object: a reader may count on these, and on no others.
MEMBERS = {
    "": {"version", "plan", "periodo", "metodologia", "indicadores", "grupos", "conjunto"},
    "indicadores": {
        *("codigo", "titulo", "sentido", "unidad", "valor", "valor_mostrado", "origen", "logro"),
        *("alcance", "alcance_bruto", "color", "nd", "calidad"),
    },
    "grupos": {
        *("codigo", "titulo", "alcance", "alcance_exacto", "color", "nd"),
        *("calidad", "cobertura", "intervalo", "firmeza"),
    },
    "conjunto": {"media", "cobertura", "intervalo", "firmeza"},
    "cobertura": {"reportan", "esperados", "peso"},
    "intervalo": {"minimo", "maximo"},
    "nd": {"motivo", "detalle"},
}


def test_every_object_has_its_members_and_no_others() -> None:
    """The schema is open, so that version 1 may grow; what is written is compared member by member."""

    def compare(node: object, name: str) -> None:
        if isinstance(node, dict):
            assert set(node) == MEMBERS[name], name
            for key, value in node.items():
                compare(value, key)
        elif isinstance(node, list):
            for each in node:
                compare(each, name)

    compare(inpe(), "")
    several = pei_dsl.evaluations_to_json([evaluation(2023), evaluation(2024)])
    assert set(several) == {"version", "plan", "evaluaciones"}
    for each in several["evaluaciones"]:
        compare(each, "")


def evaluation(year: int) -> pei_dsl.Evaluation:
    return pei_dsl.evaluate(pei_dsl.load(PLANS[0]), year).evaluation


def test_several_evaluations_are_one_document() -> None:
    several = pei_dsl.evaluations_to_json([evaluation(2023), evaluation(2024)], "en")

    validator().validate(several)
    assert [each["periodo"] for each in several["evaluaciones"]] == ["2023", "2024"]


def test_a_reader_of_version_1_lets_new_members_pass() -> None:
    document = inpe()
    document["nuevo"] = 1
    document["indicadores"][0]["nuevo"] = {"a": "b"}
    document["grupos"][0]["intervalo"]["nuevo"] = None

    validator().validate(document)


def test_everything_in_the_schema_is_explained_and_open() -> None:
    def objects(node: object) -> Iterator[dict[str, Any]]:
        if isinstance(node, dict):
            if "properties" in node and node.get("type") == "object":
                yield node
            for each in node.values():
                yield from objects(each)
        elif isinstance(node, list):
            for each in node:
                yield from objects(each)

    for each in objects(schema()):
        assert each.get("additionalProperties", True) is not False
        for name, field in each["properties"].items():
            target = schema()["$defs"][field["$ref"].rpartition("/")[2]] if "$ref" in field else field
            assert target.get("title"), name
            assert target.get("description"), name
