"""What readers share while the sources of a plan are open: one embedded engine, a folder, the limits."""

from __future__ import annotations

import contextlib
import importlib.util
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import attrs

from pei_dsl.data.answers import Answers, Request
from pei_dsl.data.extras import MissingExtraError
from pei_dsl.data.reading import Engine, Reading, ReadingStep
from pei_dsl.data.table import Table
from pei_dsl.model.plan import DataSource

if TYPE_CHECKING:
    from pei_dsl.data.engine.connection import Connection
    from pei_dsl.data.engine.duckdb.duckdb_connection import DuckDBConnection
    from pei_dsl.data.engine.engine_limits import Limits
    from pei_dsl.data.engine.relation import Relation
    from pei_dsl.data.engine.sqlite.sqlite_connection import SQLiteConnection

# Below so many bytes of text, or rows times aggregates, an engine takes longer to start than Python takes.
SMALL_FILE = 4 * 2**20
SMALL_WORK = 2_000_000


@attrs.define
class Means:
    """
    The means to read with.

    Attributes:
        reading: How to read.
        stack: Closes what was opened.
        step: What is being read right now, where somebody is told.
        databases: Connections to databases, which several sources may share, by what says their address.
    """

    reading: Reading
    stack: contextlib.ExitStack
    step: ReadingStep | None = None
    databases: dict[str, Connection] = attrs.field(factory=dict)
    _duckdb: DuckDBConnection | None = None
    _sqlite: SQLiteConnection | None = None
    _folder: Path | None = None

    @property
    def by_reference(self) -> bool:
        """Whether rows are added up one by one in Python, as the host asked."""
        return self.reading.engine is Engine.REFERENCE

    def engine_pays(self, size: int) -> bool:
        """Tell whether texts of so many bytes are for the embedded engine."""
        engine = self.reading.engine
        if engine is not Engine.AUTOMATIC:
            return engine is Engine.DUCKDB
        return size > SMALL_FILE and has_duckdb()

    def answers(self, relation: Relation, connection: Connection, requests: Iterable[Request]) -> Answers:
        """Return the answers of an engine, with all that is asked already at home."""
        from pei_dsl.data.engine.engine_answers import EngineAnswers

        breakdown = tuple(column for column in self.reading.breakdown if column in relation.source.breakdowns)
        complete = breakdown == self.reading.breakdown
        answers = EngineAnswers(relation, connection, breakdown if complete else ())
        answers.prefetch(requests)
        answers.groups()  # which are kept: whatever an engine refuses, it refuses here
        return answers

    def answers_of_table(
        self, source: DataSource, table: Table, requests: Sequence[Request]
    ) -> Table | Answers:
        """Return `table`, or an engine's answers over its rows where they are many or that was asked for."""
        much = len(table.rows) * max(1, len(requests)) > SMALL_WORK
        if table.unusable is not None:
            return table
        match self.reading.engine:
            case Engine.REFERENCE:
                return table
            case Engine.SQLITE:
                return self._in_sqlite(source, table, requests)
            case Engine.AUTOMATIC if not (much and has_duckdb()):
                return table
            case Engine.AUTOMATIC | Engine.DUCKDB:
                return self._in_duckdb(source, table, requests)

    def _in_sqlite(self, source: DataSource, table: Table, requests: Sequence[Request]) -> Table | Answers:
        """Return the answers of SQLite over the rows of `table`, or `table` where SQLite cannot hold them."""
        from pei_dsl.data.engine import into_engine

        sqlite = self._sqlite_of_rows()
        if not into_engine.can_load(source, table, sqlite.dialect):
            return table
        return self.answers(into_engine.into_sqlite(sqlite, source, table), sqlite, requests)

    def _sqlite_of_rows(self) -> SQLiteConnection:
        """Return one SQLite for all rows that are loaded, so that one source may be asked by another."""
        if self._sqlite is None:
            from pei_dsl.data.engine.sqlite.sqlite_connection import SQLiteConnection

            self._sqlite = SQLiteConnection(self.limits())
            self.stack.callback(self._sqlite.close)
        return self._sqlite

    def _in_duckdb(self, source: DataSource, table: Table, requests: Sequence[Request]) -> Table | Answers:
        """Return the answers of DuckDB over the rows of `table`, or `table` where DuckDB cannot hold them."""
        from pei_dsl.data.engine import into_engine

        if not into_engine.can_load(source, table, self.duckdb().dialect):
            return table
        relation = into_engine.into_duckdb(self.duckdb(), source, table, self.folder())
        return self.answers(relation, self.duckdb(), requests)

    def limits(self) -> Limits:
        """Return what an engine may use."""
        from pei_dsl.data.engine.engine_limits import Limits

        reading = self.reading
        look = None if reading.notice is None else self._look
        return Limits(reading.memory, reading.folder, reading.seconds, reading.rows, look)

    def begin(self, step: ReadingStep) -> None:
        """Pass on what is being read from now on."""
        if self.reading.notice is not None:
            self.step = step
            self.reading.notice(step)

    def _look(self, percent: int) -> None:
        """Pass on how far the engine is with the source that is being opened."""
        if self.reading.notice is not None and self.step is not None:
            self.reading.notice(attrs.evolve(self.step, percent=percent))

    def duckdb(self) -> DuckDBConnection:
        """Return the embedded engine, started when first needed."""
        if self._duckdb is None:
            from pei_dsl.data.engine.duckdb.duckdb_connection import DuckDBConnection

            if not has_duckdb():
                extra = "duckdb"
                raise MissingExtraError(extra)
            self._duckdb = DuckDBConnection(self.limits())
            self.stack.callback(self._duckdb.close)
        return self._duckdb

    def folder(self) -> Path:
        """Return a folder for copies, which goes when all is done."""
        if self._folder is None:
            parent = self.reading.folder
            self._folder = Path(
                self.stack.enter_context(tempfile.TemporaryDirectory(prefix="pei-", dir=parent))
            )
        return self._folder


def has_duckdb() -> bool:
    """Tell whether the embedded engine is installed."""
    return importlib.util.find_spec("duckdb") is not None
