"""The worked example of an indicator, written with the figures that it rests on in a period."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from pei_dsl import vocabulary
from pei_dsl.algebra import display
from pei_dsl.diagnostics.catalogue import phrase
from pei_dsl.editing.shown_figures import values
from pei_dsl.editing.text_positions import EditorText, TextEdit
from pei_dsl.edits.changes import Address, ChangeError, SetField
from pei_dsl.edits.editing import edit
from pei_dsl.evaluation.checks import worked
from pei_dsl.evaluation.formulas import references_at
from pei_dsl.evaluation.results import IndicatorResult
from pei_dsl.model.absence import Absence
from pei_dsl.model.keys import KeyKind, is_kind, last_name
from pei_dsl.model.methodology import Color
from pei_dsl.model.periods import Period
from pei_dsl.model.plan import Example, Figure, Indicator
from pei_dsl.views import words
from pei_dsl.workspace.host_requests import period_of
from pei_dsl.workspace.workspace import Workspace

_INPUTS = (KeyKind.WHERE, KeyKind.SERIES, KeyKind.VARIABLE)


def example_edits(
    workspace: Workspace, code: str, period: str | int | Period, language: str = "es"
) -> Iterator[tuple[TextEdit, ...]]:
    """
    Yield the edits that write an example of the indicator `code`, with its inputs in `period`.

    Nothing where its formula reads rows itself, or rests on what cannot be written as a figure: such an
    example would not hold.
    """
    when = period_of(period)
    plan = workspace.plan
    indicator = plan.indicators[code]
    inputs = _inputs(workspace, indicator, when)
    title = phrase("editing", "example_title", language, {"period": str(when)})
    if not inputs or any(each.title == title for each in indicator.examples):
        return
    example = Example(title, {key: Figure(each) for key, each in inputs.items()}, (), when)
    result = worked(example, indicator, plan)
    if isinstance(result.value, Absence):
        return
    lines = "".join(f"\n    {each}" for each in _lines(inputs, result, when, language))
    change = SetField(Address(code), "example", lines, title)
    try:
        made = edit(workspace.loaded.files, change).rewrites
    except ChangeError:  # two declarations share the code: a finding says so
        return
    yield tuple(EditorText(workspace.sources[each.name]).rewrite(each) for each in made)


def _inputs(workspace: Workspace, indicator: Indicator, when: Period) -> dict[str, Fraction]:
    """Return the figures that the formula names, by key; {} where one of them is no figure with an end."""
    assert indicator.formula is not None
    references = dict.fromkeys(references_at(indicator.formula, when))
    keys = [key for key, each in references if each == when and is_kind(key, *_INPUTS)]
    found = values(workspace, keys, when)
    figures = {
        key: each for key, each in found.items() if isinstance(each, Fraction) and display.is_decimal(each)
    }
    whole = len(figures) == len(references) and not any(isinstance(each, bool) for each in found.values())
    return figures if whole else {}


def _lines(
    inputs: dict[str, Fraction], result: IndicatorResult, when: Period, language: str
) -> Iterator[str]:
    def form(name: str) -> str:
        word = vocabulary.FIGURE_KINDS.named(name)
        return word.english_form if language == "en" else word.spanish

    for key, figure in inputs.items():
        yield f"{last_name(key)} = {_written(figure)}"
    yield f"{form('value')} = {_shown(result).replace(' %', '%')}"
    if not isinstance(result.achievement, Absence):
        yield f"{form('achievement')} = {words.alcance(result)}%"
        if isinstance(result.color, Color):
            yield f"{form('color')} = {result.color}"
    yield f"{form('year')} = {when}"


def _shown(result: IndicatorResult) -> str:
    """Return the value with its decimals; one without end, of which none are declared, with two."""
    text = words.value(result)
    return words.in_unit(result.value, result.indicator.unit, 2) if "…" in text else text


def _written(figure: Fraction) -> str:
    """Return a figure with all its digits, as Peru writes it."""
    digits = next(number for number in range(4096) if (figure * 10**number).denominator == 1)
    return display.grouped(figure, digits)
