"""Indicators by groups and periods, as tables for the terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

import attrs

from pei_dsl.evaluation.breakdown import Breakdown, Series
from pei_dsl.model.absence import Absence
from pei_dsl.model.plan import Indicator
from pei_dsl.renderers.breakdown_cells import by_indicator
from pei_dsl.renderers.style import WIDTH, Style
from pei_dsl.views import caveat_sentences, words
from pei_dsl.views.breakdown_words import figure, group_name, title

_GAP = "  "
_MOST = 40


@attrs.frozen
class _Row:
    """A line: the name of a group, and its value in each period."""

    name: str
    values: tuple[Fraction | Absence, ...]


def page(breakdown: Breakdown, style: Style) -> str:
    """Return `breakdown` as text."""
    return render(breakdown, style.language, style.width)


def render(breakdown: Breakdown, language: str = "es", width: int = WIDTH) -> str:
    """
    Return a table for each indicator: a line for each group, a column for each period, the total below.

    More periods than fit stand in several tables, one below the other.
    """
    parts = [title(breakdown, language), ""]
    for indicator, series in by_indicator(breakdown):
        parts.extend(_table(breakdown, indicator, series, language, width))
        parts.append("")
    return "\n".join(part.rstrip() for part in parts).rstrip()


def _table(
    breakdown: Breakdown, indicator: Indicator, series: Sequence[Series], language: str, width: int
) -> Iterator[str]:
    yield from words.fitted(f"{indicator.code}  {indicator.title}", width, 3)
    reason = _common_reason([each.total for each in series])
    if reason is not None:
        yield f"  ND  {words.detail(reason, language)}"
        return
    total = _Row(words.word("total", language), tuple(each.total for each in series))
    parts = [value for each in series for value in each.values]
    reason = _common_reason(parts) if parts else None
    rows = [
        _Row(group_name(group, language), tuple(each.values[index] for each in series))
        for index, group in enumerate(breakdown.groups if reason is None else ())
    ]
    yield from _lines([*rows, total], [str(each.period) for each in series], indicator, language, width)
    if reason is not None:
        yield f"  {words.detail(reason, language)}"
    for when, text in caveat_sentences.grouped(
        [(str(each.period), each.caveats) for each in series], language
    ):
        yield from words.fitted(f"  ! {when}: {text}", width, 4)


def _common_reason(values: Sequence[Fraction | Absence]) -> Absence | None:
    """Return why none of `values` is there, when all are absent for one cause."""
    causes = {value.cause if isinstance(value, Absence) else "" for value in values}
    first = values[0] if values else None
    return first if len(causes) == 1 and isinstance(first, Absence) else None


def _lines(
    rows: Sequence[_Row], heads: Sequence[str], indicator: Indicator, language: str, width: int
) -> Iterator[str]:
    cells = [[figure(value, indicator) for value in row.values] for row in rows]
    column = max([len(head) for head in heads] + [len(cell) for line in cells for cell in line])
    longest = max(len(line) for row in rows for line in [row.name])
    name = min(longest, _MOST, max(12, width - 2 - column - len(_GAP)))
    fit = max(1, (width - 2 - name) // (column + len(_GAP)))
    for start in range(0, len(heads), fit):
        chosen = slice(start, start + fit)
        head = _GAP.join(["  " + " " * name, *(each.rjust(column) for each in heads[chosen])])
        yield head
        yield "  " + "─" * (len(head) - 2)
        for row, line in zip(rows, cells, strict=True):
            label, *more = words.fitted(row.name, name, 2)
            yield _GAP.join(["  " + label.ljust(name), *(each.rjust(column) for each in line[chosen])])
            yield from (f"  {each}" for each in more)
    if any(isinstance(value, Absence) for row in rows for value in row.values):
        yield from _reasons(rows, language)


def _reasons(rows: Sequence[_Row], language: str) -> Iterator[str]:
    """Yield what ND stands for in a table, each reason once."""
    found = {value.reason: value for row in rows for value in row.values if isinstance(value, Absence)}
    names = ", ".join(words.reason(absence, language) for absence in found.values())
    yield f"  ND: {names}"
