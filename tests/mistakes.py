"""The table of mistakes that planners make: each row of docs/guia/treinta-errores.md, and what is said of it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from pei_dsl.diagnostics import Diagnostic
from pei_dsl.diagnostics.finding import Fix
from pei_dsl.diagnostics.fixing import changed, safe_fix
from pei_dsl.workspace.loading import load_text
from tests import documents
from tests.documents import ROOT

PAGE = ROOT / "docs" / "guia" / "treinta-errores.md"
Row = Mapping[str, str]


@cache
def sound_plan() -> str:
    """Return the plan that every row starts from: the first text of the page, its columns closed up."""
    text = next(fence.text for fence in documents.fences(PAGE) if fence.kind == "pei")
    return re.sub(r"(?<=\S) {2,}", " ", text)


def rows() -> list[Row]:
    """Return the rows of all tables of the page, in order."""
    return [row for region in documents.regions(PAGE, "executed") for row in documents.rows(region.text)]


def wrong_plan(row: Row) -> tuple[str, range]:
    """Return the plan with the mistake of `row`, and the characters that it takes."""
    right, wrong = (row[name].replace("⏎", "\n") for name in ("escriba", "error"))

    assert sound_plan().count(right) == 1, f"the plan does not hold {right!r} once"

    start = sound_plan().index(right)
    return sound_plan().replace(right, wrong), range(start, start + len(wrong) + 1)


def finding(text: str) -> Diagnostic:
    """Return the one finding about `text`."""
    found = load_text(text).diagnostics

    assert len(found) == 1, [each.code for each in found]
    return found[0]


def after(text: str, fix: Fix) -> str:
    """Return `text` with `fix` made."""
    assert fix.edits
    return changed(fix.edits[0].source, fix.edits) if fix.edits[0].source.text == text else text


def mistake(row: Row) -> Row:
    """`| error | escriba | pei dice | corrige |`: what is said of a mistake, and who mends it."""
    told = finding(wrong_plan(row)[0])
    return {
        "pei dice": told.message("es"),
        "corrige": "solo" if safe_fix(told) is not None else "usted",
    }
