"""A table or view of a database: what is the same whatever database has it."""

from __future__ import annotations

import abc
from collections.abc import Sequence
from typing import Generic, TypeVar

import attrs

from pei_dsl.data.cell_values import read_object
from pei_dsl.data.contract.declared_headings import declared_names
from pei_dsl.data.contract.header_check import check_header
from pei_dsl.data.contract.in_database import Reader, declared
from pei_dsl.data.engine.connection import Connection, EngineError
from pei_dsl.data.engine.relation import Relation
from pei_dsl.data.readers.opened import Opened
from pei_dsl.data.source_findings import Findings
from pei_dsl.diagnostics.suggestion import nearest
from pei_dsl.model.plan import DataSource

C = TypeVar("C", bound=Connection)


@attrs.define(slots=False)
class DatabaseTable(abc.ABC, Generic[C]):
    """
    The table of a source; a subclass says how one database tells its columns, and gives its cells.

    Attributes:
        connection: To its database.
        source: What declares it.
    """

    connection: C
    source: DataSource

    @abc.abstractmethod
    def names(self) -> Sequence[str]:
        """
        Return the names of its columns, as the database has them.

        Raises:
            EngineError: There is no such table, or it may not be read (PEI331, PEI338, PEI339).
        """

    @abc.abstractmethod
    def reader(self) -> Reader:
        """Return what reads the cells of the declared columns, which are all there."""

    @property
    def table(self) -> str:
        """Its name in SQL; its letters are as the database has them."""
        return ".".join(self.connection.dialect.identifier(part) for part in self.source.table.split("."))

    def has_columns(self, findings: Findings) -> bool:
        """Report declared columns that it has not; tell whether it has all."""
        opened = Opened(declared_names(self.source, self.names()), iter(()), read_object, head=0)
        return check_header(self.source, opened, findings)

    def relation(self, findings: Findings) -> Relation | None:
        """Return its rows as declared, after reporting what breaks the contract; None without its columns."""
        if not self.has_columns(findings):
            return None
        return declared(self.connection, self.source, self.table, self.reader(), findings)

    def missing(self, tables: Sequence[str]) -> EngineError:
        """Return the problem of a table that is not among `tables`, with the one that is most like it."""
        wanted, variable = self.source.table, self.source.connection
        near = nearest(wanted, [*tables, *(table.rpartition(".")[2] for table in tables)])
        if near:
            return EngineError("PEI338", "near", table=wanted, variable=variable, near=near[0])
        return EngineError("PEI338", table=wanted, variable=variable)
