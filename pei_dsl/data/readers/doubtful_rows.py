"""The rows in DuckDB that may break the contract, set apart for whoever tells what is wrong with them."""

from __future__ import annotations

from collections.abc import Sequence

from pei_dsl.data.contract.in_sql import key_of
from pei_dsl.data.engine.duckdb.duckdb_connection import DuckDBConnection
from pei_dsl.data.engine.relation import Relation
from pei_dsl.data.readers.raw_columns import DoubtfulRowsError, Raw


def refuse_doubtful(
    connection: DuckDBConnection, relation: Relation, raw: Raw, joined: str, checks: Sequence[str]
) -> None:
    """
    Make sure that no row is in doubt.

    Args:
        connection: The engine.
        relation: The converted rows, whose keys must be whole and each once.
        raw: The rows as kept.
        joined: What follows `FROM` for `checks` to be asked.
        checks: Conditions that no row may meet.

    Raises:
        DoubtfulRowsError: Some rows are.
    """
    tests = [f"({check})" for check in dict.fromkeys(checks)]
    doubtful = [f"SELECT {raw.number} AS n FROM {joined} WHERE {' OR '.join(tests)}"] if tests else []
    if relation.source.keys:
        doubtful.append(_without_key(relation))
    for query in doubtful:
        if connection.rows(f"{query} LIMIT 1"):
            raise DoubtfulRowsError(_kept(connection, relation, raw, doubtful))


def _without_key(relation: Relation) -> str:
    """Return the query of the rows whose key is empty in part, or that of another row."""
    grouped = key_of(relation)
    empty = " OR ".join(f"{key} IS NULL" for key in grouped)
    twice = (
        f"SELECT {', '.join(grouped)} FROM ({relation.query}) t GROUP BY {', '.join(grouped)} "
        f"HAVING COUNT(*) > 1 OR BOOL_OR({empty})"
    )
    same = " AND ".join(f"t.{key} IS NOT DISTINCT FROM d.{key}" for key in grouped)
    return f"SELECT t.n FROM ({relation.query}) t SEMI JOIN ({twice}) d ON {same}"


def _kept(connection: DuckDBConnection, relation: Relation, raw: Raw, doubtful: Sequence[str]) -> str:
    """Return the name of a table that keeps the rows of the queries `doubtful`."""
    table = connection.fresh()
    kept = [(f"k{index}", raw.types[name]) for index, name in enumerate(relation.source.columns)]
    single = connection.dialect.from_single  # Python has no numbers of 32 bits
    cells = ", ".join(
        f"{single(f'r.{cell}')} AS {cell}" if kind == "FLOAT" else f"r.{cell}" for cell, kind in kept
    )
    rows = f"SELECT {raw.number} AS n, {cells} FROM {raw.table} r"
    connection.run(
        f"CREATE TEMP TABLE {table} AS SELECT * FROM ({rows}) r "
        f"SEMI JOIN ({' UNION ALL '.join(doubtful)}) d ON r.n = d.n ORDER BY n"
    )
    return table
