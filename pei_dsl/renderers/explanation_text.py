"""The hand calculation of a figure, as a planner would write it on paper."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator

from pei_dsl.algebra import display
from pei_dsl.algebra.values import Present
from pei_dsl.diagnostics import catalogue
from pei_dsl.evaluation.evaluation import Evaluation
from pei_dsl.evaluation.explain import (
    AggregateTrace,
    Explanation,
    GroupExplanation,
    LookupTrace,
    RowTrace,
    Step,
)
from pei_dsl.evaluation.results import Achievement, Contribution, GroupResult, IndicatorResult
from pei_dsl.evaluation.substitution import value_text
from pei_dsl.model.absence import Absence
from pei_dsl.model.figure import GoalInterval, GoalValue
from pei_dsl.model.methodology import Methodology, Progress, Rounding, RoundingStep
from pei_dsl.model.plan import Aggregation
from pei_dsl.model.units import Unit
from pei_dsl.renderers.calculation_sheet import CalculationSheet
from pei_dsl.renderers.calculation_text import calculation_text, rounding_words
from pei_dsl.renderers.style import WIDTH, Style
from pei_dsl.views import caveat_sentences, certainty_sentences, words
from pei_dsl.views.hand_calculation import of_alcance, of_contribution, of_group, way_of
from pei_dsl.views.header import header

_LEAST = 80


def page(explanation: Explanation | GroupExplanation, style: Style) -> str:
    """Return `explanation` as text."""
    return render(explanation, style.language, style.width)


def render(explanation: Explanation | GroupExplanation, language: str = "es", width: int = WIDTH) -> str:
    """Return `explanation` as text in lines of at most `width` columns, never less than 80."""
    width = max(_LEAST, width)
    if isinstance(explanation, GroupExplanation):
        lines = [
            *_title(
                explanation.result.group.code,
                explanation.result.group.title,
                explanation.evaluation,
                language,
                width,
            )
        ]
        lines.extend(_group(explanation.result, explanation.evaluation, language))
    else:
        lines = [*_indicator(explanation, language, width)]
    return "\n".join(_fitted(lines, width))


def _fitted(lines: Iterable[str], width: int) -> Iterable[str]:
    """Yield `lines`, those of groups with many indicators in several."""
    for line in lines:
        if len(line) <= width:
            yield line.rstrip()
        else:
            yield from textwrap.wrap(line, width, subsequent_indent=" " * 6, break_on_hyphens=False)


def _title(code: str, title: str, evaluation: Evaluation, language: str, width: int) -> Iterable[str]:
    yield from textwrap.wrap(f"{code}  {title}", width, subsequent_indent=" " * (len(code) + 2))
    yield from textwrap.wrap(header([evaluation], language).measured, width, subsequent_indent="  ")
    yield ""


def calculation(explanation: Explanation, language: str = "es") -> tuple[tuple[str, str], ...]:
    """
    Return the hand calculation of an indicator as its lines: what each is, or "", and what it says.

    It is for documents that are handed on: it tells how many rows a figure rests on and shows none of them,
    since a row may be a person.
    """
    return tuple(_calculated(explanation, language, CalculationSheet(WIDTH, shows_rows=False)).rows)


def _calculated(explanation: Explanation, language: str, sheet: CalculationSheet) -> CalculationSheet:
    result = explanation.result
    if explanation.formula:
        _formula(explanation, sheet, language)
    else:
        sheet.add(words.word("formula", language), words.word("no_formula", language))
    _entering(explanation, sheet, language)
    _achievement(result, explanation.evaluation, sheet, language)
    for index, caveat in enumerate(result.caveats):
        name = words.word("caveat", language) if index == 0 else ""
        sheet.add(name, caveat_sentences.sentence(caveat, language))
    return sheet


def _indicator(explanation: Explanation, language: str, width: int) -> Iterable[str]:
    indicator = explanation.result.indicator
    yield from _title(indicator.code, indicator.title, explanation.evaluation, language, width)
    yield from _calculated(explanation, language, CalculationSheet(width)).lines()
    if explanation.group is not None:
        yield ""
        head = catalogue.phrase("words", "in_group", language, {"code": explanation.group.group.code})
        yield from textwrap.wrap(f"{head}: {explanation.group.group.title}", width, subsequent_indent="  ")
        yield from _group(explanation.group, explanation.evaluation, language)


# ---- Formula, inputs, rows -----------------------------------------------------------------------------


def _formula(explanation: Explanation, sheet: CalculationSheet, language: str) -> None:
    result = explanation.result
    sheet.add(words.word("formula", language), " ".join(explanation.formula.split()))
    for trace in explanation.aggregates:
        _aggregate(trace, sheet, language, "")
    for index, step in enumerate(explanation.steps):
        _step(step, sheet, language, words.word("where", language) if index == 0 else "", explanation)
    if explanation.substitution:
        sheet.add(words.word("substitution", language), f"= {explanation.substitution}")
    computed = result.computed
    assert computed is not None
    if isinstance(computed, Absence):
        sheet.add(
            words.word("result", language),
            f"= ND ({words.reason(computed, language)}): {words.detail(computed, language)}",
        )
        return
    unit = result.indicator.unit
    text = f"= {display.shown(computed)}"
    if unit.worded(computed):
        text += f" = {unit.worded(computed)}"
    if unit.scale != 1:
        sign = " %" if unit.is_percentage else ""
        text += f" = {display.shown(computed * unit.scale)}{sign}"
        if not unit.is_percentage:
            text += f" ({words.unit(unit, language)})"
    sheet.add(words.word("result", language), text)


def _step(step: Step, sheet: CalculationSheet, language: str, name: str, explanation: Explanation) -> None:
    title = f" «{step.title}»" if step.title else ""
    when = "" if step.period == explanation.evaluation.period else f" {_at(step, language)}"
    value = value_text(step.value)
    if isinstance(step.value, Absence):
        value = f"ND ({words.reason(step.value, language)}): {words.detail(step.value, language)}"
    origin = ""
    if step.origin:
        origin = f"   [{catalogue.phrase('words', 'written_in', language, {'place': step.origin})}]"
    sheet.add(name, f"{step.name}{when}{title}{_equal(step, value, language)}{origin}")
    for trace in step.aggregates:
        _aggregate(trace, sheet, language, "  ", named=_squeezed(trace.text) != _squeezed(step.text))


def _equal(step: Step, value: str, language: str) -> str:
    """Return what equals the value of a step, and the value: its formula as written, then with figures."""
    written = " ".join(step.text.split())
    figures = step.substitution if step.substitution != value else ""
    if step.in_unit and written:
        # Written in the scale of the unit it would not equal the value.
        equal = f" = {figures} = {value}" if figures else f" = {value}"
        return f"{equal}   ({words.word('formula', language).lower()}: {written})"
    same = not figures or _squeezed(figures) == _squeezed(written)
    parts = [written, *([] if same else [figures])] if written else []
    # Of a comparison only the brackets tell that its signs are no steps of the calculation.
    logical = isinstance(step.value, bool)
    return "".join(f" = ({part})" if logical else f" = {part}" for part in parts) + f" = {value}"


def _squeezed(text: str) -> str:
    return "".join(text.split())


def _at(step: Step, language: str) -> str:
    return catalogue.phrase("words", "at_period", language, {"period": str(step.period)})


def _aggregate(
    trace: AggregateTrace, sheet: CalculationSheet, language: str, indent: str, *, named: bool = True
) -> None:
    if not trace.read:
        return
    params = {"used": f"{trace.used:,}", "read": f"{trace.read:,}", "origin": trace.origin}
    key = "rows" if trace.used != trace.read else "rows_all" if trace.used > 1 else "rows_one"
    if named:
        sheet.add("", f"{indent}{trace.text} = {value_text(trace.value)}")
    rows = catalogue.phrase("words", key, language, params)
    if trace.omitted:
        left_out = {"count": f"{trace.omitted:,}"}
        key = "rows_omitted" if trace.omitted > 1 else "rows_omitted_one"
        rows = f"{rows}{catalogue.phrase('words', key, language, left_out)}"
    if trace.making is not None:
        made = trace.making
        params = {"text": made.text, "rows": f"{made.rows:,}", "origin": made.origin}
        rows = f"{rows}; {catalogue.phrase('words', 'rows_made', language, params)}"
        if made.nobody:
            nobody = {"count": f"{made.nobody:,}"}
            key = "rows_of_nobody" if made.nobody > 1 else "rows_of_nobody_one"
            rows = f"{rows}{catalogue.phrase('words', key, language, nobody)}"
    sheet.add("", f"{indent}  ← {rows}{':' if sheet.shows_rows else ''}")
    if sheet.shows_rows:
        _rows(trace, sheet, language, f"{indent}    ")


def _lookup(trace: LookupTrace, sheet: CalculationSheet, language: str, indent: str) -> None:
    """Add what a row asked of another source, and the rows that it got it from."""
    value = value_text(trace.value)
    if isinstance(trace.value, Absence):
        value = f"ND ({words.reason(trace.value, language)}): {words.detail(trace.value, language)}"
    sheet.add("", f"{indent}{trace.text} = {value}")
    if trace.used:
        params = {"used": f"{trace.used:,}", "read": f"{trace.used:,}", "origin": trace.origin}
        rows = catalogue.phrase("words", "rows_all" if trace.used > 1 else "rows_one", language, params)
        sheet.add("", f"{indent}  ← {rows}:")
    _rows(trace, sheet, language, f"{indent}    ")


def _rows(trace: AggregateTrace | LookupTrace, sheet: CalculationSheet, language: str, indent: str) -> None:
    """Add the first rows that a figure rests on, what each asked of others, and how many more there are."""
    for row in trace.rows:
        sheet.add("", f"{indent}{_row(row, language)}")
        for asked in row.asked:
            _lookup(asked, sheet, language, f"{indent}  ")
    left = trace.used - len(trace.rows)
    if left:
        sheet.add("", indent + catalogue.phrase("words", "more_rows", language, {"count": f"{left:,}"}))


def _row(row: RowTrace, language: str) -> str:
    cells = ", ".join(f"{column} = {_cell(value)}" for column, value in row.cells.items())
    # Rows of a database have no number.
    key = "row_of" if row.file else "row" if row.number else "row_unnumbered"
    number = catalogue.phrase("words", key, language, {"number": row.number, "file": row.file})
    return f"{number}: {cells}" if cells else number


def _cell(value: Present | None) -> str:
    return "—" if value is None else value_text(value)


# ---- The value that enters, the alcance ------------------------------------------------------------------


def _entering(explanation: Explanation, sheet: CalculationSheet, language: str) -> None:
    result = explanation.result
    unit = result.indicator.unit
    registered = result.registered
    if registered is not None:
        text = words.in_unit(registered.value, unit, registered.decimals)
        if isinstance(registered.value, Absence):
            text += f" ({words.reason(registered.value, language)})"
        if registered.quality is not None:
            text += f" {words.word(registered.quality.name.lower(), language)}"
        place = catalogue.phrase("words", "written_in", language, {"place": explanation.registered_at})
        sheet.add(words.word("registered", language), f"{text}   [{place}]")
    if isinstance(result.value, Absence) or isinstance(result.entering, Absence):
        return
    if result.entering != result.value:
        rounding = explanation.evaluation.methodology.value_rounding
        rounded = rounding_words(RoundingStep(result.decimals or 0, rounding or Rounding.HALF_UP), language)
        shown = words.in_unit(result.entering, unit, result.decimals)
        sheet.add(
            words.word("rounding", language),
            f"{words.in_unit(result.value, unit, None)} → {shown}   ({rounded})",
        )
    if registered is not None and result.computed is not None:
        key = "enters_registered" if result.origin == "registrado" else "enters_computed"
        shown = _figure(result.entering, unit, result.decimals)
        sheet.add(words.word("enters", language), f"{words.word(key, language)}: {shown}")


def _achievement(
    result: IndicatorResult, evaluation: Evaluation, sheet: CalculationSheet, language: str
) -> None:
    unit = result.indicator.unit
    direction = words.word(result.indicator.direction.name.lower(), language)
    goal = _figure(result.goal, unit, result.goal_decimals)
    name = catalogue.phrase("words", "goal_long", language, {"period": str(evaluation.period)})
    notes = [words.word("interval_goal", language) if isinstance(result.goal, GoalInterval) else direction]
    planned = result.indicator.goal(evaluation.period)
    if planned is not None and planned.note:
        notes.insert(0, f"«{planned.note}»")
    if evaluation.period not in result.indicator.goals and not isinstance(result.goal, Absence):
        notes.append(words.word("goal_of_year", language))
    sheet.add(name, f"{goal}   ({'; '.join(notes)})")
    methodology = evaluation.methodology
    if methodology.progress is Progress.TYPE_2:
        _way(result, sheet, language)
    calculation = of_alcance(result, methodology)
    reached = result.achievement
    if calculation is None or isinstance(reached, Absence):
        assert isinstance(reached, Absence)
        sheet.add(words.word("achieved", language), f"ND ({words.why(reached, language)})")
        return
    sheet.add(words.word("achieved", language), calculation_text(calculation, language))
    sheet.add(words.word("color", language), _color(result, reached, methodology, language))


def _way(result: IndicatorResult, sheet: CalculationSheet, language: str) -> None:
    """Tell what an avance tipo II compares: the baseline, or all years to date."""
    indicator = result.indicator
    baseline = indicator.baseline
    if baseline is not None and indicator.aggregation is not Aggregation.ADDITIVE:
        figure = _figure(baseline.figure.value, indicator.unit, baseline.figure.decimals)
        params = {"period": str(baseline.period)}
        sheet.add(catalogue.phrase("words", "baseline_of", language, params), figure)
    sheet.add(words.word("way", language), words.word(way_of(result), language))


def _figure(value: GoalValue, unit: Unit, decimals: int | None) -> str:
    """Return a figure that others are computed from, in the scale of its unit, exactly as it enters."""
    return words.in_unit(value, unit, decimals, display.operand)


def _color(result: IndicatorResult, reached: Achievement, methodology: Methodology, language: str) -> str:
    band = next(band for band in methodology.bands if band.holds(reached.shown))
    if band.limit is not None:
        key = "color_rule_more" if band.strict else "color_rule_at_least"
        limit = display.shown(band.limit)
    else:
        above = methodology.bands[-2].limit if len(methodology.bands) > 1 else None
        if above is None:
            return words.light(result, language)
        key, limit = "color_rule_below", display.shown(above)
    rule = catalogue.phrase("words", key, language, {"limit": f"{limit} %"})
    return f"{words.light(result, language)}   ({rule})"


# ---- The group -------------------------------------------------------------------------------------------


def _group(result: GroupResult, evaluation: Evaluation, language: str) -> Iterable[str]:
    for name, text in group_calculation(result, evaluation, language):
        yield f"  {name}: {text}" if name else f"  {text}"


def group_calculation(
    result: GroupResult, evaluation: Evaluation, language: str
) -> Iterator[tuple[str, str]]:
    """Yield the hand calculation of a group as its lines: what each is, or "", and what it says."""
    methodology = evaluation.methodology
    for contribution in result.contributions:
        yield _contribution(contribution, result, methodology, language)
    if isinstance(result.achievement, Absence):
        params = {
            "reason": words.reason(result.achievement, language),
            "detail": words.detail(result.achievement, language),
        }
        text = catalogue.phrase("words", "group_absent", language, params)
        yield words.word("achieved", language), text
        if result.certainty is not None:
            text = certainty_sentences.group(result, methodology, language)
            yield "", text.replace(certainty_sentences.NO_BREAK, " ")
        return
    total = of_group(result, methodology)
    if total is not None:
        yield words.word("group_sum", language), calculation_text(total, language)
    step = methodology.contribution_rounding
    rounds = any(each.exact != each.shown for each in result.contributions)
    if step is not None and (total is not None or rounds):
        params = {"rounded": rounding_words(step, language)}
        yield "", f"({catalogue.phrase('words', 'contributions_rounded', language, params)})"
    if result.exact is not None and result.exact != result.achievement:
        yield words.word("group_exact", language), f"{display.shown(result.exact)} %"
    mark = words.light(result, language)
    yield words.word("achieved", language), f"{words.percent(result.achievement)} %   {mark}"
    if result.certainty is not None and not result.certainty.coverage.is_complete:
        text = certainty_sentences.group(result, methodology, language)
        yield "", text.replace(certainty_sentences.NO_BREAK, " ")


def _contribution(
    contribution: Contribution, result: GroupResult, methodology: Methodology, language: str
) -> tuple[str, str]:
    calculation = of_contribution(contribution, methodology)
    if calculation is not None:
        return contribution.code, calculation_text(calculation, language, brief=True)
    assert contribution.absence is not None
    params: dict[str, str | int] = {
        "code": contribution.code,
        "weight": str(contribution.weight),
        "reason": words.reason(contribution.absence, language),
    }
    key = "contribution_leaves" if contribution.leaves else "contribution_absent"
    if isinstance(result.achievement, Absence):
        key = "contribution_missing"
    return "", catalogue.phrase("words", key, language, params)
