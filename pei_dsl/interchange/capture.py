"""The capture template: a row for each indicator, open cells for its figures, alcances as formulas."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence

import attrs

from pei_dsl import vocabulary
from pei_dsl.evaluation.evaluation import Evaluation
from pei_dsl.evaluation.outline import ordered
from pei_dsl.interchange.beside_columns import KINDS
from pei_dsl.interchange.beside_form import add_sheets
from pei_dsl.interchange.capture_instructions import add_instructions
from pei_dsl.interchange.cells import letters
from pei_dsl.interchange.excel_formulas import achievement_formula, interval_formula
from pei_dsl.interchange.form_columns import (
    DOCUMENTATION,
    FIGURES,
    ROWS,
    cell_text,
    column_fields,
    heading,
    in_words,
    is_free,
    is_in,
    kind_of_row,
    left_out,
)
from pei_dsl.interchange.page import A4, Column, Page, new_page, number_format
from pei_dsl.interchange.period_headings import under
from pei_dsl.interchange.plan_columns import (
    goal_periods,
    in_order,
    labels,
    words,
    years,
)
from pei_dsl.model.absence import Absence
from pei_dsl.model.periods import Period
from pei_dsl.model.plan import Figure, Group, Indicator, IntervalFigure, Plan
from pei_dsl.vocabulary import FieldWord

SHEET = "Captura"

_NOTES = {
    "code": "No se cambia: con el código vuelve cada fila a su lugar en el plan.",
    "unit": "Elija de la lista o escriba la suya: «número de personas», «tasa por 1000».",
    "decimals": "Con cuántos decimales entra el valor en el alcance.",
    "direction": "Ascendente: más es mejor. Descendente: menos es mejor.",
    "relevance": "Pesa en el alcance de su objetivo o acción.",
    "aggregation": "Con sentido «No definido», el máximo o mínimo permisible dice cuándo se cumple.",
    "goals": "Se pide donde falta, en amarillo: una cifra, ND o «no programado». Un porcentaje va como 56%, "
    "y un intervalo como 95% a 105%. Un hito va como sí o no, con un comentario «Hito: …».",
    "values": "Una cifra o ND; en blanco lo que todavía no se sabe. En gris, lo que calcula el plan.",
    "achievement": "Se calcula sola con el logro y el valor de su año. No se importa.",
    "formula": "Solo para consulta: la fórmula se cambia en el plan, no aquí.",
}


_WIDTHS = {
    "unit": 17,
    "decimals": 10,
    "direction": 13,
    "relevance": 14,
    "aggregation": 16,
    "weight": 8,
    "class": 8,
    "priority": 9,
    "executing_unit": 20,
    "database": 22,
    "technical_notes": 70,
}
# The texts that every template asks for, in their order; others have a column where the plan has them.
_USUAL = ("responsible", "executing_unit", "sources", "database", "technical_notes")
_RARE = frozenset({"weight"})


# The fields that a template holds, all that a cell can hold; and the declarations with a sheet of their own.
CAPTURE_HOLDS = frozenset(
    {*(word.name for word in column_fields(*ROWS)), *FIGURES, DOCUMENTATION.name, *KINDS}
)


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
    page.labels(labels(plan, in_words(left_out(plan, CAPTURE_HOLDS))), (0, 2))
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
        A4,
        first,
        last,
        places["responsible"] + 1,
        f"{plan.acronym or plan.entity} · {plan.title}".strip(" ·"),
    )
    page.sheet.protect("", {"format_columns": True, "format_rows": True, "autofilter": True})
    add_instructions(page)
    add_sheets(page, plan, figures.values)
    page.book.close()
    return buffer.getvalue()


def _columns(plan: Plan, figures: _Figures) -> dict[str, Column]:
    short = sorted(
        (word for word in column_fields(*ROWS) if not is_free(word)),
        key=lambda word: "indicator" not in word.of,
    )
    free = sorted((word for word in column_fields(*ROWS) if is_free(word)), key=_place)
    found = {
        "code": Column(("Código",), 17, _NOTES["code"]),
        "title": Column(("Denominación",), 44),
        **{word.name: _column(word) for word in short if word.name not in _RARE or is_in(plan, word)},
    }
    found["baseline_year"] = Column(("Línea de base", "Año"), 7)
    found["baseline_value"] = Column(("Línea de base", "Valor"), 9.5)
    for family, above, periods in (
        ("goals", "Logro esperado", figures.goals),
        ("values", "Valor obtenido", figures.values),
        ("achievement", "Alcance (%)", figures.values),
    ):
        for number, period in enumerate(periods):
            note = _NOTES[family] if number == 0 else ""
            found[f"{family} {period}"] = Column(under(above, period), 9.5, note)
    found |= {word.name: _column(word) for word in free if word.name in _USUAL or is_in(plan, word)}
    found["formula"] = Column(("Fórmula",), 28, _NOTES["formula"])
    return found


def _place(word: FieldWord) -> int:
    """Return where a column of texts stands: what every template has, then the others as in the ficha."""
    return _USUAL.index(word.name) if word.name in _USUAL else len(_USUAL)


def _column(word: FieldWord) -> Column:
    return Column((heading(word),), _WIDTHS.get(word.name, 28), _NOTES.get(word.name, ""))


def _group(page: Page, group: Group, places: Mapping[str, int]) -> None:
    for column in places.values():
        page.blank(column, "group")
    page.text(places["code"], group.code, "group", num_format="@")
    page.text(places["title"], group.title, "group")
    for word in column_fields(kind_of_row(group)):
        if word.name in places:
            _cell(page, places[word.name], word, group, "group")
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
    page.text(places["title"], indicator.title, "known")
    for word in column_fields(*ROWS):
        if word.name not in places:
            continue
        if "indicator" in word.of:
            _cell(page, places[word.name], word, indicator, "")
        else:
            page.blank(places[word.name], "locked")
    page.text(places["formula"], indicator.formula_text, "locked")
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
            goal = indicator.goals.get(period)
            style = "asked" if goal is None else "known"
            page.figure(column, goal, indicator.unit, empty, style, is_goal=True)
        elif family == "values":
            _value(page, column, indicator, values.get(period), evaluations[period], empty)
        elif family == "achievement":
            _achievement(
                page, column, indicator, evaluations[period], places, period, is_due=period in values
            )


def _value(
    page: Page,
    column: int,
    indicator: Indicator,
    registered: Figure | None,
    evaluation: Evaluation,
    empty: str,
) -> None:
    """Write the cell of a value: asked for where nobody knows it, and locked where the plan computes it."""
    if registered is not None:
        page.figure(column, registered, indicator.unit, empty, "open")
        return
    result = evaluation.indicators.get(indicator.code)
    computed = indicator.formula is not None and result is not None and not isinstance(result.value, Absence)
    page.blank(column, "computed" if computed else "asked", num_format=empty)


def _cell(page: Page, column: int, word: FieldWord, thing: Group | Indicator, style: str) -> None:
    """Write the cell of a field: what the plan says is locked, and what it does not say is open."""
    declaration = kind_of_row(thing)
    number = getattr(thing, word.attribute(declaration))
    if word.kind != "NUMBER":
        text = cell_text(word, thing, declaration)
        page.text(column, text, style or ("known" if text else "open"))
    elif number is None:
        page.blank(column, style or "open")
    else:
        shown = page.format(style or "known", align="center")
        page.sheet.write_number(page.row, column, float(number), shown)


def _empty_format(indicator: Indicator) -> str:
    """Return the format of a cell that is still to be filled: with the decimals of the other figures."""
    decimals = indicator.decimals
    if decimals is None:
        decimals = max((each.decimals for each in indicator.goals.values()), default=0)
    return number_format(indicator.unit, decimals)


def _baseline(page: Page, indicator: Indicator, places: Mapping[str, int], empty: str) -> None:
    year, value = places["baseline_year"], places["baseline_value"]
    baseline = indicator.baseline
    figure = baseline.figure if baseline is not None else None
    page.figure(value, figure, indicator.unit, empty, "open" if figure is None else "known")
    if baseline is None:
        page.blank(year, "open")
    elif str(baseline.period).isdigit():
        page.sheet.write_number(page.row, year, baseline.period.year, page.format("known", align="center"))
    else:
        page.text(year, str(baseline.period), "known", align="center")


def _achievement(
    page: Page,
    column: int,
    indicator: Indicator,
    evaluation: Evaluation,
    places: Mapping[str, int],
    period: Period,
    *,
    is_due: bool,
) -> None:
    result = evaluation.indicators[indicator.code] if is_due else None
    goal = f"goals {period}" if f"goals {period}" in places else f"goals {period.year}"
    planned = indicator.goal(period)
    formula = None
    if isinstance(planned, IntervalFigure):
        value = page.address(places[f"values {period}"])
        formula = interval_formula(value, planned.value, indicator.unit, evaluation.methodology)
    elif goal in places:
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
            if family == "goals":  # an interval: 95% a 105%
                known += f',ISNUMBER(SEARCH(" a ",{cell}))'
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
