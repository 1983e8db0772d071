"""Every field of every declaration, and every constraint of a column, against all that is done with them."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import Any

import attrs
import pytest

from pei_dsl import vocabulary
from pei_dsl.data.contract.rules import value_rules
from pei_dsl.diagnostics.text import render as rendered
from pei_dsl.interchange.beside_columns import KINDS
from pei_dsl.interchange.exporting import HELD, capture_workbook, long_table, report_b7_workbook
from pei_dsl.interchange.form_columns import NOT_IN_CELLS, NOT_IN_FORMS, ROWS, left_out
from pei_dsl.interchange.importing import Imported, import_workbook
from pei_dsl.model.follow_up import Activity, Commitment, Evidence, Factor, Recommendation
from pei_dsl.model.methodology import Methodology
from pei_dsl.model.plan import (
    Citation,
    Column,
    DataSource,
    Definition,
    Group,
    Indicator,
    Plan,
    PlanTest,
    Register,
)
from pei_dsl.model.versions import Amendment, Version
from pei_dsl.renderers.description import render
from pei_dsl.renderers.entries import NOT_DESCRIBED
from pei_dsl.renderers.facts import describe, describe_plan
from pei_dsl.syntax.write import write
from pei_dsl.vocabulary import Argument, ConstraintWord, FieldWord, Shape
from pei_dsl.workspace.inventory import inventory
from pei_dsl.workspace.loaded import Loaded
from pei_dsl.workspace.loading import load_text
from tests.builders import Y2024

MODEL: Mapping[str, type] = {
    "plan": Plan,
    "objective": Group,
    "action": Group,
    "indicator": Indicator,
    "source": DataSource,
    "series": Definition,
    "variable": Definition,
    "function": Definition,
    "register": Register,
    "methodology": Methodology,
    "test": PlanTest,
    "citation": Citation,
    "activity": Activity,
    "evidence": Evidence,
    "factor": Factor,
    "recommendation": Recommendation,
    "commitment": Commitment,
    "version": Version,
    "amendment": Amendment,
}
MEMBERS = [(each.name, word) for each in vocabulary.DECLARATIONS for word in vocabulary.fields_of(each.name)]
of_every_field = pytest.mark.parametrize(
    ("declaration", "word"), MEMBERS, ids=[f"{declaration}-{word.name}" for declaration, word in MEMBERS]
)

# ---- A plan with one declaration of each kind, and a value for each field --------------------------------

HEADERS = {
    "plan": 'plan "Plan"',
    "objective": 'objetivo OEI.01 "Objetivo"',
    "action": 'acción AEI.01.01 "Acción"',
    "indicator": 'indicador IND.01.OEI.01 "Indicador"',
    "source": "fuente tabla",
    "series": "serie figuras",
    "variable": "variable doble = figuras * 2",
    "function": "función mitad(a) = a / 2",
    "register": 'registro "Valores"',
    "methodology": "metodología propia",
    "test": 'prueba "Una"',
    "citation": 'cita "Texto"',
    "activity": 'actividad obra "Obra"',
    "evidence": 'evidencia acta "Acta"',
    "factor": 'factor presupuesto "Presupuesto"',
    "recommendation": 'recomendación REC.01 "Contratar"',
    "commitment": 'compromiso COM.01 "Convocar"',
    "version": 'versión ajustado "Ajustado"',
    "amendment": 'cambio "Reprogramación"',
}
NAMES = {
    "objective": "OEI.01",
    "action": "AEI.01.01",
    "indicator": "IND.01.OEI.01",
    "source": "tabla",
    "series": "figuras",
    "variable": "doble",
    "activity": "obra",
    "evidence": "acta",
    "factor": "presupuesto",
    "recommendation": "REC.01",
    "commitment": "COM.01",
    "version": "ajustado",
}
# What a declaration has anyhow.
BASE: Mapping[str, Mapping[str, str]] = {
    "plan": {"period": "2023 a 2025"},
    "indicator": {"unit": "número", "direction": "no definido"},
    "source": {"column": "columna mes: fecha", "file": "tabla.csv", "time": "mes"},
    "series": {"values": "2023: 1"},
    "register": {"file": "valores.csv"},
    "test": {"year": "2023"},
    "citation": {"year": "2023"},
    "activity": {"action": "AEI.01.01"},
    "evidence": {"of": "IND.01.OEI.01", "date": "2023-05-01"},
    "amendment": {
        "of": "IND.01.OEI.01",
        "field": "logros",
        "period": "2023",
        "date": "2023-05-01",
    },
}
_NAMED = "mes"
VALUES: Mapping[str, str] = {
    "methodology": "exacta",
    "period": "2024",
    "year": "2024",
    "evaluated_years": "2024",
    "aligns_with": '"OES.01"',
    "omits": 'mes = "TOTAL"',
    "header": "filas 4 a 5",
    "one_row_per": "otra.mes",
    "time_zone": '"America/Bogota"',
    "formula": "2 + 2",
    "where": "A = 3",
    "unit": "cantidad",
    "weight": "0.5",
    "baseline": "2022: 7",
    "goals": "2024: 8",
    "values": "2024: 9",
    "file": "otra.csv",
    "time": _NAMED,
    "quality": _NAMED,
    "order": _NAMED,
    "key": _NAMED,
    "breakdown": _NAMED,
    "separator": "punto y coma",
    "encoding": "latin-1",
    "coverage": "2023 a 2024",
    "thousands": "espacio",
    "range": "A1:B9",
    "connection": "DIRECCION",
    "table": "personas",
    "base": "exacta",
    "bands": "\n    verde >= 90%\n    rojo",
    "cap": "120%",
    "achievement_rounding": "3 decimales",
    "contribution_rounding": "3 decimales",
    "figure_rounding": "3 decimales",
    "objectives": "1 rojo",
    "actions": "1 rojo",
    "indicators": "1 rojo",
    "inputs": "A de IND.01.OEI.01 = 3",
    "action": "AEI.01.02",
    "of": "IND.02.OEI.01",
    "date": "2024-03-15",
    "supports": "3",
    "programmed": "2024: 5",
    "executed": "2024: 4",
    "fingerprint": f"sha256 {'0f' * 32}",
    "affects": "OEI.01; AEI.01.01; IND.01.OEI.01",
    "addresses": "OEI.01; IND.01.OEI.01",
    "follows": "IND.01.OEI.01",
    "situation": "2024: en proceso",
    "answers": "REC.01",
    "deadline": "2025-S1",
    "means": "acta",
    "in_force": "2024",
    "replaces": "ampliado",
    "folder": "../otro",
    "equivalents": "OEI.01 = OEI.02",
    "field": "línea de base",
    "before": "5",
    "example": 'ejemplo "uno":\n    valor = 4',
    "column": "columna otra: texto",
}
# Fields that another one needs, or that it cannot stand beside.
WITH: Mapping[tuple[str, str], Mapping[str, str | None]] = {
    ("source", "sheet"): {"file": "tabla.xlsx"},
    ("source", "range"): {"file": "tabla.xlsx"},
    ("source", "one_row_per"): {"file": None, "time": None, "column": None},
    ("source", "connection"): {"file": None, "table": "personas"},
    ("source", "table"): {"file": None, "connection": "DIRECCION"},
    ("source", "time"): {"time": None},
    ("indicator", "example"): {"formula": "2 + 2"},
    ("indicator", "where"): {"formula": "2 + 2"},
    ("test", "period"): {"year": None},
    ("citation", "period"): {"year": None},
    ("citation", "inputs"): {},
}


# What fields may name besides what is tested.
OTHERS = """\
acción AEI.01.02 "Otra acción"
versión ampliado "Ampliado"
indicador IND.02.OEI.01 "Otro indicador"
  unidad:  número
  sentido: ascendente
