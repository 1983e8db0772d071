"""Form B-7, Reporte de seguimiento: goals, values and alcances of one period, of groups too."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from fractions import Fraction

from pei_dsl.algebra.rounding import round_half_up
from pei_dsl.evaluation.evaluation import Evaluation
from pei_dsl.evaluation.outline import ordered
from pei_dsl.evaluation.results import GroupResult, IndicatorResult
from pei_dsl.interchange.excel_formulas import achievement_formula, interval_formula
from pei_dsl.interchange.form_columns import FIGURES, cell_text, column_fields, in_words, left_out
from pei_dsl.interchange.page import (
    A4,
    MOST_DECIMALS,
    STYLES,
    Column,
    Page,
    kept_number,
    new_page,
    number_format,
)
from pei_dsl.interchange.period_headings import under, under_year
from pei_dsl.interchange.plan_columns import goal_periods, labels, words
from pei_dsl.model.absence import Absence
from pei_dsl.model.periods import Granularity, Period
from pei_dsl.model.plan import Figure, Group, Indicator, IntervalFigure, Plan
from pei_dsl.views.words import color_word, detail, profile, reason

SHEET = "Reporte de seguimiento"
LANGUAGE = "es"
# A value with more decimals than a format can have shows these.
_CUT = 4
# The fields that the form holds: CEPLAN says which, and the unit to read it again.
B7_HOLDS = frozenset(
    {"executing_unit", "responsible", "relevance", "direction", "aggregation", "unit", *FIGURES}
)


def report_periods(period: Period) -> tuple[Period, ...]:
    """Return the periods that the report of `period` has columns for: a year shows its first semester too."""
    if period.granularity is Granularity.YEAR:
        return Period.of(Granularity.SEMESTER, period.year, 1), period
    return (period,)


def write_report_b7(evaluations: Sequence[Evaluation]) -> bytes:
    """
    Return form B-7 as the bytes of a workbook.

    A semester without a single value stays blank.  Columns that the form does not have (colour, reason of
    an ND, unit) stand to its right; the unit is not printed.

    Args:
        evaluations: The plan measured for the periods of `report_periods`, the reported one last.
    """
    main = evaluations[-1]
    plan, period = main.plan, main.period
    buffer = io.BytesIO()
    page = new_page(buffer, SHEET)
    page.title(f"Formato B-7: {SHEET} · {period}")
    page.labels(labels(plan, in_words(left_out(plan, B7_HOLDS))), (0, 3))
    measured = (
        ("Periodo evaluado", str(period)),
        ("Medido con", profile(main.methodology, LANGUAGE)),
    )
    page.labels([measured], (0, 3))
    page.row += 1
    goals = _goal_columns(plan, period)
    columns = _columns(goals, evaluations)
    first = page.row
    page.headings(list(columns.values()))
    last = page.row - 1
    places = {name: number for number, name in enumerate(columns)}
    for each in ordered(plan):
        if isinstance(each, Group):
            _group(page, main.groups[each.code], places, evaluations)
        else:
            _indicator(page, each, places, goals, evaluations)
        page.end_row()
    page.set_up(A4, first, last, places["unit"], f"{plan.acronym or plan.entity} · {plan.title}".strip(" ·"))
    page.book.close()
    return buffer.getvalue()


def _goal_columns(plan: Plan, period: Period) -> list[Period]:
    """Return the periods of the goals: those that somebody wrote down, and the year of the report."""
    written = {when for each in plan.indicators.values() for when in each.goals}
    year = Period.year_of(period.year)
    return [each for each in goal_periods(plan) if each in written or each == year]


def _columns(goals: Sequence[Period], evaluations: Sequence[Evaluation]) -> dict[str, Column]:
    found = {
        "code": Column(("Código",), 16),
        "title": Column(("Denominación",), 44),
        "executing_unit": Column(("UE",), 10),
        "responsible": Column(("Unidad de Organización",), 20),
        "relevance": Column(("Relevancia",), 11),
        "direction": Column(("Sentido Esperado",), 12.5),
        "aggregation": Column(("Tipo de Agregación",), 12.5),
        "baseline_year": Column(("Línea Base", "Año"), 6.5),
        "baseline_value": Column(("Línea Base", "Valor"), 9),
    }
    for period in goals:
        found[f"goals {period}"] = Column(under("Logro Esperado", period), 9)
    progress = f"Avance {words(evaluations[0].methodology.progress)} (%)"
    for name, heading in (("values", "Valores Obtenidos"), ("achievement", progress)):
        for each in evaluations:
            width = _width(each) if name == "values" else 10
            found[f"{name} {each.period}"] = Column(under_year(heading, each.period), width)
    note = "El de un objetivo o una acción es la suma de los aportes de sus indicadores: vea «pei explicar»."
    name = f"achievement {evaluations[0].period}"
    found[name] = Column(found[name].headings, found[name].width, note)
    found["color"] = Column(("Semáforo",), 12)
    found["reason"] = Column(("Motivo de ND",), 24)
    found["unit"] = Column(
        ("Unidad de medida",), 18, "No es del formato B-7: sirve para volver a leer el reporte."
    )
    return found


def _group(
    page: Page, result: GroupResult, places: Mapping[str, int], evaluations: Sequence[Evaluation]
) -> None:
    group = result.group
    for column in places.values():
        page.blank(column, "group")
    page.text(places["code"], group.code, "group", num_format="@")
    page.text(places["title"], group.title, "group")
    page.text(places["responsible"], group.responsible, "group")
    for evaluation in evaluations:
        each = evaluation.groups[group.code]
        reported = any(
            not isinstance(evaluation.indicators[own.code].value, Absence) for own in each.contributions
        )
        if evaluation is evaluations[-1] or reported:
            _reached(page, places[f"achievement {evaluation.period}"], each, bold=True)
    _light(page, result, places)


def _indicator(
    page: Page,
    indicator: Indicator,
    places: Mapping[str, int],
    goals: Sequence[Period],
    evaluations: Sequence[Evaluation],
) -> None:
    for column in places.values():
        page.blank(column)
    page.text(places["code"], indicator.code, num_format="@")
    page.text(places["title"], indicator.title)
    for word in column_fields("indicator"):
        if word.name in places:
            page.text(places[word.name], cell_text(word, indicator, "indicator"))
    baseline = indicator.baseline
    if baseline is not None:
        page.text(places["baseline_year"], str(baseline.period), align="center")
        page.figure(places["baseline_value"], baseline.figure, indicator.unit, "General")
    for period in goals:
        goal = indicator.goals.get(period)
        column = places[f"goals {period}"]
        page.figure(column, goal, indicator.unit, "General", computes=True, is_goal=True)
    for evaluation in evaluations:
        result = evaluation.indicators[indicator.code]
        is_main = evaluation is evaluations[-1]
        figure = _value(result)
        page.figure(
            places[f"values {evaluation.period}"], figure, indicator.unit, _empty(indicator), computes=True
        )
        if is_main or figure is not None:
            _indicator_reached(page, result, places, evaluation)
    _light(page, evaluations[-1].indicators[indicator.code], places)


def _empty(indicator: Indicator) -> str:
    return number_format(indicator.unit, indicator.decimals or 0)


def _value(result: IndicatorResult) -> Figure | None:
    """Return the value as it enters the alcance; None where nobody registered one and no formula gives it."""
    if result.registered is not None and result.origin != "calculado":
        return result.registered
    if isinstance(result.entering, Absence):
        return None
    return Figure(result.entering, max(_digits(result, result.entering), result.decimals or 0))


def _digits(result: IndicatorResult, entering: Fraction) -> int:
    """Return the decimals of a value as the cell keeps it, so that it shows all that it keeps."""
    unit = result.indicator.unit
    kept = kept_number(entering if unit.is_percentage else entering * unit.scale)
    if kept is None:
        return 0
    shown = kept * 100 if unit.is_percentage else kept
    return next((digits for digits in range(MOST_DECIMALS) if round_half_up(shown, digits) == shown), _CUT)


def _width(evaluation: Evaluation) -> float:
    """Return the width of a column of values: of the longest of them, by their decimals."""
    digits = [
        max(_digits(each, each.entering), each.decimals or 0)
        for each in evaluation.indicators.values()
        if isinstance(each.entering, Fraction)
    ]
    return max(10, 7 + max(digits, default=0))


def _indicator_reached(
    page: Page, result: IndicatorResult, places: Mapping[str, int], evaluation: Evaluation
) -> None:
    """Write the alcance: as a formula of the cells beside it where both hold what it is computed from."""
    period = evaluation.period
    column = places[f"achievement {period}"]
    name = f"goals {period}" if period in result.indicator.goals else f"goals {period.year}"
    formula = None
    planned = result.indicator.goal(period)
    if isinstance(planned, IntervalFigure) and not isinstance(result.achievement, Absence):
        value = page.address(places[f"values {period}"])
        formula = interval_formula(value, planned.value, result.indicator.unit, evaluation.methodology)
    elif name in places and not isinstance(result.achievement, Absence):
        formula = achievement_formula(
            page.address(places[f"values {period}"]),
            page.address(places[name]),
            page.address(places["direction"]),
            page.address(places["aggregation"]),
            evaluation.methodology,
        )
    if formula is None or isinstance(result.achievement, Absence):
        _reached(page, column, result)
        return
    style = page.format(_style(result), num_format="0.00")
    page.sheet.write_formula(page.row, column, formula, style, float(result.achievement.shown))


def _style(result: GroupResult | IndicatorResult) -> str:
    if result.color is None:
        return "nd"
    return str(result.color) if str(result.color) in STYLES else "body"


def _reached(page: Page, column: int, result: GroupResult | IndicatorResult, *, bold: bool = False) -> None:
    style = _style(result)
    if isinstance(result, GroupResult):
        reached = result.achievement
    else:
        reached = result.achievement if isinstance(result.achievement, Absence) else result.achievement.shown
    if isinstance(reached, Absence):
        page.text(column, "ND", style, align="right", bold=bold)
    else:
        shown = page.format(style, num_format="0.00", bold=bold)
        page.sheet.write_number(page.row, column, float(reached), shown)


def _light(page: Page, result: GroupResult | IndicatorResult, places: Mapping[str, int]) -> None:
    page.text(places["color"], color_word(result.color, LANGUAGE), _style(result))
    absence = result.absence
    if absence is not None:
        style = "group" if isinstance(result, GroupResult) else "body"
        page.text(places["reason"], f"{reason(absence, LANGUAGE)}: {detail(absence, LANGUAGE)}", style)
