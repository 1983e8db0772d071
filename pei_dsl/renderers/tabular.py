"""The evaluation as rows: CSV for spreadsheets and programs, Markdown for documents."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from pei_dsl.algebra import display
from pei_dsl.evaluation.results import Evaluation, GroupResult, IndicatorResult
from pei_dsl.model.absence import Absence
from pei_dsl.renderers import certainty
from pei_dsl.renderers.table import render_goal, render_value
from pei_dsl.views import words
from pei_dsl.views.outline import Line, outline

CSV_COLUMNS = (
    "código",
    "título",
    "nivel",
    "periodo",
    "metodología",
    "sentido",
    "unidad",
    "logro",
    "valor",
    "origen",
    "alcance",
    "color",
    "nd",
    "detalle",
    "calidad",
    "reportan",
    "esperados",
    "mínimo",
    "máximo",
    "firmeza",
)


def render_csv(evaluations: Sequence[Evaluation], language: str = "es") -> str:
    """
    Return `evaluations` as CSV: a row for each group and indicator, numbers as plain decimals.

    `logro` and `valor` are in the unit's scale; the columns are named in Spanish in every language.
    """
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(CSV_COLUMNS)
    for evaluation in evaluations:
        for line in outline(evaluation):
            writer.writerow(_csv_row(line, evaluation, language))
    return buffer.getvalue().rstrip("\n")


def _csv_row(line: Line, evaluation: Evaluation, language: str) -> list[str]:
    result = line.result
    absence = result.absence
    reached = "" if absence is not None else words.alcance(result).replace(",", "")
    ending = [
        reached,
        str(result.color) if result.color else "",
        str(absence.reason) if absence else "",
        words.detail(absence, language) if absence else "",
        ", ".join(sorted(map(str, result.quality))),
        *_certainty(result),
    ]
    head = [line.code, line.title]
    if isinstance(result, GroupResult):
        return [
            *head,
            str(result.group.level),
            str(evaluation.period),
            evaluation.methodology.name,
            "",
            "",
            "",
            "",
            "",
            *ending,
        ]
    indicator = result.indicator
    return [
        *head,
        "indicador",
        str(evaluation.period),
        evaluation.methodology.name,
        str(indicator.direction),
        str(indicator.unit),
        _plain(result.goal, result, result.goal_decimals),
        _plain(result.value, result, result.decimals),
        result.origin,
        *ending,
    ]


def _certainty(result: GroupResult | IndicatorResult) -> list[str]:
    """Return who reported, the bounds and the firmness of a group; blanks for what has none."""
    sure = result.certainty if isinstance(result, GroupResult) else None
    if sure is None:
        return [""] * 5
    high = display.fixed(sure.high, 2) if sure.high is not None else ""
    return [
        str(sure.coverage.reported),
        str(sure.coverage.due),
        display.fixed(sure.low, 2),
        high,
        "firme" if sure.is_firm else "condicionado",
    ]


def _plain(value: object, result: IndicatorResult, decimals: int | None) -> str:
    if isinstance(value, Absence):
        return ""
    assert not isinstance(value, str)
    scaled = value * result.indicator.unit.scale  # type: ignore[operator]  # a Fraction
    return display.fixed(scaled, display.SHOWN_DECIMALS if decimals is None else decimals)


def render_markdown(evaluation: Evaluation, language: str = "es") -> str:
    """Return `evaluation` as a Markdown table; below it how sure it is, and the reason of every ND."""
    names = ("code", "title", "direction", "goal", "value", "achievement", "color")
    rows = [[words.word(name, language) for name in names]]
    absences = []
    for line in outline(evaluation):
        rows.append(_markdown_row(line, language))
        absence = line.result.absence
        if absence is not None:
            reason = f"{words.reason(absence, language)}: {words.detail(absence, language)}"
            absences.append(f"- ○ **{line.code}** {reason}")
    head, *body = [f"| {' | '.join(row)} |" for row in rows]
    ruler = "|---|---|---|---:|---:|---:|---|"
    plan = evaluation.plan
    name, period = plan.title or words.word("plan", language), words.word("period", language).lower()
    title = f"## {name}: {period} {evaluation.period}"
    methodology = f"{words.word('methodology', language)} {words.profile(evaluation.methodology, language)}"
    below = ["", f"{words.word('absences', language)}:", "", *absences] if absences else []
    sure = ["", *certainty.markdown(evaluation, language)]
    return "\n".join(
        (title, "", methodology[0].upper() + methodology[1:], "", head, ruler, *body, *sure, *below)
    )


def _markdown_row(line: Line, language: str) -> list[str]:
    result = line.result
    title = line.title.replace("|", "\\|")
    mark = words.light(result, language)
    if isinstance(result, GroupResult):
        return [
            f"**{line.code}**",
            f"**{title}**",
            "",
            "",
            "",
            f"**{words.alcance(result)}**",
            mark,
        ]
    direction = words.word(result.indicator.direction.name.lower(), language)
    return [
        line.code,
        title,
        direction,
        render_goal(result),
        render_value(result),
        words.alcance(result),
        mark,
    ]
