"""Every page of one plan names period and methodology alike."""

from __future__ import annotations

import pytest

from pei_dsl.auditing.audit import audit
from pei_dsl.evaluation.evaluation import Evaluation
from pei_dsl.evaluation.explain import explain
from pei_dsl.gaps.gap import gaps
from pei_dsl.model.periods import Period
from pei_dsl.renderers.registry import RENDERERS, render
from pei_dsl.renderers.style import Style
from pei_dsl.reports.report import report
from pei_dsl.views.evaluations import Evaluations
from pei_dsl.views.header import header
from pei_dsl.views.tree_page import plan_tree
from pei_dsl.workspace.comparing_plans import compare
from pei_dsl.workspace.inventory import inventory
from pei_dsl.workspace.loading import load_text
from pei_dsl.workspace.questions import follow_up
from pei_dsl.workspace.verbs import evaluate, reading_data

PLAN = load_text("""
plan "P"
  entidad: "Una entidad"
  siglas: UE
  periodo: 2024 a 2025
  metodología: propia
metodología propia
  base: exacta
  tope: 120%
  pesos: iguales
objetivo OEI.01 "O"
indicador IND.01.OEI.01 "I"
  unidad: número
  sentido: ascendente
  logros: 2024: 100; 2025: 100
  valores: 2024: 50; 2025: 60
""")
YEAR = Period.parse("2024")
FOR_PEOPLE = ("tabla", "texto", "markdown")
# Pages that are about no evaluation, and why.
WITHOUT = {
    "verification": "what came of computing a result again, with what was asked then",
    "breakdown": "computed values depend on no methodology, and the page says so",
    "description": "a plan and not its results",
    "findings": "mistakes and not results",
    "message": "a page of the manual",
    "tests": "each test says its own period",
}


def shown(language: str = "es") -> dict[str, tuple[object, ...]]:
    """Return what the pages about the evaluation of the plan show, by subject."""
    assert YEAR is not None
    one = evaluate(PLAN, 2024).evaluation
    plan = PLAN.plan
    with reading_data(PLAN) as (data, _):
        audited = audit(plan, YEAR, data, plan.methodology)
        explained = [
            explain(plan, code, YEAR, data, plan.methodology) for code in ("OEI.01", "IND.01.OEI.01")
        ]
        missing = gaps(plan, YEAR, data, plan.methodology)
    return {
        "evaluation": (Evaluations(((one,),)),),
        "audit": (audited,),
        "explanation": tuple(explained),
        "gaps": (missing,),
        "follow_up": (follow_up(PLAN, 2024),),
        "comparison": (compare(PLAN, None, 2024),),
        "document": (report(PLAN, 2024, language=language),),
        "tree": (plan_tree(plan, inventory(PLAN), evaluation=one),),
    }


def test_every_subject_is_here() -> None:
    assert {subject for subject, _ in RENDERERS} == {*shown(), *WITHOUT}


@pytest.mark.parametrize("language", ["es", "en"])
def test_every_page_names_period_and_methodology_alike(language: str) -> None:
    head = header([evaluate(PLAN, 2024).evaluation], language)
    assert "120" in head.methodology

    for subject, things in shown(language).items():
        for name in FOR_PEOPLE:
            for each in things if (subject, name) in RENDERERS else ():
                text = " ".join("".join(render(subject, name, each, Style(language))).split())
                assert "2024" in text, (subject, name)
                assert head.methodology[1:] in text, (subject, name)


def test_an_evolution_names_its_methodology_like_any_page() -> None:
    found: list[Evaluation] = [evaluate(PLAN, year).evaluation for year in (2024, 2025)]
    text = "".join(render("evaluation", "tabla", Evaluations((tuple(found),)), Style()))

    assert header(found, "es").measured in " ".join(text.split())
    assert header(found, "es").period == "Periodo 2024 … 2025"


def test_an_entity_without_a_name_has_no_acronym() -> None:
    one = evaluate(load_text('plan "P"\n  siglas: UE\n  periodo: 2024 a 2024\n'), 2024).evaluation

    assert header([one], "es").title == "P"
