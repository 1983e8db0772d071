"""How forms head a column of one period, and which period a heading names: both from one table."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pei_dsl.model.periods import Granularity, Period
from pei_dsl.vocabulary import fold

# What stands below the year in form B-7; every other period is written as plans write it.
BELOW_THE_YEAR = {
    (Granularity.YEAR, 1): "Anual",
    (Granularity.SEMESTER, 1): "I Semestre",
    (Granularity.SEMESTER, 2): "II Semestre",
}

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_WITHIN = re.compile(r"(?<!\d)((?:19|20)\d\d)[-\s]?(S|T|Q)[-\s]?([1-4])(?!\d)", re.IGNORECASE)
_LAST = re.compile(r"(?:^|\s)((?:19|20)\d\d-\d\d(?:-\d\d)?)$")
_SEMESTER = re.compile(
    r"\b(?:(i{1,2}|1|2|1er|1ro|2do|primer|segundo)\.?°?\s+)?(?:sem\.|semestre)(?:\s+(i{1,2}|1|2)\b)?"
)
_SECOND = frozenset({"ii", "2", "2do", "segundo"})


def under(family: str, period: Period) -> tuple[str, ...]:
    """Return the headings of a column of the capture template: the family, and the period below it."""
    return family, str(period)


def under_year(family: str, period: Period) -> tuple[str, ...]:
    """Return the headings of a column of form B-7: the family, the year, and which part of it."""
    below = BELOW_THE_YEAR.get((period.granularity, period.number), str(period))
    return family, str(period.year), below


def is_year(heading: str) -> bool:
    """Tell whether a heading is a year and nothing else."""
    return _YEAR.fullmatch(heading.strip()) is not None


def period_of(path: Sequence[str]) -> str:
    """Return the period that headings name from the top down, as plans write it, `2024-S1`; or ""."""
    # The lowest heading is the most precise: `2024`, `2024-02` is the month.
    day_or_month = _LAST.search(path[-1].strip()) if path else None
    if day_or_month is not None and Period.parse(day_or_month[1]) is not None:
        return day_or_month[1]
    text = " ".join(path)
    within = _WITHIN.search(text)
    if within is not None:
        letter = "S" if within[2].upper() == "S" else "T"
        written = f"{within[1]}-{letter}{within[3]}"
        return written if Period.parse(written) is not None else ""
    years = _YEAR.findall(text)
    if not years or len(set(years)) > 1:
        return _YEAR.findall(path[-1])[0] if path and len(_YEAR.findall(path[-1])) == 1 else ""
    semester = _SEMESTER.search(fold(text))
    if semester is None:
        return str(years[0])
    return f"{years[0]}-S{2 if {semester[1], semester[2]} & _SECOND else 1}"
