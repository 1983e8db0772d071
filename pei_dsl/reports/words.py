"""The words of reports, in Spanish and English, and figures as reports show them."""

from __future__ import annotations

from fractions import Fraction

from pei_dsl.algebra import display
from pei_dsl.diagnostics import catalogue
from pei_dsl.evaluation.results import GroupResult, IndicatorResult
from pei_dsl.model.absence import Absence
from pei_dsl.model.methodology import Color
from pei_dsl.model.units import Unit

SYMBOLS = {Color.GREEN: "●", Color.YELLOW: "▲", Color.RED: "■", None: "○"}


def word(key: str, language: str) -> str:
    """Return the word `key` of reports."""
    return catalogue.phrase("words", key, language)


def color_word(color: Color | None, language: str) -> str:
    """Return a colour with its symbol: `● verde`; never the colour alone."""
    name = word(color.name.lower(), language) if color is not None else "ND"
    return f"{SYMBOLS[color]} {name}"


def reason(absence: Absence, language: str) -> str:
    """Return the reason of an absence in a word or two: `sin dato`."""
    return word(absence.reason.name.lower(), language)


def detail(absence: Absence, language: str) -> str:
    """Return why a figure is absent, in a sentence."""
    return catalogue.phrase("absences", absence.cause, language, absence.params)


def in_unit(value: Fraction | Absence, unit: Unit, decimals: int | None) -> str:
    """Return a figure in the scale of its unit, `2.23 %`, or `ND`."""
    if isinstance(value, Absence):
        return "ND"
    text = display.shown(value * unit.scale, decimals)
    return f"{text} %" if unit.is_percentage else text


def alcance(result: IndicatorResult | GroupResult) -> str:
    """Return the alcance as the methodology prints it, `57.62`, or `ND`."""
    if isinstance(result, GroupResult):
        reached = result.achievement
    else:
        reached = result.achievement if isinstance(result.achievement, Absence) else result.achievement.shown
    return "ND" if isinstance(reached, Absence) else percent(reached)


def percent(value: Fraction) -> str:
    """Return an alcance (0 to 100) with two decimals."""
    return display.grouped(value, 2)
