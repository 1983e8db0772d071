"""The JSON of an explanation is what its published schema says, and the schema says no more than that."""

from __future__ import annotations

import importlib.resources
import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

import pei_dsl
from pei_dsl.model.absence import Reason
from pei_dsl.model.plan import Direction
from pei_dsl.views.operations import Operator

ROOT = Path(__file__).resolve().parents[3]
SPECS = sorted({path.parent for path in (ROOT / "specs").rglob("*.pei") if "objetivos" not in path.parts})


def schema() -> dict[str, Any]:
    """Return the schema as the installed package carries it."""
    text = (importlib.resources.files("pei_dsl") / "renderers" / "explicacion.schema.json").read_text("utf-8")
    loaded: dict[str, Any] = json.loads(text)
    return loaded


def closed(node: object) -> Any:  # noqa: ANN401  (what JSON holds)
    """Return the schema with no room for members that it does not name."""
    if isinstance(node, dict):
        made = {key: closed(value) for key, value in node.items()}
        if made.get("type") == "object" and "properties" in made:
            made.setdefault("additionalProperties", False)
        return made
    return [closed(each) for each in node] if isinstance(node, list) else node


def test_the_schema_is_one() -> None:
    jsonschema.Draft202012Validator.check_schema(schema())


@pytest.mark.parametrize("folder", SPECS, ids=lambda path: path.name)
def test_every_explanation_is_what_the_schema_says(folder: Path) -> None:
    loaded = pei_dsl.load(folder)
    if loaded.errors or loaded.plan.period is None:
        pytest.skip("no plan that can be measured")
    validator = jsonschema.Draft202012Validator(closed(schema()))
    last = loaded.plan.period[1].year

    for code in (*loaded.plan.indicators, *loaded.plan.groups):
        for year in {2024, last}:
            explanation = pei_dsl.explain(loaded, code, year)
            for language in ("es", "en"):
                made = pei_dsl.explanation_to_json(explanation, language)
                validator.validate(made)
                assert json.loads(json.dumps(made)) == made


def test_the_words_of_the_schema_are_those_of_the_model() -> None:
    definitions = schema()["$defs"]

    assert definitions["ausencia"]["properties"]["motivo"]["enum"] == [*map(str, Reason)]
    assert definitions["indicador"]["properties"]["sentido"]["enum"] == [*map(str, Direction)]
    assert definitions["operacion"]["anyOf"][1]["properties"]["operador"]["enum"] == [*map(str, Operator)]
