"""
Whether rows are all that a figure needs, and no more: totals among them, halves of pairs, months that lack.

Stated once, for warnings and for what is said beside a figure, which must never cost the figure: an engine
answers from what it reads anyway, and asks apart only where there is something to tell.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Protocol

import attrs

from pei_dsl.algebra.builtins.of_absence import IS_MISSING
from pei_dsl.algebra.builtins.over_rows import COUNT, MEAN, SUM
from pei_dsl.data.total_words import SURE
from pei_dsl.diagnostics.errors import PeiError
from pei_dsl.model import expressions as m
from pei_dsl.model.expressions import Aggregate, ValueType
from pei_dsl.model.periods import Granularity, Period
from pei_dsl.model.plan import DataSource, Definition
from pei_dsl.vocabulary import fold


class NotLookedAtError(PeiError):
    """What is said beside a figure could not be had, for a limit or a fault; neither stops the figure."""


# ---- Rows that are totals ------------------------------------------------------------------------------


def _spelt(word: str) -> Iterator[str]:
    """Yield the spellings of a word that are told from each other by capitals and a sign at its end."""
    for plain in dict.fromkeys((word, fold(word))):
        for spelt in (plain, plain.upper(), plain.capitalize(), plain.title()):
            yield from (spelt, f"{spelt}:", f"{spelt}.")


TOTALS = tuple(dict.fromkeys(form for each in SURE for form in _spelt(each)))
"""The cells that say that a row is a total; a list, since engines compare cells and do not fold them."""

_TOTALS = frozenset(TOTALS)


INSIDE_TOTALS = ("otal", "OTAL")
"""What all of them hold one of: quickly looked for in every text of a column."""


def is_total(cell: object) -> bool:
    """Tell whether `cell` just says that its row is a total."""
    return isinstance(cell, str) and cell in _TOTALS


def text_columns(source: DataSource) -> list[str]:
    """Return the columns in which a row may say that it is a total."""
    return [each.name for each in source.stored.columns.values() if each.type is ValueType.TEXT]


def counted(node: Aggregate) -> Aggregate:
    """Return the aggregate that counts the rows that `node` rests on."""
    return attrs.evolve(node, function=COUNT.name, rank=None)


# ---- Pairs -------------------------------------------------------------------------------------------------


def pair_of(definitions: Mapping[str, Definition], node: m.Expression) -> tuple[Aggregate, Aggregate] | None:
    """Return the figures of two columns of one source, over the same rows, that `node` divides, or None."""
    divided = m.quotient(node)
    if divided is None:
        return None
    above, below = (_followed(definitions, each) for each in divided)
    if not (isinstance(above, Aggregate) and isinstance(below, Aggregate)):
        return None
    if not {above.function, below.function} <= _ADDED:
        return None  # who counts filled cells asks just how many are empty
    same = (above.source, above.filter, above.windows) == (below.source, below.filter, below.windows)
    columns = column_of(above), column_of(below)
    return (above, below) if same and all(columns) and columns[0] != columns[1] else None


_ADDED = {SUM.name, MEAN.name}


def _followed(definitions: Mapping[str, Definition], node: m.Expression) -> m.Expression:
    seen: set[str] = set()
    while isinstance(node, m.Reference) and node.key not in seen:
        seen.add(node.key)
        node = definitions[node.key].expression or node
    return node


def column_of(node: Aggregate) -> str:
    """Return the column whose cells an aggregate takes, or "" when it is something else."""
    return node.value.column if isinstance(node.value, m.ColumnValue) else ""


def half_filled(above: Aggregate, below: Aggregate) -> Aggregate:
    """Return the aggregate that counts the rows that have only one column of a pair."""
    lack, there = zip(*((each, m.Not(each)) for each in map(_is_missing, (above, below))), strict=True)
    either = m.Logic("o", (m.Logic("y", (lack[0], there[1])), m.Logic("y", (there[0], lack[1]))))
    condition = either if above.filter is None else m.Logic("y", (above.filter, either))
    return attrs.evolve(counted(above), value=None, filter=condition)


def _is_missing(node: Aggregate) -> m.Expression:
    return m.Call(IS_MISSING.name, (m.ColumnValue(column_of(node)),))


# ---- Months ------------------------------------------------------------------------------------------------

# Fewer months than this in a row are no custom that the next one would break; of a quarter, two.
FEWEST_MONTHS = 3
_YEAR = 12


@attrs.frozen
class Unfinished:
    """
    A stretch of time that the data do not cover to its end.

    Attributes:
        last: The last month that has data.
        count, of: How many months have some, of how many.
    """

    last: Period
    count: int
    of: int


class Reach(Protocol):
    """How far the rows of a source reach."""

    def last_month(self, span: Period) -> Period | None:
        """Return the last month that rows of `span` stand for, or None where it has none."""

    def months(self, span: Period) -> AbstractSet[Period]:
        """
        Return the months that rows of `span` stand for.

        Raises:
            NotLookedAtError: Nobody could tell.
        """


def _months(span: Period) -> list[Period]:
    """Return the months of `span`, the last twelve of a longer one; none if it splits a month."""
    following = span.end + datetime.timedelta(days=1)
    if span.start.day != 1 or following.day != 1:
        return []
    return months_between(span.start, span.end)[-_YEAR:]


def months_between(first: datetime.date, last: datetime.date) -> list[Period]:
    """Return the months from that of `first` to that of `last`."""
    numbers = range(first.year * _YEAR + first.month - 1, last.year * _YEAR + last.month)
    return [Period.of(Granularity.MONTH, number // _YEAR, number % _YEAR + 1) for number in numbers]


def unfinished(source: DataSource, span: Period, reach: Reach) -> Unfinished | None:
    """
    Return how far the data of `source` reach in `span` where they end before it does, or None.

    A row of a quarter stands for its three months.  What `cobertura:` says is believed; else months must
    follow each other from the first one, since sources that have rows now and then break no custom.  All of
    them are asked for only where the last one says that there is something to tell.

    Raises:
        NotLookedAtError: Nobody could tell.
    """
    months = _months(span)
    if not source.time or len(months) < 2:
        return None
    if source.coverage is not None:
        return _declared(source.coverage[1], months)
    last = reach.last_month(span)
    count = 0 if last is None or last not in months else months.index(last) + 1
    if count < min(FEWEST_MONTHS, len(months) - 1) or count == len(months):
        return None
    if not reach.months(span) >= {*months[:count]}:
        return None
    return Unfinished(months[count - 1], count, len(months))


def _declared(last: Period, months: Sequence[Period]) -> Unfinished | None:
    covered = [month for month in months if month.end <= last.end]
    if not covered or len(covered) == len(months):
        return None
    return Unfinished(covered[-1], len(covered), len(months))
