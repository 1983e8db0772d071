"""Cells: from what a file or a host holds to values of the declared type."""

from __future__ import annotations

import datetime
import decimal
import functools
import math
import numbers
import operator
import re
import uuid
from collections.abc import Callable
from fractions import Fraction

import attrs

from pei_dsl.algebra.values import Present
from pei_dsl.data.date_formats import formatted_moments, formatted_periods
from pei_dsl.data.durations import duration_of, read_duration
from pei_dsl.data.engine.decimals import decimal as decimal_digits
from pei_dsl.data.expected import Expected
from pei_dsl.data.letters import hidden, normal
from pei_dsl.data.moments import clock, read_moment, shown_moment
from pei_dsl.data.signs_beside import without_symbols
from pei_dsl.model.expressions import ValueType
from pei_dsl.model.moment import Moment
from pei_dsl.model.periods import Granularity, Period
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

_TIME_OF_DAY = re.compile(r"\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?(?:\s?[ap]\.?\s?m\.?)?", re.IGNORECASE)

TRUE = frozenset({"si", "verdadero", "true", "1", "x"})
FALSE = frozenset({"no", "falso", "false", "0"})


def read_text(written: str, expected: Expected) -> Present | BadCell | None:
    """Return the value of a text in a cell: None when it is empty or a declared mark of absence."""
    text = written.strip()
    if not text or text in expected.missing:
        return None
    if expected.symbols:
        text = without_symbols(text, expected.symbols)
        if text in expected.missing:
            return None
    return _READERS[expected.type](text, expected)


def _text(text: str, expected: Expected) -> str | BadCell:
    if expected.digits:
        return _code(text, expected.digits)
    if text.isascii():
        return text
    letter = hidden(text)
    return BadCell(f"{text} ({letter})", "hidden") if letter else normal(text)


# A program that took a code for a number wrote it so where some of its cells are empty.
_CODE = re.compile(r"([0-9]+)(?:\.0+)?")


def _code(text: str, digits: int) -> str | BadCell:
    """Return a code with the zeros before it that were lost."""
    match = _CODE.fullmatch(text)
    if match is None:
        return BadCell(text, "code")
    return match[1].zfill(digits) if len(match[1]) <= digits else BadCell(text, "code_long")


def _number(text: str, expected: Expected) -> Fraction | BadCell:
    if expected.seconds:
        duration = read_duration(text, expected.formats, expected.seconds)
        return BadCell(text, "duration") if duration is None else duration
    negative = text[0] in "-−–"
    digits = text[1:].strip() if negative else text.removeprefix("+")
    signed = digits.endswith("%")
    numeral = expected.notation.read(digits.removesuffix("%").rstrip() if signed else digits)
    if numeral is None:
        return BadCell(text, "exponent" if _SCIENTIFIC.fullmatch(text) else "")
    value = -numeral.value if negative else numeral.value
    return value / 100 if signed else _scaled(value, text, expected)


def _scaled(value: Fraction, written: str, expected: Expected) -> Fraction | BadCell:
    """Return what a number without the sign of percentages means in its column."""
    match expected.percentages:
        case "signed":
            return BadCell(written, "percent")
        case "points":
            return value / 100
        case _:
            return value


def _date(text: str, expected: Expected) -> datetime.date | BadCell:
    period = read_period(text, expected)
    return BadCell(text, wrong_date(text, expected)) if period is None else period.start


def wrong_date(text: str, expected: Expected) -> str:
    """Return the wording for a text that is no date here, where its form is not what is wrong."""
    if len(formatted_periods(text, expected.formats)) > 1:
        return "two_dates"
    return "time_of_day" if _TIME_OF_DAY.fullmatch(text) else ""


@functools.lru_cache(maxsize=10_000)
def _period(written: str) -> Period | None:
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


def read_period(given: object, expected: Expected) -> Period | None:
    """
    Return the period that a cell of the time column names, or None; an instant names its day.

    A text is read in the formats that its column declares, and else as plans write periods; one that these
    formats read as different periods names none.
    """
    match given:
        case str():
            text = without_symbols(given.strip(), expected.symbols)
            if expected.formats and (named := formatted_periods(text, expected.formats)):
                return named[0] if len(named) == 1 else None
            period = _period(text)
            moment = read_moment(text) if period is None else None
            return period if moment is None else read_period(moment, expected)
        case datetime.datetime():
            day = clock(given, expected.zone).date()
            return Period(day, day, Granularity.DAY)
        case datetime.date():
            return Period(given, given, Granularity.DAY)
        case bool():
            return None
        case int():
            return read_period(str(given), expected) if not _is_beyond(given) else None
        case numbers.Real() | decimal.Decimal() if math.isfinite(given) and given % 1 == 0:
            return read_period(math.floor(given), expected)
        case _:
            return None


_TIME = re.compile(
    r"[\sT](?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,](?P<fraction>\d{1,6}))?)?"
    r"(?:\s?(?P<half>[ap])\.?\s?m\.?)?",
    re.IGNORECASE,
)
_NOON = 12


def _moment(text: str, expected: Expected) -> Moment | BadCell:
    """Return the moment that a text names: a day as a date is read, and a time of day behind it."""
    named = formatted_moments(text, expected.formats)
    if named:
        return Moment(named[0]) if len(named) == 1 else BadCell(text)
    instant = read_moment(text)
    if instant is not None:
        return Moment(clock(instant, expected.zone))
    match = next((each for each in _TIME.finditer(text) if each.end() == len(text)), None)
    if match is None:
        return BadCell(text, "" if read_period(text, expected) is None else "no_time")
    period = read_period(text, expected) or read_period(text[: match.start()], expected)
    time = _time_of_day(match)
    if period is None or time is None or period.granularity is not Granularity.DAY:
        return BadCell(text)
    return Moment(datetime.datetime.combine(period.start, time))


