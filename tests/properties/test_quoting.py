"""No name and no text of a plan is ever read as SQL: each literal is one, and says what was meant."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import pei_dsl.data.engine
from pei_dsl.data.engine.dialect import Dialect
from pei_dsl.data.engine.duckdb.duckdb_connection import DuckDBConnection
from pei_dsl.data.engine.duckdb.duckdb_dialect import DuckDB
from pei_dsl.data.engine.postgres.postgres_dialect import PostgreSQL
from pei_dsl.data.engine.spark.spark_dialect import Spark
from pei_dsl.data.engine.sqlite.sqlite_connection import SQLiteConnection
from pei_dsl.data.engine.sqlite.sqlite_dialect import SQLite
from tests.aggregations import HOSTILE

texts = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\0")
    | st.sampled_from("'\"\\`[]\n\r-/*;$%{}:? N"),
    max_size=12,
) | st.sampled_from(HOSTILE)


def doubled(quote: str) -> re.Pattern[str]:
    """Return the literals of standard SQL: a quote inside is written twice."""
    return re.compile(f"{quote}((?:[^{quote}]|{quote}{quote})*){quote}", re.DOTALL)


def escaped(quote: str) -> re.Pattern[str]:
    """Return the literals in which a backslash escapes what follows."""
    return re.compile(rf"{quote}((?:[^{quote}\\]|\\.)*){quote}", re.DOTALL)


def standard(written: str) -> str:
    """Read a literal of standard SQL."""
    match = doubled("'").fullmatch(written)
    assert match is not None, written
    return match[1].replace("''", "'")


def of_spark(written: str) -> str:
    match = escaped("'").fullmatch(written)
    assert match is not None, written
    return re.sub(r"\\(.)", r"\1", match[1])


READERS: Mapping[type[Dialect], Callable[[str], str]] = {
    DuckDB: standard,
    SQLite: standard,
    PostgreSQL: standard,
    Spark: of_spark,
}


def test_every_dialect_is_attacked() -> None:
    """Each engine has a room of its own, with a module that says how it speaks."""
    rooms = sorted(Path(pei_dsl.data.engine.__file__).parent.glob("*/*_dialect.py"))
    found = {f"{room.parent.name}.{room.stem}" for room in rooms}

    assert found == {".".join(each.__module__.split(".")[-2:]) for each in READERS}


@pytest.mark.parametrize("room", sorted({each.__module__.split(".")[-2] for each in READERS}))
@pytest.mark.parametrize("module", ["test_engines_agree.py", "test_every_aggregate.py"])
def test_every_engine_is_asked_what_all_others_are(module: str, room: str) -> None:
    assert re.search(rf"def test_\w*{room}", Path(__file__).with_name(module).read_text("utf-8"))


@pytest.mark.parametrize("dialect", READERS, ids=lambda dialect: dialect.name)
@given(text=texts)
def test_a_text_is_one_literal_that_says_it(dialect: type[Dialect], text: str) -> None:
    assert READERS[dialect](dialect().text(text)) == text


_NAMES: Mapping[type[Dialect], tuple[re.Pattern[str], str]] = {
    Spark: (doubled("`"), "`"),
}


@pytest.mark.parametrize("dialect", READERS, ids=lambda dialect: dialect.name)
@given(name=texts | st.just('a`b"c'))
def test_a_name_is_one_name(dialect: type[Dialect], name: str) -> None:
    pattern, quote = _NAMES.get(dialect, (doubled('"'), '"'))
    match = pattern.fullmatch(dialect().identifier(name))

    assert match is not None
    assert match[1].replace(quote * 2, quote) == name


@given(text=texts)
def test_engines_read_what_was_written(text: str) -> None:
    with DuckDBConnection() as duckdb:
        for connection in (duckdb, SQLiteConnection()):
            name, literal = connection.dialect.identifier(text or "x"), connection.dialect.text(text)
            query = f"SELECT {name} FROM (SELECT {literal} AS {name}) t WHERE {name} = {literal}"
            assert [tuple(row) for row in connection.rows(query)] == [(text,)]
            if connection is not duckdb:
                connection.close()
