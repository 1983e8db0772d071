"""How a figure came about, for programs: JSON version 1, in which every operation can be computed again."""

from __future__ import annotations

import datetime
import json
from fractions import Fraction
from typing import Any

from pei_dsl.algebra import display
from pei_dsl.algebra.values import Value
from pei_dsl.data.answers import Making
from pei_dsl.evaluation.evaluation import Evaluation
from pei_dsl.evaluation.explain import (
    AggregateTrace,
    Explanation,
    GroupExplanation,
    LookupTrace,
    RowTrace,
    Step,
)
from pei_dsl.evaluation.results import Contribution, GroupResult, IndicatorResult
from pei_dsl.model.absence import Absence
from pei_dsl.model.methodology import Methodology
from pei_dsl.model.moment import Moment
from pei_dsl.renderers.evaluation_json import caveats_to_json, goal_to_json
from pei_dsl.renderers.style import Style
from pei_dsl.views import words
from pei_dsl.views.hand_calculation import of_alcance, of_contribution, of_group
from pei_dsl.views.operations import Amount, Calculation, Operation

VERSION = 1


def page(explanation: Explanation | GroupExplanation, style: Style) -> str:
    """Return the text of the JSON."""
    return json.dumps(explanation_to_json(explanation, style.language), ensure_ascii=False, indent=2)


def explanation_to_json(explanation: Explanation | GroupExplanation, language: str = "es") -> dict[str, Any]:
    """
    Return `explanation` as plain dicts, lists, strings, booleans and None.

    Figures are exact; those of an alcance are in the scale of the unit, as they are divided.
    """
    evaluation = explanation.evaluation
    if isinstance(explanation, GroupExplanation):
        return {**_head(evaluation), "grupo": _group(explanation.result, evaluation.methodology, language)}
    group = explanation.group
    return {
        **_head(evaluation),
        "indicador": _indicator(explanation, language),
        "grupo": None if group is None else _group(group, evaluation.methodology, language),
    }


def _head(evaluation: Evaluation) -> dict[str, Any]:
    return {
        "version": VERSION,
        "plan": evaluation.plan.title,
        "periodo": str(evaluation.period),
        "metodologia": evaluation.methodology.name,
    }


def _indicator(explanation: Explanation, language: str) -> dict[str, Any]:
    result = explanation.result
    indicator = result.indicator
    return {
        "codigo": indicator.code,
        "titulo": indicator.title,
        "sentido": str(indicator.direction),
        "unidad": str(indicator.unit),
        "formula": explanation.formula or None,
        "sustitucion": explanation.substitution or None,
        "agregados": [_aggregate(each) for each in explanation.aggregates],
        "definiciones": [_definition(each, language) for each in explanation.steps],
        "calculado": _value(result.computed),
        "registrado": _value(result.registered.value) if result.registered is not None else None,
        "registrado_en": explanation.registered_at or None,
        "origen": result.origin or None,
        "valor": _value(result.value),
        "entra": _value(result.entering),
        "logro": goal_to_json(result.goal),
        "alcance": _alcance(result, explanation.evaluation.methodology, language),
        **caveats_to_json(result.caveats, language),
    }


def _alcance(result: IndicatorResult, methodology: Methodology, language: str) -> dict[str, Any]:
    calculation = of_alcance(result, methodology)
    if calculation is None:
        return {"nd": _absence(result.absence, language)}
    return {**_calculation(calculation, language), "color": str(result.color)}


def _group(result: GroupResult, methodology: Methodology, language: str) -> dict[str, Any]:
    total = of_group(result, methodology)
    return {
        "codigo": result.group.code,
        "titulo": result.group.title,
        "aportes": [_contribution(each, methodology, language) for each in result.contributions],
        "suma": None if total is None else _calculation(total, language),
        "alcance": _value(result.achievement),
        "alcance_exacto": _value(result.exact),
        "color": None if result.color is None else str(result.color),
        "nd": _absence(result.absence, language),
    }


def _contribution(each: Contribution, methodology: Methodology, language: str) -> dict[str, Any]:
    calculation = of_contribution(each, methodology)
    return {
        "codigo": each.code,
        "peso": display.exact(each.weight),
        "sale": each.leaves,
        **({} if calculation is None else _calculation(calculation, language)),
        "nd": _absence(each.absence, language),
    }


def _calculation(calculation: Calculation, language: str) -> dict[str, Any]:
    return {
        "operacion": _operation(calculation.start),
        "regla": words.word(calculation.rule, language) if calculation.rule else None,
        "resultado": display.exact(calculation.result),
        "pasos": [
            {
                "paso": _STEPS[step.kind.value],
                "decimales": None if step.rounding is None else step.rounding.decimals,
                "mitad": None if step.rounding is None else _HALVES[step.rounding.rounding.value],
                "resultado": display.exact(step.value),
            }
            for step in calculation.steps
        ],
    }


_STEPS = {"behind": "minimo", "capped": "tope", "rounded": "redondeo", "shown": "mostrado"}
_HALVES = {"half_up": "arriba", "half_even": "al par"}


def _operation(part: Operation | Amount) -> dict[str, Any] | str:
    if isinstance(part, Amount):
        return display.exact(part.value)
    return {"operador": str(part.operator), "operandos": [_operation(each) for each in part.operands]}


def _definition(step: Step, language: str) -> dict[str, Any]:
    return {
        "nombre": step.name,
        "titulo": step.title or None,
        "periodo": str(step.period),
        "formula": step.text or None,
        "sustitucion": step.substitution or None,
        "valor": _value(step.value),
        "nd": _absence(step.value if isinstance(step.value, Absence) else None, language),
        "escrito_en": step.origin or None,
        "agregados": [_aggregate(each) for each in step.aggregates],
    }


def _aggregate(trace: AggregateTrace) -> dict[str, Any]:
    return {
        "texto": trace.text,
        "periodo": str(trace.period),
        "valor": _value(trace.value),
        "origen": trace.origin,
        "filas_leidas": trace.read,
        "filas_usadas": trace.used,
        "filas_omitidas": trace.omitted,
        "hecha_de": None if trace.making is None else _making(trace.making),
        "primeras_filas": [_row(each) for each in trace.rows],
    }


def _making(making: Making) -> dict[str, Any]:
    return {
        "una_fila_por": making.text,
        "origen": making.origin,
        "filas": making.rows,
        "filas_sin_clave": making.nobody,
    }


def _row(row: RowTrace) -> dict[str, Any]:
    cells = {name: _value(value) for name, value in row.cells.items()}
    place = {"archivo": row.file or None, "fila": row.number or None}
    return {**place, "celdas": cells, "preguntas": [_lookup(each) for each in row.asked]}


def _lookup(trace: LookupTrace) -> dict[str, Any]:
    return {
        "texto": trace.text,
        "valor": _value(trace.value),
        "origen": trace.origin,
        "filas_usadas": trace.used,
        "primeras_filas": [_row(each) for each in trace.rows],
    }


def _value(value: Value | None) -> str | bool | None:
    """Return a value as JSON: numbers exactly, dates as ISO writes them; null for what is absent."""
    match value:
        case None | Absence():
            return None
        case bool() | str():
            return value
        case Fraction():
            return display.exact(value)
        case datetime.date() | Moment():
            return value.isoformat()


def _absence(absence: Absence | None, language: str) -> dict[str, str] | None:
    if absence is None:
        return None
    return {"motivo": str(absence.reason), "detalle": words.detail(absence, language)}
