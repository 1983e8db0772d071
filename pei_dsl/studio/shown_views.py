"""The views by name, each made of what is open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import attrs

from pei_dsl.diagnostics import Diagnostic
from pei_dsl.renderers.html.markup import element
from pei_dsl.studio.findings_view import findings_view
from pei_dsl.studio.form_view import form_view, grid_view
from pei_dsl.studio.measuring import Figures, periods
from pei_dsl.studio.results_view import results_view
from pei_dsl.studio.said import say
from pei_dsl.studio.view_pieces import View
from pei_dsl.views.evaluation_page import KnownRows, Row
from pei_dsl.workspace.workspace import Workspace

OF_REPORT = frozenset({"charts", "ficha", "explanation", "report"})
VIEWS = (
    "results",
    "findings",
    "charts",
    "explanation",
    "ficha",
    "gap",
    "form",
    "values",
    "goals",
    "report",
)


@attrs.frozen
class Asked:
    """
    What a view is asked for.

    Attributes:
        view: One of `VIEWS`.
        code: The declaration that is looked at, or "".
        workspace: The plan.
        figures: What comes out; None where nothing can be measured.
        before: The rows of what was saved last, by code.
        known: The rows that were shown last.
        found: All findings.
        locked: Whether nothing may be written.
    """

    view: str
    code: str
    workspace: Workspace
    figures: Figures | None
    before: Mapping[str, Row]
    known: KnownRows
    found: Sequence[Diagnostic]
    language: str
    locked: bool


def shown_view(asked: Asked) -> View:
    """Return the view that is asked for; each brings what it needs, so that the first waits for none."""
    workspace, figures, language, code = asked.workspace, asked.figures, asked.language, asked.code
    files, plan, locked = workspace.loaded.files, workspace.plan, asked.locked
    match asked.view:
        case "findings":
            return findings_view(asked.found, plan, language)
        case "form":
            return form_view(files, plan, code, periods(plan), language, locked=locked)
        case "values" | "goals":
            return grid_view(files, plan, asked.view, periods(plan), language, locked=locked)
    if figures is None and asked.view != "ficha":
        return View.whole(element("p", say("nothing_measured", language), class_="below"))
    if asked.view in OF_REPORT:
        from pei_dsl.studio.document_views import document_view

        return document_view(asked.view, workspace, figures, code, language)
    assert figures is not None
    if asked.view == "gap":
        from pei_dsl.studio.gap_view import gap_view

        return gap_view(workspace, figures, code, language)
    return results_view(figures, asked.before, asked.known, language)
