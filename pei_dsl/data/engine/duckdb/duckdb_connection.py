"""DuckDB inside this process: the engine for files and for frames."""

from __future__ import annotations

import contextlib
import importlib
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

import attrs

from pei_dsl.data.engine.connection import EngineError, Parted, SqlRows
from pei_dsl.data.engine.dialect import Dialect
from pei_dsl.data.engine.duckdb.duckdb_dialect import DuckDB
from pei_dsl.data.engine.duckdb.splitting import Splitting
from pei_dsl.data.engine.duckdb.waiting import TooSlowError, wait_for
from pei_dsl.data.engine.engine_limits import Limits
from pei_dsl.data.extras import MissingExtraError, OldExtraError

if TYPE_CHECKING:
    import duckdb


# How many rows are held at a time where they are read one by one.
BATCH = 20_000
# The oldest version that computes what the definition does, as in pyproject.toml.
OLDEST = (1, 3)


@attrs.define
class DuckDBConnection:
    """A database in memory that spills to a folder of its own."""

    limits: Limits = attrs.field(factory=Limits)
    dialect: Dialect = attrs.field(factory=DuckDB)
    _raw: duckdb.DuckDBPyConnection | None = None
    _folder: tempfile.TemporaryDirectory[str] | None = None
    _tables: int = 0

    @property
    def raw(self) -> duckdb.DuckDBPyConnection:
        """
        The connection itself, opened when first used.

        Raises:
            MissingExtraError: DuckDB is not installed, or too old.
        """
        if self._raw is None:
            self._raw = self._open()
        return self._raw

    def _open(self) -> duckdb.DuckDBPyConnection:
        try:
            module = importlib.import_module("duckdb")
        except ImportError as error:
            raise MissingExtraError("duckdb") from error
        found = module.__version__
        if tuple(map(int, found.split(".")[: len(OLDEST)])) < OLDEST:
            raise OldExtraError("duckdb", "DuckDB", found, ".".join(map(str, OLDEST)))
        settings = {
            "temp_directory": str(self.spilling),
            "autoinstall_known_extensions": "false",  # nothing is fetched from anywhere
            "autoload_known_extensions": "false",
            "python_enable_replacements": "false",  # no variable of Python is ever taken for a table
        }
        if self.limits.memory:
            settings["memory_limit"] = self.limits.memory
        try:
            connection: duckdb.DuckDBPyConnection = module.connect(config=settings)
        except module.Error as error:
            raise EngineError("PEI331", "settings", told=_told(error)) from error
        if self.limits.look is not None:  # the engine counts only when it is to show, which it shall not
            connection.execute("SET enable_progress_bar = true; SET enable_progress_bar_print = false")
        return connection

    @property
    def version(self) -> str:
        """What DuckDB calls its version."""
        return str(importlib.import_module("duckdb").__version__)

    @property
    def spilling(self) -> Path:
        """The folder for what does not fit into memory."""
        if self.limits.folder is not None:
            return self.limits.folder
        if self._folder is None:
            self._folder = tempfile.TemporaryDirectory(prefix="pei-")
        return Path(self._folder.name)

    def fresh(self) -> str:
        """Return a name that no table of this connection has."""
        self._tables += 1
        return f"pei_rows_{self._tables}"

    def close(self) -> None:
        """Give back what the engine holds."""
        if self._raw is not None:
            self._raw.close()
            self._raw = None
        if self._folder is not None:
            self._folder.cleanup()
            self._folder = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def run(self, query: str) -> None:
        """Run a statement that gives no rows."""
        self.rows(query)

    def rows(self, query: str) -> SqlRows:
        """Return the rows of `query`."""
        raw = self.raw
        limit = self.limits.rows + 1
        look = None if self.limits.look is None else self._look
        found = self._fetched(lambda: raw.execute(query).fetchmany(limit), raw.interrupt, look)
        if len(found) > self.limits.rows:
            raise EngineError("PEI334", limit=self.limits.rows)
        return found

    def each_row(self, query: str) -> Iterator[Sequence[object]]:
        """
        Yield the rows of `query`, however many there are; no more than a batch of them is held at a time.

        Other queries may run meanwhile.  This one sees no temporary tables.

        Raises:
            EngineError: The engine refused, or ran out of what it was allowed.
        """
        with self.raw.cursor() as cursor:
            found = self._fetched(lambda: cursor.execute(query).fetchmany(BATCH), cursor.interrupt)
            while found:
                yield from found
                found = self._fetched(lambda: cursor.fetchmany(BATCH), cursor.interrupt)

    def kept(self, table: str) -> dict[str, str]:
        """Return the columns of `table`, anything that may stand behind `FROM`, with their types."""
        raw, query = self.raw, f"DESCRIBE SELECT * FROM {table}"
        rows = self._fetched(lambda: raw.execute(query).fetchall(), raw.interrupt)
        return {str(row[0]): str(row[1]) for row in rows}

    def _fetched(
        self,
        fetch: Callable[[], SqlRows],
        stop: Callable[[], None],
        look: Callable[[], None] | None = None,
    ) -> SqlRows:
        """Return what `fetch` gives, or say why the engine does not give it."""
        duckdb = importlib.import_module("duckdb")
        try:
            return wait_for(fetch, stop, self.limits.seconds, look)
        except duckdb.OutOfMemoryException as error:
            raise EngineError("PEI332", told=_told(error)) from error
        except TooSlowError as error:
            raise EngineError("PEI333", seconds=self.limits.patience) from error
        except duckdb.OutOfRangeException as error:  # a sum of more digits than a decimal has
            raise EngineError("PEI331", "overflow", told=_told(error)) from error
        except duckdb.Error as error:
            raise EngineError("PEI331", told=_told(error)) from error

    def _look(self) -> None:
        """Tell how far the running query is, where the engine knows."""
        assert self.limits.look is not None
        percent = int(self.raw.query_progress())
        if percent >= 0:
            self.limits.look(min(percent, 100))

    def keep(self, definition: Parted) -> str:
        """Return the table of the rows of `definition`, computed once; in parts, where they are many."""
        name = self.fresh()
        Splitting(self, definition, name, self.spilling).make()
        return name

    def forget(self, kept: str) -> None:
        """Drop a table."""
        self.run(f"DROP TABLE {kept}")

    @contextlib.contextmanager
    def over(self, name: str, definition: str) -> Iterator[Callable[[str], SqlRows]]:
        """Give what runs queries over the rows of `definition`, which are computed once."""
        self.run(f"CREATE OR REPLACE TEMP TABLE {name} AS {definition}")
        try:
            yield self.rows
        finally:
            self.run(f"DROP TABLE IF EXISTS {name}")


def _told(error: Exception) -> str:
    """Return what an engine says, in one short line."""
    return " ".join(str(error).partition("\nLINE ")[0].split())[:200]
