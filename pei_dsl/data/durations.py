"""Durations as a declared format writes them, `1:30:00`: how many minutes, hours, seconds or days that is."""

from __future__ import annotations

import datetime
import functools
import re
from collections.abc import Mapping
from fractions import Fraction

from pei_dsl.model.units import Unit
from pei_dsl.vocabulary import fold

_SECONDS: Mapping[str, int] = {
    **dict.fromkeys(("segundos", "segundo", "seconds", "second"), 1),
    **dict.fromkeys(("minutos", "minuto", "minutes", "minute"), 60),
    **dict.fromkeys(("horas", "hora", "hours", "hour"), 3_600),
    **dict.fromkeys(("dias", "dia", "days", "day"), 86_400),
}
# From the greatest: of which a format has two or three that follow each other.
_PARTS: Mapping[str, int] = {"h": 3_600, "m": 60, "s": 1}
_CODE = re.compile(r"\[(?P<whole>hh?|mm?)\]|(?P<part>hh?|mm?|ss?)", re.IGNORECASE)
_GRAIN = datetime.timedelta(microseconds=1)
_MICROSECONDS = 1_000_000


def seconds_of(unit: Unit | None) -> int:
    """Return how many seconds one of what `unit` counts has; 0 where that is no time."""
    return 0 if unit is None or not unit.counts else _SECONDS.get(fold(unit.counted), 0)


@functools.cache
def parse_duration_format(written: str) -> tuple[int, ...]:
    """Return the seconds of each part of a format, `h:mm:ss` or `mm:ss`; () for what is none."""
    codes = [_CODE.fullmatch(each) for each in written.strip().split(":")]
    letters = "".join((each["whole"] or each["part"])[0].lower() for each in codes if each is not None)
    bracketed = any(each is not None and each["whole"] for each in codes[1:])
    if None in codes or bracketed or letters not in {"hm", "hms", "ms"}:
        return ()
    return tuple(_PARTS[each] for each in letters)


def read_duration(text: str, formats: tuple[str, ...], unit: int) -> Fraction | None:
    """
    Return the duration that `text` names in one of `formats`; None where it is written otherwise.

    Only the first part may be more than 59, and the last may have decimals: `26:30`, `0:12.5`.  Where formats
    read it as different durations it names none.

    Args:
        text: What is written.
        formats: As they are declared.
        unit: How many seconds one of what is counted has.
    """
    found = {
        seconds
        for written in formats
        if (seconds := _seconds(text, parse_duration_format(written))) is not None
    }
    return Fraction(found.pop()) / unit if len(found) == 1 else None


def _seconds(text: str, parts: tuple[int, ...]) -> Fraction | None:
    pattern = ":".join([r"\d{1,6}", *[r"\d{1,2}"] * (len(parts) - 2), r"\d{1,2}(?:[.,]\d{1,9})?"])
    if not re.fullmatch(pattern, text, re.ASCII):
        return None
    numbers = [Fraction(each.replace(",", ".")) for each in text.split(":")]
    if any(each >= 60 for each in numbers[1:]):
        return None
    return sum((number * part for number, part in zip(numbers, parts, strict=True)), Fraction(0))


def duration_of(given: datetime.time | datetime.timedelta, unit: int) -> Fraction:
    """Return the duration that a workbook or a host gives, to the second, as Excel shows it."""
    if isinstance(given, datetime.time):
        given = datetime.timedelta(
            hours=given.hour, minutes=given.minute, seconds=given.second, microseconds=given.microsecond
        )
    return Fraction(round(Fraction(given // _GRAIN, _MICROSECONDS)), unit)
