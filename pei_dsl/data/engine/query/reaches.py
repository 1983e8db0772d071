"""How many digits the numbers of some rows have: asked of the rows, once for each column."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from fractions import Fraction

import attrs

from pei_dsl.data.engine.connection import Connection, EngineError
from pei_dsl.data.engine.decimals import Reach
from pei_dsl.data.engine.decoding import exact
from pei_dsl.data.engine.relation import Relation
from pei_dsl.model.expressions import ValueType

# So many rows make a guess.
_FIRST = 1_000


@attrs.define
class Reaches:
    """
    The reaches of columns of numbers.

    Attributes:
        relation: The rows.
        connection: The engine that has them.
    """

    relation: Relation
    connection: Connection
    _known: dict[str, Reach | None] = attrs.field(factory=dict)
    _rows: int = 0

    def of(self, column: str) -> Reach | None:
        """Return how many digits the numbers of `column` have; None where the engine cannot tell."""
        self.look([column])
        return self._known[column]

    def fits(self, reach: Reach) -> bool:
        """Tell whether the engine keeps such numbers beside others, and adds those of all rows."""
        dialect = self.connection.dialect
        beside = reach.whole <= dialect.widest.whole and reach.decimals <= dialect.widest.decimals
        return beside and reach.digits + len(str(self._rows)) <= dialect.digits

    def look(self, columns: Iterable[str]) -> None:
        """Ask for all of `columns` that are not known, in one query."""
        unknown = [
            each
            for each in columns
            if each not in self._known and self.relation.type(each) is ValueType.NUMBER
        ]
        if not unknown:
            return
        try:
            self._ask(unknown)
        except EngineError as refusal:
            if refusal.code != "PEI331":
                raise
            # Some number is beyond what the engine computes with, so that it is not asked to.
            self._known.update(dict.fromkeys(unknown))

    def _ask(self, columns: list[str]) -> None:
        """Ask for `columns`: the first rows for a guess, which makes it short to ask all."""
        dialect, rows = self.connection.dialect, self.relation.query
        first = self._told(columns, dialect.first_rows(f"SELECT * FROM ({rows}) t", _FIRST), {})
        self._known.update(self._told(columns, rows, {name: each.decimals for name, each in first.items()}))

    def _told(self, columns: list[str], query: str, guesses: Mapping[str, int]) -> dict[str, Reach]:
        """Return the reach of `columns` in the rows of `query`."""
        dialect = self.connection.dialect
        asked = [dialect.count()]
        for column in columns:
            cell = self.relation.alias(column)
            ordered = dialect.ordered(cell, ValueType.NUMBER)
            decimals = dialect.most_decimals(cell, guesses.get(column, 0))
            asked += [f"MIN({ordered})", f"MAX({ordered})", decimals]
        rows = self.connection.rows(f"SELECT {', '.join(asked)} FROM ({query}) t")
        self._rows = sum(int(exact(row[0])) for row in rows)
        found = {}
        for index, column in enumerate(columns):
            told = [cell for row in rows for cell in row[1 + 3 * index : 4 + 3 * index]]
            least, greatest, places = (
                [exact(cell) for cell in told[place::3] if cell is not None] for place in range(3)
            )
            whole = Reach.of(*(Fraction(math.floor(each)) for each in (*least, *greatest)))
            found[column] = Reach(whole.whole, int(max(places, default=0)))
        return found
