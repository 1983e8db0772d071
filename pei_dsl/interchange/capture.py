"""The capture template: a row for each indicator, open cells for its figures, alcances as formulas."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence

import attrs

from pei_dsl import vocabulary
from pei_dsl.evaluation.results import Evaluation, IndicatorResult
from pei_dsl.interchange.excel_formulas import achievement_formula
from pei_dsl.interchange.page import A3, Column, Page, new_page, number_format
from pei_dsl.interchange.plan_columns import (
    RELEVANCES,
    goal_periods,
    in_order,
    labels,
    ordered,
    unit_words,
    words,
    years,
)
from pei_dsl.interchange.sheet_cells import letters
from pei_dsl.model.absence import Absence
from pei_dsl.model.periods import Period
from pei_dsl.model.plan import Figure, Group, Indicator, Plan

SHEET = "Captura"

_NOTES = {
    "code": "No se cambia: con el código vuelve cada fila a su lugar en el plan.",
    "unit": "Elija de la lista o escriba la suya: «número de personas», «tasa por 1000».",
    "decimals": "Con cuántos decimales entra el valor en el alcance.",
    "direction": "Ascendente: más es mejor. Descendente: menos es mejor.",
    "relevance": "Pesa en el alcance de su objetivo o acción.",
    "aggregation": "Con sentido «No definido», el máximo o mínimo permisible dice cuándo se cumple.",
    "goals": "Una cifra, ND o «no programado». Un porcentaje se escribe con su signo: 56%.",
    "values": "Lo que se obtuvo: una cifra o ND. Deje en blanco lo que todavía no se sabe.",
    "achievement": "Se calcula sola con el logro y el valor de su año. No se importa.",
    "formula": "Solo para consulta: la fórmula se cambia en el plan, no aquí.",
}


@attrs.frozen
class _Figures:
    """The periods with columns: of goals, of registered values, of the years of alcances."""

    goals: Sequence[Period]
    values: Sequence[Period]


def value_periods(
    plan: Plan, registered: Mapping[str, Mapping[Period, Figure]], only: Period | None = None
) -> list[Period]:
    """Return the periods of the columns of values: the plan's years and what is registered, or `only` one."""
    if only is not None:
        return [only]
    of_plan = [period for each in plan.indicators.values() for period in each.values]
    others = [period for each in registered.values() for period in each]
    return in_order([*years(plan), *of_plan, *others])


def write_capture(
    plan: Plan,
    registered: Mapping[str, Mapping[Period, Figure]],
    evaluations: Mapping[Period, Evaluation],
) -> bytes:
    """
    Return the capture template of `plan` as the bytes of a workbook.

    Args:
        plan: The plan.
        registered: Values of registers by indicator and period; those in the plan come first.
        evaluations: The plan measured for each period that has a column of values (see `value_periods`).
    """
    buffer = io.BytesIO()
    page = new_page(buffer, SHEET)
    figures = _Figures(goal_periods(plan), list(evaluations))
    page.labels(labels(plan), (0, 2))
    if plan.documentation:
        page.note(1, plan.documentation, row=0)
    page.row += 1
    columns = _columns(plan, figures)
    first = page.row
    page.headings(list(columns.values()))
    last = page.row - 1
    places = {name: number for number, name in enumerate(columns)}
    for each in ordered(plan):
        if isinstance(each, Group):
            _group(page, each, places)
        else:
            values = {**registered.get(each.code, {}), **each.values}
            _indicator(page, each, values, evaluations, places)
        page.end_row()
    _validate(page, last + 1, places, figures)
    page.set_up(
        A3,
        first,
        last,
        places["responsible"] + 1,
        f"{plan.acronym or plan.entity} · {plan.title}".strip(" ·"),
    )
    page.sheet.protect("", {"format_columns": True, "format_rows": True, "autofilter": True})
    page.book.close()
    return buffer.getvalue()


