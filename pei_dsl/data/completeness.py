"""
Whether rows are all that a figure needs, and no more: totals among them, halves of pairs, months that lack.

Stated once, for warnings and for what is said beside a figure; whoever keeps the rows is asked by the same
aggregates, so that an engine answers them in the scan that it makes anyway.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Mapping, Sequence

import attrs

from pei_dsl.algebra.builtins.over_rows import COUNT, MEAN, SUM
from pei_dsl.data.total_words import SURE
from pei_dsl.model import expressions as m
from pei_dsl.model.expressions import Aggregate, ValueType
from pei_dsl.model.periods import Granularity, Period
from pei_dsl.model.plan import DataSource, Definition
from pei_dsl.vocabulary import fold

# ---- Rows that are totals ------------------------------------------------------------------------------


def _spelt(word: str) -> Iterator[str]:
    """Yield the spellings of a word that are told from each other by capitals and a sign at its end."""
    for plain in dict.fromkeys((word, fold(word))):
        for spelt in (plain, plain.upper(), plain.capitalize(), plain.title()):
            yield from (spelt, f"{spelt}:", f"{spelt}.")


TOTALS = tuple(dict.fromkeys(form for each in SURE for form in _spelt(each)))
"""The cells that say that a row is a total; a list, since engines compare cells and do not fold them."""

_TOTALS = frozenset(TOTALS)


def is_total(cell: object) -> bool:
    """Tell whether `cell` just says that its row is a total."""
    return isinstance(cell, str) and cell in _TOTALS


def text_columns(source: DataSource) -> list[str]:
    """Return the columns in which a row may say that it is a total."""
    return [each.name for each in source.stored.columns.values() if each.type is ValueType.TEXT]


def counted(node: Aggregate) -> Aggregate:
    """Return the aggregate that counts the rows that `node` rests on."""
    return attrs.evolve(node, function=COUNT.name)


def called_total(node: Aggregate, columns: Sequence[str]) -> Aggregate:
    """Return the aggregate that counts those of them that say in one of `columns` that they are totals."""
    choices = tuple(m.Text(each) for each in TOTALS)
    says = [m.Membership(m.ColumnValue(column), choices) for column in columns]
    either = says[0] if len(says) == 1 else m.Logic("o", tuple(says))
    both = either if node.filter is None else m.Logic("y", (node.filter, either))
    return attrs.evolve(counted(node), filter=both)


def any_total(node: Aggregate, source: DataSource) -> Aggregate | None:
    """Return the aggregate that counts all rows of the window of `node` that are called totals."""
    columns = text_columns(source)
    return (
        called_total(Aggregate(COUNT.name, source.name, None, None, node.windows), columns)
        if columns
        else None
    )


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


def together(above: Aggregate, below: Aggregate) -> Aggregate:
    """Return the aggregate that counts the rows that have both columns of a pair."""
    assert above.value is not None
    assert below.value is not None
    return attrs.evolve(counted(above), value=m.Sum((above.value, below.value), (False, False)))


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


def rows_of(source: str) -> Aggregate:
    """Return the aggregate that counts the rows of a stretch of time."""
    return Aggregate(COUNT.name, source, None)


def stretches(span: Period) -> list[Period]:
    """Return the months, quarters, semesters and years that `span` is made of; none if it splits a month."""
    months = _months(span)
    if len(months) < 2:
        return []
    whole = attrs.evolve(span, start=months[0].start)
    longer = [
        Period.of(kind, first.year, number)
        for kind, size in _LONGER.items()
        for first in months
        if (first.start.month - 1) % size == 0
        for number in [(first.start.month - 1) // size + 1]
    ]
    return [*months, *(each for each in longer if whole.contains(each))]


_LONGER = {Granularity.QUARTER: 3, Granularity.SEMESTER: 6, Granularity.YEAR: 12}


def _months(span: Period) -> list[Period]:
    """Return the months of `span`, the last twelve of a longer one; none if it splits a month."""
    following = span.end + datetime.timedelta(days=1)
    if span.start.day != 1 or following.day != 1:
        return []
    count = (following.year - span.start.year) * _YEAR + following.month - span.start.month
    last = span.end.year * _YEAR + span.end.month - 1
    numbers = range(last - min(count, _YEAR) + 1, last + 1)
    return [Period.of(Granularity.MONTH, number // _YEAR, number % _YEAR + 1) for number in numbers]


def unfinished(source: DataSource, span: Period, rows: Callable[[Period], int]) -> Unfinished | None:
    """
    Return how far the data of `source` reach in `span` where they end before it does, or None.

    `rows` says how many rows lie in a stretch.  A row of a quarter stands for its three months.  What
    `cobertura:` says is believed; else months must follow each other from the first one, since sources that
    have rows now and then break no custom.
    """
    months = _months(span)
    if not source.time or len(months) < 2:
        return None
    if source.coverage is not None:
        return _declared(source.coverage[1], months)
    found = {each: rows(each) for each in stretches(span)}
    has = [found[month] > 0 for month in months]
    for longer, number in found.items():
        inside = [each for each in found if each != longer and longer.contains(each)]
        parts = _parts(inside)
        if number > sum(found[each] for each in parts) and parts:
            has = [known or longer.contains(month) for known, month in zip(has, months, strict=True)]
    count = sum(has)
    if count < min(FEWEST_MONTHS, len(months) - 1) or count == len(months) or not all(has[:count]):
        return None
    return Unfinished(months[count - 1], count, len(months))


def _parts(inside: Sequence[Period]) -> list[Period]:
    """Return the longest of some stretches, those that lie in no other."""
    return [each for each in inside if not any(other != each and other.contains(each) for other in inside)]


def _declared(last: Period, months: Sequence[Period]) -> Unfinished | None:
    covered = [month for month in months if month.end <= last.end]
    if not covered or len(covered) == len(months):
        return None
    return Unfinished(covered[-1], len(covered), len(months))


# ---- What is asked -----------------------------------------------------------------------------------------


def asked_of_rows(
    node: Aggregate, source: DataSource, period: Period, span: Period | None
) -> list[tuple[Aggregate, Period]]:
    """
    Return what has to be asked, beside `node` itself, to know whether its rows are all and no more.

    Totals are rare: whether the window has any is asked once for all aggregates, and of which only then.
    """
    total = any_total(node, source)
    months = [] if span is None or not source.time or source.coverage else stretches(span)
    return [
        *([] if total is None else [(total, period)]),
        *((rows_of(source.name), each) for each in months),
    ]


def asked_of_pair(above: Aggregate, below: Aggregate) -> list[Aggregate]:
    """Return what has to be asked to know in how many rows a pair is half filled."""
    return [counted(above), counted(below), together(above, below)]
