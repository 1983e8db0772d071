"""Exact numbers as engines keep and write them: which fit, and their digits."""

from __future__ import annotations

import datetime
from fractions import Fraction

import attrs

from pei_dsl.algebra.values import Present
from pei_dsl.model.moment import Moment

# Decimals that an engine is asked to keep of a number whose type says nothing, and digits in all.
DIGITS, DECIMALS = 38, 18


def decimal(value: Fraction) -> str:
    """
    Return `value` in decimal digits, all of them.

    Raises:
        ValueError: It has infinitely many.
    """
    scale = 0
    rest = value.denominator
    while rest % 10 == 0:
        rest, scale = rest // 10, scale + 1
    for factor in (2, 5):
        while rest % factor == 0:
            rest, scale = rest // factor, scale + 1
    if rest != 1:
        message = f"no finite decimal: {value}"
        raise ValueError(message)
    digits = abs(value.numerator) * 10**scale // value.denominator
    whole, part = divmod(digits, 10**scale)
    sign = "-" if value < 0 else ""
    return f"{sign}{whole}.{part:0{scale}}" if scale else f"{sign}{whole}"


def is_decimal(value: Fraction, digits: int = 15) -> bool:
    """Tell whether `value` has finitely many decimals, and so few digits that no engine makes it a float."""
    most = 10**digits
    if abs(value) >= most or value.denominator > most:  # which Python may refuse to write down
        return False
    rest = value.denominator
    for factor in (2, 5):
        while rest % factor == 0:
            rest //= factor
    return rest == 1 and len(decimal(value).replace("-", "").replace(".", "")) <= digits


def fits(value: Present) -> bool:
    """Tell whether an engine can keep `value`: a number of at most 38 digits, 18 of them decimals."""
    if not isinstance(value, Fraction):
        return True
    scaled = value * 10**DECIMALS
    return bool(scaled.denominator == 1 and abs(scaled.numerator) < 10**DIGITS)


def written(value: Present) -> str:
    """Return a number, date, truth value or text as a literal of DuckDB."""
    match value:
        case bool():
            return "TRUE" if value else "FALSE"
        case Fraction():
            return decimal(value)
        case datetime.date():
            return f"DATE '{value.isoformat()}'"
        case Moment():
            return f"'{value.isoformat()}'"
        case _:
            return "'" + value.replace("'", "''") + "'"


@attrs.frozen
class Reach:
    """How many digits numbers have at most, before the point and behind it."""

    whole: int
    decimals: int

    @classmethod
    def of(cls, *numbers: Fraction) -> Reach:
        """Return the reach of `numbers`, which have finitely many decimals."""
        written = [decimal(abs(number)).partition(".") for number in numbers]
        return cls(
            max((len(whole) for whole, _, _ in written), default=1),
            max((len(part) for _, _, part in written), default=0),
        )

    @property
    def digits(self) -> int:
        """How many digits in all."""
        return self.whole + self.decimals

    def or_(self, other: Reach) -> Reach:
        """Return the reach of what is one or the other."""
        return Reach(max(self.whole, other.whole), max(self.decimals, other.decimals))

    def plus(self, other: Reach) -> Reach:
        """Return the reach of sums and differences."""
        both = self.or_(other)
        return Reach(both.whole + 1, both.decimals)

    def times(self, other: Reach) -> Reach:
        """Return the reach of products."""
        return Reach(self.whole + other.whole, self.decimals + other.decimals)
