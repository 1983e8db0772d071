"""The query of rows that ask others: the rows, and beside each what the others gave for its key."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet

import attrs

from pei_dsl.data.engine.dialect import Dialect
from pei_dsl.data.engine.relation import Relation
from pei_dsl.model.expressions import ValueType
from pei_dsl.model.plan import DataSource


@attrs.define
class JoinedRows:
    """
    Rows to which columns of others are joined, one by one.

    Attributes:
        relation: The rows that ask.
        cells: The SQL of each column that is joined, by its name.
        types: What these are.
        joins: The joins, in SQL.
    """

    relation: Relation
    dialect: Dialect
    cells: dict[str, str] = attrs.field(factory=dict)
    types: dict[str, ValueType] = attrs.field(factory=dict)
    joins: list[str] = attrs.field(factory=list)

    def join(
        self, made: Relation, tied: Sequence[tuple[str, str]], zeros: AbstractSet[str]
    ) -> Iterator[tuple[str, str]]:
        """
        Join `made`, which has one row for each key; yield each of its columns with what it is called here.

        Args:
            made: The rows of the other source, grouped.
            tied: Its keys, each with the column of this source that is one.
            zeros: The columns that are 0 where it has no row of a key; all others are empty there.
        """
        alias = f"g{len(self.joins)}"
        ours = [f"t.{self.relation.alias(outer)}" for _, outer in tied]
        theirs = [f"{alias}.{made.alias(own)}" for own, _ in tied]
        equal = " AND ".join(f"{one} = {other}" for one, other in zip(ours, theirs, strict=True))
        self.joins.append(f"LEFT JOIN ({made.query}) {alias} ON {equal}")
        lost = " OR ".join(f"{one} IS NULL" for one in ours)
        keys = {own for own, _ in tied}
        for name, column in made.source.columns.items():
            if name not in keys:
                zero = self.dialect.as_cell("0") if name in zeros else "NULL"
                cell = f"{alias}.{made.alias(name)}"
                sql = f"CASE WHEN {lost} THEN NULL WHEN {theirs[0]} IS NULL THEN {zero} ELSE {cell} END"
                yield name, self._cell(sql, column.type, name)

    def nothing(self, kind: ValueType) -> str:
        """Return the name of a column of empty cells."""
        return self._cell(f"CAST(NULL AS {self.dialect.types[kind]})", kind, "")

    def _cell(self, sql: str, kind: ValueType, name: str) -> str:
        given = f" {len(self.cells)} {name}"  # no column that a plan declares begins with a blank
        self.cells[given], self.types[given] = sql, kind
        return given

    def made(self, source: DataSource) -> Relation:
        """Return the rows with all that was joined; `source` has the columns in their order."""
        first = len(self.relation.source.columns)
        named = [f"{sql} AS c{first + index}" for index, sql in enumerate(self.cells.values())]
        query = f"SELECT {', '.join(['t.*', *named])} FROM ({self.relation.query}) t {' '.join(self.joins)}"
        totals = self.relation.totals
        if totals is None:
            totals = frozenset(self.relation.source.columns)
        return attrs.evolve(self.relation, query=query, source=source, totals=totals)
