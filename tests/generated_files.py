"""The files of the package that follow from others: `python3 dev.py accept` writes them, tests compare."""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable, Mapping
from pathlib import Path

from pei_dsl.analysis.lints.all_lints import WARNINGS
from pei_dsl.analysis.lints.thresholds import Thresholds
from pei_dsl.diagnostics import pages
from pei_dsl.workspace.settings import HIGHEST, SEVERITIES, TABLE, THRESHOLDS
from tests import vscode_files

PACKAGE = Path(__file__).resolve().parents[1] / "pei_dsl"
IN_A_ROW = 10

_MODULE = '''"""The diagnostic codes as a type, so that a misspelt one fails the type check: those that have a page."""

from __future__ import annotations

from typing import Literal, TypeAlias

# fmt: off
DiagnosticCode: TypeAlias = Literal[
{rows}]
# fmt: on
'''


def codes() -> str:
    """Return the module that lists the codes."""
    rows: list[str] = []
    for _, family in itertools.groupby(pages.codes(), key=lambda code: code[3]):
        quoted = [f'"{code}",' for code in family]
        starts = range(0, len(quoted), IN_A_ROW)
        rows.extend(f"    {' '.join(quoted[start : start + IN_A_ROW])}\n" for start in starts)
    return _MODULE.format(rows="".join(rows))


_LIMITS = {
    "factor_lejano": "Desde cuántas veces su logro se avisa de un valor (PEI416).",
    "datos_megas": "Hasta cuántos megabytes de un archivo de datos se leen al revisar.",
}


def schema() -> str:
    """Return the JSON Schema of `pei.toml`."""
    warnings: dict[str, object] = {
        code: {"$ref": "#/$defs/severidad", "title": pages.words(code)["es"]["title"]} for code in WARNINGS
    }
    limits: dict[str, object] = {
        key: {
            "description": f"{_LIMITS[key]} Si no se dice: {getattr(Thresholds(), name)}.",
            "type": "number",
            "exclusiveMinimum": above,
            "maximum": HIGHEST,
        }
        for key, (name, above) in THRESHOLDS.items()
    }
    document = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "pei.toml",
        "description": "Qué tan severo es cada aviso de pei revisar, y dónde traza cada límite.",
        "type": "object",
        "additionalProperties": False,
        "properties": {
            TABLE: {
                "type": "object",
                "description": "Un código de aviso y su severidad, o un límite y su número.",
                "additionalProperties": False,
                "properties": warnings | limits,
            }
        },
        "$defs": {
            "severidad": {
                "description": "error y aviso terminan la revisión con 1; nota no; no calla el aviso.",
                "enum": list(SEVERITIES),
            }
        },
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


FILES: Mapping[Path, Callable[[], str]] = {
    PACKAGE / "diagnostics" / "codes.py": codes,
    PACKAGE / "workspace" / "pei-toml.schema.json": schema,
    **vscode_files.FILES,
}
