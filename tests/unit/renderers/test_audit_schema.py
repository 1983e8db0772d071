"""The JSON of an audit is what its published schema says, and the schema says no more than that."""

from __future__ import annotations

import copy
import importlib.resources
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest

import pei_dsl
from pei_dsl.auditing.contradictions import Severity
from pei_dsl.model.absence import Reason
from pei_dsl.renderers.audit_json import KINDS, ORIGINS
from tests.markdown_cases import Case, read_cases
from tests.observe import write

ROOT = Path(__file__).resolve().parents[3]
INPE = ROOT / "specs" / "inpe-2019-2027"
CASES = read_cases(ROOT / "tests" / "corpus" / "audit" / "comparisons.md")


def schema() -> dict[str, Any]:
    """Return the schema as the installed package carries it."""
    text = (importlib.resources.files("pei_dsl") / "renderers" / "auditoria.schema.json").read_text("utf-8")
    loaded: dict[str, Any] = json.loads(text)
    return loaded


def closed(node: object) -> object:
    """Return the schema with no room for members that it does not name."""
    if isinstance(node, dict):
        made = {key: closed(value) for key, value in node.items()}
        if made.get("type") == "object" and "properties" in made:
            made.setdefault("additionalProperties", False)
        return made
    return [closed(each) for each in node] if isinstance(node, list) else node


def inpe() -> dict[str, Any]:
    return pei_dsl.audit_to_json(pei_dsl.audit(pei_dsl.load(INPE), 2024))


def leaves(node: object, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Yield the path of every member of `node`."""
    if isinstance(node, dict):
        for key, value in node.items():
            yield (*path, key)
            yield from leaves(value, (*path, key))
    elif isinstance(node, list):
        for index, value in enumerate(node):
            yield from leaves(value, (*path, index))


def test_the_schema_is_one() -> None:
    jsonschema.Draft202012Validator.check_schema(schema())


@pytest.mark.parametrize("language", ["es", "en"])
def test_inpe_is_what_the_schema_says_member_by_member(language: str) -> None:
    found = pei_dsl.audit_to_json(pei_dsl.audit(pei_dsl.load(INPE), 2024), language)

    jsonschema.Draft202012Validator(closed(schema())).validate(found)  # type: ignore[arg-type]  # a dict
    assert json.loads(json.dumps(found)) == found


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_every_case_is_what_the_schema_says(case: Case, tmp_path: Path) -> None:
    loaded = pei_dsl.load(write(case, tmp_path))
    validator = jsonschema.Draft202012Validator(closed(schema()))  # type: ignore[arg-type]  # a dict

    for citation in loaded.plan.citations:
        validator.validate(pei_dsl.audit_to_json(pei_dsl.audit(loaded, citation.period)))


def test_no_member_can_be_left_out() -> None:
    validator, found = jsonschema.Draft202012Validator(schema()), inpe()
    found["hallazgos"] = [*found["hallazgos"][1:2], *found["hallazgos"][-1:]]
    for path in leaves(found):
        if (
            isinstance(path[-1], int)
            or "causa" in path[:-1]
            or "lugar" in path[:-1]
            or "anotada" in path[:-1]
        ):
            continue
        broken: Any = copy.deepcopy(found)
        node = broken
        for step in path[:-1]:
            node = node[step]
        del node[path[-1]]

        assert not validator.is_valid(broken), path


def test_the_words_of_the_schema_are_those_of_the_model() -> None:
    definitions = schema()["$defs"]

    assert definitions["que"]["enum"] == list(KINDS.values())
    assert definitions["cifra"]["properties"]["origen"]["enum"] == list(ORIGINS.values())
    assert definitions["hallazgo"]["properties"]["gravedad"]["enum"] == [str(each) for each in Severity]
    assert definitions["cifra"]["properties"]["nd"]["enum"] == [*map(str, Reason), None]
