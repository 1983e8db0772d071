"""
Rows in several places: each is asked the same, and what comes back is put together.

Every query that an engine is asked over rows gives rows that may simply be concatenated with those of other
partitions: partials are added up by stage 2, different values count once however often they come, first and
last rows are chosen again among the few.  So a host with rows on many machines sends each of them texts of
queries, and gets back small tables.
"""

from __future__ import annotations

import contextlib
import datetime
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import TypeAlias

import attrs

from pei_dsl.data.engine.connection import Connection, Parted, SqlRows
from pei_dsl.data.engine.decimals import decimal
from pei_dsl.data.engine.dialect import Dialect

# Runs a query over the rows of one partition, wherever they are, and gives its rows.
Partition: TypeAlias = Callable[[str], SqlRows]

# Rows of one statement that brings partials home.
_CHUNK = 500


@attrs.frozen
class Partitions:
    """
    The partitions of a source as one engine, for `answers.EngineAnswers`.

    The rows of each stand in a table of the same name and columns, that of the relation's query.  Where the
    rows of a source without `orden` are numbered, their numbers differ between partitions.

    Attributes:
        home: An engine with one of the partitions, perhaps an empty one: it puts all together.
        others: The other partitions, in engines that speak as `home` does.
    """

    home: Connection
    others: Sequence[Partition]

    @property
    def dialect(self) -> Dialect:
        """How all of them speak."""
        return self.home.dialect

    def rows(self, query: str) -> SqlRows:
        """Return the rows of `query` of all partitions."""
        return [*self.home.rows(query), *(row for other in self.others for row in other(query))]

    def keep(self, definition: Parted) -> str:  # noqa: ARG002
        """Return "": the rows of an entity may be in several partitions."""
        return ""

    def forget(self, kept: str) -> None:
        """Do nothing: nothing is kept."""

    @contextlib.contextmanager
    def over(self, name: str, definition: str) -> Iterator[Callable[[str], SqlRows]]:
        """Give what runs queries over the rows of `definition` of all partitions, at home."""
        with self.home.over(name, definition) as run:
            for other in self.others:
                rows = other(definition)
                for start in range(0, len(rows), _CHUNK):
                    self.home.rows(
                        f"INSERT INTO {name} VALUES {self._literals(rows[start : start + _CHUNK])}"
                    )
            yield run

    def close(self) -> None:
        """Close the engine at home; the others are the host's."""
        self.home.close()

    def _literals(self, rows: SqlRows) -> str:
        return ", ".join(f"({', '.join(self._literal(cell) for cell in row)})" for row in rows)

    def _literal(self, cell: object) -> str:
        match cell:
            case None:
                return "NULL"
            case bool():
                return self.dialect.boolean(value=cell)
            case int():
                return str(cell)
            case Decimal():
                return decimal(Fraction(cell))
            case datetime.date():
                return self.dialect.date(cell)
            case _:
                return self.dialect.text(str(cell))
