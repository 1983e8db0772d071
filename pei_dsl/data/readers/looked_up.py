"""The different cells of a column, each read once in Python, as tables in DuckDB to join rows with."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import attrs

from pei_dsl.data.engine.duckdb.duckdb_connection import DuckDBConnection
from pei_dsl.data.readers.raw_columns import NotPlainError

# More different cells of a column than this are not looked up one by one.
MAX_LOOKED_UP = 100_000


@attrs.define
class LookedUp:
    """
    The tables that the cells of one source are looked up in.

    Attributes:
        connection: Where they are.
        table: The rows, as the item of a `FROM`.
        joins: The tables.
        unknown: The conditions of rows with a cell that cannot be read.
    """

    connection: DuckDBConnection
    table: str
    joins: list[str] = attrs.field(factory=list)
    unknown: list[str] = attrs.field(factory=list)

    @property
    def joined(self) -> str:
        """What follows `FROM`: the rows `r` with the tables."""
        return " ".join([f"{self.table} r", *self.joins])

    def add(
        self, text: str, condition: str, read: Callable[[str], Sequence[str] | None], types: Sequence[str]
    ) -> str | None:
        """
        Return the name of a joined table of the cells that meet `condition`; None when there are none.

        A cell that `read` does not know puts its rows in doubt.

        Args:
            text: The cell as a text, in SQL.
            condition: Which rows have one to look up, in SQL.
            read: Tells the values of a cell as literals; None for one that cannot be read.
            types: The types of those values, which are the columns `v0`, `v1`, … of the table.

        Raises:
            NotPlainError: There are too many different cells.
        """
        query = f"SELECT DISTINCT {text} FROM {self.joined} WHERE {condition} LIMIT {MAX_LOOKED_UP + 1}"
        cells = [str(row[0]) for row in self.connection.rows(query)]
        if not cells:
            return None
        if len(cells) > MAX_LOOKED_UP:
            raise NotPlainError
        rows = []
        for cell in cells:
            values = read(cell)
            known = "FALSE" if values is None else "TRUE"
            values = ["NULL"] * len(types) if values is None else values
            rows.append(f"({self.connection.dialect.text(cell)}, {known}, {', '.join(values)})")
        name = self.connection.fresh()
        declared = ", ".join(f"v{index} {kind}" for index, kind in enumerate(types))
        self.connection.run(f"CREATE TEMP TABLE {name} (t VARCHAR, known BOOLEAN, {declared})")
        self.connection.run(f"INSERT INTO {name} VALUES {', '.join(rows)}")
        self.joins.append(f"LEFT JOIN {name} ON {name}.t = {text}")
        self.unknown.append(f"NOT {name}.known")
        return name
