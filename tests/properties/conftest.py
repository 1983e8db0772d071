"""Engines that several tests ask, each started once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import psycopg
import pytest

from pei_dsl.data.engine.duckdb.duckdb_connection import DuckDBConnection
from tests.engines import lacks_postgres, lacks_spark, postgres_server, spark_session
from tests.in_engines import ADDRESS

if TYPE_CHECKING:
    from pyspark.sql import SparkSession


@pytest.fixture(scope="session")
def duckdb() -> Iterator[DuckDBConnection]:
    with DuckDBConnection() as connection:
        yield connection


@pytest.fixture(scope="session")
def admin() -> Iterator[psycopg.Connection]:
    """Give a connection that may write, to a server whose address is in the environment."""
    lacking = lacks_postgres()
    if lacking:
        pytest.skip(lacking)
    with pytest.MonkeyPatch.context() as environment, postgres_server() as url:
        environment.setenv(ADDRESS, url)
        with psycopg.connect(url, autocommit=True) as connection:
            yield connection


@pytest.fixture(scope="session")
def spark() -> Iterator[SparkSession]:
    lacking = lacks_spark()
    if lacking:
        pytest.skip(lacking)
    with spark_session() as session:
        yield session
