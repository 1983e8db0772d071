"""The long table: a row for each figure of a plan, as databases and pivot tables like them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from pei_dsl.algebra import display
from pei_dsl.evaluation.outline import ordered
from pei_dsl.interchange import milestone_cells
from pei_dsl.interchange.form_columns import FIGURES
from pei_dsl.interchange.page import absence_words, interval_text
from pei_dsl.interchange.plan_columns import in_order, unit_words
from pei_dsl.model.absence import Absence
from pei_dsl.model.periods import Period
from pei_dsl.model.plan import Figure, Goal, Indicator, IntervalFigure, Plan
from pei_dsl.renderers import csv_lines

COLUMNS = (
    "código",
    "denominación",
    "unidad",
    "sentido",
    "medida",
    "periodo",
    "cifra",
    "estado",
)

# The fields that it holds.
LONG_TABLE_HOLDS = frozenset({"unit", "direction", *FIGURES})


def long_csv(plan: Plan, registered: Mapping[str, Mapping[Period, Figure]], *, raw: bool = False) -> str:
    """
    Return the goals, baselines and registered values of `plan` as CSV.

    `cifra` is in the scale of the unit, a percentage with its sign, and ND or the reason where it is absent.

    Args:
        plan: The plan.
        registered: Values of registers by indicator and period; those in the plan come first.
        raw: Whether texts stay to the letter that a spreadsheet would run as formulas.
    """
    return csv_lines.page([COLUMNS, *_rows(plan, registered)], raw=raw)


def _rows(plan: Plan, registered: Mapping[str, Mapping[Period, Figure]]) -> Iterable[Sequence[str]]:
    for each in ordered(plan):
        if not isinstance(each, Indicator):
            yield each.code, each.title, *[""] * 6
            continue
        values = {**registered.get(each.code, {}), **each.values}
        for measure, period, figure in _figures(each, values):
            quality = str(figure.quality) if figure.quality is not None else ""
            unit, direction = unit_words(each.unit), str(each.direction)
            shown = _text(figure, each, period)
            yield each.code, each.title, unit, direction, measure, str(period), shown, quality


def _figures(indicator: Indicator, values: Mapping[Period, Figure]) -> Iterable[tuple[str, Period, Goal]]:
    if indicator.baseline is not None:
        yield "línea de base", indicator.baseline.period, indicator.baseline.figure
    for period in in_order(indicator.goals):
        yield "logro esperado", period, indicator.goals[period]
    for period in in_order(values):
        yield "valor obtenido", period, values[period]


def _text(figure: Goal, indicator: Indicator, period: Period) -> str:
    if isinstance(figure.value, Absence):
        return absence_words(figure.value)
    if isinstance(figure, IntervalFigure):
        return interval_text(figure, indicator.unit)
    word = indicator.unit.worded(figure.value)
    if word:
        is_goal = indicator.goals.get(period) is figure
        return milestone_cells.beside(word, figure) if is_goal else word
    sign = "%" if indicator.unit.is_percentage else ""
    return f"{display.fixed(figure.value * indicator.unit.scale, figure.decimals)}{sign}"
