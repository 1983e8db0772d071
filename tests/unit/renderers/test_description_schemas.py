"""The JSON of descriptions and trees is what their published schemas say, and those say no more than that."""

from __future__ import annotations

import importlib.resources
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest

import pei_dsl
from pei_dsl.renderers.branches_json import JSON_KINDS
from pei_dsl.renderers.description import _JSON_KEYS, description_to_json, json_key, label
from pei_dsl.renderers.entries import NOT_DESCRIBED, TOLD_IN
from pei_dsl.renderers.facts import describe, describe_plan, known_names
from pei_dsl.renderers.tree_json import tree_to_json
from pei_dsl.views.tree_page import plan_tree
from pei_dsl.vocabulary import DECLARATIONS, fields_of
from pei_dsl.workspace.inventory import inventory
from tests.documents import EXAMPLES

ROOT = Path(__file__).resolve().parents[3]
PLANS = [
    ROOT / "specs" / "inpe-2019-2027",
    ROOT / "specs" / "plantilla-2025-2030",
    *EXAMPLES,
]


def schema(name: str) -> dict[str, Any]:
    file = importlib.resources.files("pei_dsl.renderers") / f"{name}.schema.json"
    found: dict[str, Any] = json.loads(file.read_text("utf-8"))
    return found


@pytest.mark.parametrize("name", ["arbol", "descripcion"])
def test_a_schema_is_one(name: str) -> None:
    jsonschema.Draft202012Validator.check_schema(schema(name))


@pytest.mark.parametrize("path", PLANS, ids=lambda path: path.name)
def test_descriptions(path: Path) -> None:
    loaded = pei_dsl.load(path)
    held = inventory(loaded)
    validator = jsonschema.Draft202012Validator(schema("descripcion"))
    made = [description_to_json(describe_plan(loaded.plan, held))]
    for name in known_names(loaded.plan):
        made.extend(description_to_json(each) for each in describe(loaded.plan, held, name))

    validator.validate(made)
    for each in made:
        validator.validate(each)


@pytest.mark.parametrize("path", PLANS, ids=lambda path: path.name)
def test_trees(path: Path) -> None:
    loaded = pei_dsl.load(path)
    measured = pei_dsl.evaluate(loaded, 2024).evaluation
    validator = jsonschema.Draft202012Validator(schema("arbol"))

    for evaluation in (None, measured):
        drawn = plan_tree(loaded.plan, inventory(loaded), with_inputs=True, evaluation=evaluation)
        validator.validate(tree_to_json(drawn))


def test_the_schema_names_every_member_and_no_other(pytestconfig: pytest.Config) -> None:
    """A field that is told as a text needs no more than its line; `--accept` writes it."""
    whole = schema("descripcion")
    described = whole["$defs"]["descripcion"]["properties"]
    told = [
        word.name
        for declaration in DECLARATIONS
        for word in fields_of(declaration.name)
        if declaration.name not in NOT_DESCRIBED and (declaration.name, word.name) not in TOLD_IN
    ]
    if pytestconfig.getoption("accept"):
        last = described.pop("depende_de")
        for name in told:
            title = label(name, "es")
            described.setdefault(json_key(name), {"title": title, "type": "string", "minLength": 1})
        described["depende_de"] = last
        text = json.dumps(whole, ensure_ascii=False, indent=2)
        (ROOT / "pei_dsl" / "renderers" / "descripcion.schema.json").write_text(f"{text}\n", "utf-8")

    members = {*_JSON_KEYS.values(), *map(json_key, told)}

    assert {*described} == {"version", "tipo", "codigo", "titulo", *members, "depende_de"}


def test_both_schemas_have_the_same_branch() -> None:
    branch = schema("arbol")["$defs"]["rama"]

    assert branch == schema("descripcion")["$defs"]["rama"]
    assert {*branch["properties"]["tipo"]["enum"]} == {*JSON_KINDS.values()}


@pytest.mark.parametrize("name", ["arbol", "descripcion"])
@pytest.mark.parametrize("wrong", [{}, {"version": 2}, {"version": 1, "tipo": "cosa"}, []], ids=str)
def test_what_is_none_is_refused(name: str, wrong: object) -> None:
    validator = jsonschema.Draft202012Validator(schema(name))
    is_none = name == "descripcion" and wrong == []  # a list of nothing

    assert validator.is_valid(wrong) == is_none


def test_every_member_says_what_it_is() -> None:
    for name in ("arbol", "descripcion"):
        for each in members(schema(name)):
            assert "title" in each or "description" in each


def members(part: object) -> Iterator[dict[str, Any]]:
    if isinstance(part, dict):
        yield from part.get("properties", {}).values()
        for each in part.values():
            yield from members(each)
