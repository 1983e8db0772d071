"""Findings for programs: JSON version 1."""

from __future__ import annotations

import json

from pei_dsl.diagnostics.json import to_json
from pei_dsl.renderers.style import Style
from pei_dsl.views.findings_page import FindingsPage


def page(shown: FindingsPage, style: Style) -> str:
    """Return the text of the JSON: the findings and, where there were any, the changes made before."""
    told: dict[str, object] = {
        "version": 1,
        "hallazgos": [to_json(each, style.language) for each in shown.shown],
    }
    if shown.left:
        told["omitidos"] = shown.left
        told["por_codigo"] = dict(shown.codes)
    if shown.changes is not None:
        told["cambios"] = list(shown.changes)
    return json.dumps(told, ensure_ascii=False, indent=2)
