"""Options of the test run, and how hard Hypothesis looks."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings

from pei_dsl.data.engine.duckdb.duckdb_connection import DuckDBConnection
from pei_dsl.workspace import memory
from tests import duckdb_opened_once
from tests.browser import browser  # noqa: F401  (a fixture)
from tests.observe import forgotten_environment
from tests.texts_read_once import read_once

# Workers of a run are told the width of the screen that started them; here nobody looks on.
os.environ.pop("COLUMNS", None)

# What lives long, as all that was collected, is looked through for garbage each time it has grown by a quarter,
# which took a third of the time of tests with large texts; here it is done at most every two million objects.
_YOUNG, _OLDER, _ = gc.get_threshold()
gc.set_threshold(_YOUNG, _OLDER, 300)

settings.register_profile("dev", deadline=None)
settings.register_profile("ci", derandomize=True, deadline=None, max_examples=40)
settings.register_profile("slow", derandomize=True, deadline=None)  # a hundred, as Hypothesis has it
settings.register_profile(
    "nightly", max_examples=5000, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))


@pytest.fixture(autouse=True)
def environment() -> Iterator[None]:
    """Forget what a test writes into the environment."""
    with forgotten_environment():
        yield


@pytest.fixture(scope="session", autouse=True)
def made_once() -> Iterator[None]:
    """Have made once what tests make again and again: `tests/texts_read_once.py`, `tests/duckdb_opened_once.py`."""
    with pytest.MonkeyPatch.context() as patched, DuckDBConnection() as first:
        patched.setattr(memory, "parse", read_once)
        patched.setattr(DuckDBConnection, "_open", duckdb_opened_once.opening(first, DuckDBConnection._open))
        yield


def pytest_configure(config: pytest.Config) -> None:
    """With `--slow`, try as many examples as Hypothesis does by itself."""
    if config.getoption("--slow") and "HYPOTHESIS_PROFILE" not in os.environ:
        settings.load_profile("slow")


def pytest_collection_finish() -> None:
    """What was collected stays until the end."""
    gc.collect()
    gc.freeze()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--accept", action="store_true", help="write what is observed as expected")
    parser.addoption("--pictures", action="store_true", help="take the pictures of docs/pictures anew")
    parser.addoption("--slow", action="store_true", help="also run what takes minutes")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--slow"):
        return
    for item in items:
        if item.get_closest_marker("slow"):
            item.add_marker(pytest.mark.skip(reason="slow: run with --slow"))
