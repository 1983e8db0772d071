"""What was made easier is a warning at its place, and the act that it says to declare takes it away."""

from __future__ import annotations

import datetime
import json
import re

import attrs
import pytest

import pei_dsl
from pei_dsl import ChangePart, Comparison, Workspace
from pei_dsl.comparison.easier_findings import FIELDS, easier_findings
from pei_dsl.diagnostics import Severity
from pei_dsl.diagnostics.text import render

PLAN = """plan "PEI"
  periodo:     2023 a 2024
  metodología: propia

metodología propia
  base:   ceplan
  avance: tipo 2

objetivo OEI.01 "Salud"

indicador IND.01.OEI.01 "Controles"
  fórmula:       A / 100
  donde:
    A = hechos
  unidad:        porcentaje
  sentido:       ascendente
  línea de base: 2022: 10%
  logros:        2023: 50%; 2024: 80%

indicador IND.02.OEI.01 "Partos"
  unidad:        número
  sentido:       ascendente
  línea de base: 2022: 0
  logros:        2023: 50; 2024: 80
  valores:       2023: 20; 2024: 70

serie hechos
  unidad: número
  2023: 20
  2024: 30
"""
# What is written otherwise, by what that changes, and the line that says it afterwards.
EASIER = {
    ChangePart.GOAL: ("2024: 80%", "2024: 60%", "logros:        2023: 50%; 2024: 60%"),
    ChangePart.BASELINE: ("2022: 10%", "2022: 2%", "línea de base: 2022: 2%"),
    ChangePart.FORMULA: ("A / 100", "A / 50", "indicador IND.01.OEI.01"),
    ChangePart.WEIGHTS: ('"Partos"\n', '"Partos"\n  relevancia: muy relevante\n', "indicador IND.02.OEI.01"),
    ChangePart.METHODOLOGY: ("metodología: propia", "metodología: exacta", 'plan "PEI"'),
}
# Of these no plan as small as this one shows a change alone; each is told as its like.
ALIKE = {ChangePart.FORMULA_AND_DATA: ChangePart.FORMULA, ChangePart.DIRECTION: ChangePart.FORMULA}


def compared(part: ChangePart, more: str = "") -> Comparison:
    old, new, _ = EASIER[part]
    assert PLAN.count(old) == 1
    before = Workspace.of({"plan.pei": PLAN})
    return pei_dsl.compare(before, before.with_text("plan.pei", PLAN.replace(old, new) + more), 2024)


def test_every_kind_that_is_warned_of_is_tried_here() -> None:
    assert set(EASIER) | set(ALIKE) == set(FIELDS)


@pytest.mark.parametrize("part", EASIER)
def test_it_is_a_warning_at_the_place_that_says_it(part: ChangePart) -> None:
    comparison = compared(part)
    (finding,) = easier_findings(comparison)
    text = render(finding)

    assert [each.part for each in comparison.easier] == [part]
    assert (finding.code, finding.severity) == ("PEI520", Severity.WARNING)
    assert finding.primary.source is not None
    line = finding.primary.source.text.splitlines()[finding.location.line - 1]
    assert line.strip().startswith(EASIER[part][2])
    assert "ya había empezado" in text
    assert "cambio" in text


@pytest.mark.parametrize("part", EASIER)
def test_the_act_that_it_says_to_declare_takes_it_away(part: ChangePart) -> None:
    (finding,) = easier_findings(compared(part))
    told = re.search(r"declárelo: (cambio .*); si no, ", finding.remedy())
    assert told is not None
    head, *fields = told[1].replace("…", "Acto").replace("AAAA-MM-DD", "2024-05-01").split("; ")
    act = "\n  ".join([head, *fields])

    after = compared(part, f"\n{act}\n")
    assert not pei_dsl.load_text(after.after.plan.declared_at.source.text).diagnostics  # type: ignore[union-attr]
    assert not after.easier


def test_a_methodology_that_is_asked_for_is_no_change_of_the_plan() -> None:
    loaded = pei_dsl.load_text(PLAN)

    assert not pei_dsl.compare(loaded, None, 2024, methodology=("propia", "exacta")).easier


def test_what_history_tells_has_its_commit_and_day() -> None:
    comparison = compared(ChangePart.GOAL)
    (made,) = comparison.easier
    since = attrs.evolve(made, day=datetime.date(2024, 6, 1), revision="0123456789abcdef")
    (finding,) = easier_findings(attrs.evolve(comparison, easier=(since,)))

    assert "el 2024-06-01 (commit 0123456789)" in finding.message()
    assert "on 2024-06-01 (commit 0123456789)" in finding.message("en")
    assert "fecha: 2024-06-01" in finding.remedy()


def test_the_json_says_where() -> None:
    (told,) = json.loads(pei_dsl.render(compared(ChangePart.GOAL), "json"))["avisos"]

    assert (told["mensaje"], told["archivo"], told["linea"]) == ("PEI520", "plan.pei", 18)
