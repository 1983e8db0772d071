"""Who reads each source: Python row by row, or an engine that aggregates where the rows are."""

from __future__ import annotations

import contextlib
import enum
import importlib.util
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import attrs

from pei_dsl.data.answers import Answers
from pei_dsl.data.contract.held_rows import unusable
from pei_dsl.data.extras import MissingExtraError
from pei_dsl.data.readers.by_row import HostRows, check_rows, host_table, read_table
from pei_dsl.data.readers.carriers import Kind
from pei_dsl.data.readers.locating import MAX_BYTES, DataFile, Located, locate, shown_path
from pei_dsl.data.source_findings import Findings
from pei_dsl.data.table import Table
from pei_dsl.diagnostics import Diagnostic, Label
from pei_dsl.evaluation.requests import Request
from pei_dsl.model.plan import DataSource, Plan
from pei_dsl.model.terms import term

if TYPE_CHECKING:
    from pei_dsl.data.engine.connection import Connection, EngineError
    from pei_dsl.data.engine.duckdb_connection import DuckDBConnection
    from pei_dsl.data.engine.limits import Limits
    from pei_dsl.data.engine.relation import Relation

# Below so many bytes of text, or rows times aggregates, an engine takes longer to start than Python takes.
SMALL_FILE = 4 * 2**20
SMALL_WORK = 2_000_000
# More summed-up rows than this come home only when that is asked for.
MAX_ROWS = 5_000_000
# More cells of a breakdown than this are computed only when that is asked for.
MAX_CELLS = 20_000_000


class Engine(enum.StrEnum):
    """Who aggregates."""

    AUTOMATIC = "auto"
    REFERENCE = "referencia"
    DUCKDB = "duckdb"
    SQLITE = "sqlite"


@attrs.frozen
class Step:
    """
    What is being read right now.

    Attributes:
        source: The name of the source.
        place: Its files or table, as declared; "" for what the host gives.
        percent: How far its engine is; None where nobody knows.
    """

    source: str
    place: str
    percent: int | None = None


@attrs.frozen
class Reading:
    """
    How the data of a plan are read.

    Attributes:
        engine: Who aggregates what lies in files or comes from the host; a database aggregates its own.
        memory: What an embedded engine may use, `2GB`; "" for its own choice.
        folder: Where it puts what does not fit; None for a temporary folder.
        seconds: How long one query may take; None for any time.
        rows: How many rows may come home from one query.
        cells: How many cells a breakdown may have: indicators, by periods, by groups and their total.
        roots: Folders outside the workspace that sources may lie in.
        breakdown: Columns by which figures are wanted beside those of the whole.
        notice: Told what is being read, while an engine works how far it is, and None when all is read.
    """

    engine: Engine = Engine.AUTOMATIC
    memory: str = ""
    folder: Path | None = None
    seconds: float | None = None
    rows: int = MAX_ROWS
    cells: int = MAX_CELLS
    roots: tuple[Path, ...] = ()
    breakdown: tuple[str, ...] = ()
    notice: Callable[[Step | None], None] | None = None


@attrs.frozen
class OpenSources:
    """
    What answers for each source, and what was found in the data.

    Attributes:
        tables: Rows, or an engine's answers, by name.
    """

    tables: Mapping[str, Table | Answers]
    diagnostics: tuple[Diagnostic, ...]


@contextlib.contextmanager
def open_sources(
    plan: Plan,
    root: Path | None,
    given: Mapping[str, HostRows],
    requests: Mapping[str, Sequence[Request]],
    reading: Reading,
) -> Iterator[OpenSources]:
    """
    Give what answers for the sources of `plan`, with all that `requests` ask already at home.

    Args:
        plan: The plan.
        root: The workspace; None for texts of a host, which have no files.
        given: Rows and frames of the host by source; they stand instead of its files.
        requests: The aggregates that will be asked, by source.
        reading: How to read.

    Raises:
        MissingExtraError: A package is not installed that the data need.
    """
    with contextlib.ExitStack() as stack:
        opener = _Opener(root, reading, stack)
        tables: dict[str, Table | Answers] = {}
        found: list[Diagnostic] = []
        for name, source in plan.sources.items():
            table, problems = opener.open(source, given.get(name), requests.get(name, ()))
            tables[name] = table
            found.extend(problems)
        if reading.notice is not None:
            reading.notice(None)
        yield OpenSources(tables, tuple(found))


