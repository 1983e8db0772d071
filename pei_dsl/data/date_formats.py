"""Dates as a declared format writes them: `dd/mm/aaaa`, `mmm-aa`; read by it alone, and never guessed."""

from __future__ import annotations

import datetime
import functools
import re
from collections.abc import Callable, Mapping, Sequence

import attrs

from pei_dsl.model.periods import FIRST_YEAR, LAST_YEAR, Granularity, Period
from pei_dsl.vocabulary import fold
from pei_dsl.written_periods import full_month, short_month

# Two digits of a year are of this century: a moving one would read a file differently from year to year.
CENTURY = 2000

# The codes of Excel in Spanish (and `yy` for `aa`), words and signs that stand for themselves.
_PIECE = re.compile(
    r"(?P<code>am/pm|aaaa|yyyy|aa|yy|mmmm|mmm|mm|m|dddd|ddd|dd|d(?!e)|hh|h|ss|s|0+)"
    r"|(?P<word>del?(?![^\W_]))|(?P<blank>[ \u00a0]+)|(?P<sign>[-/.,:;_'()º°]|t(?![^\W_])|t(?=h))",
    re.IGNORECASE,
)
_BLANK = "[ \u00a0]+"
_DIGITS = {"year", "short_year", "month", "day", "hour", "minute", "second"}
_NAMES = {
    "aaaa": "year",
    "yyyy": "year",
    "aa": "short_year",
    "yy": "short_year",
    "mmmm": "month_name",
    "mmm": "month_word",
    "mm": "month",
    "m": "month",
    "dddd": "weekday",
    "ddd": "weekday",
    "dd": "day",
    "d": "day",
    "hh": "hour",
    "h": "hour",
    "ss": "second",
    "s": "second",
    "am/pm": "half",
}
_PATTERNS = {
    "year": "([0-9]{4})",
    "short_year": "([0-9]{2})",
    "month_name": r"([^\W\d_]{3,10})",
    "month_word": r"([^\W\d_]{3,4})\.?",
    "weekday": r"([^\W\d_]{2,10})\.?",
    "half": r"([ap]\.?[ \u00a0]?m\.?)",
}
_TIMES = {"hour", "minute", "second", "half"}
_DATES = {"year", "short_year", "month_name", "month_word", "month", "day"}
_WEEKDAYS = (
    ("lun", "lunes", "mon", "monday"),
    ("mar", "martes", "tue", "tuesday"),
    ("mie", "miercoles", "wed", "wednesday"),
    ("jue", "jueves", "thu", "thursday"),
    ("vie", "viernes", "fri", "friday"),
    ("sab", "sabado", "sat", "saturday"),
    ("dom", "domingo", "sun", "sunday"),
)


@attrs.frozen
class DateFormat:
    """
    One way in which dates are written.

    Attributes:
        written: As it is declared.
        pattern: What a text so written looks like, as Python and RE2 read it.
        parts: What each group of the pattern is: `year`, `short_year`, `month`, `day`, …
        codes: The parts and the signs between them, for who reads digits by a format of its own; each as what
            it is, "" for a sign, and as it is written.  () where it holds more than digits.
    """

    written: str
    pattern: str
    parts: tuple[str, ...]
    codes: tuple[tuple[str, str], ...] = attrs.field(default=(), repr=False)

    @property
    def granularity(self) -> Granularity:
        """What a text so written names: a day, a month, or a year."""
        if "day" in self.parts:
            return Granularity.DAY
        months = {"month", "month_word", "month_name"}
        return Granularity.MONTH if months & {*self.parts} else Granularity.YEAR

    def read(self, text: str) -> Period | None:
        """Return the period that `text` names in this format, or None where it is written otherwise."""
        numbers = self._numbers(text)
        return None if numbers is None else _period(numbers)

    def read_moment(self, text: str) -> datetime.datetime | None:
        """Return the day and the time of day that `text` names; None where it is written otherwise."""
        numbers = self._numbers(text)
        period = None if numbers is None else _period(numbers)
        if numbers is None or period is None or "hour" not in numbers:
            return None
        hour = numbers["hour"] % 12 + 12 * numbers["half"] if "half" in numbers else numbers["hour"]
        time = datetime.time(hour, numbers.get("minute", 0), numbers.get("second", 0))
        return datetime.datetime.combine(period.start, time)

    def _numbers(self, text: str) -> dict[str, int] | None:
        """Return the number of each part; None where `text` is written otherwise."""
        match = re.fullmatch(self.pattern, text, re.IGNORECASE)
        if match is None:
            return None
        numbers: dict[str, int] = {}
        for part, written in zip(self.parts, match.groups(), strict=True):
            number = _READERS.get(part, int)(written)
            if number < 0:
                return None
            numbers[part] = number
        return numbers


