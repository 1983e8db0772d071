"""Evaluations as rows of CSV, for spreadsheets and programs."""

from __future__ import annotations

from collections.abc import Sequence

from pei_dsl.algebra import display
from pei_dsl.evaluation.evaluation import Evaluation
from pei_dsl.evaluation.outline import Line
from pei_dsl.evaluation.results import GroupResult, IndicatorResult
from pei_dsl.model.absence import Absence
from pei_dsl.model.figure import GoalInterval
from pei_dsl.renderers import csv_lines
from pei_dsl.renderers.style import Style
from pei_dsl.views import words
from pei_dsl.views.evaluations import Evaluations

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


def page(shown: Evaluations, style: Style) -> str:
    """Return `shown` as CSV, all in one table."""
    return render_csv([*shown], style.language, raw=style.raw)


def render_csv(evaluations: Sequence[Evaluation], language: str = "es", *, raw: bool = False) -> str:
    """
    Return `evaluations` as CSV: a row for each group and indicator, numbers as plain decimals.

    `logro` and `valor` are in the unit's scale; the columns are named in Spanish in every language.  `raw`
    leaves texts to the letter that a spreadsheet would run as formulas.
    """
    rows = (csv_row(each, evaluation, language) for evaluation in evaluations for each in evaluation.lines())
    return csv_lines.page([CSV_COLUMNS, *rows], raw=raw)


def csv_row(line: Line, evaluation: Evaluation, language: str) -> list[str]:
    """Return what `CSV_COLUMNS` hold of a group or an indicator."""
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
    if isinstance(value, GoalInterval):
        return " a ".join(_plain(end, result, decimals) for end in (value.lower, value.upper))
    assert not isinstance(value, str)
    scaled = value * result.indicator.unit.scale  # type: ignore[operator]  # a Fraction
    return display.fixed(scaled, display.SHOWN_DECIMALS if decimals is None else decimals)