def _columns(plan: Plan, figures: _Figures) -> dict[str, Column]:
    weighted = any(each.weight is not None for each in plan.indicators.values())
    plain = {
        "code": ("Código", 17),
        "title": ("Denominación", 44),
        "unit": ("Unidad de medida", 17),
        "decimals": ("Decimales", 10),
        "direction": ("Sentido esperado", 13),
        "relevance": ("Relevancia", 14),
        "aggregation": ("Tipo de agregación", 16),
        **({"weight": ("Peso", 8)} if weighted else {}),
        "class": ("Clase", 8),
        "priority": ("Prioridad", 9),
    }
    found = {name: Column((text,), width, _NOTES.get(name, "")) for name, (text, width) in plain.items()}
    found["baseline_year"] = Column(("Línea de base", "Año"), 7)
    found["baseline_value"] = Column(("Línea de base", "Valor"), 9.5)
    for family, heading, periods in (
        ("goals", "Logro esperado", figures.goals),
        ("values", "Valor obtenido", figures.values),
        ("achievement", "Alcance (%)", figures.values),
    ):
        for number, period in enumerate(periods):
            note = _NOTES[family] if number == 0 else ""
            found[f"{family} {period}"] = Column((heading, str(period)), 9.5, note)
    found |= {
        "responsible": Column(("Unidad de organización",), 28),
        "executing_unit": Column(("Unidad ejecutora",), 20),
        "sources": Column(("Fuente de datos",), 28),
        "database": Column(("Base de datos",), 22),
        "technical_notes": Column(("Especificaciones técnicas",), 70),
        "formula": Column(("Fórmula",), 28, _NOTES["formula"]),
    }
    return found


def _group(page: Page, group: Group, places: Mapping[str, int]) -> None:
    for column in places.values():
        page.blank(column, "group")
    page.text(places["code"], group.code, "group", num_format="@")
    page.text(places["title"], group.title, "group", locked=False)
    page.text(places["class"], words(group.type_class), "group", locked=False)
    page.text(places["responsible"], group.responsible, "group", locked=False)
    if group.priority is None:
        page.blank(places["priority"], "group", locked=False)
    else:
        style = page.format("group", locked=False, align="center")
        page.sheet.write_number(page.row, places["priority"], group.priority, style)
    if group.documentation:
        page.note(places["title"], group.documentation)


def _indicator(
    page: Page,
    indicator: Indicator,
    values: Mapping[Period, Figure],
    evaluations: Mapping[Period, Evaluation],
    places: Mapping[str, int],
) -> None:
    page.text(places["code"], indicator.code, "locked", num_format="@")
    for name, text in _texts(indicator).items():
        page.text(places[name], text, "open")
    page.text(places["formula"], indicator.formula_text, "locked")
    for name in ("class", "priority"):
        page.blank(places[name], "locked")
    for name, number in (("decimals", indicator.decimals), ("weight", indicator.weight)):
        if name not in places:
            continue
        if number is None:
            page.blank(places[name], "open")
        else:
            style = page.format("open", align="center")
            page.sheet.write_number(page.row, places[name], float(number), style)
    if indicator.documentation:
        page.note(places["title"], indicator.documentation)
    empty = _empty_format(indicator)
    _baseline(page, indicator, places, empty)
    for name, column in places.items():
        family, _, written = name.partition(" ")
        period = Period.parse(written) if written else None
        if period is None:
            continue
        if family == "goals":
            page.figure(column, indicator.goals.get(period), indicator.unit, empty, "open")
        elif family == "values":
            page.figure(column, values.get(period), indicator.unit, empty, "open")
        elif family == "achievement":
            result = evaluations[period].indicators[indicator.code] if period in values else None
            _achievement(page, column, result, evaluations[period], places, period)


