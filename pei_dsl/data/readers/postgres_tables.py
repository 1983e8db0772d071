"""Tables and views of PostgreSQL."""

from __future__ import annotations

import functools

from pei_dsl.data.contract.conversions import Kept
from pei_dsl.data.contract.declared_headings import declared_names
from pei_dsl.data.engine.addresses import Address
from pei_dsl.data.engine.connection import EngineError
from pei_dsl.data.engine.engine_limits import Limits
from pei_dsl.data.engine.postgres.postgres_connection import PostgresConnection
from pei_dsl.data.readers.database_table import DatabaseTable
from pei_dsl.data.readers.plain_texts import BLANKS
from pei_dsl.data.readers.typed_columns import KeptColumn, TypedReader
from pei_dsl.model.plan import DataSource

_KINDS = {
    16: Kept.BOOLEAN,
    20: Kept.WHOLE,
    21: Kept.WHOLE,
    23: Kept.WHOLE,
    26: Kept.WHOLE,
    700: Kept.REAL,
    701: Kept.REAL,
    1082: Kept.DATE,
    1114: Kept.MOMENT,
    1184: Kept.ZONED,
    1700: Kept.DECIMAL,
    2950: Kept.TEXT,
}
# The categories of texts and of lists of words among PostgreSQL's types.
_TEXTS = {"S", "E"}


def postgres_table(address: Address, source: DataSource, limits: Limits) -> PostgresTable:
    """Return the table of `source`; the server is asked when the first query comes."""
    return PostgresTable(PostgresConnection(address, source.connection, limits), source)


class PostgresTable(DatabaseTable[PostgresConnection]):
    """A table or view of PostgreSQL."""

    def names(self) -> list[str]:
        """Return the names of its columns."""
        return [name for name, _ in self._described]

    def reader(self) -> TypedReader:
        """Return what converts columns by their types, and looks up texts that say something else."""
        connection = self.connection
        numbers = ", ".join(str(number) for number in sorted({number for _, number in self._described}))
        types = {
            row[0]: (str(row[1]), str(row[2]))
            for row in connection.rows(
                "SELECT oid::bigint, pg_catalog.format_type(oid, NULL), typcategory::text "
                f"FROM pg_catalog.pg_type WHERE oid IN ({numbers})"
            )
        }
        columns = {}
        called = declared_names(self.source, self.names())
        for own, (name, number) in zip(called, self._described, strict=True):
            type_name, category = types.get(number, ("?", ""))
            kept = _KINDS.get(number, Kept.TEXT if category in _TEXTS else Kept.OTHER)
            columns[own] = KeptColumn(f"r.{connection.dialect.identifier(name)}", kept, type_name)
        ((encoding,),) = connection.rows("SELECT pg_catalog.current_setting('server_encoding')")
        blanks = BLANKS if encoding == "UTF8" else "".join(blank for blank in BLANKS if blank.isascii())
        return TypedReader(connection, self.source, self.table, columns, blanks, composes=encoding == "UTF8")

    @functools.cached_property
    def _described(self) -> list[tuple[str, int]]:
        """The columns, each with the number of its type."""
        try:
            return self.connection.described(f"SELECT * FROM {self.table} LIMIT 0")
        except EngineError as problem:
            raise self._about_table(problem) from problem

    def _about_table(self, problem: EngineError) -> EngineError:
        """Return a problem of the first query so that it speaks of the table."""
        match problem.code:
            case "PEI338":
                found = self.connection.rows(
                    "SELECT table_schema || '.' || table_name FROM information_schema.tables "
                    "WHERE table_schema NOT IN ('pg_catalog', 'information_schema') ORDER BY 1 LIMIT 10000"
                )
                return self.missing([str(row[0]) for row in found])
            case "PEI339":
                return EngineError("PEI339", table=self.source.table, variable=self.source.connection)
            case _:
                return problem
