"""Cells of sheets: numbers as they are shown, and what is no value."""

from __future__ import annotations

import datetime
import math
from fractions import Fraction

import attrs

from pei_dsl.algebra.values import Present
from pei_dsl.data.cell_values import TRUTHS, BadCell, read_object, read_period
from pei_dsl.data.expected import Expected
from pei_dsl.data.moments import shown_moment
from pei_dsl.data.readers.number_formats import Shown
from pei_dsl.model.periods import Period

# Excel keeps and shows fifteen digits; what a double holds beyond them is noise of its arithmetic.
DIGITS = 15


@attrs.frozen
class NoValue:
    """A cell whose formula failed or was never computed."""

    shown: str


UNCOMPUTED = "=?"


@attrs.frozen
class Percent:
    """A number that is shown with the sign of percentages."""

    ratio: float


def as_shown(cell: object, shown: Shown) -> object:
    """Return a number as its format shows it: with the sign of percentages, or zeros before it."""
    if not isinstance(cell, int | float) or isinstance(cell, bool):
        return cell
    if shown.percent:
        return Percent(cell)
    whole = isinstance(cell, int) or cell.is_integer()
    sign = "-" if cell < 0 else ""
    return f"{sign}{abs(int(cell)):0{shown.width}d}" if whole else cell


def read_cell(cell: object, expected: Expected) -> Present | BadCell | None:
    """
    Return the value of a cell of a workbook.

    A number counts as Excel shows it, with fifteen digits; texts are read as in a file of texts.
    """
    if isinstance(cell, NoValue):
        return BadCell(cell.shown, "uncomputed" if cell.shown == UNCOMPUTED else "failed")
    if isinstance(cell, Percent):
        return read_object(_plain(cell.ratio), attrs.evolve(expected, percentages=""))
    return read_object(_plain(cell), expected)


def read_time(cell: object, expected: Expected) -> Period | None:
    """Return the period that a cell of the time column names, or None."""
    return None if isinstance(cell, NoValue) else read_period(_plain(cell), expected)


def _plain(cell: object) -> object:
    """Return a number as what it says: whole, or a fraction of fifteen digits."""
    if isinstance(cell, float) and math.isfinite(cell):
        exact = Fraction(f"{cell:.{DIGITS}g}")
        return int(exact) if exact.denominator == 1 else exact
    return cell


def shown_cell(cell: object) -> str:
    """Return a cell as people read it, and as a column of texts takes it."""
    match cell:
        case bool():
            return TRUTHS[cell]
        case float() if math.isfinite(cell):
            return str(int(cell)) if cell.is_integer() and abs(cell) < 10**DIGITS else f"{cell:.{DIGITS}g}"
        case datetime.date():
            return shown_moment(cell)
        case NoValue():
            return cell.shown
        case Percent():
            return f"{shown_cell(cell.ratio * 100)}%"
        case _:
            return str(cell)