@attrs.define
class _Opener:
    """
    Opens sources one by one; one embedded engine serves all of them.

    Attributes:
        stack: Closes what was opened.
    """

    root: Path | None
    reading: Reading
    stack: contextlib.ExitStack
    _step: Step | None = None
    _duckdb: DuckDBConnection | None = None
    _folder: Path | None = None

    def open(
        self, source: DataSource, given: HostRows | None, requests: Sequence[Request]
    ) -> tuple[Table | Answers, list[Diagnostic]]:
        """Return what answers for `source`, and the findings about its data."""
        from pei_dsl.data.engine.connection import EngineError

        findings = Findings(shown_path(source.folder, source.file) or f"«{source.name}»")
        if self.reading.notice is not None:
            self._step = Step(source.name, "" if given is not None else source.file or source.table)
            self.reading.notice(self._step)
        try:
            return self._open(source, given, requests, findings)
        except EngineError as problem:
            found = [*findings.all(), _told(problem, findings.origin)]
            return _broken(source, findings.origin), found

    def _open(
        self, source: DataSource, given: HostRows | None, requests: Sequence[Request], findings: Findings
    ) -> tuple[Table | Answers, list[Diagnostic]]:
        if given is not None:
            return self._of_host(source, given, requests, findings)
        if source.connection:
            return self._of_database(source, requests)
        if self.root is None or not source.file:
            return read_table(source, self.root, self.reading.roots)
        located = locate(source, self.root, Findings(findings.origin), self.reading.roots)
        kind = None if located is None else located.kind
        if located is not None and kind is Kind.PARQUET:
            return self._of_parquet(source, located, requests, findings)
        if located is not None and kind is Kind.CSV and self._by_engine(located.files):
            relation = self._of_texts(source, located, findings)
            if relation is not None:
                return self._asked(relation, self.duckdb(), requests), []
            if findings.count:
                return _broken(source, findings.origin), findings.all()
        table, found = read_table(source, self.root, self.reading.roots)
        return self._of_table(source, table, requests), found

    # ---- Kinds of sources --------------------------------------------------------------------------

    def _of_texts(self, source: DataSource, located: Located, findings: Findings) -> Relation | None:
        """
        Return the rows of text files inside DuckDB, or None after reporting what is wrong with them.

        Where it reports nothing, the reader in Python must say why they are not there.
        """
        from pei_dsl.data.readers import text_columns
        from pei_dsl.data.readers.duckdb_columns import NotPlainError

        try:
            return text_columns.text_files(self.duckdb(), source, located, self.folder(), findings)
        except NotPlainError:
            if sum(file.path.stat().st_size for file in located.files) > MAX_BYTES:
                check_rows(source, located, findings)  # too many to keep, but what is wrong can be told
            return None

    def _of_parquet(
        self, source: DataSource, located: Located, requests: Sequence[Request], findings: Findings
    ) -> tuple[Table | Answers, list[Diagnostic]]:
        from pei_dsl.data.readers import parquet

        return self._converted(
            source,
            requests,
            findings,
            lambda: parquet.parquet(self.duckdb(), source, located, findings),
            lambda: parquet.parquet_table(self.duckdb(), source, located, findings),
        )

    def _of_host(
        self, source: DataSource, given: HostRows | object, requests: Sequence[Request], findings: Findings
    ) -> tuple[Table | Answers, list[Diagnostic]]:
        from pei_dsl.data.readers import frames

        if frames.is_spark(given):
            return self._of_spark(source, given, requests)
        if not frames.is_frame(given):
            table, found = host_table(source, given)  # type: ignore[arg-type]  # rows, or host_table says what
            return self._of_table(source, table, requests), found
        arrow = frames.arrow_of(given)
        small = arrow is not None and len(arrow) * max(1, len(requests)) < SMALL_WORK
        engine = self.reading.engine
        by_rows = engine is Engine.AUTOMATIC and (small or not _has_duckdb())
        if arrow is None or by_rows or engine in {Engine.REFERENCE, Engine.SQLITE}:
            table, found = host_table(source, frames.rows_of(given, arrow))
            return self._of_table(source, table, requests), found

        def row_by_row() -> Table:
            table, found = host_table(source, frames.rows_of(given, arrow))
            findings.items.extend(found)
            return table

        return self._converted(
            source,
            requests,
            findings,
            lambda: frames.frame_relation(self.duckdb(), source, arrow, findings),
            row_by_row,
        )

    def _converted(
        self,
        source: DataSource,
        requests: Sequence[Request],
        findings: Findings,
        convert: Callable[[], Relation | None],
        row_by_row: Callable[[], Table],
    ) -> tuple[Table | Answers, list[Diagnostic]]:
        """Return the columns that `convert` gives, or what reading them row by row tells of them."""
        from pei_dsl.data.readers.duckdb_columns import NotPlainError, WrongTypeError

        try:
            relation = convert() if self.reading.engine is not Engine.REFERENCE else None
        except WrongTypeError as wrong:
            findings.add(
                "PEI340", column=wrong.column.name, kept=wrong.kept, declared=term(wrong.column.type)
            )
            relation = None
        except NotPlainError:
            return self._of_table(source, row_by_row(), requests), findings.all()
        if relation is not None:
            return self._asked(relation, self.duckdb(), requests), findings.all()
        if self.reading.engine is Engine.REFERENCE:
            return row_by_row(), findings.all()
        return _broken(source, findings.origin), findings.all()

    def _of_spark(
        self, source: DataSource, given: object, requests: Sequence[Request]
    ) -> tuple[Table | Answers, list[Diagnostic]]:
        from pei_dsl.data.readers.spark import spark_relation

        connection, relation, found = spark_relation(source, given, self.limits())
        if relation is None or found:
            return _broken(source, f"«{source.name}»"), found
        return self._asked(relation, connection, requests), found

    def _of_database(
        self, source: DataSource, requests: Sequence[Request]
    ) -> tuple[Table | Answers, list[Diagnostic]]:
        from pei_dsl.data.readers.databases import database_relation

        connection, relation, found = database_relation(source, self.limits())
        if connection is not None:
            self.stack.callback(connection.close)
        if connection is None or relation is None or found:
            return _broken(source, source.table), found
        return self._asked(relation, connection, requests), found

    def _of_table(self, source: DataSource, table: Table, requests: Sequence[Request]) -> Table | Answers:
        """Return `table`, or an engine's answers over its rows where they are many or that was asked for."""
        engine = self.reading.engine
        if table.unusable is not None or engine is Engine.REFERENCE:
            return table
        much = len(table.rows) * max(1, len(requests)) > SMALL_WORK
        if engine is Engine.AUTOMATIC and not (much and _has_duckdb()):
            return table
        from pei_dsl.data.readers import into_engine

        if engine is Engine.SQLITE:
            from pei_dsl.data.engine.sqlite_connection import SQLiteConnection

            sqlite = SQLiteConnection(self.limits())
            self.stack.callback(sqlite.close)
            if not into_engine.can_load(table, sqlite.dialect):
                return table
            return self._asked(into_engine.into_sqlite(sqlite, source, table), sqlite, requests)
        if not into_engine.can_load(table, self.duckdb().dialect):
            return table
        relation = into_engine.into_duckdb(self.duckdb(), source, table, self.folder())
        return self._asked(relation, self.duckdb(), requests)

    def _asked(self, relation: Relation, connection: Connection, requests: Iterable[Request]) -> Answers:
        from pei_dsl.data.engine.answers import EngineAnswers

        breakdown = tuple(column for column in self.reading.breakdown if column in relation.source.breakdowns)
        complete = breakdown == self.reading.breakdown
        answers = EngineAnswers(relation, connection, breakdown if complete else ())
        answers.prefetch(requests)
        answers.groups()  # which are kept: whatever an engine refuses, it refuses here
        return answers

    # ---- The embedded engine -----------------------------------------------------------------------

    def _by_engine(self, files: Sequence[DataFile]) -> bool:
        """Tell whether text files are for the embedded engine."""
        engine = self.reading.engine
        if engine is not Engine.AUTOMATIC:
            return engine is Engine.DUCKDB
        return sum(file.path.stat().st_size for file in files) > SMALL_FILE and _has_duckdb()

    def limits(self) -> Limits:
        """Return what an engine may use."""
        from pei_dsl.data.engine.limits import Limits

        reading = self.reading
        look = None if reading.notice is None else self._look
        return Limits(reading.memory, reading.folder, reading.seconds, reading.rows, look)

    def _look(self, percent: int) -> None:
        """Pass on how far the engine is with the source that is being opened."""
        if self.reading.notice is not None and self._step is not None:
            self.reading.notice(attrs.evolve(self._step, percent=percent))

    def duckdb(self) -> DuckDBConnection:
        """Return the embedded engine, started when first needed."""
        if self._duckdb is None:
            from pei_dsl.data.engine.duckdb_connection import DuckDBConnection

            if not _has_duckdb():
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


def _has_duckdb() -> bool:
    return importlib.util.find_spec("duckdb") is not None


def _broken(source: DataSource, origin: str) -> Table:
    return Table(source.name, origin, unusable=unusable(source, origin))


def _told(problem: EngineError, file: str) -> Diagnostic:
    params = {"file": file, **problem.params}
    return Diagnostic(problem.code, Label(None), params, variant=problem.variant, file=file)
