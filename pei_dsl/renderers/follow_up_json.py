"""A plan's follow-up for programs: JSON version 1, whose schema is `seguimiento.schema.json` beside it."""

from __future__ import annotations

import json
from fractions import Fraction
from typing import Any

from pei_dsl.algebra import display
from pei_dsl.evaluation.results import GroupResult
from pei_dsl.following.followed import (
    FollowedActivity,
    FollowedCommitment,
    FollowedRecommendation,
    FollowUp,
    Support,
)
from pei_dsl.model.follow_up import Factor
from pei_dsl.model.movement import Movement
from pei_dsl.renderers.style import Style

VERSION = 1
_FILE_STATES = {
    "PRESENT": "presente",
    "CHANGED": "cambió",
    "MISSING": "no está",
    "OUTSIDE": "fuera de la carpeta",
    "UNREADABLE": "no se puede leer",
}


def page(followed: FollowUp, _: Style) -> str:
    """Return the text of the JSON."""
    return json.dumps(follow_up_to_json(followed), ensure_ascii=False, indent=2)


def follow_up_to_json(followed: FollowUp) -> dict[str, Any]:
    """
    Return `followed` as plain dicts, lists, strings, booleans and None.

    Figures are exact, a percentage and a progress as a ratio (0.957).
    """
    evaluation = followed.evaluation
    return {
        "version": VERSION,
        "plan": evaluation.plan.title,
        "periodo": str(evaluation.period),
        "metodologia": evaluation.methodology.name,
        "fecha": followed.on.isoformat(),
        "actividades": [_activity(each) for each in followed.activities],
        "evidencias": [_support(each) for each in followed.supports],
        "sin_evidencia": list(followed.without_evidence),
        "factores": [_factor(each) for each in followed.factors],
        "recomendaciones": [_recommendation(each) for each in followed.recommendations],
        "compromisos": [_commitment(each) for each in followed.commitments],
        "sin_explicacion": [_unexplained(each) for each in followed.unexplained],
    }


def _exact(value: object) -> str | None:
    return display.exact(value) if isinstance(value, Fraction) else None


def _activity(each: FollowedActivity) -> dict[str, Any]:
    activity, action = each.activity, each.action
    return {
        "nombre": activity.name,
        "titulo": activity.title,
        "accion": activity.action,
        "inversion": activity.investment,
        "unidad": str(activity.unit) if activity.unit is not None else None,
        "programado": _exact(each.programmed),
        "ejecutado": _exact(each.executed),
        "avance": _exact(each.progress),
        "color_de_la_accion": str(action.color) if action is not None and action.color else None,
        "adelantada": each.is_ahead,
    }


def _support(support: Support) -> dict[str, Any]:
    result = support.result
    return {
        "indicador": result.indicator.code,
        "valor": _exact(result.value),
        "sustentado": _exact(support.shown),
        "estado": str(support.verdict),
        "evidencias": [
            {
                "nombre": each.name,
                "titulo": each.title,
                "fecha": each.date.isoformat() if each.date is not None else None,
                "sustenta": _exact(each.supports.value) if each.supports is not None else None,
                "archivo": each.file or None,
                "huella": each.fingerprint or None,
                "estado_del_archivo": (
                    _FILE_STATES[support.files[each.name].state.name] if each.name in support.files else None
                ),
            }
            for each in support.evidence
        ],
    }


def _factor(factor: Factor) -> dict[str, Any]:
    return {
        "nombre": factor.name,
        "titulo": factor.title,
        "origen": factor.origin or None,
        "efecto": factor.effect or None,
        "en": list(factor.affects),
        "dicen": list(factor.told_by),
    }


def _recommendation(each: FollowedRecommendation) -> dict[str, Any]:
    recommendation = each.recommendation
    return {
        "codigo": recommendation.code,
        "titulo": recommendation.title,
        "informe": recommendation.report,
        "periodo": str(recommendation.period) if recommendation.period is not None else None,
        "para": list(recommendation.addresses),
        "situacion": str(each.situation) if each.situation is not None else None,
        "es_de_este_informe": not each.is_due,
        "abierta": each.is_open,
        "sigue": recommendation.follows or None,
        "movimiento": _movement(each.movement) if each.movement is not None else None,
        "compromisos": [commitment.code for commitment in each.commitments],
    }


def _movement(moved: Movement) -> dict[str, Any]:
    return {
        "desde": str(moved.since),
        "antes": _exact(moved.before),
        "despues": _exact(moved.after),
        "rumbo": str(moved.course),
    }


def _commitment(each: FollowedCommitment) -> dict[str, Any]:
    commitment = each.commitment
    return {
        "codigo": commitment.code,
        "titulo": commitment.title,
        "responde_a": list(commitment.answers),
        "responsable": commitment.responsible,
        "plazo": str(commitment.deadline) if commitment.deadline is not None else None,
        "medio": commitment.means,
        "situacion": str(each.situation) if each.situation is not None else None,
        "abierto": each.is_open,
        "vencido": each.is_overdue,
    }


def _unexplained(result: GroupResult) -> dict[str, Any]:
    return {"codigo": result.group.code, "titulo": result.group.title, "color": str(result.color)}
