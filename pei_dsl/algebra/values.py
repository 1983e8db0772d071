"""What formulas compute with: numbers, texts, dates, truth values, and reasoned absences."""

from __future__ import annotations

import datetime
from fractions import Fraction
from typing import TypeAlias

from pei_dsl.model.absence import Absence, Reason, gravest
from pei_dsl.model.moment import Moment

Present: TypeAlias = Fraction | str | datetime.date | bool | Moment
Value: TypeAlias = Present | Absence

# A number that needs more bits is no figure of a plan; without a limit a short formula could fill the memory.
MAX_BITS = 65_536

# The cause of a quotient whose divisor is zero.
DIVISION_BY_ZERO = "division_by_zero"


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


def absent_factor(*factors: Value) -> Absence | None:
    """
    Return why a product or quotient of `factors` is absent, or None when all are present.

    What is missing is neither multiplied nor divided, so that a division by zero among the factors is told
    only where nothing else is absent.  Told so, in whatever order and brackets, a chain has one reason.
    """
    others = absent(*(each for each in factors if not _is_undivided(each)))
    return others or absent(*factors)


def _is_undivided(value: Value) -> bool:
    return isinstance(value, Absence) and value.cause == DIVISION_BY_ZERO
