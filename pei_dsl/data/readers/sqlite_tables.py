"""Tables and views of files of SQLite."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from pei_dsl.data.contract.declared_headings import declared_names
from pei_dsl.data.engine.addresses import Address
from pei_dsl.data.engine.connection import EngineError
from pei_dsl.data.engine.engine_limits import Limits
from pei_dsl.data.engine.sqlite.sqlite_connection import SQLiteConnection
from pei_dsl.data.readers.database_table import DatabaseTable
from pei_dsl.data.readers.sqlite_cells import SQLiteReader
from pei_dsl.model.plan import DataSource


def sqlite_table(address: Address, source: DataSource, limits: Limits) -> SQLiteTable:
    """
    Return the table of `source`; its file is opened for reading alone.

    Raises:
        EngineError: The file is not there, or is no file of SQLite (PEI337).
    """
    path = Path(address.path)
    try:
        raw = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
        raw.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchall()
    except (sqlite3.Error, OSError, ValueError, RuntimeError):  # no database, or no path
        raise EngineError("PEI337", "file", variable=source.connection) from None
    return SQLiteTable(SQLiteConnection(limits, raw=raw), source)


class SQLiteTable(DatabaseTable[SQLiteConnection]):
    """A table or view of a file of SQLite."""

    def names(self) -> list[str]:
        """Return the names of its columns."""
        connection = self.connection
        try:
            found = connection.raw.execute(f"SELECT * FROM {self.table} LIMIT 0")
        except sqlite3.Error as error:
            tables = "SELECT name FROM sqlite_master WHERE type IN ('table', 'view') ORDER BY 1"
            known = [str(row[0]) for row in connection.rows(tables)]
            if self.source.table.rpartition(".")[2] not in known:
                raise self.missing(known) from error
            raise EngineError("PEI331", told=str(error)[:200]) from error
        return [each[0] for each in found.description]

    def reader(self) -> SQLiteReader:
        """Return what reads cells by functions that SQLite calls."""
        names = self.names()
        actual = dict(zip(declared_names(self.source, names), names, strict=True))
        return SQLiteReader(self.connection, self.source, self.table, actual)
