"""The words of reports, in Spanish and English, and figures as reports show them."""

from __future__ import annotations

import textwrap
import unicodedata
from collections.abc import Callable, Iterator
from fractions import Fraction

from pei_dsl import vocabulary
from pei_dsl.algebra import display
from pei_dsl.analysis.resolve.overrides import overrides
from pei_dsl.diagnostics import catalogue
from pei_dsl.evaluation.results import GroupResult, IndicatorResult
from pei_dsl.model.absence import Absence
from pei_dsl.model.figure import GoalInterval, GoalValue
from pei_dsl.model.follow_up import Situation
from pei_dsl.model.methodology import Color, Methodology
from pei_dsl.model.plan import Direction
from pei_dsl.model.quality import least_certain
from pei_dsl.model.terms import unit_term
from pei_dsl.model.units import Unit

SYMBOLS = {Color.GREEN: "●", Color.YELLOW: "▲", Color.RED: "■"}
OTHER_COLOR, NO_COLOR = "◆", "○"
ARROWS = {Direction.ASCENDING: "↑", Direction.DESCENDING: "↓", Direction.UNDEFINED: "–"}


NO_GOAL = "–"
"""What stands where no goal is programmed."""


def word(key: str, language: str) -> str:
    """Return the word `key` of reports."""
    return catalogue.phrase("words", key, language)


def symbol(color: str | None) -> str:
    """Return the symbol of a colour, so that a table is legible without colours."""
    if color is None:
        return NO_COLOR
    return SYMBOLS[color] if isinstance(color, Color) else OTHER_COLOR


def color_word(color: str | None, language: str) -> str:
    """Return a colour with its symbol: `● verde`; never the colour alone."""
    if color is None:
        return f"{NO_COLOR} ND"
    name = word(color.name.lower(), language) if isinstance(color, Color) else color
    return f"{symbol(color)} {name}"


def situation(situation: Situation, of: str, language: str) -> str:
    """Return how far something was applied or kept, `of` a `recommendation` or a `commitment`."""
    return word(f"{of}_{situation.name.lower()}", language)


def arrows(language: str) -> str:
    """Return what the arrows mean: `↑ ascendente   ↓ descendente`."""
    up, down = (
        f"{ARROWS[each]} {word(each.name.lower(), language)}"
        for each in (Direction.ASCENDING, Direction.DESCENDING)
    )
    return f"{up}   {down}"


def colors(methodology: Methodology) -> list[str | None]:
    """Return the colours that may stand in a report: those of the methodology, then none."""
    return [*(band.color for band in methodology.bands), None]


def light(result: IndicatorResult | GroupResult, language: str) -> str:
    """Return the colour of a result with the least certain mark of its data: `● verde (preliminar)`."""
    mark = least_certain(result.quality)
    text = color_word(result.color, language)
    return f"{text} ({word(mark.name.lower(), language)})" if mark is not None and result.color else text


def reason(absence: Absence, language: str) -> str:
    """Return the reason of an absence in a word or two: `sin dato`."""
    return word(absence.reason.name.lower(), language)


def detail(absence: Absence, language: str) -> str:
    """Return why a figure is absent, in a sentence."""
    return absence.sentence(language)


def why(absence: Absence, language: str) -> str:
    """Return the reason of an absence and what it comes from: `sin dato: falta el archivo`."""
    return f"{reason(absence, language)}: {detail(absence, language)}"


def in_unit(
    value: GoalValue,
    unit: Unit,
    decimals: int | None,
    digits: Callable[[Fraction, int | None], str] = display.shown,
) -> str:
    """
    Return a figure in the scale of its unit, `2.23 %`, `95 – 105 %`, or `ND`.

    An interval is written alike in both languages.  `digits` says how many digits a number has.
    """
    if isinstance(value, Absence):
        return "ND"
    if isinstance(value, GoalInterval):
        ends = (digits(end * unit.scale, decimals) for end in (value.lower, value.upper))
        text = " – ".join(ends)
    elif unit.worded(value):
        return unit.worded(value)
    else:
        text = digits(value * unit.scale, decimals)
    return f"{text} %" if unit.is_percentage else text


def alcance(result: IndicatorResult | GroupResult) -> str:
    """Return the alcance as the methodology prints it, `57.62`, or `ND`."""
    found = reached(result)
    return "ND" if found is None else percent(found)


def reached(result: IndicatorResult | GroupResult) -> Fraction | None:
    """Return the alcance as the methodology rounds it, or None where there is none."""
    if isinstance(result.achievement, Absence):
        return None
    return result.achievement if isinstance(result, GroupResult) else result.achievement.shown


def goal(result: IndicatorResult) -> str:
    """Return the goal of an indicator; a dash where none is programmed."""
    if isinstance(result.goal, Absence):
        return NO_GOAL
    return in_unit(result.goal, result.indicator.unit, result.goal_decimals)


def value(result: IndicatorResult) -> str:
    """Return the value of an indicator with its decimals, `2.23 %`, or `ND`."""
    return in_unit(result.value, result.indicator.unit, result.decimals)


def percent(value: Fraction) -> str:
    """Return an alcance (0 to 100) with two decimals."""
    return display.grouped(value, 2)


def profile(methodology: Methodology, language: str) -> str:
    """Return the name of a methodology; a variant also says its base and what it changes."""
    if not methodology.base:
        return methodology.name
    base = f"{word('based_on', language)} {methodology.base}"
    changed = overrides(methodology, _fields(methodology), language)
    changes = [f"{field}: {value}" for field, value in changed]
    return f"{methodology.name} ({'; '.join([base, *changes])})"


def _fields(methodology: Methodology) -> Iterator[str]:
    """Yield the identifiers of the fields that a variant changes."""
    for field, _ in methodology.overrides:
        word = vocabulary.FIELDS.find(field)
        assert word is not None, field
        yield word.name


def unit(measure: Unit, language: str) -> str:
    """Return a unit: `número de personas`."""
    return str(measure) if language == "es" else str(catalogue.told(unit_term(measure), language))


def printable(text: str) -> str:
    """Return a text of the data in one line; what could steer a terminal shows as `�`."""
    return "".join(
        "�" if unicodedata.category(sign) in {"Cc", "Cf", "Cs"} else sign for sign in " ".join(text.split())
    )


def fitted(text: str, width: int, most: int) -> list[str]:
    """Return `text` in at most `most` lines of `width`; a text that does not fit ends in an ellipsis."""
    return textwrap.wrap(text, width, max_lines=most, placeholder="…") or [""]
