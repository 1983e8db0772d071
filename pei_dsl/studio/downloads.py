"""What the page hands out as files: the report, forms in Excel, the plan itself."""

from __future__ import annotations

import io
import re
from typing import Any

import attrs

from pei_dsl.interchange.exporting import capture_workbook, report_b7_workbook
from pei_dsl.interchange.showing import write
from pei_dsl.studio.document_views import report_of
from pei_dsl.studio.measuring import Figures
from pei_dsl.studio.zipped_plans import zipped
from pei_dsl.workspace.workspace import Workspace

_TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "html": "text/html",
    "zip": "application/zip",
}


@attrs.frozen
class Download:
    """A file that is handed out."""

    name: str
    type: str
    data: bytes


def download(kind: str, workspace: Workspace, figures: Figures, language: str) -> Download:
    """
    Return the file of one of `DOWNLOADS`.

    Raises:
        MissingExtraError: A package is not installed that it takes.
        PlanError: The plan has errors, and the form takes one without.
        KeyError: There is no such kind.
    """
    evaluation = figures.evaluation
    period = str(evaluation.period)
    stem = re.sub(r"[^\w-]+", "-", f"{evaluation.plan.acronym or evaluation.plan.entity or 'plan'}").strip(
        "-"
    )
    match kind:
        case "docx" | "html" | "xlsx":
            stream = io.BytesIO()
            write(report_of(workspace, figures, language), kind, stream, language=language)
            return Download(f"informe-{stem}-{period}.{kind}", _TYPES[kind], stream.getvalue())
        case "b7":
            data = report_b7_workbook(
                workspace.loaded, evaluation.period, methodology=evaluation.methodology.name
            )
            return Download(f"b7-{stem}-{period}.xlsx", _TYPES["xlsx"], data)
        case "captura":
            data = capture_workbook(workspace.loaded)
            return Download(f"captura-{stem}.xlsx", _TYPES["xlsx"], data)
        case "plan":
            return Download(f"plan-{stem}.zip", _TYPES["zip"], _texts(workspace))
    raise KeyError(kind)


def _texts(workspace: Workspace) -> bytes:
    return zipped({name: text.encode() for name, text in workspace.texts.items()})


def as_message(made: Download) -> dict[str, Any]:
    """Return a file as it travels to the page."""
    import base64

    data = base64.b64encode(made.data).decode()
    return {"type": "file", "name": made.name, "mime": made.type, "data": data}
