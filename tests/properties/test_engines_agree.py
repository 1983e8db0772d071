"""Every engine gives what `data.aggregates` defines, for whatever rows and aggregates."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings, target
from hypothesis import strategies as st

from pei_dsl.data.aggregates import aggregate
from pei_dsl.data.engine.answers import EngineAnswers
from pei_dsl.data.engine.connection import Connection
from pei_dsl.data.engine.duckdb_connection import DuckDBConnection
from pei_dsl.data.engine.loading import into_duckdb, into_sqlite
from pei_dsl.data.engine.partitions import Partitions
from pei_dsl.data.engine.relation import Relation
from pei_dsl.data.engine.sqlite_connection import SQLiteConnection
from pei_dsl.model.absence import Absence
from tests.aggregations import Asked, asked

FOLDER = Path(tempfile.mkdtemp(prefix="pei-tests-"))


def assert_agrees(asked_for: Asked, relation: Relation, connection: Connection) -> None:
    """Assert that an engine answers every question as the reference does, for the whole and for each group."""
    answers = EngineAnswers(relation, connection, breakdown=asked_for.by, factored=asked_for.factored)
    answers.prefetch(asked_for.requests)
    table = asked_for.table()
    for node, period in asked_for.requests:
        expected, found = aggregate(node, asked_for.source, table, period), answers.outcome(node, period)
        told = f"{connection.dialect.name}: {node} {period}"
        assert (type(found.value), found.value) == (type(expected.value), expected.value), told
        assert found.read == expected.read, told
        if not isinstance(expected.value, Absence):
            assert found.quality == expected.quality, told
        if node.windows:
            continue  # a closing date is that of the whole, which the rows of a group do not tell
        for group in asked_for.groups:
            rows = [row for row in table.rows if tuple(row.cells[name] for name in asked_for.by) == group]
            of_group = aggregate(node, asked_for.source, asked_for.table(rows), period)
            assert answers.outcome(node, period, group).value == of_group.value, f"{told} {group}"


# ---- In this process ---------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def duckdb() -> Iterator[DuckDBConnection]:
    with DuckDBConnection() as connection:
        yield connection


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(asked_for=asked())
def test_duckdb_agrees(asked_for: Asked, duckdb: DuckDBConnection) -> None:
    relation = into_duckdb(duckdb, asked_for.source, asked_for.table(), FOLDER)

    assert_agrees(asked_for, relation, duckdb)


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(asked_for=asked())
def test_sqlite_agrees(asked_for: Asked) -> None:
    connection = SQLiteConnection()
    relation = into_sqlite(connection, asked_for.source, asked_for.table())

    assert_agrees(asked_for, relation, connection)
    connection.close()


@pytest.fixture(scope="module")
def three_engines() -> Iterator[list[DuckDBConnection]]:
    with DuckDBConnection() as first, DuckDBConnection() as second, DuckDBConnection() as third:
        yield [first, second, third]


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(asked_for=asked(), places=st.lists(st.integers(0, 2), min_size=8, max_size=8))
def test_partitions_put_together_give_what_the_whole_gives(
    asked_for: Asked, places: list[int], three_engines: list[DuckDBConnection]
) -> None:
    relations = []
    for number, engine in enumerate(three_engines):
        rows = [row for row, place in zip(asked_for.rows, places, strict=False) if place == number]
        relations.append(into_duckdb(engine, asked_for.source, asked_for.table(rows), FOLDER))
    assert len({relation.query for relation in relations}) == 1

    home, *others = three_engines
    assert_agrees(asked_for, relations[0], Partitions(home, [other.rows for other in others]))
