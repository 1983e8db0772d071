"""What came of computing a result again, for programs: JSON version 1."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from pei_dsl.diagnostics.json import to_json
from pei_dsl.renderers.style import Style
from pei_dsl.views.verification import Difference, Verification

VERSION = 1


def page(verification: Verification, style: Style) -> str:
    """Return the text of the JSON."""
    made: dict[str, Any] = {
        "version": VERSION,
        "verificado": verification.result,
        "sale_igual": verification.holds,
        "pedido": verification.question,
        "sello": verification.sealed,
        "cambios": [
            {"de": str(each.ground), "nombre": each.name, "antes": each.before, "ahora": each.after}
            for each in verification.changes
        ],
        "comparadas": verification.compared,
        "diferencias": _places(verification.differences),
        "sin_recalcular": _places(verification.withheld),
        "no_estan": [*verification.left],
        "motivo": verification.obstacle or None,
        "hallazgos": [to_json(each, style.language) for each in verification.findings],
    }
    return json.dumps(made, ensure_ascii=False, indent=2)


def _places(differences: Sequence[Difference]) -> list[dict[str, Any]]:
    return [{"lugar": [*each.place], "antes": each.before, "ahora": each.after} for each in differences]
