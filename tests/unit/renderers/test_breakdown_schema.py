"""The JSON of a breakdown is what its published schema says, and the schema says no more than that."""

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

EXAMPLE = Path(__file__).resolve().parents[3] / "specs" / "ejemplos" / "desagregacion"


def schema() -> dict[str, Any]:
    """Return the schema as the installed package carries it."""
    text = (importlib.resources.files("pei_dsl") / "renderers" / "desagregacion.schema.json").read_text(
        "utf-8"
    )
    loaded: dict[str, Any] = json.loads(text)
    return loaded


def written(columns: list[str], language: str = "es") -> dict[str, Any]:
    made, found = pei_dsl.break_down(pei_dsl.load(EXAMPLE), ["2024-S1", "2024-S2"], columns)

    assert not found
    return pei_dsl.breakdown_to_json(made, language)


# A member that stands only where there is something to say: tests/cli/test_caveats.py has it.
ONLY_WHERE_TOLD = {"reparos"}


def test_the_schema_is_one() -> None:
    jsonschema.Draft202012Validator.check_schema(schema())


@pytest.mark.parametrize("columns", [[], ["región"], ["sexo", "región"]])
@pytest.mark.parametrize("language", ["es", "en"])
def test_what_is_written_holds(columns: list[str], language: str) -> None:
    jsonschema.validate(json.loads(json.dumps(written(columns, language))), schema())


def test_every_member_that_is_written_is_named_and_owed() -> None:
    told, defined = written(["región"]), schema()
    indicator = told["indicadores"][0]
    series = indicator["series"][0]
    for value, part in [
        (told, defined),
        (indicator, defined["$defs"]["indicador"]),
        (series, defined["$defs"]["serie"]),
        (series["total"], defined["$defs"]["valor"]),
        (series["grupos"][0], defined["$defs"]["grupo"]),
    ]:
        assert set(value) == set(part["required"]) == set(part["properties"]) - ONLY_WHERE_TOLD


def spoilt() -> Iterator[dict[str, Any]]:
    good = written(["región"])
    for path, value in [
        (("version",), 2),
        (("columnas",), ["región", "región"]),
        (("periodos", 0), "2024-S3"),
        (("indicadores", 0, "codigo"), ""),
        (("indicadores", 0, "series", 0, "periodo"), "ayer"),
        (("indicadores", 0, "series", 0, "total", "valor"), 0.5),
        (("indicadores", 0, "series", 0, "total", "valor_mostrado"), "12 %"),
        (("indicadores", 0, "series", 0, "grupos", 0, "grupo"), [1]),
        (("indicadores", 0, "series", 0, "grupos", 0, "nd"), "sin dato"),
    ]:
        bad: Any = copy.deepcopy(good)
        inner = bad
        for step in path[:-1]:
            inner = inner[step]
        inner[path[-1]] = value
        yield bad


@pytest.mark.parametrize("bad", list(spoilt()))
def test_what_is_never_written_does_not_hold(bad: dict[str, Any]) -> None:
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(bad, schema())