def parse_format(written: str) -> DateFormat | None:
    """Return the format that `written` is; None for a code that is unknown or twice, or without a year."""
    pieces = _pieces(written.strip())
    if pieces is None:
        return None
    parts = [name for name, _ in pieces if name]
    dates = [each for each in parts if each in _DATES]
    years = [each for each in dates if each in {"year", "short_year"}]
    months = [each for each in dates if each.startswith("month")]
    complete = "day" not in parts or bool(months)
    timed = not (_TIMES & {*parts}) or ("day" in parts and "hour" in parts)
    if len({*parts}) < len(parts) or len(years) != 1 or len(months) > 1 or not complete or not timed:
        return None
    if "weekday" in parts and "day" not in parts:
        return None
    pattern = "".join(_pattern(pieces, index) for index in range(len(pieces)))
    plain = {*parts} <= _DIGITS and not any(text.startswith("0") for _, text in pieces)
    return DateFormat(written.strip(), pattern, tuple(parts), tuple(pieces) if plain else ())


_Piece = tuple[str, str]


def _pieces(written: str) -> list[_Piece] | None:
    """Return what a format consists of: what each code stands for, or "", and as it is written."""
    found: list[_Piece] = []
    place = 0
    while place < len(written):
        match = _PIECE.match(written, place)
        if match is None:
            return None
        place = match.end()
        text = match[0].lower()
        if match["code"] is None:
            found.append(("", " " if match["blank"] else match[0]))
        elif text.startswith("0"):  # of a second, behind its point: `ss.000`
            if len(found) < 2 or found[-1] not in {("", "."), ("", ",")} or found[-2][0] != "second":
                return None
            found.append(("", text))
        else:
            name = _NAMES[text]
            # A month behind an hour is minutes, as in Excel.
            if name == "month" and any(each == "hour" for each, _ in found[-2:]):
                name = "minute"
            found.append((name, text))
    return found


def _pattern(pieces: Sequence[_Piece], index: int) -> str:
    name, text = pieces[index]
    if name in _PATTERNS:
        return _PATTERNS[name]
    if name:
        # Where no sign stands between, only two digits tell where a number ends.
        beside = [pieces[each][0] for each in (index - 1, index + 1) if 0 <= each < len(pieces)]
        return "([0-9]{2})" if any(each in _DIGITS for each in beside) else "([0-9]{1,2})"
    if text.startswith("0"):
        return f"[0-9]{{{len(text)}}}"
    return _BLANK if text == " " else re.escape(text)


def _weekday(written: str) -> int:
    name = fold(written)
    return next((number for number, names in enumerate(_WEEKDAYS) if name in names), -1)


_READERS: Mapping[str, Callable[[str], int]] = {
    "month_name": lambda word: full_month(word) or -1,
    "month_word": lambda word: short_month(word) or -1,
    "weekday": _weekday,
    "half": lambda written: int(written[0] in "pP"),
    "short_year": lambda digits: CENTURY + int(digits),
}


def _period(numbers: Mapping[str, int]) -> Period | None:
    """Return the period that the parts of a date name; None where no calendar or clock has it."""
    year = numbers.get("year", numbers.get("short_year", 0))
    month = next((numbers[each] for each in ("month", "month_word", "month_name") if each in numbers), None)
    if not FIRST_YEAR <= year <= LAST_YEAR or not _is_time(numbers):
        return None
    if month is None:
        return Period.year_of(year)
    if not 1 <= month <= 12:
        return None
    if "day" not in numbers:
        return Period.of(Granularity.MONTH, year, month)
    try:
        day = datetime.date(year, month, numbers["day"])
    except ValueError:  # the 30th of February
        return None
    if numbers.get("weekday", day.weekday()) != day.weekday():
        return None
    return Period(day, day, Granularity.DAY)


def _is_time(numbers: Mapping[str, int]) -> bool:
    """Tell whether a clock shows such a time of day."""
    hours = range(1, 13) if "half" in numbers else range(24)
    hour = numbers.get("hour", 1)
    return hour in hours and numbers.get("minute", 0) < 60 and numbers.get("second", 0) < 60


@functools.cache
def format_of(written: str) -> DateFormat:
    """Return the format that a plan declares, which analysis has found to be one."""
    found = parse_format(written)
    assert found is not None, written
    return found


@functools.lru_cache(maxsize=100_000)
def formatted_periods(text: str, formats: tuple[str, ...]) -> tuple[Period, ...]:
    """Return the different periods that `text` names in the declared `formats`."""
    periods = (format_of(each).read(text) for each in formats)
    return tuple(dict.fromkeys(each for each in periods if each is not None))


def formatted_moments(text: str, formats: tuple[str, ...]) -> tuple[datetime.datetime, ...]:
    """Return the different moments that `text` names in the declared `formats`."""
    moments = (format_of(each).read_moment(text) for each in formats)
    return tuple(dict.fromkeys(each for each in moments if each is not None))
