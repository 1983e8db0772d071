"""Headings of a file of data that are periods, so that each column is one: `2024 p/`, `ene-24`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

import attrs

from pei_dsl.data.readers.marked_headings import mark_beside, value_of
from pei_dsl.data.seen_dates import fitting
from pei_dsl.model.expressions import ValueType
from pei_dsl.model.periods import Granularity, Period
from pei_dsl.model.plan import Column, DataSource
from pei_dsl.syntax.line_tokens import quoted

# Fewer headings that are periods are names; and one alone without a sign beside it tells no form.
_FEWEST = 3
_FEWEST_BARE = 2


@attrs.frozen
class WideHeadings:
    """
    The headings that are periods.

    Attributes:
        names: The headings.
        word: What the column is called that has them as its values.
        type: How its dates are written, as a plan declares it.
        symbols: What stands beside some of them.
    """

    names: Sequence[str]
    word: str
    type: str
    symbols: Sequence[str]

    @property
    def options(self) -> tuple[str, ...]:
        """What stands behind the type of that column."""
        beside = (f"símbolo {', '.join(map(quoted, self.symbols))}",) if self.symbols else ()
        return ("del encabezado", *beside)


def wide_headings(header: Sequence[str]) -> WideHeadings | None:
    """Return the headings that are periods in one form; None where too few are."""
    found = Counter(form for name in header for form in _forms(name.strip()))
    if not found:
        return None
    # Of two forms that fit as many, `may-24`, the plainer one.
    form = min(found, key=lambda each: (-found[each], len(each), each))
    column = Column("p", ValueType.DATE, formats=(form,) if form not in set(Granularity) else ())
    source = DataSource("s")
    values = {name: value_of(name, source, column) for name in header if form in _forms(name.strip())}
    marks = {
        name: mark
        for name in header
        if name not in values and (mark := mark_beside(name.strip(), source, column, [*values.values()]))
    }
    if len(values) < _FEWEST_BARE or len(values) + len(marks) < _FEWEST:
        return None
    names = [name for name in header if name in values or name in marks]
    is_year = form == Granularity.YEAR or "m" not in form
    type_ = "fecha" if form in set(Granularity) else f"fecha; formato {quoted(form)}"
    symbols = [mark for mark in dict.fromkeys(marks.values()) if '"' not in mark]
    return WideHeadings(names, "año" if is_year else "mes", type_, symbols)


def _forms(name: str) -> Iterator[str]:
    """Yield the forms in which a heading is a period: how long it is, where it needs no format."""
    period = Period.parse(name)
    if period is not None:
        yield period.granularity
    elif not name.isdecimal():
        yield from fitting(name)