def _texts(indicator: Indicator) -> dict[str, str]:
    return {
        "title": indicator.title,
        "unit": unit_words(indicator.unit),
        "direction": words(indicator.direction),
        "relevance": RELEVANCES[indicator.relevance] if indicator.relevance is not None else "",
        "aggregation": words(indicator.aggregation),
        "responsible": indicator.responsible,
        "executing_unit": indicator.executing_unit,
        "sources": "; ".join(indicator.sources),
        "database": indicator.database,
        "technical_notes": indicator.technical_notes,
    }


def _empty_format(indicator: Indicator) -> str:
    """Return the format of a cell that is still to be filled: with the decimals of the other figures."""
    decimals = indicator.decimals
    if decimals is None:
        decimals = max((each.decimals for each in indicator.goals.values()), default=0)
    return number_format(indicator.unit, decimals)


def _baseline(page: Page, indicator: Indicator, places: Mapping[str, int], empty: str) -> None:
    year, value = places["baseline_year"], places["baseline_value"]
    baseline = indicator.baseline
    page.figure(value, baseline.figure if baseline is not None else None, indicator.unit, empty, "open")
    if baseline is None:
        page.blank(year, "open")
    elif str(baseline.period).isdigit():
        page.sheet.write_number(page.row, year, baseline.period.year, page.format("open", align="center"))
    else:
        page.text(year, str(baseline.period), "open", align="center")


def _achievement(
    page: Page,
    column: int,
    result: IndicatorResult | None,
    evaluation: Evaluation,
    places: Mapping[str, int],
    period: Period,
) -> None:
    goal = f"goals {period}" if f"goals {period}" in places else f"goals {period.year}"
    formula = None
    if goal in places:
        formula = achievement_formula(
            page.address(places[f"values {period}"]),
            page.address(places[goal]),
            page.address(places["direction"]),
            page.address(places["aggregation"]),
            evaluation.methodology,
        )
    reached: str | float = ""
    if result is not None:
        reached = "ND" if isinstance(result.achievement, Absence) else float(result.achievement.shown)
    style = page.format("locked", num_format="0.00", align="right")
    if formula is not None:
        page.sheet.write_formula(page.row, column, formula, style, reached)
    elif isinstance(reached, float):
        page.sheet.write_number(page.row, column, reached, style)
    else:
        page.text(column, reached, "locked", align="right")


def _validate(page: Page, first: int, places: Mapping[str, int], figures: _Figures) -> None:
    """Offer lists where the words are known, and ask for a figure or an absence where a figure belongs."""
    last = max(page.row - 1, first)
    lists = {
        "direction": [words(each.spanish) for each in vocabulary.DIRECTIONS],
        "relevance": [words(each.spanish) for each in vocabulary.RELEVANCES],
        "aggregation": [words(each.spanish) for each in vocabulary.AGGREGATIONS],
        "class": [words(each.spanish) for each in vocabulary.CLASSES],
        "unit": vocabulary.UNITS.spanish(),
    }
    for name, choices in lists.items():
        column = places[name]
        page.sheet.data_validation(
            first,
            column,
            last,
            column,
            {
                "validate": "list",
                "source": choices,
                # A unit may say what it counts, so the list only suggests.
                "error_type": "information" if name == "unit" else "stop",
                "show_error": name != "unit",
                "error_title": "Elija de la lista",
                "error_message": f"Valores: {', '.join(choices)}."[:255],
            },
        )
    absences = ["nd", *(each.spanish for each in vocabulary.ABSENCES)]
    for family, periods in (("goals", figures.goals), ("values", figures.values)):
        for period in periods:
            column = places[f"{family} {period}"]
            cell = f"{letters(column + 1)}{first + 1}"
            known = ",".join(f'{cell}="{each}"' for each in absences)
            page.sheet.data_validation(
                first,
                column,
                last,
                column,
                {
                    "validate": "custom",
                    # Excel takes no list between braces here, and compares without regard to case.
                    "value": f"=OR(ISNUMBER({cell}),{known})",
                    "error_title": "Escriba una cifra",
                    "error_message": "Una cifra, ND o «no programado». Los decimales van con punto y un "
                    "porcentaje lleva su signo: 56%.",
                },
            )
