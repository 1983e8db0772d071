"""
An audit for programs: JSON version 1, whose schema is `auditoria.schema.json` beside this file.

Figures are decimal strings in the scale that they are printed in (`93` for `93%`); an exact value that no
decimal holds is a fraction.
"""

from __future__ import annotations

import json
from fractions import Fraction
from typing import Any

from pei_dsl.algebra import display
from pei_dsl.auditing.contradictions import Audit, Finding, Severity, Side
from pei_dsl.auditing.quoted_figures import Cited
from pei_dsl.model.absence import Absence
from pei_dsl.model.plan import Place, Plan
from pei_dsl.renderers.style import Style
from pei_dsl.views import audit_words as report
from pei_dsl.views import words

VERSION = 1
KINDS = {
    "value": "valor",
    "goal": "logro",
    "achievement": "alcance",
    "color": "color",
    "input": "dato",
    "count": "cuenta",
}
ORIGINS = {
    "printed": "impreso",
    "registered": "registrado",
    "computed": "formula",
    "by_formula": "con_formula",
    "goal": "logro",
    "calculation": "calculo",
    "data": "datos",
    "indicators": "indicadores",
    "beside": "valor_y_logro",
    "ratio": "porcentaje",
}


def page(audit: Audit, style: Style) -> str:
    """Return the text of the JSON."""
    return json.dumps(audit_to_json(audit, style.language), ensure_ascii=False, indent=2)


def audit_to_json(audit: Audit, language: str = "es") -> dict[str, Any]:
    """Return `audit` as plain dicts, lists, strings, numbers and None, the contradictions first."""
    plan = audit.evaluation.plan
    return {
        "version": VERSION,
        "plan": plan.title,
        "periodo": str(audit.evaluation.period),
        "metodologia": audit.evaluation.methodology.name,
        "cifras_impresas": audit.quoted,
        "comparaciones": audit.compared,
        "contradicciones": len(audit.contradictions),
        "explicadas": len(audit.of(Severity.EXPLAINED)),
        "sin_comprobar": len(audit.of(Severity.UNCHECKED)),
        "hallazgos": [_finding(each, plan, language) for each in audit.findings],
    }


def _finding(finding: Finding, plan: Plan, language: str) -> dict[str, Any]:
    contradicts = finding.severity is Severity.CONTRADICTION
    reason = report.cause(finding, language)
    return {
        "codigo": finding.code,
        "gravedad": str(finding.severity),
        "de": finding.subject,
        "que": KINDS[finding.kind],
        "texto": report.headline(finding, plan, language),
        "cifras": [_side(each, finding, language) for each in finding.sides],
        "diferencia": _exact(finding.difference),
        "causa": {"clave": finding.cause.key, "texto": reason} if finding.cause is not None else None,
        "que_hacer": report.remedy(finding, plan, language) if contradicts else None,
        "motivo": words.word(finding.reason, language) if finding.reason else None,
        "anotada": _place(finding.recorded) if finding.recorded is not None else None,
    }


def _side(side: Side, finding: Finding, language: str) -> dict[str, Any]:
    value = side.printed.value if side.printed is not None else None
    bounds = side.bounds
    return {
        "origen": ORIGINS[side.origin],
        "de": side.subject or finding.subject,
        "que": KINDS[side.kind or finding.kind],
        "valor": _exact(value) if isinstance(value, Fraction) else None,
        "mostrado": report.figure(side, language),
        "nd": str(value.reason) if isinstance(value, Absence) else None,
        "color": str(side.color) if side.color is not None else None,
        "minimo": _exact(bounds.low) if bounds is not None else None,
        "maximo": _exact(bounds.high) if bounds is not None else None,
        "impreso_en": [_cited(each) for each in side.cited],
        "lugar": _row(side.file) or _place(side.place),
    }


def _cited(cited: Cited) -> dict[str, Any]:
    return {"titulo": cited.title, "documento": cited.document or None, "lugar": _place(cited.place)}


def _row(file: str) -> dict[str, Any] | None:
    """Return the row of a register, `datos/valores.csv:3`, or None for what stands in the plan."""
    name, _, line = file.rpartition(":")
    return {"archivo": name, "linea": int(line), "columna": 1} if name and line.isdigit() else None


def _place(place: Place) -> dict[str, Any] | None:
    if place.source is None:
        return None
    position = place.source.position(place.span.start)
    return {"archivo": place.source.name, "linea": position.line, "columna": position.column}


def _exact(value: Fraction | None) -> str | None:
    return display.exact(value) if value is not None else None
