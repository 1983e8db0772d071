"""What programs read does not depend on how a plan spells its words: Spanish, synonyms and English give one JSON."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from typing import Any

import pytest

from pei_dsl import vocabulary
from pei_dsl.analysis.resolve.overrides import overrides
from pei_dsl.auditing.audit import audit
from pei_dsl.gaps.gap import gaps
from pei_dsl.model.methodology import CEPLAN
from pei_dsl.model.periods import Period
from pei_dsl.renderers.audit_json import audit_to_json
from pei_dsl.renderers.description import description_to_json
from pei_dsl.renderers.evaluation_json import evaluation_to_json
from pei_dsl.renderers.facts import describe, describe_plan, known_names
from pei_dsl.renderers.gap_json import gaps_to_json
from pei_dsl.renderers.tree_json import tree_to_json
from pei_dsl.views.tree_page import plan_tree
from pei_dsl.vocabulary import Word, Words
from pei_dsl.workspace.inventory import inventory
from pei_dsl.workspace.loading import load_text
from pei_dsl.workspace.verbs import evaluate, reading_data

# Each «slot» holds a word of a list; what stands in it where another one is tried comes after the bar.
PLAN = """
plan "P"
  entidad: "Una entidad"
  siglas: UE
  periodo: 2024 a 2025
  años evaluados: 2024 a 2025
  metodología: propia
  resolución: "R"
  articula: "A"
metodología propia
  base: ceplan
  valor: «VALUE_POLICIES|registrado»
  nd entre hermanos: «MISSING_SIBLING_POLICIES|cero»
  logro cero: «ZERO_GOAL_POLICIES|cero»
  logro igual a la línea de base: «MAINTAINED_GOAL_POLICIES|no aplica»
  pesos: «WEIGHT_POLICIES|relevancia»
  negativos: «NEGATIVE_POLICIES|cero»
  avance: «PROGRESS_TYPES|tipo I»
  tope: 120%
  redondeo del valor: «ROUNDINGS|mitad arriba»
  redondeo del alcance: 2 decimales
  redondeo del aporte: 2 decimales
  redondeo del grupo: 2 decimales
  semáforo: «COLORS|verde» >= 95%; otro >= 75%; último
objetivo OEI.01 "O"
  clase: «CLASSES|tipo I»
  prioridad: 1
  responsable: "R"
  descripción: "D"
acción AEI.01.01 "A"
indicador IND.01.OEI.01 "I"
  fórmula: A + suma(casos.n «TIME_WORDS|acumulado») + «OWN_FIGURES|logro»
  donde:
    A "Uno" = 1
  unidad: «UNITS|número»
  decimales: 1
  sentido: «DIRECTIONS|ascendente»
  relevancia: «RELEVANCES|relevante»
  agregación: «AGGREGATIONS|agregable»
  peso: 1
  línea de base: 2023: 10
  logros:
    2024: 100
    2025: «ABSENCES|no programado»
  valores:
    2024: 50 «QUALITIES|preliminar»
  fuentes: "F"
  base de datos: "B"
  justificación: "J"
  limitaciones: "L"
  supuestos: "S"
  especificaciones: "E"
  recolección: "C"
  unidad ejecutora: "U"
  centro de costo: "C"
indicador IND.02.OEI.01 "H"
  unidad: índice
  sentido: ascendente
  línea de base: 2023: 0
  logros:
    2024: «YES_NO|sí» "Hecho"
    2025: 1
  responsable: "R"
fuente casos "Casos"
  archivo: casos.csv
  tiempo: día
  separador: ";"
  faltantes: "x"
  cobertura: 2024 a 2025
  calidad: c
  decimal: «DECIMAL_SIGNS|coma»
  miles: «THOUSANDS_SIGNS|punto»
  columna día: fecha
  columna c: texto
  columna n: número; «COLUMN_OPTIONS|obligatoria»
  columna m: «COLUMN_TYPES|número»
serie s "Serie"
  unidad: número
  valores:
    2024: 3
variable v "V" = s + año(«PERIOD_DAYS|fin_de_periodo»)
registro "Registro"
  archivo: r.csv
  porcentajes: «PERCENT_SCALES|con signo»
actividad obra "Obra"
  acción: AEI.01.01
  inversión: "CUI 1"
  unidad: número
  programado:
    2024: 3
  ejecutado:
    2024: 2
evidencia acta "Acta"
  de: IND.01.OEI.01
  fecha: 2024-03-15
  sustenta: 2
  archivo: acta.pdf
  huella: sha256 0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f
factor recorte "Recorte"
  origen: «ORIGINS|externo»
  efecto: «EFFECTS|dificulta»
  en: OEI.01; AEI.01.01
  dicen: "Oficina"
recomendación REC.2024.01 "Contratar"
  informe: "I"
  para: OEI.01
  sigue: IND.01.OEI.01
  situación:
    2025: «SITUATIONS|en proceso»
versión ampliado "Ampliado"
  rige: 2024
cambio "Acto"
  de: IND.01.OEI.01
  campo: «AMENDED|peso»
  antes: "2"
  fecha: 2024-02-01
compromiso COM.01 "Convocar"
  responde a: REC.2024.01
  plazo: 2025-S1
  medio: "Acta"
cita "Cita"
  documento: "D"
  año: 2024
  IND.01.OEI.01: «FIGURE_KINDS|valor» 60