"""


def value_of(declaration: str, word: FieldWord) -> str:
    """Return a value of the field that is not the one it has by default."""
    if word.words is not None and word.name not in VALUES:
        return word.words[1].spanish
    if (declaration, word.name) == ("plan", "period"):
        return "2023 a 2026"
    if word.shape is Shape.WHOLE:
        return "3"
    return VALUES.get(word.name, '"Texto de muestra"')


def plan_with(declaration: str, given: Mapping[str, str | None]) -> Loaded:
    """Return the plan in which the `declaration` has the fields `given` beside, or instead of, its base."""
    lines = ["serie otra_serie\n  2024: 1", "fuente otra\n  columna mes: fecha", OTHERS]
    for kind, header in HEADERS.items():
        fields: dict[str, str | None] = {**BASE.get(kind, {}), **(given if kind == declaration else {})}
        if kind == "indicator" and declaration == "citation":
            fields |= {"formula": "A", "where": "A = 3"}
        lines.append(header)
        for name, value in fields.items():
            if value is not None:
                word = vocabulary.field_named(name)
                lines.append(f"  {value}" if word.is_repeatable else f"  {word.spanish}: {value}")
        if kind == "source" and "column" in given and "one_row_per" not in given:
            lines.append("  columna mes: fecha")
        if kind == "citation":
            lines.append("  OEI.01: alcance 50%")
    return sound("\n".join(lines))


@functools.cache  # each use of a field asks for the plan with it, and mostly for the same one without
def sound(text: str) -> Loaded:
    loaded = load_text(text)

    wrong = "\n".join(rendered(each) for each in loaded.errors)
    assert not wrong, wrong

    return loaded


def both(declaration: str, word: FieldWord) -> tuple[Loaded, Loaded]:
    """Return the plan with the field, and the same one without."""
    beside = WITH.get((declaration, word.name), {})
    stays = {name: value for name, value in beside.items() if value is not None or name == word.name}
    if declaration == "source" and word.name in {"connection", "table", "one_row_per"}:
        stays = {}
    return plan_with(declaration, {**beside, word.name: value_of(declaration, word)}), plan_with(
        declaration, stays
    )


def thing(plan: Plan, declaration: str) -> Any:  # noqa: ANN401  (anything that is declared)
    match declaration:
        case "plan":
            return plan
        case "objective" | "action":
            return plan.groups[NAMES[declaration]]
        case "indicator":
            return plan.indicators[NAMES[declaration]]
        case "source":
            return plan.sources[NAMES[declaration]]
        case "series":
            return plan.definitions["serie:figuras"]
        case "variable":
            return plan.definitions["variable:doble"]
        case "register":
            return plan.registers[0]
        case "methodology":
            return plan.methodologies["propia"]
        case "test":
            return plan.tests[0]
        case "citation":
            return plan.citations[0]
        case "amendment":
            return plan.amendments[0]
        case _:
            beside = {(kind, name): each for kind, name, each in plan.told}
            return beside[declaration, NAMES[declaration]]


def said(loaded: Loaded, declaration: str) -> str:
    held = inventory(loaded)
    if declaration == "plan":
        return render(describe_plan(loaded.plan, held))
    return "\n".join(render(each) for each in describe(loaded.plan, held, NAMES[declaration]))


# ---- All members against all uses ------------------------------------------------------------------------


@of_every_field
def test_it_is_read_into_the_model(declaration: str, word: FieldWord) -> None:
    with_it, without = both(declaration, word)
    attribute = word.attribute(declaration)

    held = getattr(thing(with_it.plan, declaration), attribute)

    assert held != getattr(thing(without.plan, declaration), attribute)
    assert attrs.fields_dict(MODEL[declaration])[attribute].eq, "two plans that differ in it are not the same"


@of_every_field
def test_it_is_written_in_the_canonical_form(declaration: str, word: FieldWord) -> None:
    loaded, _ = both(declaration, word)
    again = load_text("\n".join(write(each) for each in loaded.files))
    attribute = word.attribute(declaration)

    assert getattr(thing(again.plan, declaration), attribute) == getattr(
        thing(loaded.plan, declaration), attribute
    )


@of_every_field
def test_it_is_described(declaration: str, word: FieldWord) -> None:
    with_it, without = both(declaration, word)
    if declaration not in NOT_DESCRIBED:
        assert said(with_it, declaration) != said(without, declaration)


def read_again(name: str, data: bytes) -> Plan:
    found = import_workbook(name, data)
    assert isinstance(found, Imported)
    return load_text(found.text).plan


@pytest.mark.parametrize("form", HELD)
@of_every_field
def test_it_comes_back_out_of_a_form_or_is_said_to_be_left_out(
    form: str, declaration: str, word: FieldWord
) -> None:
    if declaration not in {"plan", *ROWS, *KINDS}:
        return
    loaded, _ = both(declaration, word)
    if declaration in KINDS and declaration not in HELD[form]:
        assert vocabulary.DECLARATIONS.named(declaration) in left_out(loaded.plan, HELD[form])
        return
    if declaration in KINDS:
        assert vocabulary.DECLARATIONS.named(declaration) not in left_out(loaded.plan, HELD[form])
    elif word.name == "weight" or declaration != "plan":
        left = left_out(loaded.plan, HELD[form])
        if word.name not in HELD[form]:
            assert word in left
            return
        assert word not in left
    if form == "csv":
        assert long_table(loaded)
        return
    data = capture_workbook(loaded) if form == "captura" else report_b7_workbook(loaded, Y2024)
    attribute = word.attribute(declaration)

    again = thing(read_again("libro.xlsx", data), declaration)

    assert getattr(again, attribute) == getattr(thing(loaded.plan, declaration), attribute)


# ---- The tables of exceptions ----------------------------------------------------------------------------

# Attributes of the model that no field of their own gives: what gives them.
NOT_FIELDS: Mapping[str, str] = {
    "code": "the header",
    "name": "the header",
    "title": "the header",
    "level": "the header",
    "group": "the code",
    "parent": "the code",
    "key": "the header",
    "documentation": "the lines above",
    "declared_at": "the place",
    "before_at": "the place",
    "folder": "the file that declares it",
    "text": "the formula as written",
    "formula_text": "the formula as written",
    "scale_noted": "the formula",
    "expression": "the header, or the formula",
    "type": "the formula",
    "overrides": "all fields of a variant",
    "expectations": "the lines of a test",
    "zone": "the plan's `zona horaria`",
    "omits_text": "the condition as written",
    "unsound": "errors of the text",
    **dict.fromkeys(
        (
            "methodologies",
            "groups",
            "indicators",
            "definitions",
            "sources",
            "registers",
            "tests",
            "citations",
            "activities",
            "evidence",
            "factors",
            "recommendations",
            "commitments",
            "versions",
            "amendments",
        ),
        "declarations of the plan, or texts of an indicator",
    ),
}


@pytest.mark.parametrize("declaration", [name for name in MODEL if name != "function"])
def test_every_attribute_of_the_model_has_its_field(declaration: str) -> None:
    given = {word.attribute(declaration) for word in vocabulary.fields_of(declaration)}
    others = {"figures"} if MODEL[declaration] is Definition else set()  # those of a series
    others |= {"responsible", "description"} if declaration == "variable" else set()

    assert {each.name for each in attrs.fields(MODEL[declaration])} <= given | NOT_FIELDS.keys() | others
    assert given <= {each.name for each in attrs.fields(MODEL[declaration])}


def test_what_stands_in_no_cell_is_a_field_of_a_row() -> None:
    of_rows = {word.name for name in ROWS for word in vocabulary.fields_of(name)}

    assert NOT_IN_CELLS.keys() <= of_rows
    assert HELD["captura"] - {"documentation", *KINDS} == of_rows - NOT_IN_CELLS.keys()


def test_every_declaration_is_in_the_forms_or_not_for_a_reason() -> None:
    known = {each.name for each in vocabulary.DECLARATIONS}

    assert known == {"plan", *ROWS, *KINDS, *NOT_IN_FORMS, "register"}
    assert known >= NOT_DESCRIBED.keys()


# ---- Constraints of columns ------------------------------------------------------------------------------


FORMATS = {"moment": ' "dd/mm/aaaa hh:mm"', "number": ' "h:mm:ss", "h:mm"'}


def column_with(word: ConstraintWord, type_: str) -> tuple[Loaded, Column]:
    behind = {
        Argument.NOTHING: "",
        Argument.LIMIT: " 2024" if type_ == "date" else " 7",
        Argument.TEXTS: ' "sí", "no"',
        Argument.TEXT: ' "Casos"',
        Argument.WHOLE: " 2",
        Argument.FORMATS: FORMATS.get(type_, ' "dd/mm/aaaa", "mmm-aa"'),
    }[word.argument]
    of_time = type_ == "number" and word.argument is Argument.FORMATS
    type_word = "número de minutos" if of_time else vocabulary.COLUMN_TYPES.named(type_).spanish
    text = f"fuente tabla\n  archivo: a.csv\n  columna dato: {type_word}; {word.spanish}{behind}\n"
    loaded = load_text(text)
    return loaded, loaded.plan.sources["tabla"].columns["dato"]


# Words behind a type that forbid no cell: what they say instead.
SAYS_ONLY: Mapping[str, str] = {
    "stock": "its numbers are levels at a date, which lints and additivity ask",
    "flow": "its numbers came during a period",
    "points": "how a number without % is read",
    "ratio": "how a number without % is read",
    "format": "how its dates and durations are read",
    "symbol": "what beside its values is not read",
    "heading": "how the data head it",
    "repetition": "which of several headings is its own",
    "from_file": "where its cells are from",
    "from_heading": "where its cells are from",
    "from_cells": "where its cells are from",
}
CONSTRAINTS = [
    (word, type_)
    for word in vocabulary.COLUMN_OPTIONS
    for type_ in word.types or [each.name for each in vocabulary.COLUMN_TYPES]
]


@pytest.mark.parametrize(
    ("word", "type_"), CONSTRAINTS, ids=[f"{word.name}-{type_}" for word, type_ in CONSTRAINTS]
)
def test_a_constraint_is_read_written_described_and_held_against_cells(
    word: ConstraintWord, type_: str
) -> None:
    loaded, column = column_with(word, type_)
    [file] = loaded.files
    default = attrs.fields_dict(Column)[word.attribute].default

    assert [each for each in loaded.errors if each.code == "PEI315"] == []
    assert getattr(column, word.attribute) != default
    assert load_text(write(file)).plan == loaded.plan
    assert word.spanish in said(loaded, "source")
    assert bool(value_rules(loaded.plan.sources["tabla"], column)) == (word.name not in SAYS_ONLY)


@pytest.mark.parametrize("word", vocabulary.COLUMN_OPTIONS, ids=lambda word: str(word.name))
def test_a_constraint_goes_with_its_types_only(word: ConstraintWord) -> None:
    for type_ in {each.name for each in vocabulary.COLUMN_TYPES} - {*word.types} if word.types else ():
        loaded, column = column_with(word, type_)

        assert "PEI315" in [each.code for each in loaded.errors]
        assert getattr(column, word.attribute) == attrs.fields_dict(Column)[word.attribute].default


# What stands before the words of a column: its name, its type, and how it is computed.
BEFORE_WORDS = {"name", "type", "unit", "digits", "declared_at", "formula", "text", "typed_at"}


def test_every_attribute_of_a_column_has_its_word() -> None:
    given = {word.attribute for word in vocabulary.COLUMN_OPTIONS}

    assert {each.name for each in attrs.fields(Column)} == {*given, *BEFORE_WORDS}
