"""What is exported, imported and followed up, by subject and format, as in the registry of renderers."""

from __future__ import annotations

from pathlib import Path

from pei_dsl.plain_files import read_plain
from pei_dsl.renderers.marks import Marks
from pei_dsl.renderers.registry import Renderers

RENDERERS: Renderers = {
    ("export", "csv"): "pei_dsl.interchange.written:figures",
    ("export", "xlsx"): "pei_dsl.interchange.written:workbook",
    ("document", "xlsx"): "pei_dsl.interchange.report_book.report_workbook:write",
    ("follow_up", "xlsx"): "pei_dsl.interchange.follow_up_book:write",
    ("import", "pei"): "pei_dsl.interchange.written:plan_text",
    ("import", "csv"): "pei_dsl.interchange.written:register",
}


def _is_untouched(path: Path) -> bool:
    from pei_dsl.interchange.touched_books import is_untouched
    from pei_dsl.interchange.workbook import MAX_BYTES

    return is_untouched(read_plain(path, MAX_BYTES + 1))


# What is imported has no mark: plans and registers are what people go on writing.
MARKS: Marks = {
    ("export", "csv"): r"\Acódigo,denominación,unidad,sentido,medida,periodo,cifra,estado\s",
    ("export", "xlsx"): _is_untouched,
    ("document", "xlsx"): _is_untouched,
    ("follow_up", "xlsx"): _is_untouched,
}