"""
_SLOT = re.compile(r"«(\w+)\|([^»]*)»")
LISTS: dict[str, Words[Word]] = {
    name: found for name, found in vars(vocabulary).items() if isinstance(found, Words) and name.isupper()
}
FIELDS = ("FIELDS", "NAMED_FIELDS")
# What stands around a word.
AROUND = {
    ("COLUMN_OPTIONS", "minimum"): "{} 0",
    ("COLUMN_OPTIONS", "maximum"): "{} 9",
    ("COLUMN_OPTIONS", "choices"): "{} 1, 2",
    ("COLUMN_OPTIONS", "format"): '{} "dd/mm/aaaa"',
    ("COLUMN_OPTIONS", "symbol"): '{} "S/"',
    ("COLUMN_OPTIONS", "heading"): '{} "Casos"',
    ("COLUMN_OPTIONS", "repetition"): "{} 2",
    ("UNITS", "rate"): "{} por 1,000 personas",
    ("TIME_WORDS", "closing"): "al {}",
    ("TIME_WORDS", "last"): "en {} 2 meses",
    ("TIME_WORDS", "previous"): "en año {}",
    ("TIME_WORDS", "year"): "en últimos 2 {}",
    ("TIME_WORDS", "semester"): "en últimos 2 {}",
    ("TIME_WORDS", "quarter"): "en últimos 2 {}",
    ("TIME_WORDS", "month"): "en últimos 2 {}",
    ("TIME_WORDS", "period"): "en el {}",
    ("TIME_WORDS", "since"): "acumulado {} 2020",
    ("TIME_WORDS", "beginning"): "acumulado desde el {} del plan",
    ("TIME_WORDS", "plan"): "acumulado desde el inicio del {}",
}


def written(name: str, word: Word, spelling: str) -> str:
    """Return the plan with `spelling` where `word` of the list `name` stands."""
    if name == "DECLARATIONS":
        return re.sub(rf"(?m)^{re.escape(word.spanish)}\b", spelling, _filled())
    if name in FIELDS:
        behind = ":" if name == "FIELDS" else r" \w+:"
        return re.sub(rf"(?m)^  {re.escape(word.spanish)}(?={behind})", f"  {spelling}", _filled())
    return _filled(name, AROUND.get((name, word.name), "{}").format(spelling))


def _filled(name: str = "", text: str = "") -> str:
    return _SLOT.sub(lambda slot: text if slot[1] == name else slot[2], PLAN)


@functools.cache
def told(text: str) -> dict[str, Any]:
    """Return all JSON about a plan, and the codes of what is wrong in it."""
    loaded = load_text(text)
    plan, held, year = loaded.plan, inventory(loaded), Period.parse("2024")
    assert year is not None
    one = evaluate(loaded, 2024, partial=True).evaluation
    with reading_data(loaded) as (data, _):
        missing = gaps(plan, year, data, plan.methodology)
        audited = audit(plan, year, data, plan.methodology)
    described = [each for name in known_names(plan) for each in describe(plan, held, name)]
    return {
        "wrong": [each.code for each in loaded.errors],
        "evaluation": evaluation_to_json(one),
        "tree": tree_to_json(plan_tree(plan, held, with_inputs=True, evaluation=one)),
        "plan": description_to_json(describe_plan(plan, held)),
        # The formula is quoted as the plan writes it; «calculo» says the same in words.
        "described": [{**description_to_json(each), "formula": None} for each in described],
        "gaps": gaps_to_json(missing),
        "audit": _without_places(audit_to_json(audited)),
    }


def _without_places(made: object) -> object:
    if isinstance(made, dict):
        return {key: _without_places(each) for key, each in made.items() if key not in {"columna", "linea"}}
    return [_without_places(each) for each in made] if isinstance(made, list) else made


def respelled() -> Iterator[tuple[str, Word]]:
    for name, words in LISTS.items():
        for word in words:
            if set(word.spellings) - {word.spanish}:
                yield name, word


def test_the_plan_has_a_place_for_every_list() -> None:
    slots = {slot[1] for slot in _SLOT.finditer(PLAN)}

    assert {*slots, "DECLARATIONS", *FIELDS} == set(LISTS)
    assert told(_filled())["wrong"] == []


@pytest.mark.parametrize(("name", "word"), [*respelled()])
def test_every_spelling_gives_the_same_json(name: str, word: Word) -> None:
    expected = told(written(name, word, word.spanish))
    for spelling in word.spellings:
        if (name, spelling) != ("COLUMN_TYPES", "cantidad"):  # a unit of its own, which is a number too
            assert told(written(name, word, spelling)) == expected, spelling


def test_what_a_variant_may_change_is_said() -> None:
    fields = [each.name for each in vocabulary.FIELDS if "methodology" in each.of]

    assert [word for word, _ in overrides(CEPLAN, fields)] == [
        vocabulary.FIELDS.named(name).spanish for name in fields if name != "base"
    ]


@pytest.mark.parametrize(
    ("field", "spellings"),
    [
        ("tope", ("no", "sin tope", "none")),
        ("tope", ("120%", "120 %", "120.0%")),
        ("redondeo del alcance", ("1 decimal", "a 1 decimal", "1 decimal, mitad arriba")),
        ("redondeo del alcance", ("3 decimales, mitad al par", "a 3 decimales, la mitad al par")),
        ("redondeo del grupo", ("no", "sin redondeo")),
    ],
)
def test_the_values_of_a_variant_have_one_spelling(field: str, spellings: tuple[str, ...]) -> None:
    plans = [re.sub(rf"(?m)^  {field}:.*$", f"  {field}: {each}", _filled()) for each in spellings]

    assert [told(each)["wrong"] for each in plans] == [[]] * len(plans)
    assert len({str(told(each)) for each in plans}) == 1
    changes = told(plans[0])["evaluation"]["metodologia_cambios"]
    assert changes[field] == spellings[0]
