"""
Results for programs: JSON version 1, whose schema is `evaluacion.schema.json` beside this file.

Numbers are decimal strings; an exact value that no decimal holds is a fraction, `1275/57251`.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from pei_dsl.algebra import display
from pei_dsl.evaluation.caveats import Caveat
from pei_dsl.evaluation.evaluation import Evaluation
from pei_dsl.evaluation.results import Achievement, Certainty, GroupResult, IndicatorResult, PlanResult
from pei_dsl.model.absence import Absence
from pei_dsl.model.figure import GoalInterval, GoalValue
from pei_dsl.model.methodology import Methodology
from pei_dsl.renderers.style import Style
from pei_dsl.views import caveat_sentences, words
from pei_dsl.views.evaluations import Evaluations

VERSION = 1


def page(shown: Evaluations, style: Style) -> str:
    """Return the text of the JSON of one evaluation or of several."""
    found = [*shown]
    one = len(found) == 1
    made = evaluation_to_json(found[0], style.language) if one else evaluations_to_json(found, style.language)
    if shown.warnings:
        codes = sorted({each.code for each in shown.warnings})
        made["advertencias"] = {"cantidad": len(shown.warnings), "codigos": codes}
    return json.dumps(made, ensure_ascii=False, indent=2)


def evaluation_to_json(evaluation: Evaluation, language: str = "es") -> dict[str, Any]:
    """
    Return `evaluation` as plain dicts, lists, strings and None.

    `valor` and `logro` are exact (a percentage as a ratio, 0.0223), `valor_mostrado` is in the unit's scale
    ("2.23"), `alcance` is the figure that the methodology prints and `alcance_bruto` the same uncapped.
    """
    plan = evaluation.plan
    return {
        "version": VERSION,
        "plan": plan.title,
        "periodo": str(evaluation.period),
        **_methodology(evaluation.methodology),
        "indicadores": [_indicator(each, language) for each in evaluation.indicators.values()],
        "grupos": [_group(each, language) for each in evaluation.groups.values()],
        "conjunto": _whole(evaluation.whole),
    }


def evaluations_to_json(evaluations: Sequence[Evaluation], language: str = "es") -> dict[str, Any]:
    """Return several evaluations of one plan, by methodology and period, each as `evaluation_to_json`."""
    return {
        "version": VERSION,
        "plan": evaluations[0].plan.title,
        "evaluaciones": [evaluation_to_json(each, language) for each in evaluations],
    }


def _methodology(methodology: Methodology) -> dict[str, Any]:
    named: dict[str, Any] = {"metodologia": methodology.name}
    if methodology.base:
        # A variant says what it changes, field by field, however the plan spells it.
        named["metodologia_cambios"] = {"base": methodology.base, **dict(methodology.overrides)}
    return named


def _indicator(result: IndicatorResult, language: str) -> dict[str, Any]:
    indicator = result.indicator
    reached = result.achievement
    return {
        "codigo": indicator.code,
        "titulo": indicator.title,
        "sentido": str(indicator.direction),
        "unidad": str(indicator.unit),
        "valor": _exact(result.value),
        "valor_mostrado": _shown(result),
        "origen": result.origin or None,
        "logro": goal_to_json(result.goal),
        "alcance": display.fixed(reached.shown, 2) if isinstance(reached, Achievement) else None,
        "alcance_bruto": _raw(reached),
        "color": str(result.color) if result.color else None,
        "nd": _absence(result.absence, language),
        "calidad": sorted(map(str, result.quality)),
        **caveats_to_json(result.caveats, language),
    }


def caveats_to_json(caveats: Sequence[Caveat], language: str) -> dict[str, Any]:
    """Return the member that says what is to be known beside a figure; none where there is nothing."""
    if not caveats:
        return {}
    return {
        "reparos": [
            {"clase": str(each.kind), "detalle": caveat_sentences.sentence(each, language)}
            for each in caveats
        ]
    }


def _exact(value: Fraction | Absence) -> str | None:
    return None if isinstance(value, Absence) else display.exact(value)


def goal_to_json(goal: GoalValue) -> str | dict[str, str] | None:
    """Return a goal, exact: a figure, or both ends of an interval."""
    if isinstance(goal, GoalInterval):
        return {"desde": display.exact(goal.lower), "hasta": display.exact(goal.upper)}
    return _exact(goal)


def _shown(result: IndicatorResult) -> str | None:
    if isinstance(result.value, Absence):
        return None
    scaled = result.value * result.indicator.unit.scale
    if result.decimals is not None:
        return display.fixed(scaled, result.decimals)
    return (
        display.exact(scaled) if display.is_decimal(scaled) else display.fixed(scaled, display.SHOWN_DECIMALS)
    )


def _raw(reached: Achievement | Absence) -> str | None:
    if isinstance(reached, Absence) or reached.raw is None:
        return None
    return display.fixed(reached.raw, 2)


def _absence(absence: Absence | None, language: str) -> dict[str, str] | None:
    if absence is None:
        return None
    return {"motivo": str(absence.reason), "detalle": words.detail(absence, language)}


def _group(result: GroupResult, language: str) -> dict[str, Any]:
    reached = result.achievement
    return {
        "codigo": result.group.code,
        "titulo": result.group.title,
        "alcance": None if isinstance(reached, Absence) else display.fixed(reached, 2),
        "alcance_exacto": display.exact(result.exact) if result.exact is not None else None,
        "color": str(result.color) if result.color else None,
        "nd": _absence(result.absence, language),
        "calidad": sorted(map(str, result.quality)),
        **_certainty(result.certainty),
    }


def _whole(result: PlanResult) -> dict[str, Any]:
    mean = display.fixed(result.mean, 2) if result.mean is not None else None
    return {"media": mean, **_certainty(result.certainty)}


def _certainty(sure: Certainty | None) -> dict[str, Any]:
    """Return who reported, the bounds of the figure, and if its colour is firm; null: nothing was due."""
    if sure is None:
        return {"cobertura": None, "intervalo": None, "firmeza": None}
    coverage = sure.coverage
    high = display.fixed(sure.high, 2) if sure.high is not None else None
    return {
        "cobertura": {
            "reportan": coverage.reported,
            "esperados": coverage.due,
            "peso": display.exact(coverage.weight),
        },
        "intervalo": {"minimo": display.fixed(sure.low, 2), "maximo": high},
        "firmeza": "firme" if sure.is_firm else "condicionado",
    }
