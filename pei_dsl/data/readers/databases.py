"""Tables and views of databases, read where they are."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from pei_dsl.data.answers import Answers
from pei_dsl.data.durations import seconds_of
from pei_dsl.data.engine.addresses import POSTGRESQL, SQLITE, Address, address_of
from pei_dsl.data.engine.connection import Connection, EngineError
from pei_dsl.data.engine.engine_limits import Limits
from pei_dsl.data.engine.relation import Relation
from pei_dsl.data.readers.database_table import DatabaseTable
from pei_dsl.data.readers.means import Means
from pei_dsl.data.readers.postgres_tables import postgres_table
from pei_dsl.data.readers.reader import Sought
from pei_dsl.data.readers.sqlite_tables import sqlite_table
from pei_dsl.data.source_findings import Findings
from pei_dsl.data.table import Table
from pei_dsl.diagnostics import Diagnostic
from pei_dsl.model.expressions import ValueType
from pei_dsl.model.plan import Column, DataSource

Opener: TypeAlias = Callable[[Address, DataSource, Limits], DatabaseTable[Any]]

# What opens a table, by the kind of its database's address.
OPENERS: Mapping[str, Opener] = {POSTGRESQL: postgres_table, SQLITE: sqlite_table}


class Databases:
    """Reads tables and views of databases, where they are."""

    def open(self, sought: Sought, means: Means) -> Table | Answers | None:
        """Return the answers of the database."""
        connection, relation = _opened(sought.source, means.limits(), sought.findings, means.databases)
        if connection is None or relation is None:
            return None
        means.stack.callback(connection.close)  # closing what is shared again does nothing
        return None if sought.findings.count else means.answers(relation, connection, sought.requests)

    def look(self, sought: Sought) -> None:
        """Report what can be told without its rows: a database is asked only where the host wants that."""
        sought.findings.items.extend(check_table(sought.source, Limits()))


READER = Databases()


def _opened(
    source: DataSource, limits: Limits, findings: Findings, opened: dict[str, Connection]
) -> tuple[Connection | None, Relation | None]:
    table: DatabaseTable[Any] | None = None
    relation = None
    before = opened.get(source.connection)
    try:
        table = _table(source, limits)
        # Sources of one database are read through one connection, where rows of one may ask another's.
        if before is None:
            opened[source.connection] = table.connection
        else:
            table.connection.close()
            table.connection = before
        relation = table.relation(findings)
    except EngineError as problem:
        findings.add(problem.code, 0, problem.variant, **{"file": findings.origin, **problem.params})
    if table is None or relation is None:
        if table is not None and before is None:
            opened.pop(source.connection, None)
            table.connection.close()
        return None, None
    return table.connection, relation


def check_table(source: DataSource, limits: Limits) -> list[Diagnostic]:
    """
    Return the findings that need no rows: the database answers, has the table, and that the columns.

    Raises:
        MissingExtraError: The driver of the database is not installed.
    """
    findings = Findings(f"{source.table} ({source.connection})")
    try:
        table = _table(source, limits)
        with contextlib.closing(table.connection):
            table.has_columns(findings)
    except EngineError as problem:
        findings.add(problem.code, 0, problem.variant, **{"file": findings.origin, **problem.params})
    return findings.all()


def _is_timed(column: Column) -> bool:
    """Tell whether the cells of a column are moments or durations."""
    return column.type is ValueType.MOMENT or bool(column.formats and seconds_of(column.unit))


def _table(source: DataSource, limits: Limits) -> DatabaseTable[Any]:
    timed = next((each for each in source.columns.values() if _is_timed(each)), None)
    if timed is not None:  # no engine computes with these, and rows of a database are not brought home
        raise EngineError("PEI340", "moment", column=timed.name, kept="", declared="")
    address = address_of(source.connection)
    return OPENERS[address.kind](address, source, limits)
