"""What is missing for a colour, for programs: JSON version 1."""

from __future__ import annotations

import json
from fractions import Fraction
from typing import Any

from pei_dsl.algebra import display
from pei_dsl.evaluation.results import Achievement
from pei_dsl.gaps.missing import Gaps, GroupGap, IndicatorGap, InputGap, Mover
from pei_dsl.model.absence import Absence
from pei_dsl.renderers.evaluation_json import goal_to_json
from pei_dsl.renderers.style import Style
from pei_dsl.views.gap_words import reason

VERSION = 1


def page(gaps: Gaps, style: Style) -> str:
    """Return the text of the JSON."""
    return json.dumps(gaps_to_json(gaps, style.language), ensure_ascii=False, indent=2)


def gaps_to_json(gaps: Gaps, language: str = "es") -> dict[str, Any]:
    """
    Return `gaps` as plain dicts, lists, strings, booleans and None.

    Figures are exact (a percentage as a ratio, 0.0223), `…_mostrado` is in the unit's scale; those of groups
    are in percent.
    """
    evaluation = gaps.evaluation
    return {
        "version": VERSION,
        "plan": evaluation.plan.title,
        "periodo": str(evaluation.period),
        "metodologia": evaluation.methodology.name,
        "color": str(gaps.color),
        "indicadores": [_indicator_json(each, language) for each in gaps.indicators],
        "grupos": [_group_json(each, language) for each in gaps.groups],
    }


def _exact(value: object) -> str | None:
    return display.exact(value) if isinstance(value, Fraction) else None


def _percent(value: Fraction | Absence | Achievement | None) -> str | None:
    if isinstance(value, Achievement):
        value = value.shown
    return display.exact(value) if isinstance(value, Fraction) else None


def _refused(answer: object, language: str) -> dict[str, str] | None:
    if answer is None or isinstance(answer, Fraction | tuple):
        return None
    assert not isinstance(answer, str)
    cause = answer.cause  # type: ignore[attr-defined]  # an answer that is none says why
    return {"motivo": cause.removeprefix("gap_"), "detalle": reason(answer, language)}  # type: ignore[arg-type]


def _indicator_json(gap: IndicatorGap, language: str) -> dict[str, Any]:
    result = gap.result
    scale = result.indicator.unit.scale
    shown = display.fixed(gap.needed * scale, gap.decimals) if isinstance(gap.needed, Fraction) else None
    inputs = gap.inputs if isinstance(gap.inputs, tuple) else ()
    return {
        "codigo": result.indicator.code,
        "titulo": result.indicator.title,
        "sentido": str(result.indicator.direction),
        "unidad": str(result.indicator.unit),
        "valor": _exact(result.value),
        "logro": goal_to_json(result.goal),
        "alcance": _percent(result.achievement),
        "color": str(result.color) if result.color else None,
        "necesario": _exact(gap.needed),
        "necesario_mostrado": shown,
        "brecha": _exact(gap.difference),
        "sin_respuesta": _refused(gap.needed, language),
        "datos": [_input_json(each, language) for each in inputs],
        "datos_sin_respuesta": _refused(gap.inputs, language),
    }


def _input_json(gap: InputGap, language: str) -> dict[str, Any]:
    return {
        "nombres": list(gap.names),
        "titulo": gap.title,
        "entero": gap.whole,
        "valor": _exact(gap.value),
        "necesario": _exact(gap.needed),
        "sin_respuesta": _refused(gap.needed, language),
    }


def _group_json(gap: GroupGap, language: str) -> dict[str, Any]:
    result = gap.result
    return {
        "codigo": result.group.code,
        "titulo": result.group.title,
        "alcance": _percent(result.achievement),
        "color": str(result.color) if result.color else None,
        "indicadores": [_mover_json(each) for each in gap.movers],
        "sin_respuesta": _refused(gap.refusal, language),
    }


def _mover_json(mover: Mover) -> dict[str, Any]:
    return {
        "codigo": mover.result.indicator.code,
        "alcance": _percent(mover.result.achievement),
        "alcance_pleno": _percent(mover.full),
        "alcance_del_grupo": _percent(mover.group.achievement),
        "color_del_grupo": str(mover.group.color) if mover.group.color else None,
        "alcance_necesario": _percent(mover.alcance),
    }
