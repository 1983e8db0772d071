"""Cells: from what a file or a host holds to values of the declared type."""

from __future__ import annotations

import datetime
import decimal
import functools
import math
import numbers
import operator
import re
from collections.abc import Callable
from fractions import Fraction

import attrs

from pei_dsl import numerals
from pei_dsl.algebra.values import Present
from pei_dsl.model.expressions import ValueType
from pei_dsl.model.periods import Period
from pei_dsl.vocabulary import fold


@attrs.frozen
class BadCell:
    """
    A cell that is not of its column's type.

    Attributes:
        written: What stands in it.
        variant: The wording that tells what is wrong, where it is not the type alone.
    """

    written: str
    variant: str = ""


# Numbers of a host with more digits than this, before or behind the point, are no data: they would fill the
# memory (`Decimal("1E+999999999")`), and Python writes down a sum of no more than 4300 digits.
MAX_PLACES = 2_000

# As spreadsheets write what does not fit into a narrow column, with the digits that do.
_SCIENTIFIC = re.compile(r"[-+]?\d+(?:[.,]\d*)?[eE][-+]?\d+")

TRUE = frozenset({"si", "verdadero", "true", "1", "x"})
FALSE = frozenset({"no", "falso", "false", "0"})


def read_text(
    written: str,
    wanted: ValueType,
    missing: tuple[str, ...],
    notation: numerals.Notation = numerals.PERU,
) -> Present | BadCell | None:
    """Return the value of a cell of a text file: None when it is empty or a declared mark of absence."""
    text = written.strip()
    if not text or text in missing:
        return None
    return _number(text, notation) if wanted is ValueType.NUMBER else _READERS[wanted](text)


def _number(text: str, notation: numerals.Notation) -> Fraction | BadCell:
    negative = text[0] in "-−–"
    digits = text[1:].strip() if negative else text.removeprefix("+")
    percent = digits.endswith("%")
    numeral = notation.read(digits.removesuffix("%").rstrip() if percent else digits)
    if numeral is None:
        return BadCell(text, "exponent" if _SCIENTIFIC.fullmatch(text) else "")
    value = numeral.value / 100 if percent else numeral.value
    return -value if negative else value


def _date(text: str) -> datetime.date | BadCell:
    period = period_of(text)
    return BadCell(text) if period is None else period.start


@functools.lru_cache(maxsize=10_000)
def period_of(written: str) -> Period | None:
    """Return the period that `written` names, or None; a column of dates has few of them, and many rows."""
    return Period.parse(written)


def host_period(given: object) -> Period | None:
    """Return the period that an object of pandas is, or None; one of a calendar of its own is none."""
    if isinstance(given, Period):
        return given
    first, last = getattr(given, "start_time", None), getattr(given, "end_time", None)
    if not isinstance(first, datetime.datetime) or not isinstance(last, datetime.datetime):
        return None
    return Period.of_days(first.date(), last.date())


def _boolean(text: str) -> bool | BadCell:
    word = fold(text)
    if word in TRUE:
        return True
    return False if word in FALSE else BadCell(text)


_READERS: dict[ValueType, Callable[[str], Present | BadCell]] = {
    ValueType.TEXT: str,
    ValueType.DATE: _date,
    ValueType.BOOLEAN: _boolean,
    ValueType.UNKNOWN: str,
}


def read_object(
    given: object,
    wanted: ValueType,
    missing: tuple[str, ...],
    notation: numerals.Notation = numerals.PERU,
) -> Present | BadCell | None:
    """
    Return the value of a cell that a host program gives.

    Numbers may be int, Fraction, Decimal or float; a float counts as the decimal that it prints as, and NaN
    or an infinity is an empty cell; scalars of NumPy count as the numbers that they are.  A number of more
    than `MAX_PLACES` digits is a bad cell.  Texts are read as in a file.
    """
    if given is None:
        return None
    if isinstance(given, str):
        return read_text(given, wanted, missing, notation)
    if isinstance(given, int | Fraction) and _is_beyond(given):
        return BadCell(show_object(given), "beyond")
    if wanted is ValueType.BOOLEAN:
        return given if isinstance(given, bool) else BadCell(repr(given))
    if wanted is ValueType.NUMBER and not isinstance(given, bool):
        return _object_number(given)
    if wanted is ValueType.DATE and isinstance(given, datetime.date):
        return given.date() if isinstance(given, datetime.datetime) else given
    if wanted is ValueType.DATE and isinstance(given, int):
        return _date(str(given))
    if wanted is ValueType.TEXT:
        return str(given)
    return BadCell(repr(given))


def _object_number(given: object) -> Fraction | BadCell | None:
    match given:
        case Fraction():
            return given
        case int():
            return Fraction(given)
        case decimal.Decimal():
            return _of_decimal(given)
        case float():
            return Fraction(float.__repr__(given)) if math.isfinite(given) else None
        case numbers.Integral():
            return Fraction(operator.index(given))
        case numbers.Real():  # the narrow floats of NumPy print as the digits that tell them apart
            return Fraction(str(given)) if math.isfinite(given) else None
        case _:
            return BadCell(repr(given))


def _of_decimal(given: decimal.Decimal) -> Fraction | BadCell | None:
    if not given.is_finite():
        return None
    if not given:
        return Fraction(0)
    exponent = given.as_tuple().exponent
    assert isinstance(exponent, int)
    if max(-exponent, given.adjusted()) > MAX_PLACES:  # before a fraction is made, which would take for ever
        return BadCell(str(given), "beyond")
    number = Fraction(given)
    return BadCell(str(given), "beyond") if _is_beyond(number) else number


_BEYOND = 10**MAX_PLACES


def _is_beyond(number: int | Fraction) -> bool:
    return bool(abs(number.numerator) > _BEYOND or number.denominator > _BEYOND)


def show_object(given: object) -> str:
    """Return a cell that a host program gives as messages show it; of a number beyond measure, its size."""
    if not isinstance(given, int | Fraction) or not _is_beyond(given):
        return str(given)
    bits = max(given.numerator.bit_length(), given.denominator.bit_length())
    sign = "" if abs(given.numerator) > given.denominator else "-"
    return f"≈ 10^{sign}{round(bits * math.log10(2))}"
