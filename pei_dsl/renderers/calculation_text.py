"""A line of a calculation by hand as text: `50 / 80 × 100 = 62.5 → 62.50 %`."""

from __future__ import annotations

from pei_dsl.algebra import display
from pei_dsl.algebra.rounding import apply
from pei_dsl.diagnostics import catalogue
from pei_dsl.model.methodology import RoundingStep
from pei_dsl.views import words
from pei_dsl.views.operations import SHOWN, Calculation, Operation, Step, StepKind


def calculation_text(calculation: Calculation, language: str, *, brief: bool = False) -> str:
    """
    Return a calculation in one line, in which every sign of equality and every arrow is true.

    Args:
        calculation: The line.
        language: Of its notes.
        brief: Whether how figures are rounded is told elsewhere.
    """
    text = display.shown(calculation.result)
    if calculation.rule:
        text += f" ({words.word(calculation.rule, language)})"
    steps = list(calculation.steps)
    if isinstance(calculation.start, Operation):
        if (
            [step.kind for step in steps] == [StepKind.SHOWN]
            and calculation.start.is_sum
            and _holds(calculation)
        ):
            return f"{calculation.start.text} = {words.percent(calculation.result)} %"
        text = f"{calculation.start.text} = {text}"
    return " → ".join([text, *(_step(step, language, brief=brief) for step in steps)])


def _holds(calculation: Calculation) -> bool:
    """Tell whether the two decimals of pages hold the result exactly."""
    return apply(SHOWN, calculation.result) == calculation.result


def _step(step: Step, language: str, *, brief: bool) -> str:
    figure = display.operand(step.value)
    match step.kind:
        case StepKind.SHOWN:
            return f"{words.percent(step.value)} %"
        case StepKind.BEHIND:
            return f"{figure} ({words.word('behind', language)})"
        case StepKind.CAPPED:
            return f"{figure} ({catalogue.phrase('words', 'capped', language, {'cap': figure})})"
        case StepKind.ROUNDED:
            assert step.rounding is not None
            return figure if brief else f"{figure} ({rounding_words(step.rounding, language)})"


def rounding_words(step: RoundingStep, language: str) -> str:
    """Return how a figure is rounded: `a 2 decimales, la mitad al par`."""
    key = "rounded_to_one" if step.decimals == 1 else "rounded_to"
    half = words.word(f"halves_{step.rounding.value}", language)
    return catalogue.phrase("words", key, language, {"decimals": step.decimals, "half": half})
