"""Rows made in an engine, one for each entity, answer as those that are made at home: the definition."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import attrs
import psycopg
import pytest
from hypothesis import HealthCheck, Phase, event, given, settings
from hypothesis import strategies as st

from pei_dsl.algebra.values import Value
from pei_dsl.data.answers import WHOLE, TableAnswers
from pei_dsl.data.engine.connection import Connection
from pei_dsl.data.engine.duckdb import splitting
from pei_dsl.data.engine.duckdb.duckdb_connection import DuckDBConnection
from pei_dsl.data.engine.engine_answers import EngineAnswers
from pei_dsl.data.engine.into_engine import into_duckdb, into_sqlite
from pei_dsl.data.engine.relation import Relation
from pei_dsl.data.engine.sqlite.sqlite_connection import SQLiteConnection
from pei_dsl.data.lookups import Lookups
from pei_dsl.data.made_answers import MadeAnswers
from pei_dsl.model.absence import Absence, Reason
from pei_dsl.model.periods import Period
from tests.aggregations import Asked, asked
from tests.example_counts import examples
from tests.in_engines import in_postgres, in_spark, in_sqlite_file
from tests.made_sources import Made, made_of

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

FOLDER = Path(tempfile.mkdtemp(prefix="pei-tests-"))


@st.composite
def made(draw: st.DrawFn, *, ordered: bool = False) -> tuple[Asked, Made]:
    """Draw rows, and a source that is made of them."""
    asked_for = draw(asked(ordered=ordered))
    period = draw(st.sampled_from([Period.year_of(2023), Period.year_of(2023), asked_for.requests[0][1]]))
    return asked_for, draw(made_of(asked_for.source, period))


def plain(value: Value) -> object:
    """Return a figure; of what is *inválido* that it is so, since several rows may be the first to say why."""
    if isinstance(value, Absence):
        return value.reason if value.reason is Reason.INVALID else (value.reason, value.cause)
    return type(value), value


def assert_agrees(drawn: tuple[Asked, Made], relation: Relation, connection: Connection) -> None:
    """Assert that a made source answers as it does at home, for the whole and for each group."""
    asked_for, made = drawn
    engine = EngineAnswers(relation, connection, factored=asked_for.factored)
    no_others = Lookups(made.source, {}, {})
    there = MadeAnswers(made.source, asked_for.source, engine, no_others, made.by)
    rows = TableAnswers(asked_for.source, asked_for.table())
    home = MadeAnswers(made.source, asked_for.source, rows, no_others, made.by)
    there.announce(made.requests)
    home.announce(made.requests)
    for node, period in made.requests:
        in_engine = not isinstance(there.made(period).answers, TableAnswers)
        event("in the engine" if in_engine else "at home")
        told = f"{connection.dialect.name}: {node} {period}"
        expected, found = home.outcome(node, period), there.outcome(node, period)
        assert plain(found.value) == plain(expected.value), told
        if isinstance(expected.value, Absence) and expected.value.reason is Reason.INVALID:
            continue
        assert found.read == expected.read, told
        if not isinstance(expected.value, Absence):
            assert found.quality == expected.quality, told
        groups = home.groups_of(period)
        assert set(there.groups_of(period)) == set(groups), told
        for group in [*groups, WHOLE]:
            of_group = there.outcome(node, period, group).value
            assert plain(of_group) == plain(home.outcome(node, period, group).value), f"{told} {group}"
        columns = list(made.source.rows_of.keys) if made.source.rows_of else []
        assert there.rows(node, period, columns, 3) == home.rows(node, period, columns, 3), told
        one, other = there.making(period), home.making(period)
        assert one is not None
        assert other is not None
        if not isinstance(expected.value, Absence):
            assert attrs.astuple(one)[:3] == attrs.astuple(other)[:3], told


@pytest.fixture
def sqlite() -> Iterator[SQLiteConnection]:
    connection = SQLiteConnection()
    yield connection
    connection.close()


many = settings(max_examples=examples(150), deadline=None, suppress_health_check=list(HealthCheck))
few = settings(many, max_examples=examples(25))


@many
@given(drawn=made())
def test_duckdb_agrees(drawn: tuple[Asked, Made], duckdb: DuckDBConnection) -> None:
    assert_agrees(drawn, into_duckdb(duckdb, drawn[0].source, drawn[0].table(), FOLDER), duckdb)


@settings(many, max_examples=examples(60))
@given(drawn=made())
def test_groups_of_parts_are_those_of_the_whole(drawn: tuple[Asked, Made], duckdb: DuckDBConnection) -> None:
    with pytest.MonkeyPatch.context() as patched:  # nothing seems to fit
        patched.setattr(splitting, "_SURE", 0)
        patched.setattr(splitting, "_MOST", 4)
        patched.setattr(splitting, "_FEWEST", 4)
        assert_agrees(drawn, into_duckdb(duckdb, drawn[0].source, drawn[0].table(), FOLDER), duckdb)


@many
@given(drawn=made())
def test_sqlite_agrees(drawn: tuple[Asked, Made], sqlite: SQLiteConnection) -> None:
    assert_agrees(drawn, into_sqlite(sqlite, drawn[0].source, drawn[0].table()), sqlite)


@few
@given(drawn=made(ordered=True))
def test_a_database_of_sqlite_agrees(drawn: tuple[Asked, Made]) -> None:
    with in_sqlite_file(drawn[0].source, drawn[0].rows) as (connection, relation):
        assert_agrees(drawn, relation, connection)


@few
@given(drawn=made(ordered=True))
def test_a_database_of_postgresql_agrees(drawn: tuple[Asked, Made], admin: psycopg.Connection) -> None:
    with in_postgres(drawn[0].source, drawn[0].rows, admin) as (connection, relation):
        assert_agrees(drawn, relation, connection)


@pytest.mark.slow
@settings(many, max_examples=examples(12), phases=[Phase.generate])
@given(drawn=made(ordered=True))
def test_a_frame_of_spark_agrees(drawn: tuple[Asked, Made], spark: SparkSession) -> None:
    with in_spark(drawn[0].source, drawn[0].rows, spark) as (connection, relation):
        assert_agrees(drawn, relation, connection)
