"""Findings are few to read, however many there are: those that say the same are one, and a hundred are shown."""

from __future__ import annotations

import json

import pytest

from pei_dsl import load_text
from pei_dsl.data.source_findings import Findings
from pei_dsl.diagnostics import Diagnostic, Label
from pei_dsl.diagnostics.alike import told_together
from pei_dsl.diagnostics.json import from_json, to_json
from pei_dsl.diagnostics.text import render, render_concise
from pei_dsl.renderers import registry
from pei_dsl.renderers.style import Style
from pei_dsl.views.findings_page import FindingsPage

UNKNOWN = "".join(f"variable v{number} = w{number} + 1\n" for number in range(250))


def shown(found: tuple[Diagnostic, ...], name: str) -> str:
    return "".join(registry.render("findings", name, FindingsPage(found), Style("es")))


def test_the_first_hundred_are_shown_and_the_others_counted() -> None:
    found = load_text(UNKNOWN).errors
    assert len(found) == 250
    assert shown(found, "conciso").count("\n") == 101
    assert shown(found, "conciso").endswith(
        "… y 150 hallazgos más; corrija los primeros y vuelva a revisar\n"
    )
    assert shown(found, "completo").count("error[PEI201]") == 100
    assert "… y 150 hallazgos más" in shown(found, "completo")
    assert shown(found, "completo").endswith("250 errores, 0 avisos. «pei explicar PEI201» dice más.\n")
    told = json.loads(shown(found, "json"))
    assert (len(told["hallazgos"]), told["omitidos"], told["por_codigo"]) == (100, 150, {"PEI201": 250})


def test_a_hundred_are_no_more_than_a_hundred() -> None:
    found = load_text(UNKNOWN).errors[:100]
    assert shown(found, "conciso").count("\n") == 100
    assert "omitidos" not in json.loads(shown(found, "json"))


@pytest.mark.parametrize("number", [1, 2, 3])
def test_few_that_say_the_same_are_told_one_by_one(number: int) -> None:
    findings = Findings("f.csv")
    for line in range(number):
        findings.add("PEI303", line + 2, "", column="n", value="x1")
    assert [(each.line, each.times) for each in findings.all()] == [(line + 2, 1) for line in range(number)]


def test_many_rows_that_say_the_same_are_one() -> None:
    findings = Findings("f.csv")
    for line in range(3000):
        findings.add("PEI319", line + 2, "empty", column="n")
        if line % 1000 == 999:
            findings.add("PEI319", line + 2, "empty", column=f"n{line}")
    first, *others = findings.all()
    assert (first.line, first.times, [each.times for each in others]) == (2, 3000, [1, 1, 1])
    assert findings.count == 3003
    assert "(3,000 filas, p. ej. fila 2)" in render(first).partition("\n")[0]
    assert "(3,000 rows, e.g. row 2)" in render_concise(first, "en")
    assert from_json(to_json(first), {}).times == to_json(first)["veces"] == 3000


def test_each_text_to_write_instead_is_told() -> None:
    """Their message is the same, and what each formula must become is not."""
    formulas = "".join(
        f"indicador IND.0{number}.OEI.01\n  unidad: porcentaje\n  fórmula: redondear(v{number} * 100; 1)\n"
        f"variable v{number} = 1 / 2\n"
        for number in range(1, 7)
    )
    found = load_text(f'plan "P"\n  periodo: 2024\nobjetivo OEI.01 "O"\n{formulas}').errors
    together = told_together([each for each in found if each.code == "PEI210"])
    assert [each.fixes[0].text for each in together] == [f"redondear(v{number}; 3)" for number in range(1, 7)]


def test_many_that_differ_are_counted() -> None:
    findings = Findings("f.csv")
    for line in range(3000):
        findings.add("PEI319", line + 2, "empty", column=f"n{line}")
    told = findings.all()
    assert len(told) == 101
    assert (told[-1].code, told[-1].params["count"]) == ("PEI311", 2900)


def test_places_of_a_text_that_say_the_same_are_one() -> None:
    found = [Diagnostic("PEI123", Label(None), file=name) for name in "aaaaabbb"]
    assert [(each.file, each.times) for each in told_together(found)] == [
        ("a", 5),
        ("b", 1),
        ("b", 1),
        ("b", 1),
    ]
    assert FindingsPage(found).left == 0
