"""Figures as reports print them, `2.23 %`, read as the number and number format of a cell."""

from __future__ import annotations

import re
from fractions import Fraction

import attrs

from pei_dsl.interchange.page import kept_number, number_format
from pei_dsl.interchange.sheet_cells import YES_NO_FORMAT
from pei_dsl.model.units import Unit

_SHOWN = re.compile(r"(-?)(\d{1,3}(?:,\d{3})*|\d+)(?:\.(\d{1,30}))?( %)?")


@attrs.frozen
class CellNumber:
    """A number as a cell keeps it, and the format that shows it as it was printed."""

    value: Fraction
    look: str


def cell_number(text: str) -> CellNumber | None:
    """
    Return the number that a printed figure is; None of what is none, or has more digits than a cell keeps.

        >>> cell_number("1,234.50"), cell_number("2.23 %").value, cell_number("2023: 6.42")
        (CellNumber(value=Fraction(2469, 2), look='#,##0.00'), Fraction(223, 10000), None)
    """
    found = _SHOWN.fullmatch(text)
    if found is None:
        return None
    sign, whole, rest, percent = found.groups()
    value = Fraction(f"{sign}{whole.replace(',', '')}.{rest or '0'}")
    if percent:
        value /= 100
    if kept_number(value) != value:
        return None
    return CellNumber(value, look_of(text))


def look_of(text: str) -> str:
    """Return the number format that shows figures as `text` is printed; that of yes and no for a word."""
    found = _SHOWN.fullmatch(text)
    if found is None:
        return YES_NO_FORMAT
    rest, percent = found[3], found[4]
    point = f".{'0' * len(rest)}" if rest else ""
    return f"#,##0{point}{'%' if percent else ''}"


def look_in(unit: Unit, decimals: int) -> str:
    """Return the number format of figures in `unit`: as forms have it, with thousands told apart."""
    look = number_format(unit, decimals)
    return f"#,##{look}" if look.startswith("0") else look