def _time_of_day(match: re.Match[str]) -> datetime.time | None:
    """Return the time that a clock shows so; None where none does."""
    hour, half = int(match["hour"]), (match["half"] or "").lower()
    if half and not 1 <= hour <= _NOON:
        return None
    if half:
        hour = hour % _NOON + _NOON * (half == "p")
    fraction = int((match["fraction"] or "").ljust(6, "0"))
    try:
        return datetime.time(hour, int(match["minute"]), int(match["second"] or 0), fraction)
    except ValueError:  # 25:00
        return None


def _boolean(text: str, _: Expected) -> bool | BadCell:
    word = fold(text)
    if word in TRUE:
        return True
    return False if word in FALSE else BadCell(text)


_READERS: dict[ValueType, Callable[[str, Expected], Present | BadCell]] = {
    ValueType.NUMBER: _number,
    ValueType.TEXT: _text,
    ValueType.DATE: _date,
    ValueType.MOMENT: _moment,
    ValueType.BOOLEAN: _boolean,
    ValueType.UNKNOWN: _text,
}


def read_object(given: object, expected: Expected) -> Present | BadCell | None:
    """
    Return the value of a cell that is no text, or may be none.

    Numbers may be int, Fraction, Decimal or float; a float counts as the decimal that it prints as, and NaN
    or an infinity is an empty cell; scalars of NumPy count as what they are.  A number of more than
    `MAX_PLACES` digits is a bad cell.  Bytes are the text that they spell.  In a column of texts, dates or
    truth values a number is its digits, which are read as they would be in a file of texts.
    """
    if expected.seconds and isinstance(given, datetime.time | datetime.timedelta):
        return duration_of(given, expected.seconds)
    match _plain(given):
        case None:
            return None
        case str() as text:
            return read_text(text, expected)
        case bool() as truth:
            return _of_truth(truth, expected)
        case Fraction() as number:
            return _of_number(number, given, expected)
        case datetime.date() as moment:
            return _of_moment(moment, expected)
        case BadCell() as bad:
            return bad
        case other:
            return BadCell(str(other)[:MAX_PLACES])


def _plain(given: object) -> object:
    """Return a cell as a text, truth value, exact number, day or instant; None for an empty one."""
    match given:
        case None | str() | bool() | datetime.date():
            return given
        case int() | Fraction():
            return BadCell(show_object(given), "beyond") if _is_beyond(given) else Fraction(given)
        case bytes() | bytearray() | memoryview():
            try:
                return bytes(given).decode()
            except UnicodeDecodeError:
                return BadCell(bytes(given).hex()[:MAX_PLACES])
        case decimal.Decimal():
            return _of_decimal(given)
        case numbers.Number():
            return _of_real(given)
        case uuid.UUID() | datetime.time():
            return str(given)
        case _ if getattr(getattr(given, "dtype", None), "kind", "") == "b":  # a truth value of NumPy
            return bool(given)
        case _:
            return given


def _of_real(given: numbers.Number) -> Fraction | BadCell | None:
    match given:
        case float():
            return Fraction(float.__repr__(given)) if math.isfinite(given) else None
        case numbers.Integral():
            return Fraction(operator.index(given))
        case numbers.Real():  # the narrow floats of NumPy print as the digits that tell them apart
            return Fraction(str(given)) if math.isfinite(given) else None
        case _:
            return BadCell(repr(given))


def _of_truth(truth: bool, expected: Expected) -> Present | BadCell | None:  # noqa: FBT001  (it is the cell)
    word = TRUTHS[truth]
    if expected.type is ValueType.BOOLEAN:
        return truth
    if expected.type in {ValueType.TEXT, ValueType.UNKNOWN}:
        return read_text(word, expected)
    return BadCell(word)


def _of_number(number: Fraction, given: object, expected: Expected) -> Present | BadCell | None:
    if expected.type is ValueType.NUMBER and not (
        expected.missing or expected.percentages or expected.seconds
    ):
        return number  # as nearly all are
    digits = digits_of(number)
    if digits is None:
        number_is_one = expected.type is ValueType.NUMBER and not expected.seconds
        return number if number_is_one else BadCell(str(given))
    if digits in expected.missing:
        return None
    if expected.type is not ValueType.NUMBER or expected.seconds:
        return read_text(digits, expected)
    return _scaled(number, digits, expected)


def _of_moment(moment: datetime.date, expected: Expected) -> Present | BadCell | None:
    if isinstance(moment, datetime.datetime):
        moment = clock(moment, expected.zone)
    if expected.type is ValueType.MOMENT:
        if isinstance(moment, datetime.datetime):
            return Moment(moment)
        return BadCell(shown_moment(moment), "no_time")
    if expected.type is ValueType.DATE:
        return moment.date() if isinstance(moment, datetime.datetime) else moment
    if expected.type in {ValueType.TEXT, ValueType.UNKNOWN}:
        return read_text(shown_moment(moment), expected)
    return BadCell(shown_moment(moment))


# What a truth value is in a column of texts, in any carrier.
TRUTHS = {True: "VERDADERO", False: "FALSO"}


def digits_of(number: Fraction) -> str | None:
    """Return the decimal digits of a number, no more than it needs; None where they never end."""
    return decimal_digits(number) if pow(10, MAX_PLACES, number.denominator) == 0 else None


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
