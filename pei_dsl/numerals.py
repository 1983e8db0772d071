"""Figures as Peru writes them: `99,448.58`; and what a slip was meant to be."""

from __future__ import annotations

import functools
import re
from fractions import Fraction

import attrs

# Longer numerals are no figures of a plan, and Python refuses to read them past a few thousand digits.
MAX_DIGITS = 100

# Blanks that may stand between thousands, and the signs that may where nothing else is declared.
SPACES = (" ", "\u00a0", "\u2009", "\u202f")
THOUSANDS = (",", "_", "\u00a0", "\u2009", "\u202f")

_PLAIN = re.compile(r"\d*\.?\d+")
_GROUPED = re.compile(r"(?!0)\d{1,3}(?:[,_\u00a0\u2009\u202f]\d{3})+(?:\.\d+)?")
_DECIMAL_COMMA = re.compile(r"\d+,\d+")
# One or two decimals behind a comma, any number of them behind `0,`, or points between thousands: nobody
# writes anything else like that.
_SURE = re.compile(r"\d{1,3}(?:\.\d{3})*,\d{1,2}|\d+,\d{1,2}|0,\d+|\d{1,3}(?:\.\d{3}){2,}")
_EUROPEAN = re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?")
_SWAPPED = str.maketrans(",.", ".,")


@attrs.frozen
class Numeral:
    """What a numeral says: its exact value and how many decimals were written."""

    value: Fraction
    decimals: int


@attrs.frozen
class Slip:
    """
    A numeral that cannot be read.

    Attributes:
        meant: What it was probably meant to be.
        sure: Whether it can be nothing else.
    """

    meant: tuple[str, ...]
    sure: bool = False


def read(written: str) -> Numeral | Slip:
    """Return what `written`, digits with points and separators, says."""
    if len(written) > MAX_DIGITS:
        return Slip(())
    if _PLAIN.fullmatch(written) is None and _GROUPED.fullmatch(written) is None:
        return Slip(_meant(written), sure=_SURE.fullmatch(written) is not None)
    digits = re.sub(r"[^\d.]", "", written)
    _, _, decimals = digits.partition(".")
    return Numeral(Fraction(digits), len(decimals))


@attrs.frozen
class Notation:
    """
    How numbers are written in a file.

    Attributes:
        decimal: The sign before decimals.
        thousands: The signs that may stand between thousands.
    """

    decimal: str = "."
    thousands: tuple[str, ...] = THOUSANDS

    def read(self, written: str) -> Numeral | None:
        """Return what the digits and signs of `written` say, or None when that is no number so written."""
        if len(written) > MAX_DIGITS:
            return None
        match = _notation(self.decimal, "".join(self.thousands)).fullmatch(written)
        if match is None:
            return None
        grouped, whole, decimals = match.groups("")
        for sign in self.thousands if grouped else ():
            grouped = grouped.replace(sign, "")
        digits = int(grouped + whole + decimals)  # one of the first two is empty
        value = Fraction(digits, 10 ** len(decimals)) if decimals else Fraction(digits)
        return Numeral(value, len(decimals))


PERU = Notation()


@functools.cache
def _notation(decimal: str, thousands: str) -> re.Pattern[str]:
    point = re.escape(decimal)
    grouped = rf"(?!0)[0-9]{{1,3}}(?:[{re.escape(thousands)}][0-9]{{3}})+" if thousands else r"(?!)"
    return re.compile(
        rf"(?:(?P<grouped>{grouped})|(?P<whole>[0-9]*))(?:{point}(?P<decimals>[0-9]+))?(?<=[0-9])"
    )


def thousands_beside(decimal: str) -> tuple[str, ...]:
    """Return the signs between thousands that go with `decimal`, the sign before decimals."""
    return THOUSANDS if decimal == "." else (".", *THOUSANDS[1:])


def _meant(written: str) -> tuple[str, ...]:
    """Return the readings of a numeral written in another country's way, likeliest first."""
    if _DECIMAL_COMMA.fullmatch(written):
        return (written.replace(",", "."),)
    if _EUROPEAN.fullmatch(written):
        return (written.translate(_SWAPPED),)
    groups = re.split(r"[,._\u00a0\u2009\u202f]", written)
    if "." in written and written.count(".") == 1 and written.rindex(".") > written.rfind(","):
        return ("".join(groups[:-1]) + "." + groups[-1],)
    return ("".join(groups),)
