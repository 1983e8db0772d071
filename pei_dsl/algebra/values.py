"""What formulas compute with: numbers, texts, dates, truth values, and reasoned absences."""

from __future__ import annotations

import datetime
from fractions import Fraction
from typing import TypeAlias

from pei_dsl.model.absence import Absence, Reason, gravest

Present: TypeAlias = Fraction | str | datetime.date | bool
Value: TypeAlias = Present | Absence

# A number that needs more bits is no figure of a plan; without a limit a short formula could fill the memory.
MAX_BITS = 65_536


def invalid(cause: str, **params: str | int) -> Absence:
    """Return the absence of a result that does not exist (`división entre cero`)."""
    return Absence(Reason.INVALID, cause, params)


def is_invalid(value: Value) -> bool:
    """Tell whether `value` is a result that does not exist."""
    return isinstance(value, Absence) and value.reason is Reason.INVALID


def bounded(number: Fraction) -> Fraction | Absence:
    """Return `number`, or an absence when it is too large to be a figure."""
    if max(number.numerator.bit_length(), number.denominator.bit_length()) > MAX_BITS:
        return invalid("too_large")
    return number


def absent(*values: Value) -> Absence | None:
    """Return the gravest absence among `values`, the first of equals, or None when all are present."""
    worst: Absence | None = None
    for value in values:
        if isinstance(value, Absence):
            worst = value if worst is None else gravest(worst, value)
    return worst
