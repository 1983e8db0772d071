"""How the data of a plan are read, as hosts say it."""

from __future__ import annotations

import re

import attrs
import pytest

from pei_dsl import Engine, Reading


@pytest.mark.parametrize("engine", list(Engine))
def test_the_name_of_an_engine_is_that_engine(engine: Engine) -> None:
    """A plain text that merely equals a member once meant DuckDB, whatever it said."""
    assert Reading(engine.value).engine is engine
    assert attrs.evolve(Reading(), engine=engine.value) == Reading(engine)


@pytest.mark.parametrize("name", ["postgres", "SQLITE", "", "sqlite "])
def test_an_engine_that_nobody_knows_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match=re.escape(f"{name!r}; there are auto, referencia, duckdb, sqlite")):
        Reading(name)
