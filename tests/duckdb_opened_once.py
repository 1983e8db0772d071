"""
DuckDB is opened once in a process of tests, and each connection is one of its own to it.

Opening it takes a fortieth of a second of processor time, which thousands of tests paid several times.  What a
connection makes are temporary tables, which no other connection sees.  A connection with limits of its own, or that
is looked at, opens an engine of its own, as each command does; so does one that finds another DuckDB.
"""

from __future__ import annotations

import sys
from collections.abc import Callable

import duckdb

from pei_dsl.data.engine.duckdb.duckdb_connection import DuckDBConnection

_VERSION = duckdb.__version__
_Open = Callable[[DuckDBConnection], duckdb.DuckDBPyConnection]


def opening(first: DuckDBConnection, plain: _Open) -> _Open:
    """Return what opens a connection to the engine of `first`; `plain` is how the product opens one."""

    def open_(connection: DuckDBConnection) -> duckdb.DuckDBPyConnection:
        limits = connection.limits
        is_own = limits.memory or limits.folder or limits.look is not None
        if is_own or sys.modules.get("duckdb") is not duckdb or duckdb.__version__ != _VERSION:
            return plain(connection)
        if first._raw is None:
            first._raw = plain(first)
        return first._raw.cursor()

    return open_
