"""Indicators by groups and periods as CSV, series by series, however many they are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from pei_dsl.algebra import display
from pei_dsl.evaluation.breakdown import Breakdown, Series
from pei_dsl.model.absence import Absence
from pei_dsl.renderers import breakdown_cells, csv_lines
from pei_dsl.renderers.style import Style
from pei_dsl.views import words

_BEHIND = ("valor", "unidad", "nd", "detalle")


def parts(breakdown: Breakdown, style: Style) -> Iterator[str]:
    """Return the parts of the CSV."""
    return texts(breakdown, style.language, raw=style.raw)


def texts(breakdown: Breakdown, language: str = "es", *, raw: bool = False) -> Iterator[str]:
    """
    Yield `breakdown` as CSV: the names of the columns, in Spanish in every language, then series by series.

    The total of an indicator has empty cells for its group and says `total` in the column `nivel`; values are
    in the scale of the unit, as plain decimals.  `raw` leaves all texts to the letter.
    """
    yield f"{csv_lines.line(breakdown_cells.names(breakdown.columns, _BEHIND), raw=raw)}\n"
    groups = [
        _behind(["" if cell is None else breakdown_cells.plain(cell) for cell in group], raw=raw)
        for group in breakdown.groups
    ]
    nobody = "," * len(breakdown.columns)
    for series in breakdown.series:
        yield "".join(_rows(series, groups, nobody, language, raw=raw))


def _rows(series: Series, groups: Sequence[str], nobody: str, language: str, *, raw: bool) -> Iterator[str]:
    """Yield the rows of a series; what they share is written once."""
    indicator = series.indicator
    head = csv_lines.line([indicator.code, indicator.title, str(series.period)], raw=raw)
    unit = str(indicator.unit)
    behind = _behind([unit, "", ""], raw=raw)
    top, bottom = indicator.unit.scale.as_integer_ratio()
    reasons = _Reasons(unit, language, raw=raw)

    def row(start: str, value: Fraction | Absence) -> str:
        if isinstance(value, Absence):
            return f"{start}{reasons.of(value)}\n"
        numerator, denominator = value.as_integer_ratio()
        shown = display.plain_quotient(numerator * top, denominator * bottom, indicator.decimals)
        return f"{start},{shown}{behind}\n"

    start = f"{head},{breakdown_cells.GROUP}"
    for group, value in zip(groups, series.values, strict=True):
        yield row(f"{start}{group}", value)
    yield row(f"{head},{breakdown_cells.TOTAL}{nobody}", series.total)


class _Reasons:
    """The cells of absences, each different one written once."""

    def __init__(self, unit: str, language: str, *, raw: bool) -> None:
        self.unit = unit
        self.language = language
        self.raw = raw
        self.known: dict[tuple[object, ...], str] = {}

    def of(self, absence: Absence) -> str:
        """Return the cells from `valor` on."""
        key = (absence.reason, absence.cause, *absence.params.items())
        found = self.known.get(key)
        if found is None:
            detail = words.detail(absence, self.language)
            found = self.known[key] = _behind(["", self.unit, str(absence.reason), detail], raw=self.raw)
        return found


def _behind(cells: Sequence[str], *, raw: bool) -> str:
    """Return cells as they stand behind others, with the comma before them."""
    return csv_lines.line(["", *cells], raw=raw)
