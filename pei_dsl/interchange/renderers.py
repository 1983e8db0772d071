"""What is exported and imported, by subject and format, as in the registry of renderers."""

from __future__ import annotations

from pei_dsl.renderers.registry import Renderers

RENDERERS: Renderers = {
    ("export", "csv"): "pei_dsl.interchange.written:figures",
    ("export", "xlsx"): "pei_dsl.interchange.written:workbook",
    ("import", "pei"): "pei_dsl.interchange.written:plan_text",
    ("import", "csv"): "pei_dsl.interchange.written:register",
}
