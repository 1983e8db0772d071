"""Parameters that each language says in its own way survive as JSON."""

from __future__ import annotations

import json

import pytest

from pei_dsl.diagnostics.catalogue import LANGUAGES, Joined, Parameter, Term, told
from pei_dsl.diagnostics.finding import Diagnostic, Label
from pei_dsl.diagnostics.json import from_json, to_json

PARAMETERS: list[Parameter] = [
    "texto",
    7,
    Term("types", "number"),
    Term("units", "number_of", {"counted": "personas"}),
    Joined(("sede: ", Term("types", "text"), Joined(("a", 2), " o ")), ""),
]


@pytest.mark.parametrize("parameter", PARAMETERS, ids=repr)
def test_there_and_back(parameter: Parameter) -> None:
    label = Label(None, note="gives", params={"found": parameter})
    finding = Diagnostic("PEI207", label, {"found": parameter, "wanted": parameter, "written": "x"})

    assert from_json(json.loads(json.dumps(to_json(finding))), {}) == finding


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_program_reads_each_parameter_in_the_language_asked(language: str) -> None:
    finding = Diagnostic(
        "PEI207", Label(None), {"found": Term("types", "number"), "wanted": "", "written": ""}
    )

    assert to_json(finding, language)["parametros"]["found"] == told(Term("types", "number"), language)
