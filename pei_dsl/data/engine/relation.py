"""A table as an engine sees it: the declared columns by position, converted to what they mean."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

import attrs

from pei_dsl.model.expressions import ValueType
from pei_dsl.model.plan import DataSource

START, END, NUMBER, QUALITY = "s", "e", "n", "q"


class Columns(Protocol):
    """What an engine calls the columns of a row, and what their cells are."""

    def alias(self, column: str) -> str:
        """Return a column in SQL."""

    def type(self, column: str) -> ValueType:
        """Return what its cells are."""


@attrs.frozen
class Relation:
    """
    A query whose columns are the declared ones, called `c0`, `c1`, … in the order of declaration.

    Numbers are exact (whole or decimal), dates are days, empty cells and marks of absence are NULL.  Beside
    them: `e`, and with `spans` also `s`, the last and the first day of the row's period; `n`, its position;
    `q`, its mark of quality as a number from 1, NULL for a final row.

    Attributes:
        query: The query.
        source: The declaration.
        spans: Whether rows may stand for more than a day.
        numbered: Whether there is an `n`.
        origin: Where the rows came from, for people.
        omitted: How many rows `omite:` left out.
        totals: The columns that may have cells that say *total*; None where nobody looked.
        few: Gives the columns that seem to have few different cells; only speed rests on it.
        in_order: Whether rows without a position are listed in the order that the source declares.
        places: Tells the file and the line of rows by their positions; None where positions are lines.
    """

    query: str
    source: DataSource
    spans: bool = False
    numbered: bool = False
    origin: str = ""
    omitted: int = 0
    totals: frozenset[str] | None = None
    few: Callable[[], frozenset[str]] = attrs.field(default=frozenset, eq=False, repr=False)
    in_order: bool = False
    places: Callable[[Sequence[int]], Sequence[tuple[str, int]]] | None = attrs.field(
        default=None, eq=False, repr=False
    )

    def alias(self, column: str) -> str:
        """Return what the query calls `column`."""
        return self.aliases[column]

    @property
    def aliases(self) -> Mapping[str, str]:
        """The columns of the query by declared name."""
        return {name: f"c{index}" for index, name in enumerate(self.source.columns)}

    def with_cells(self, column: str, cells: str) -> Relation:
        """Return the rows that have one of `cells`, a list of literals, in `column`."""
        query = f"SELECT * FROM ({self.query}) t WHERE {self.alias(column)} IN ({cells})"
        return attrs.evolve(self, query=query, few=frozenset)

    def type(self, column: str) -> ValueType:
        """Return what the cells of `column` are."""
        return self.source.columns[column].type

    def has_few_values(self, column: str) -> bool:
        """Tell whether `column` has few different cells: for breakdowns, all listed, or so it seems."""
        declared = column in self.source.breakdowns or bool(self.source.columns[column].choices)
        return declared or column in self.few()

    @property
    def start(self) -> str:
        """The first day of a row."""
        return START if self.spans else END
