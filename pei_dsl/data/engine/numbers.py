"""Which values an engine keeps exactly, and how they are written for it."""

from __future__ import annotations

import datetime
from fractions import Fraction

from pei_dsl.algebra.values import Present
from pei_dsl.data.engine.dialect import DECIMALS, DIGITS, decimal


def fits(value: Present) -> bool:
    """Tell whether an engine can keep `value`: a number of at most 38 digits, 18 of them decimals."""
    if not isinstance(value, Fraction):
        return True
    scaled = value * 10**DECIMALS
    return bool(scaled.denominator == 1 and abs(scaled.numerator) < 10**DIGITS)


def written(value: Present) -> str:
    """Return a number, date or truth value as a literal of DuckDB."""
    match value:
        case bool():
            return "TRUE" if value else "FALSE"
        case Fraction():
            return decimal(value)
        case datetime.date():
            return f"DATE '{value.isoformat()}'"
        case _:
            message = f"no number, date or truth value: {value!r}"
            raise TypeError(message)
