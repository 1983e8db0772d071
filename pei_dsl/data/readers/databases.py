"""Tables and views of databases, read where they are."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Sequence
from pathlib import Path

from pei_dsl.data.answers import Answers
from pei_dsl.data.cell_values import read_object
from pei_dsl.data.contract.conversions import Kept
from pei_dsl.data.contract.header_check import check_header
from pei_dsl.data.contract.in_database import declared
from pei_dsl.data.engine.addresses import POSTGRESQL, Address, address_of
from pei_dsl.data.engine.connection import Connection, EngineError
from pei_dsl.data.engine.engine_limits import Limits
from pei_dsl.data.engine.postgres.postgres_connection import PostgresConnection
from pei_dsl.data.engine.relation import Relation
from pei_dsl.data.engine.sqlite.sqlite_connection import SQLiteConnection
from pei_dsl.data.letters import column_name
from pei_dsl.data.readers.duckdb_columns import BLANKS
from pei_dsl.data.readers.means import Means
from pei_dsl.data.readers.opened import Opened
from pei_dsl.data.readers.reader import Sought
from pei_dsl.data.readers.sqlite_cells import SQLiteReader
from pei_dsl.data.readers.typed_columns import KeptColumn, TypedReader
from pei_dsl.data.source_findings import Findings
from pei_dsl.data.table import Table
from pei_dsl.diagnostics import Diagnostic
from pei_dsl.diagnostics.suggestion import nearest
from pei_dsl.model.plan import DataSource


class Databases:
    """Reads tables and views of databases, where they are."""

    def open(self, sought: Sought, means: Means) -> Table | Answers | None:
        """Return the answers of the database."""
        connection, relation = _opened(sought.source, means.limits(), sought.findings)
        if connection is None or relation is None:
            return None
        means.stack.callback(connection.close)
        return None if sought.findings.count else means.answers(relation, connection, sought.requests)

    def look(self, sought: Sought) -> None:
        """Report what can be told without its rows: a database is asked only where the host wants that."""
        sought.findings.items.extend(check_table(sought.source, Limits()))


READER = Databases()


def database_relation(
    source: DataSource, limits: Limits
) -> tuple[Connection | None, Relation | None, list[Diagnostic]]:
    """
    Return the connection and the rows of a source with `conexión`, and what is wrong with them.

    Whoever calls closes the connection.  Without one, or without the table, there are only findings
    (PEI302, PEI336 to PEI340); rows that break the contract are reported as those of files are, and then the
    relation is not to be used.

    Raises:
        MissingExtraError: The driver of the database is not installed.

    Args:
        source: Its `connection` names an environment variable, its `table` a table or view.
        limits: What may be used: the seconds of a query, the rows that come home.
    """
    findings = Findings(f"{source.table} ({source.connection})")
    connection, relation = _opened(source, limits, findings)
    return connection, relation, findings.all()


def _opened(
    source: DataSource, limits: Limits, findings: Findings
) -> tuple[Connection | None, Relation | None]:
    connection: PostgresConnection | SQLiteConnection | None = None
    relation = None
    try:
        address = address_of(source.connection)
        if address.kind == POSTGRESQL:
            connection = PostgresConnection(address, source.connection, limits)
            relation = _of_postgres(connection, source, findings)
        else:
            connection = _sqlite(address, source, limits)
            relation = _of_sqlite(connection, source, findings)
    except EngineError as problem:
        findings.add(problem.code, 0, problem.variant, **{"file": findings.origin, **problem.params})
    if relation is None and connection is not None:
        connection.close()
        connection = None
    return connection, relation


def check_table(source: DataSource, limits: Limits) -> list[Diagnostic]:
    """
    Return the findings that need no rows: the database answers, has the table, and that the columns.

    Raises:
        MissingExtraError: The driver of the database is not installed.
    """
    findings = Findings(f"{source.table} ({source.connection})")
    try:
        address = address_of(source.connection)
        if address.kind == POSTGRESQL:
            with PostgresConnection(address, source.connection, limits) as postgres:
                names = [name for name, _ in _postgres_columns(postgres, source)]
        else:
            with contextlib.closing(_sqlite(address, source, limits)) as sqlite:
                names = _sqlite_columns(sqlite, source)
        _has_columns(source, names, findings)
    except EngineError as problem:
        findings.add(problem.code, 0, problem.variant, **{"file": findings.origin, **problem.params})
    return findings.all()


def table_name(connection: Connection, source: DataSource) -> str:
    """Return the table of `source` in SQL; its letters are as the database has them."""
    return ".".join(connection.dialect.identifier(part) for part in source.table.split("."))


def _has_columns(source: DataSource, names: Sequence[str], findings: Findings) -> bool:
    return check_header(source, Opened(tuple(names), iter(()), read_object, head=0), findings)


def _missing(source: DataSource, tables: Sequence[str]) -> EngineError:
    """Return the problem of a table that is not there, with the one that is most like it."""
    names = [*tables, *(table.rpartition(".")[2] for table in tables)]
    near = nearest(source.table, names)
    if near:
        return EngineError("PEI338", "near", table=source.table, variable=source.connection, near=near[0])
    return EngineError("PEI338", table=source.table, variable=source.connection)


# ---- PostgreSQL --------------------------------------------------------------------------------------

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


def _of_postgres(connection: PostgresConnection, source: DataSource, findings: Findings) -> Relation | None:
    table = table_name(connection, source)
    described = _postgres_columns(connection, source)
    if not _has_columns(source, [name for name, _ in described], findings):
        return None
    numbers = ", ".join(str(number) for number in sorted({number for _, number in described}))
    types = {
        row[0]: (str(row[1]), str(row[2]))
        for row in connection.rows(
            "SELECT oid::bigint, pg_catalog.format_type(oid, NULL), typcategory::text "
            f"FROM pg_catalog.pg_type WHERE oid IN ({numbers})"
        )
    }
    columns = {}
    for name, number in described:
        type_name, category = types.get(number, ("?", ""))
        kept = _KINDS.get(number, Kept.TEXT if category in _TEXTS else Kept.OTHER)
        columns[column_name(name)] = KeptColumn(f"r.{connection.dialect.identifier(name)}", kept, type_name)
    ((encoding,),) = connection.rows("SELECT pg_catalog.current_setting('server_encoding')")
    blanks = BLANKS if encoding == "UTF8" else "".join(blank for blank in BLANKS if blank.isascii())
    reader = TypedReader(connection, source, table, columns, blanks, composes=encoding == "UTF8")
    return declared(connection, source, table, reader, findings)


def _postgres_columns(connection: PostgresConnection, source: DataSource) -> list[tuple[str, int]]:
    """Return the columns of a table, each with the number of its type."""
    try:
        return connection.described(f"SELECT * FROM {table_name(connection, source)} LIMIT 0")
    except EngineError as problem:
        raise _about_table(problem, connection, source) from problem


def _about_table(problem: EngineError, connection: PostgresConnection, source: DataSource) -> EngineError:
    """Return a problem of the first query so that it speaks of the table."""
    match problem.code:
        case "PEI338":
            found = connection.rows(
                "SELECT table_schema || '.' || table_name FROM information_schema.tables "
                "WHERE table_schema NOT IN ('pg_catalog', 'information_schema') ORDER BY 1 LIMIT 10000"
            )
            return _missing(source, [str(row[0]) for row in found])
        case "PEI339":
            return EngineError("PEI339", table=source.table, variable=source.connection)
        case _:
            return problem


# ---- SQLite ------------------------------------------------------------------------------------------


def _sqlite(address: Address, source: DataSource, limits: Limits) -> SQLiteConnection:
    path = Path(address.path)
    try:
        raw = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
        raw.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchall()
    except (sqlite3.Error, OSError, ValueError, RuntimeError):  # no database, or no path
        raise EngineError("PEI337", "file", variable=source.connection) from None
    return SQLiteConnection(limits, raw=raw)


def _of_sqlite(connection: SQLiteConnection, source: DataSource, findings: Findings) -> Relation | None:
    names = _sqlite_columns(connection, source)
    if not _has_columns(source, names, findings):
        return None
    table = table_name(connection, source)
    actual = {column_name(name): name for name in names}
    return declared(connection, source, table, SQLiteReader(connection, source, table, actual), findings)


def _sqlite_columns(connection: SQLiteConnection, source: DataSource) -> list[str]:
    tables = "SELECT name FROM sqlite_master WHERE type IN ('table', 'view') ORDER BY 1"
    query = f"SELECT * FROM {table_name(connection, source)} LIMIT 0"
    try:
        return [each[0] for each in connection.raw.execute(query).description]
    except sqlite3.Error as error:
        known = [str(row[0]) for row in connection.rows(tables)]
        if source.table.rpartition(".")[2] not in known:
            raise _missing(source, known) from error
        raise EngineError("PEI331", told=str(error)[:200]) from error
