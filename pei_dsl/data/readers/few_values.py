"""Columns of texts with few different cells, by which rows are worth grouping."""

from __future__ import annotations

import functools

import attrs

from pei_dsl.data.engine.duckdb.duckdb_connection import DuckDBConnection
from pei_dsl.data.engine.relation import Relation
from pei_dsl.model.expressions import ValueType

# So many different cells among the first rows, and a column is grouped by as it is rather than by classes.
FEW = 64
_LOOKED_AT = 20_000


def with_few(connection: DuckDBConnection, relation: Relation) -> Relation:
    """Return `relation`, which when asked tells which of its columns of texts have few different cells."""

    @functools.cache
    def few() -> frozenset[str]:
        columns = relation.source.columns
        texts = [name for name, column in columns.items() if column.type is ValueType.TEXT]
        if not texts:
            return frozenset()
        counted = ", ".join(f"COUNT(DISTINCT {relation.alias(name)})" for name in texts)
        query = f"SELECT {counted} FROM (SELECT * FROM ({relation.query}) t LIMIT {_LOOKED_AT}) t"
        (numbers,) = connection.rows(query)
        return frozenset(
            name
            for name, number in zip(texts, numbers, strict=True)
            if isinstance(number, int) and number <= FEW
        )

    return attrs.evolve(relation, few=few)
