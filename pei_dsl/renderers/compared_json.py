"""Two plans compared, for programs: JSON version 1, whose schema is `comparacion.schema.json` beside it."""

from __future__ import annotations

import json
from fractions import Fraction
from typing import Any

from pei_dsl.algebra import display
from pei_dsl.comparison.compared import Comparison, MadeEasier, MovedFigure, PlanChange, UnmeasuredFigure
from pei_dsl.comparison.easier_findings import easier_findings
from pei_dsl.diagnostics import Diagnostic
from pei_dsl.evaluation.evaluation import Evaluation
from pei_dsl.model.absence import Absence
from pei_dsl.renderers.style import Style

VERSION = 1


def page(comparison: Comparison, _: Style) -> str:
    """Return the text of the JSON."""
    return json.dumps(comparison_to_json(comparison), ensure_ascii=False, indent=2)


def comparison_to_json(comparison: Comparison) -> dict[str, Any]:
    """
    Return `comparison` as plain dicts, lists, strings and None.

    Figures are exact: a decimal, or a fraction where no decimal holds it.  The parts of a figure add up to
    its difference.
    """
    return {
        "version": VERSION,
        "plan": comparison.after.plan.title,
        "antes": _side(comparison.before),
        "despues": _side(comparison.after),
        "orden": [str(each) for each in comparison.order],
        "figuras": [_moved(each) for each in comparison.moved],
        "sin_diferencia": [_unmeasured(each) for each in comparison.unmeasured],
        "avisos": [
            {**_easier(each), **_found(finding)}
            for each, finding in zip(comparison.easier, easier_findings(comparison), strict=True)
        ],
        "cambios": [_change(each) for each in comparison.plan],
        "valores": [_change(each) for each in comparison.values],
        "datos": [
            {"fuente": each.name, "antes": each.before or None, "despues": each.after or None}
            for each in comparison.rows
        ],
        "notas": [{"nota": key, "sobre": told} for key, told in comparison.notes],
    }


def _side(evaluation: Evaluation) -> dict[str, str]:
    return {
        "plan": evaluation.plan.title,
        "periodo": str(evaluation.period),
        "metodologia": evaluation.methodology.name,
    }


def _moved(moved: MovedFigure) -> dict[str, Any]:
    return {
        "figura": str(moved.kind),
        "codigo": moved.code,
        **({"color": moved.color} if moved.color else {}),
        "antes": display.exact(moved.before),
        "despues": display.exact(moved.after),
        "diferencia": display.exact(moved.difference),
        "partes": [
            {"parte": str(each.part), "codigo": each.code, "aporte": display.exact(each.amount)}
            for each in moved.shares
        ],
    }


def _unmeasured(found: UnmeasuredFigure) -> dict[str, Any]:
    absence = found.before if isinstance(found.before, Absence) else found.after
    return {
        "figura": str(found.kind),
        "codigo": found.code,
        "antes": display.exact(found.before) if isinstance(found.before, Fraction) else None,
        "despues": display.exact(found.after) if isinstance(found.after, Fraction) else None,
        "razon": str(absence.reason) if isinstance(absence, Absence) else None,
    }


def _easier(easier: MadeEasier) -> dict[str, str | None]:
    return {
        "parte": str(easier.part),
        "codigo": easier.code,
        "periodo": str(easier.period),
        "antes": display.exact(easier.before),
        "despues": display.exact(easier.after),
        "dia": None if easier.day is None else easier.day.isoformat(),
        "revision": easier.revision or None,
    }


def _found(finding: Diagnostic) -> dict[str, str | int]:
    """Return the code of a warning, and where the later plan says what was made easier."""
    location = finding.location
    return {"mensaje": finding.code, "archivo": location.file, "linea": location.line}


def _change(change: PlanChange) -> dict[str, str | None]:
    return {
        "que": str(change.kind),
        "declaracion": change.declaration,
        "codigo": change.code,
        "campo": change.field or None,
        "periodo": None if change.period is None else str(change.period),
        "antes": change.before or None,
        "despues": change.after or None,
    }
