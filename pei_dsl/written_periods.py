"""Periods as people write them: `S1-2024`, `Enero 2025`, `ene-25`, `31/01/2025`; which period is meant."""

from __future__ import annotations

import calendar
import re

from pei_dsl.vocabulary import fold

YEAR = r"(?:19|20|21)\d\d"
_HALF = r"(?:S|SEM|SEMESTRE)"
_QUARTER = r"(?:T|TRIM|TRIMESTRE|Q)"
_JOIN = r"[^\S\n]*[-–/ .]?[^\S\n]*"
_OF = r"[^\S\n]*(?:[-–/ .]|del?\b)?[^\S\n]*(?:a[ñn]o[^\S\n]+)?"
_ORDINAL = r"(?:primer|segundo|tercer|cuarto|1er|2do|3er|4to|[1-4][°º])"
_NUMBERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "primer": 1, "segundo": 2, "tercer": 3, "cuarto": 4}
# Periods with their parts turned round, each with what its groups mean.
_TURNED: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), form)
    for pattern, form in (
        (rf"{_HALF}{_JOIN}(?P<n>[12]){_JOIN}(?P<y>{YEAR})", "{y}-S{n}"),
        (rf"(?P<n>[12]){_JOIN}{_HALF}{_JOIN}(?P<y>{YEAR})", "{y}-S{n}"),
        (rf"(?P<y>{YEAR}){_JOIN}(?P<n>[12]){_HALF}", "{y}-S{n}"),
        (rf"(?P<y>{YEAR})(?:[/ .]|[^\S\n]*[-–][^\S\n]*){_HALF}{_JOIN}(?P<n>[12])", "{y}-S{n}"),
        (rf"{_QUARTER}{_JOIN}(?P<n>[1-4]){_JOIN}(?P<y>{YEAR})", "{y}-T{n}"),
        (rf"(?P<n>[1-4]){_JOIN}{_QUARTER}{_JOIN}(?P<y>{YEAR})", "{y}-T{n}"),
        (rf"(?P<y>{YEAR}){_JOIN}(?P<n>[1-4]){_QUARTER}", "{y}-T{n}"),
        (rf"(?P<y>{YEAR})(?:[/ .]|[^\S\n]*[-–][^\S\n]*){_QUARTER}{_JOIN}(?P<n>[1-4])", "{y}-T{n}"),
        (rf"(?P<n>0[1-9]|1[0-2])[-–/ .](?P<y>{YEAR})", "{y}-{n}"),
        (rf"(?P<y>{YEAR})[/ .](?P<n>0[1-9]|1[0-2])", "{y}-{n}"),
        (rf"(?P<n>I{{1,3}}|IV)[^\S\n]*{_QUARTER}{_OF}(?P<y>{YEAR})", "{y}-T{n}"),
        (rf"(?P<n>II?)[^\S\n]*{_HALF}{_OF}(?P<y>{YEAR})", "{y}-S{n}"),
        (rf"(?P<n>{_ORDINAL})[^\S\n]*{_QUARTER}{_OF}(?P<y>{YEAR})", "{y}-T{n}"),
        (rf"(?P<n>{_ORDINAL})[^\S\n]*{_HALF}{_OF}(?P<y>{YEAR})", "{y}-S{n}"),
        (rf"(?:a[ñn]o|per[ií]odo|ejercicio)[^\S\n]+(?P<y>{YEAR})(?P<n>)", "{y}"),
    )
)
_MONTHS = ("ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "set", "oct", "nov", "dic")
_NAMES = (
    *("enero", "febrero", "marzo", "abril", "mayo", "junio"),
    *("julio", "agosto", "setiembre", "octubre", "noviembre", "diciembre"),
)
_ENGLISH = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ENGLISH_NAMES = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_SHORT = {
    **{name: number for names in (_ENGLISH, _MONTHS) for number, name in enumerate(names, start=1)},
    "sept": 9,
    "sett": 9,
}
_FULL = {
    **{name: number for names in (_ENGLISH_NAMES, _NAMES) for number, name in enumerate(names, start=1)},
    "septiembre": 9,
}
_NAMED = re.compile(
    r"(?:(?P<day>\d{1,2})[- /.]*(?:de[^\S\n]+)?)?(?P<month>[^\W\d_]{3,10})\.?"
    r"[- /.,']*(?:del?[^\S\n]+)?(?P<year>\d{4}|\d\d)"
)
_YEAR_FIRST = re.compile(rf"(?P<year>{YEAR})[- /.]+(?P<month>[^\W\d_]{{3,10}})\.?(?P<day>)")
_DAY = re.compile(rf"(?P<day>\d{{1,2}})[-/.](?P<month>\d{{1,2}})[-/.](?P<year>{YEAR}|\d\d)(?:[ T].*)?")
_DAY_LAST = re.compile(rf"(?P<year>{YEAR})[/.](?P<month>\d{{1,2}})[/.](?P<day>\d{{1,2}})(?:[ T].*)?")


def meant_period(written: str) -> str:
    """Return the period that `written` tells in another way than plans do, or "" where it tells none."""
    text = written.strip()
    for pattern, form in _TURNED:
        match = pattern.fullmatch(text)
        if match is not None:
            number = fold(match["n"])
            which = _NUMBERS.get(number) or re.sub(r"\D", "", number)
            return form.format(y=match["y"], n=which)
    for pattern in (_NAMED, _YEAR_FIRST):
        match = pattern.fullmatch(text)
        month = _month(match["month"]) if match is not None else 0
        if match is not None and month:
            return _dated(match["year"], month, match["day"])
    for pattern in (_DAY, _DAY_LAST):
        match = pattern.fullmatch(text)
        if match is not None and match["day"]:
            return _dated(match["year"], int(match["month"]), match["day"])
    return ""


def _month(word: str) -> int:
    """Return which month `word` names, short or in full; 0 where it names none."""
    return short_month(word) or full_month(word)


def short_month(word: str) -> int:
    """Return which month three or four letters name, in Spanish or English; 0 where they name none."""
    return _SHORT.get(fold(word), 0)


def full_month(word: str) -> int:
    """Return which month a name names, in Spanish or English; 0 where it names none."""
    return _FULL.get(fold(word), 0)


def _dated(year: str, month: int, day: str | None) -> str:
    """Return a month or day as plans write it; "" where no calendar has it."""
    full = int(year) if len(year) > 2 else 2000 + int(year)
    if not 1 <= month <= 12:
        return ""
    if not day:
        return f"{full}-{month:02}"
    last = calendar.monthrange(full, month)[1]
    return f"{full}-{month:02}-{int(day):02}" if 1 <= int(day) <= last else ""
