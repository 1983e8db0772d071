"""Formulas of a sheet of results: contributions, sums and colours, as the methodology makes them."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from pei_dsl.algebra import display
from pei_dsl.model.methodology import Band, Rounding, RoundingStep
from pei_dsl.renderers.outlet import visible

# A spreadsheet reckons with fifteen digits: what differs beyond these decimals is its own noise.
_SURE = 10
_LONGEST_TEXT = 255
_LONGEST = 8000


def contribution(alcance: str, weight: str, step: RoundingStep | None) -> str:
    """Return the formula of what an indicator gives to its group; one that is ND gives nothing."""
    return f"=IF(ISNUMBER({alcance}),{rounded(f'{alcance}*{weight}', step)},0)"


def total(first: str, last: str, each: RoundingStep | None, step: RoundingStep | None) -> str:
    """Return the formula of a group: the sum of the contributions in a range of cells."""
    decimals = _SURE if each is None else each.decimals
    return f"={rounded(f'ROUND(SUM({first}:{last}),{decimals})', step)}"


def rounded(number: str, step: RoundingStep | None) -> str:
    """Return the expression that rounds `number`, which is not negative, as `step` says."""
    if step is None:
        return number
    up = f"ROUND({number},{step.decimals})"
    if step.rounding is Rounding.HALF_UP:
        return up
    tens = 10**step.decimals
    # Half of a number that ends in ½ ends in ¼ or ¾: twice its rounding is the even neighbour.
    even = f"2*ROUND({number}*{tens}/2,0)/{tens}"
    return f"IF(ROUND(MOD({number}*{tens},1),9)=0.5,{even},{up})"


def light(alcance: str, bands: Sequence[tuple[Band, str]], absent: str) -> str | None:
    """
    Return the formula of the colour of an alcance, or None where no formula is as long.

    Args:
        alcance: The cell.
        bands: The bands of the methodology, best first, each with what is said of it.
        absent: What is said where there is no alcance.
    """
    words = [text for _, text in bands]
    if any(len(each) > _LONGEST_TEXT for each in (*words, absent)):
        return None
    reached = quoted(words[-1])
    for band, text in reversed(bands[:-1]):
        sign = ">" if band.strict else ">="
        assert band.limit is not None  # only the last band has none
        reached = f"IF(ROUND({alcance},{_SURE}){sign}{display.exact(band.limit)},{quoted(text)},{reached})"
    formula = f"=IF(ISNUMBER({alcance}),{reached},{quoted(absent)})"
    return formula if len(formula) <= _LONGEST else None


def quotient(number: Fraction) -> str | None:
    """Return the formula of a number that no decimal holds, `=1275/57251`; None if its parts are too long."""
    numerator, denominator = number.as_integer_ratio()
    if max(abs(numerator), denominator) >= 10**15:
        return None
    return f"={numerator}/{denominator}"


def says(place: str, text: str) -> str:
    """Return the formula that tells whether a cell says a colour, a mark of quality behind it or not."""
    return f"=OR(EXACT({place},{quoted(text)}),{_begins(place, text)})"


def count(levels: str, level: str, lights: str, text: str) -> str | None:
    """Return the formula that counts the rows of a level that say a colour; None where no formula may."""
    if len(text) > _LONGEST_TEXT:
        return None
    said = f"(EXACT({lights},{quoted(text)})+{_begins(lights, text)})"
    return f"=SUMPRODUCT(({levels}={quoted(level)})*{said})"


def _begins(place: str, text: str) -> str:
    return f'EXACT(LEFT({place},LEN({quoted(text)})+2),{quoted(text)}&" (")'


def quoted(text: str) -> str:
    """Return a text as formulas write it."""
    doubled = visible(text).replace('"', '""')
    return f'"{doubled}"'
